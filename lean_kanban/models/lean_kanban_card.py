# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from werkzeug.urls import url_encode

from odoo import api, fields, models
from odoo.exceptions import UserError

CARD_STATES = [
    ("full", "Full"),
    ("in_use", "In use"),
    ("wait", "Waiting"),
    ("empty", "Signalled"),
    ("requested", "Requested"),
    ("in_process", "In process"),
    ("in_transit", "In transit"),
    ("hold", "On hold"),
    ("error", "Error"),
    ("lost", "Lost"),
    ("rejected", "Rejected"),
    ("retired", "Retired"),
]
AT_HAND = ("full", "in_use")
ON_THE_WAY = ("requested", "in_process", "in_transit")
SIGNALLED = ("wait", "empty", *ON_THE_WAY)
_STATE_KEY = object()  # proves that a write comes from _transition


class LeanKanbanCard(models.Model):
    """One container of a loop and the card that travels with it.

    The state changes through :meth:`_transition` alone, which writes the event.
    """

    _name = "lean.kanban.card"
    _description = "Kanban Card"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "loop_id, number"
    _check_company_auto = True

    loop_id = fields.Many2one("lean.kanban.loop", required=True, index=True, ondelete="cascade")
    number = fields.Integer(required=True, default=1, aggregator=None)
    barcode = fields.Char(
        required=True,
        copy=False,
        default=lambda self: self.env["ir.sequence"].next_by_code("lean.kanban.card"),
        help="Printed on the card as QR and Code 128; unique in the database.",
    )
    barcode_url = fields.Char(compute="_compute_barcode_url")
    state = fields.Selection(
        CARD_STATES,
        required=True,
        default="empty",
        index=True,
        readonly=True,
        group_expand="_expand_states",
        copy=False,
    )
    date_state = fields.Datetime("Since", default=fields.Datetime.now, readonly=True, copy=False)
    reason = fields.Char(readonly=True, copy=False)
    is_held_back = fields.Boolean(
        readonly=True,
        copy=False,
        help="Its supply was cancelled: it is not ordered again before somebody decides so.",
    )
    release_date = fields.Datetime(
        readonly=True,
        copy=False,
        help="Not signalled before: a loop goes live in stages.",
    )
    supply_id = fields.Many2one("lean.kanban.supply", readonly=True, copy=False)
    supply_ids = fields.One2many("lean.kanban.supply", "card_id", "Replenishments")
    event_ids = fields.One2many("lean.kanban.event", "card_id")
    company_id = fields.Many2one(related="loop_id.company_id", store=True, index=True, precompute=True)
    product_id = fields.Many2one(related="loop_id.product_id", store=True, index=True, precompute=True)
    product_image = fields.Image(related="product_id.image_128")
    location_id = fields.Many2one(related="loop_id.location_id", store=True, index=True, precompute=True)
    area_id = fields.Many2one(related="loop_id.area_id", store=True, precompute=True)
    kind = fields.Selection(related="loop_id.kind", store=True, precompute=True)
    card_count = fields.Integer(related="loop_id.card_count")
    container_qty = fields.Float(related="loop_id.container_qty")
    container_uom_id = fields.Many2one(related="loop_id.container_uom_id")
    document_names = fields.Char(related="supply_id.document_names", string="Order")
    date_expected = fields.Datetime(related="supply_id.date_expected")
    is_overdue = fields.Boolean(
        compute="_compute_is_overdue",
        search="_search_is_overdue",
        help="Requested for more than a day: nobody has confirmed the order yet.",
    )
    move_ids = fields.One2many("stock.move", string="Transfers", compute="_compute_documents")

    _barcode_unique = models.Constraint("UNIQUE(barcode)", "This barcode is on another kanban card already.")

    @api.depends("loop_id.name", "number", "loop_id.card_count")
    def _compute_display_name(self):
        for card in self:
            card.display_name = f"{card.loop_id.name} · {card._get_position()}"

    def _get_position(self):
        """Its place in the loop, as printed: 3/9."""
        return f"{self.number}/{max(self.card_count, self.number)}"

    @api.depends("barcode")
    def _compute_barcode_url(self):
        for card in self:
            query = url_encode({"value": card.barcode, "width": 160, "height": 160})
            card.barcode_url = f"/report/barcode/?barcode_type=QR&{query}"

    @api.depends("state", "date_state")
    def _compute_is_overdue(self):
        limit = self._get_overdue_limit()
        for card in self:
            requested = card.state == "requested" and card.date_state
            card.is_overdue = bool(requested) and card.date_state < limit

    @api.model
    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [
            ("state", "=", "requested"),
            ("date_state", "<", self._get_overdue_limit()),
        ]

    @api.model
    def _get_overdue_limit(self):
        return fields.Datetime.subtract(fields.Datetime.now(), days=1)

    @api.depends("supply_ids.allocation_ids")
    def _compute_documents(self):
        """Documents of the cycle a card is in."""
        names = self._get_document_field_names()
        for card in self:
            allocations = card.sudo().supply_id.allocation_ids
            for allocation_field, card_field in names.items():
                card[card_field] = allocations[allocation_field]

    @api.model
    def _get_document_field_names(self):
        """{field of the allocation: field of the card}"""
        return {"move_id": "move_ids"}

    # Only _transition may change the state

    @api.model_create_multi
    def create(self, vals_list):
        cards = super(LeanKanbanCard, self.with_context(mail_create_nolog=True)).create(vals_list)
        cards = cards.with_env(self.env)
        cards._log_events(dict.fromkeys(cards, False), source="manual")
        return cards

    def write(self, vals):
        if "state" in vals and self.env.context.get("lean_card_state") is not _STATE_KEY:
            raise UserError(
                self.env._("The state of a kanban card follows what happens to it: scan it or use its buttons.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        if self.filtered(lambda card: card.state != "retired" or card.supply_ids):
            raise UserError(self.env._("A card with a history is retired, not deleted."))

    def _transition(self, state, source, *, reasons=None, documents=None, event=None, **values):
        """Move the cards to `state` and log it; the only way to change a state.

        :param source: one of the sources of an event
        :param reasons: {card: why}, or one text for all
        :param documents: {card: name of the document}
        :param event: further values of the events; those of single ones in ``by_card``: {card: values}
        :param values: further values of the cards
        """
        cards = self.sudo()
        before = {card: card.state for card in cards}
        date = (event or {}).get("date") or fields.Datetime.now()
        values = {"state": state, "date_state": date, **values}
        if state != "empty":
            values.setdefault("is_held_back", False)
        for reason, group in cards._group_by_reason(reasons).items():
            group.with_context(lean_card_state=_STATE_KEY).write({**values, "reason": reason})
        cards._log_events(before, source, documents=documents, **(event or {}))

    def _group_by_reason(self, reasons):
        if not isinstance(reasons, dict):
            return {reasons or False: self}
        return self.grouped(lambda card: reasons.get(card, False))

    def _log_events(self, before, source, documents=None, by_card=None, **values):
        operator = self.env["hr.employee"]._lean_current_employee()
        self.env["lean.kanban.event"].sudo().create(
            [
                {
                    "card_id": card.id,
                    "state_from": before[card],
                    "state_to": card.state,
                    "source": source,
                    "user_id": self.env.uid,
                    "employee_id": operator.id,
                    "supply_id": card.supply_id.id,
                    "document": (documents or {}).get(card),
                    "message": card.reason,
                    **values,
                    **(by_card or {}).get(card, {}),
                }
                for card in self
            ]
        )

    # What people do with a card

    def action_signal_empty(self):
        """The container is empty: signal it, or hold it for its batch."""
        self.check_access("read")
        self._check_state(
            self.env._("is not standing full, so it cannot be emptied"),
            *AT_HAND,
            "empty",
            "wait",
        )
        self.filtered(lambda c: c.state not in AT_HAND)._signal_again()
        self.filtered(lambda c: c.state in AT_HAND)._signal(source="manual")
        return True

    @api.model
    def _expand_states(self, states, domain):
        """Columns in the order of the cycle; a state without a card takes no room."""
        return [state for state, __ in self._fields["state"].selection if state in states]

    def _signal(self, source, event=None):
        """Empty full containers: they are signalled, wait for a batch, or retire."""
        for (state, date), cards in self.grouped(lambda c: (c._get_signal_state(), c._get_release_date())).items():
            cards._transition(state, source, event=event, release_date=state == "wait" and date)
            self.env["lean.kanban.loop"]._trigger_release(at=(state == "wait" and date) or None)

    def _get_signal_state(self):
        """State of a card once its container is empty."""
        loop = self.loop_id
        if self._is_surplus():
            return "retired"
        if loop.batch_size > 1 and loop.waiting_count + 1 < loop.batch_size:
            return "wait"
        return "empty"

    def _get_release_date(self):
        """Before when an emptied container is not ordered; False for at once."""
        return False

    def _is_surplus(self):
        """Whether the loop has fewer cards now: the highest numbers retire."""
        return self.number > self.loop_id.card_count

    def _signal_again(self):
        """Somebody decided that a card held back or waiting is wanted now."""
        self._transition("empty", "manual", release_date=False, is_held_back=False)
        self.loop_id._close_notices()
        self.env["lean.kanban.loop"]._trigger_release()

    def action_open_container(self):
        """The first piece is taken from the container."""
        self.check_access("read")
        self._check_state(self.env._("is not standing full"), "full")
        first_piece = self.filtered(lambda c: c.loop_id.signal_point == "first_piece")
        (self - first_piece)._transition("in_use", "manual")
        first_piece._signal(source="manual")
        return True

    def action_signal_full(self):
        """The container stands full, although no document says so.

        Refused while an order is open: its receipt fills the card.
        """
        self.check_access("read")
        for card in self.filtered(lambda c: c.state in ON_THE_WAY):
            raise UserError(
                self.env._(
                    "%(card)s is on %(document)s: receive it there, the card fills by itself.",
                    card=card.display_name,
                    document=card.document_names,
                )
            )
        self._check_state(
            self.env._("cannot be filled"),
            *("wait", "empty", "in_use", "error", "hold", "lost", "rejected"),
        )
        self.sudo().supply_id.filtered(lambda s: s.state == "short").state = "done"
        self._transition("full", "manual", supply_id=False, release_date=False)
        self.loop_id._close_notices()
        return True

    def action_retry(self):
        """Signal cards in error again, after the cause is removed."""
        self.check_access("read")
        self._check_state(self.env._("is not in error"), "error", "rejected")
        self.sudo().supply_id = False
        self._signal_again()
        return True

    def action_hold(self):
        """Take cards out of the loop for a while; open orders go on."""
        self.check_access("read")
        self._check_state(self.env._("cannot be held"), *AT_HAND, "wait", "empty")
        self._transition("hold", "manual")
        return True

    def action_declare_lost(self):
        """The card or its container cannot be found."""
        self.check_access("read")
        self._check_state(self.env._("is on its way"), *AT_HAND, "wait", "empty", "hold", "error")
        self._transition("lost", "manual")
        return True

    def action_found(self):
        """A lost or held container is back, and it is empty: signal it."""
        self.check_access("read")
        self._check_state(self.env._("is neither lost nor held"), "lost", "hold")
        self._signal(source="manual")
        return True

    def _check_state(self, complaint, *allowed):
        for card in self:
            if card.state not in allowed:
                states = dict(self._fields["state"]._description_selection(self.env))
                raise UserError(
                    self.env._(
                        "%(card)s %(complaint)s (it is: %(state)s).",
                        card=card.display_name,
                        complaint=complaint,
                        state=states[card.state],
                    )
                )

    def action_open_documents(self):
        """Open the order, production or transfer the cards wait for."""
        self.check_access("read")
        documents = [
            document for allocation in self.sudo().supply_id.allocation_ids if (document := allocation._get_document())
        ]
        if not documents:
            raise UserError(self.env._("No order is open for this card."))
        return documents[0]._kanban_open_document()

    def action_view_events(self):
        """The history of the cards."""
        action = self.env["ir.actions.act_window"]._for_xml_id("lean_kanban.lean_kanban_event_action")
        return {**action, "domain": [("card_id", "in", self.ids)], "context": {}}
