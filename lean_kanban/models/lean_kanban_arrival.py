# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import fields, models
from odoo.exceptions import UserError


class LeanKanbanArrival(models.Model):
    """A container that somebody saw arriving: its document is booked for what it holds.

    The scan writes this record and no more; its job does what a person would do
    on the receipt, the transfer or the production.
    """

    _name = "lean.kanban.arrival"
    _description = "Container Received"
    _inherit = ["lean.kanban.scan.job"]
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

    def _do_job(self):
        """Book what is still open of this container; whichever was meant for others, it is this one that stands there."""
        self.supply_id.allocation_ids.is_seen = True
        for allocation in self.supply_id.allocation_ids:
            rest = allocation.quantity - allocation.quantity_filled
            document = allocation._get_document()
            if document and self.supply_id.uom_id.compare(rest, 0) > 0:
                document._kanban_receive(rest)
        self.state = "done"

    def _note_failure(self, reason):
        self.write({"state": "failed", "reason": reason})
        self.card_id.reason = reason
        self.card_id.loop_id._notify_owner(self.env._("Received by scan, but not booked"), {self.card_id: reason})


class LeanKanbanAllocation(models.Model):
    _inherit = "lean.kanban.allocation"

    is_seen = fields.Boolean(help="Somebody scanned this container as it arrived: it goes before the others.")

    def _in_turn(self):
        """A container that somebody saw arriving goes first."""
        return super()._in_turn().sorted(lambda allocation: not allocation.is_seen)


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
        move.quantity = min(asked, move.product_uom_qty)
        self.env["lean.kanban.scan.job"]._validate_move(move)

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
