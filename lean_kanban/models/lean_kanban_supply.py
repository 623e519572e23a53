# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import float_compare

from ..calculations.coverage import REQUESTED, add_up

OPEN_STATES = ("requested", "in_process", "in_transit")


class LeanKanbanSupply(models.Model):
    """One replenishment cycle of a card, from its signal to its full container.

    Its state follows from the documents, never the other way round:
    :meth:`_update_from_documents` may be run at any time and as often as one likes.
    """

    _name = "lean.kanban.supply"
    _description = "Kanban Supply"
    _order = "id desc"
    _rec_name = "card_id"

    card_id = fields.Many2one("lean.kanban.card", required=True, index=True, ondelete="cascade")
    loop_id = fields.Many2one(related="card_id.loop_id", store=True, index=True, precompute=True)
    product_id = fields.Many2one(related="loop_id.product_id", store=True, precompute=True)
    company_id = fields.Many2one(related="loop_id.company_id", store=True, precompute=True)
    uom_id = fields.Many2one(related="product_id.uom_id")
    resignal_cancelled = fields.Boolean(related="loop_id.resignal_cancelled")
    quantity = fields.Float("Asked", digits="Product Unit", help="Quantity asked, in the product's unit.")
    quantity_filled = fields.Float("Arrived", digits="Product Unit", help="Quantity that has arrived so far.")
    state = fields.Selection(
        [
            ("requested", "Requested"),
            ("in_process", "In process"),
            ("in_transit", "In transit"),
            ("done", "Done"),
            ("short", "Closed short"),
            ("cancelled", "Cancelled"),
            ("failed", "Failed"),
        ],
        required=True,
        default="requested",
        index=True,
    )
    allocation_ids = fields.One2many("lean.kanban.allocation", "supply_id")
    document_names = fields.Char("Documents", compute="_compute_document_names")
    date_signalled = fields.Datetime("Signalled")
    date_requested = fields.Datetime("Requested", default=fields.Datetime.now)
    date_confirmed = fields.Datetime("Confirmed")
    date_done = fields.Datetime("Filled")
    date_expected = fields.Datetime("Expected", compute="_compute_date_expected")

    @api.depends("allocation_ids.document_name")
    def _compute_document_names(self):
        for supply in self:
            names = supply.sudo().allocation_ids.mapped("document_name")
            supply.document_names = ", ".join(dict.fromkeys(filter(None, names)))

    @api.depends("allocation_ids.quantity", "allocation_ids.quantity_filled")
    def _compute_date_expected(self):
        for supply in self:
            outstanding = supply.sudo().allocation_ids.filtered(lambda a: a.quantity > a.quantity_filled)
            documents = filter(None, (a._get_document() for a in outstanding))
            dates = filter(None, (d._kanban_date_expected() for d in documents))
            supply.date_expected = max(dates, default=False)

    @api.model
    def _sync_documents(self, documents):
        """Bring the supplies of documents up to date.

        :param documents: {allocation field: recordset}
        """
        if self.env.context.get("lean_kanban_bookkeeping"):
            return
        domains = [Domain(name, "in", records.ids) for name, records in documents.items() if records]
        if domains:
            self._search_open(domains)._update_from_documents()

    @api.model
    def _search_open(self, domains):
        allocations = self.env["lean.kanban.allocation"].sudo()
        domain = Domain("supply_id.state", "in", OPEN_STATES) & Domain.OR(domains)
        return allocations.search(domain).supply_id

    def _update_from_documents(self):
        """Set quantities and state of open supplies, and their cards, from documents.

        Idempotent. What a document no longer covers empties the card again.
        """
        supplies = self.sudo().filtered(lambda s: s.state in OPEN_STATES)
        if not supplies:
            return
        coverage = supplies.allocation_ids._get_coverage()
        by_outcome = {}
        for supply in supplies:
            parts = [coverage[a] for a in supply.allocation_ids]
            outcome = supply._get_outcome(add_up(parts))
            by_outcome.setdefault(outcome, self.browse())
            by_outcome[outcome] += supply
            supply._store_filled(coverage)
        for outcome, group in by_outcome.items():
            group.sudo()._apply_outcome(outcome)

    def _store_filled(self, coverage):
        """Write the arrived quantities that changed."""
        for allocation in self.allocation_ids:
            filled = coverage[allocation][0].filled
            if allocation.quantity_filled != filled:
                allocation.quantity_filled = filled
        filled = sum(self.allocation_ids.mapped("quantity_filled"))
        if self.quantity_filled != filled:
            self.quantity_filled = filled

    def _get_outcome(self, outcome):
        """State of one supply for what its allocations add up to."""
        self.ensure_one()
        if self._compare(outcome.filled) >= 0:
            return "done"
        if outcome.stage:
            return outcome.stage
        return "short" if self.uom_id.compare(outcome.filled, 0) > 0 else "cancelled"

    def _compare(self, quantity):
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        return float_compare(quantity, self.quantity, precision_digits=digits)

    def _apply_outcome(self, state):
        changed = self.filtered(lambda s: s.state != state)
        if state in OPEN_STATES:
            changed._advance(state)
        elif state == "done":
            changed._finish()
        elif state == "short":
            changed._close_short()
        else:
            changed._cancel()

    def _advance(self, state):
        self.write({"state": state})
        if state != REQUESTED:
            unconfirmed = self.filtered(lambda s: not s.date_confirmed)
            unconfirmed.date_confirmed = fields.Datetime.now()
        self._transition_cards(state)

    def _finish(self):
        self.write({"state": "done", "date_done": fields.Datetime.now()})
        self._transition_cards("full", supply_id=False)

    def _close_short(self):
        """The document is closed with less than the container holds: ask."""
        self.write({"state": "short"})
        reasons = {supply.card_id: supply._get_short_reason() for supply in self}
        self._transition_cards("error", reasons=reasons)
        self.loop_id._notify_owner(self.env._("Kanban cards closed short"), reasons)

    def _get_short_reason(self):
        return self.env._(
            "Only %(filled)s of %(asked)s %(uom)s arrived and %(document)s is closed. "
            "Accept the container as full, or signal it again.",
            filled=self.quantity_filled,
            asked=self.quantity,
            uom=self.uom_id.name,
            document=self._get_document_names(),
        )

    def _cancel(self):
        """Nothing will come: the card is empty again and waits for a decision."""
        self.write({"state": "cancelled"})
        self.allocation_ids.write({"quantity": 0})
        for resignal, supplies in self.grouped("resignal_cancelled").items():
            reasons = {s.card_id: s._get_cancel_reason() for s in supplies}
            if resignal:
                supplies._signal_cancelled(reasons)
            else:
                supplies._transition_cards("empty", reasons=reasons, supply_id=False, is_held_back=True)
                title = self.env._("Kanban supply cancelled")
                supplies.loop_id._notify_owner(title, reasons)

    def _signal_cancelled(self, reasons):
        """Order the cards again as soon as a card emptied now would be: with its milk run, where it has one."""
        for date, supplies in self.grouped(lambda s: s.card_id._get_release_date()).items():
            state = "wait" if date else "empty"
            supplies._transition_cards(state, reasons=reasons, supply_id=False, is_held_back=False, release_date=date)
            supplies.loop_id._trigger_release(at=date or None)

    def _get_cancel_reason(self):
        return self.env._(
            "%s no longer brings this container. Signal it again when you need it.",
            self._get_document_names(),
        )

    def _get_document_names(self):
        """Names of the documents, also of one that is just being deleted."""
        deleted = self.env.context.get("lean_kanban_document")
        return deleted or self.document_names or self.env._("The order")

    def _transition_cards(self, state, **values):
        """Move the cards that are still in this cycle."""
        current = self.filtered(lambda s: s.card_id.supply_id == s)
        documents = {s.card_id: s._get_document_names() for s in current}
        current.card_id._transition(state, source="receipt", documents=documents, **values)
