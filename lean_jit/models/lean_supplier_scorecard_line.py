# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from odoo.addons.lean_base.tools.undefined_float import UndefinedFloat

from .lean_supplier_delivery import STATES

# Copied from the delivery as they are when the month is scored.
COPIED_FIELDS = (
    "purchase_line_id",
    "date_promised",
    "date_due",
    "date_completed",
    "qty_ordered",
    "qty_received",
    "qty_in_window",
    "qty_early",
    "qty_late",
    "qty_rejected",
    "state",
    "measured_state",
    "verdict",
    "is_counted",
    "in_window_share",
    "on_time_share",
    "days_late",
    "lead_days",
    "paid_value",
    "listed_value",
)


class LeanSupplierScorecardLine(models.Model):
    """A line as it was when its month was scored: later edits of receipts and orders do not reach it."""

    _name = "lean.supplier.scorecard.line"
    _description = "Supplier Scorecard Line"
    _order = "date_due desc, id"
    _rec_name = "order_id"
    _log_access = False  # its scorecard says who and when

    scorecard_id = fields.Many2one(
        comodel_name="lean.supplier.scorecard", readonly=True, index=True, ondelete="cascade"
    )
    month = fields.Date(readonly=True, required=True)
    is_current = fields.Boolean("Valid", readonly=True)
    purchase_line_id = fields.Many2one(
        comodel_name="purchase.order.line", string="Order Line", readonly=True, index=True, ondelete="set null"
    )
    order_id = fields.Many2one(related="purchase_line_id.order_id")
    product_id = fields.Many2one(related="purchase_line_id.product_id")
    partner_id = fields.Many2one(related="scorecard_id.partner_id")
    company_id = fields.Many2one(related="scorecard_id.company_id")
    date_promised = fields.Date("Promised For", readonly=True)
    date_due = fields.Date("Due", readonly=True)
    date_completed = fields.Datetime("Complete", readonly=True)
    qty_ordered = fields.Float("Promised", readonly=True)
    qty_received = fields.Float("Received", readonly=True)
    qty_in_window = fields.Float("In Time", readonly=True)
    qty_early = fields.Float("Too Early", readonly=True)
    qty_late = fields.Float("Too Late", readonly=True)
    qty_rejected = fields.Float("Rejected", readonly=True)
    state = fields.Selection(selection=STATES, readonly=True)
    measured_state = fields.Selection(selection=STATES, string="As Measured", readonly=True)
    verdict = fields.Selection(selection=[("excluded", "Not Counted"), ("on_time", "On Time")], readonly=True)
    is_counted = fields.Boolean("Counted", readonly=True)
    in_window_share = UndefinedFloat("On-Time Quantity (OTD)", readonly=True, aggregator="avg")
    on_time_share = UndefinedFloat("On Time in Full (OTIF)", readonly=True, aggregator="avg")
    days_late = fields.Integer(readonly=True, aggregator="avg")
    lead_days = UndefinedFloat("Lead Time (days)", readonly=True, aggregator="avg")
    paid_value = UndefinedFloat("Value as Ordered", readonly=True, aggregator="sum")
    listed_value = UndefinedFloat("Value by Price List", readonly=True, aggregator="sum")

    story = fields.Char(compute="_compute_story")

    def _compute_story(self):
        for line in self:
            line.story = line._get_story()

    def _get_story(self):
        """What was promised, what came and when, in a sentence."""
        promised = self.env._(
            "%(quantity)g promised for %(day)s",
            quantity=self.qty_ordered,
            day=format_date(self.env, self.date_promised, date_format="d MMM"),
        )
        if not self.qty_received:
            return self.env._("%(promised)s; nothing came.", promised=promised)
        came = self.env._("%(promised)s; %(quantity)g in time", promised=promised, quantity=self.qty_in_window)
        if not self.date_completed:
            return self.env._("%(came)s, the rest never.", came=came)
        day = format_date(self.env, self.date_completed, date_format="d MMM")
        if not self.days_late:
            return self.env._("%(came)s, complete on %(day)s.", came=came, day=day)
        return self.env._("%(came)s, complete on %(day)s, %(late)s days late.", came=came, day=day, late=self.days_late)

    def action_open_delivery(self):
        """Open what is known of this line today, and from there its receipts."""
        return self.purchase_line_id.action_open_delivery()

    def _dispute(self, reason):
        """The vendor claims that this line is judged wrongly; a buyer decides.

        Called for the vendor's user, who has seen that the line is its own.
        """
        self.ensure_one()
        line = self.sudo()
        if not reason or not reason.strip():
            raise UserError(self.env._("Say what happened: without a reason nobody can decide."))
        if not line.purchase_line_id or not line.is_counted:
            raise UserError(self.env._("This delivery does not count, so there is nothing to dispute."))
        disputes = self.env["lean.delivery.dispute"].sudo()
        if disputes.search_count([("purchase_line_id", "=", line.purchase_line_id.id)], limit=1):
            raise UserError(self.env._("This delivery has been disputed already."))
        return disputes.create(
            {
                "purchase_line_id": line.purchase_line_id.id,
                "kind": "dispute",
                "outcome": "excluded",
                "reason": reason.strip(),
            }
        )
