# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

BATCH = 20


class LeanKanbanArrival(models.Model):
    """A container that somebody saw arriving: its document is booked for what it holds.

    The scan writes this record and no more; :meth:`_cron_book` does what a person would do
    on the receipt, the transfer or the production.
    """

    _name = "lean.kanban.arrival"
    _description = "Container Received"
    _order = "id desc"
    _rec_name = "card_id"

    card_id = fields.Many2one("lean.kanban.card", required=True, index=True, ondelete="cascade")
    supply_id = fields.Many2one("lean.kanban.supply", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="card_id.company_id", store=True, index=True, precompute=True)
    document = fields.Char()
    state = fields.Selection(
        [("waiting", "To Book"), ("done", "Booked"), ("failed", "Failed"), ("cancelled", "Taken Back")],
        required=True,
        default="waiting",
        index=True,
    )
    reason = fields.Char()
    user_id = fields.Many2one("res.users", default=lambda self: self.env.user)
    event_id = fields.Many2one("lean.kanban.event", ondelete="set null", index="btree_not_null")

    _one_waiting = models.UniqueIndex("(supply_id) WHERE state = 'waiting'", "This container is being booked already.")

    @api.model
    def _cron_book(self):
        """Book the containers that have arrived; each on its own, so that one cannot stop another."""
        waiting = self.search([("state", "=", "waiting")], order="id")
        for start in range(0, len(waiting), BATCH):
            batch = waiting[start : start + BATCH]
            for arrival in batch:
                arrival._book()
            remaining = max(len(waiting) - start - BATCH, 0)
            if not self.env["ir.cron"]._commit_progress(len(batch), remaining=remaining):
                return

    def _book(self):
        """Book what is still open of this container; what fails says why, and its owner is asked."""
        self.ensure_one()
        arrival = self.with_user(self.user_id or self.env.user).with_company(self.company_id).sudo()
        try:
            with self.env.cr.savepoint():
                arrival._receive_documents()
                arrival.state = "done"
        except (UserError, ValidationError) as error:
            reason = str(error)
            arrival.write({"state": "failed", "reason": reason})
            arrival.card_id.reason = reason
            arrival.card_id.loop_id._notify_owner(
                self.env._("Received by scan, but not booked"), {arrival.card_id: reason}
            )

    def _receive_documents(self):
        for allocation in self.supply_id.allocation_ids:
            rest = allocation.quantity - allocation.quantity_filled
            document = allocation._get_document()
            if document and self.supply_id.uom_id.compare(rest, 0) > 0:
                document._kanban_receive(rest)


class LeanKanbanSourceMixin(models.AbstractModel):
    _inherit = "lean.kanban.source.mixin"

    def _kanban_receive(self, quantity):
        """Book a quantity in the unit of the product on the next step of this document.

        :raises UserError: in an operator's words, where a person has to do it
        """
        self.ensure_one()
        move = self._get_kanban_receivable_move()
        picking = move.picking_id
        asked = move.product_id.uom_id._compute_quantity(quantity, move.product_uom)
        if move.has_tracking != "none":
            raise UserError(self.env._("Receive it on %s: its lot or serial number has to be entered.", picking.name))
        others = picking.move_ids.filtered(lambda other: other.picked and other != move)
        if others:
            raise UserError(self.env._("%s is being worked on: finish it there.", picking.name))
        move.write({"quantity": min(asked, move.product_uom_qty), "picked": True})
        picking.with_context(skip_backorder=True, skip_sms=True).button_validate()

    def _get_kanban_receivable_move(self):
        """The first open move of the chain that is ready."""
        chain = self._get_kanban_chains()[self.id]
        pending = chain.filtered(lambda move: move.state not in ("done", "cancel"))
        if not pending:
            raise UserError(self.env._("%s is not confirmed yet: nothing can arrive.", self._kanban_document_name()))
        ready = pending.filtered(lambda move: move.state in ("assigned", "partially_available") and move.picking_id)
        if not ready:
            raise UserError(
                self.env._(
                    "%s waits for an earlier step: it is not here yet.", pending[0].picking_id.name or self.display_name
                )
            )
        return ready[0]
