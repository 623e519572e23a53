# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_date

from odoo.addons.lean_kanban.models.lean_kanban_supply import OPEN_STATES

VENDOR_STATES = [
    ("asked", "To confirm"),
    ("proposed", "Proposed otherwise"),
    ("confirmed", "Confirmed"),
    ("shipped", "Shipped"),
]


class PurchaseOrderLine(models.Model):
    """What the vendor answers about a line that brings cards.

    A vendor confirms, ships or proposes another date and quantity; only the buyer changes
    the line, by accepting a proposal.
    """

    _inherit = "purchase.order.line"

    kanban_vendor_state = fields.Selection(
        VENDOR_STATES,
        "Vendor's Answer",
        default="asked",
        required=True,
        readonly=True,
        copy=False,
    )
    kanban_date_answered = fields.Datetime("Answered", readonly=True, copy=False)
    kanban_date_shipped = fields.Datetime("Shipped", readonly=True, copy=False)
    kanban_tracking = fields.Char("Tracking Reference", readonly=True, copy=False)
    kanban_received_at_shipping = fields.Float(
        digits="Product Unit",
        readonly=True,
        copy=False,
        help="Received before the shipment announced last: a later receipt is that shipment.",
    )
    kanban_proposal_ids = fields.One2many("lean.kanban.proposal", "purchase_line_id")
    kanban_proposal_id = fields.Many2one(
        "lean.kanban.proposal", "Last Proposal", compute="_compute_kanban_proposal_id", compute_sudo=True
    )

    @api.depends("kanban_proposal_ids.state")
    def _compute_kanban_proposal_id(self):
        for line in self:
            line.kanban_proposal_id = line.kanban_proposal_ids.sorted("id")[-1:]

    @api.model
    def _get_kanban_vendor_domain(self, vendor):
        """Lines of confirmed orders to a vendor that cards still wait for."""
        return (
            Domain("order_id.partner_id", "child_of", vendor.commercial_partner_id.ids)
            & Domain("order_id.state", "=", "purchase")
            & self._get_kanban_waiting_domain()
        )

    @api.model
    def _get_kanban_waiting_domain(self):
        """Lines that cards still wait for."""
        return Domain("kanban_loop_id", "!=", False) & Domain(
            "kanban_allocation_ids.supply_id.state", "in", OPEN_STATES
        )

    def _get_kanban_waiting_cards(self):
        """Cards that still wait for something from these lines, oldest first."""
        allocations = self.sudo().kanban_allocation_ids
        return allocations.filtered(lambda a: a.quantity > a.quantity_filled)._in_turn().card_id

    def write(self, vals):
        """A vendor who confirmed is asked again when the buyer asks for something else."""
        before = {line: line._get_kanban_request() for line in self._filter_kanban_answered(vals)}
        result = super().write(vals)
        changed = self.browse([line.id for line, request in before.items() if line._get_kanban_request() != request])
        if changed:
            changed.sudo().write({"kanban_vendor_state": "asked"})
            changed.sudo().order_id.write({"acknowledged": False})
        return result

    def _filter_kanban_answered(self, vals):
        if not {"date_planned", "product_qty"} & set(vals) or "kanban_vendor_state" in vals:
            return self.browse()
        return self.filtered(lambda line: line.kanban_vendor_state == "confirmed")

    def _get_kanban_request(self):
        """What the vendor is asked for: day and quantity."""
        return self.date_planned and self.date_planned.date(), self.product_qty

    # What the vendor says

    def _kanban_vendor_confirm(self):
        """The vendor keeps date and quantity. Lines answered before are left alone."""
        lines = self._check_kanban_answerable().filtered(lambda line: line.kanban_vendor_state in ("asked", "proposed"))
        if not lines:
            return
        lines.kanban_proposal_ids.filtered(lambda p: p.state == "open")._withdraw()
        lines.write({"kanban_vendor_state": "confirmed", "kanban_date_answered": fields.Datetime.now()})
        lines._tell_buyer()
        lines.order_id._kanban_acknowledge()

    def _kanban_vendor_ship(self, tracking=None):
        """The vendor has sent what is outstanding: its cards are in transit."""
        lines = self._check_kanban_answerable().filtered(lambda line: not line._is_kanban_shipped())
        if not lines:
            return
        lines.kanban_proposal_ids.filtered(lambda p: p.state == "open")._withdraw()
        now = fields.Datetime.now()
        values = {"kanban_vendor_state": "shipped", "kanban_date_answered": now, "kanban_date_shipped": now}
        for line in lines:
            line.write({**values, "kanban_tracking": tracking, "kanban_received_at_shipping": line.qty_received})
        lines._tell_buyer()
        lines.order_id._kanban_acknowledge()
        lines._sync_kanban()

    def _is_kanban_shipped(self):
        """Whether a shipment has been announced that has not been received yet."""
        unit = self.product_uom_id or self.product_id.uom_id
        return bool(self.kanban_date_shipped) and not unit.compare(self.qty_received, self.kanban_received_at_shipping)

    def _get_kanban_vendor_state(self):
        """The answer as of now: what was shipped and received leaves the rest confirmed."""
        if self.kanban_vendor_state == "shipped" and not self._is_kanban_shipped():
            return "confirmed"
        return self.kanban_vendor_state

    def _check_kanban_answerable(self):
        """These lines as superuser, once it is sure that there is something to answer."""
        lines = self.sudo()
        for line in lines:
            if line.state != "purchase" or not line.kanban_loop_id:
                raise UserError(
                    self.env._("%s is not an open order: ask the buyer what has become of it.", line.order_id.name)
                )
        return lines

    def _tell_buyer(self):
        """One message on each order, in the name of the vendor and the language of the buyer."""
        for order, lines in self.grouped("order_id").items():
            lines = lines.with_context(lang=order._get_kanban_buyer_lang())
            rows = Markup().join(Markup("<li>%s</li>") % line._get_kanban_summary() for line in lines)
            order._post_kanban_answer(Markup("<p>%s</p><ul>%s</ul>") % (lines._get_kanban_answer(), rows))

    def _get_kanban_answer(self):
        """What the vendor says of all these lines of an order."""
        if self[0].kanban_vendor_state != "shipped":
            return self.env._("Confirmed as ordered:")
        if tracking := self[0].kanban_tracking:
            return self.env._("Sent today, tracking %s:", tracking)
        return self.env._("Sent today:")

    def _get_kanban_summary(self):
        product = self.product_id.with_context(display_default_code=False)
        return self.env._(
            "%(product)s: %(quantity)g %(unit)s for %(date)s",
            product=product.display_name,
            quantity=self.product_qty,
            unit=self.product_uom_id.name,
            date=format_date(self.env, self._get_kanban_local_date()),
        )

    def _get_kanban_local_date(self):
        """The day the line is asked for, where the company is."""
        return fields.Datetime.context_timestamp(
            self.with_context(tz=str(self.company_id._lean_tz())), self.date_planned
        )

    def _get_kanban_stage(self, chain):
        """What the vendor has sent is in transit before it is at the gate."""
        stage = super()._get_kanban_stage(chain)
        return "in_transit" if stage == "in_process" and self._is_kanban_shipped() else stage


class PurchaseOrder(models.Model):
    _inherit = "purchase.order"

    def _get_kanban_buyer_lang(self):
        return self.user_id.lang or self.company_id.partner_id.lang

    def _post_kanban_answer(self, body):
        """A message of the vendor that the buyer of the order is told of."""
        buyer = self.user_id.partner_id
        self.message_post(
            body=body,
            author_id=self.env.user.partner_id.id,
            message_type="comment",
            subtype_xmlid="mail.mt_note",
            partner_ids=buyer.ids,
        )

    def _kanban_acknowledge(self):
        """The order is acknowledged as soon as all its lines with cards are."""
        for order in self:
            lines = order.order_line.filtered("kanban_loop_id")
            if not order.acknowledged and all(line.kanban_vendor_state in ("confirmed", "shipped") for line in lines):
                order.action_acknowledge()

    def action_acknowledge(self):
        """Whoever acknowledges an order, in core's portal or for the vendor, confirms its lines."""
        result = super().action_acknowledge()
        lines = self.sudo().order_line
        asked = lines.filtered(lambda line: line.kanban_loop_id and line.kanban_vendor_state == "asked")
        asked.write({"kanban_vendor_state": "confirmed", "kanban_date_answered": fields.Datetime.now()})
        return result

    def _update_date_planned_for_lines(self, updated_dates):
        """Core's portal changes dates at once: for cards the vendor's date is a proposal."""
        if self.env.user._is_internal():
            return super()._update_date_planned_for_lines(updated_dates)
        kanban = [(line, date) for line, date in updated_dates if line.kanban_loop_id]
        proposals = {line: {"date_proposed": date.date()} for line, date in kanban}
        self.env["lean.kanban.proposal"]._propose(proposals)
        others = [pair for pair in updated_dates if not pair[0].kanban_loop_id]
        return super()._update_date_planned_for_lines(others) if others else None
