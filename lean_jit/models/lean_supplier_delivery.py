# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import fields, models
from odoo.tools import format_date

from odoo.addons.lean_base.tools.undefined_float import UndefinedFloat

STATES = [
    ("on_time", "On Time"),
    ("early", "Early"),
    ("late", "Late"),
    ("partial", "Partial"),
    ("overdue", "Overdue"),
    ("over", "Too Much"),
    ("open", "Not Yet Due"),
    ("cancelled", "Cancelled by Us"),
]


class LeanSupplierDelivery(models.Model):
    """What became of what a vendor promised: one row for each purchase line, never stored."""

    _name = "lean.supplier.delivery"
    _description = "Supplier Delivery"
    _auto = False
    _order = "date_due desc, id desc"
    _rec_name = "purchase_line_id"
    _depends = {
        "purchase.order": ["user_id", "partner_id"],
        "purchase.order.line": [
            "company_id",
            "date_agreed",
            "date_delivery_cancelled",
            "date_promise_given",
            "date_promised",
            "delivery_verdict",
            "order_id",
            "partner_id",
            "product_id",
            "promise_basis",
            "promise_kit_parts",
            "promise_listed_value",
            "promise_origin",
            "promise_over_percent",
            "promise_paid_value",
            "promise_tz",
            "qty_promised",
            "window_end",
            "window_start",
        ],
        "product.template": ["uom_id"],
        "res.partner": ["commercial_partner_id"],
        "stock.location": ["usage", "warehouse_id"],
        "stock.move": [
            "date",
            "location_dest_id",
            "location_id",
            "origin_returned_move_id",
            "picking_id",
            "product_id",
            "product_uom",
            "purchase_line_id",
            "quantity",
            "state",
        ],
        "stock.picking": ["date_arrived", "return_reason"],
        "uom.uom": ["factor"],
    }

    purchase_line_id = fields.Many2one(comodel_name="purchase.order.line", string="Order Line", readonly=True)
    order_id = fields.Many2one(comodel_name="purchase.order", readonly=True)
    partner_id = fields.Many2one(comodel_name="res.partner", string="Vendor", readonly=True)
    product_id = fields.Many2one(comodel_name="product.product", readonly=True)
    uom_id = fields.Many2one(related="product_id.uom_id")
    company_id = fields.Many2one(comodel_name="res.company", readonly=True)
    user_id = fields.Many2one(comodel_name="res.users", string="Buyer", readonly=True)
    date_confirmed = fields.Datetime("Promised On", readonly=True)
    date_promised = fields.Date("Promised For", readonly=True)
    window_start = fields.Date("Not Before", readonly=True)
    date_due = fields.Date("Due", readonly=True, help="The last day that is not late.")
    date_first_arrival = fields.Datetime("First Arrival", readonly=True)
    date_last_arrival = fields.Datetime("Last Arrival", readonly=True)
    date_completed = fields.Datetime("Complete", readonly=True)
    qty_ordered = fields.Float("Promised", digits="Product Unit", readonly=True)
    qty_received = fields.Float("Received", digits="Product Unit", readonly=True, help="Returns are not taken off.")
    qty_in_window = fields.Float("In Time", digits="Product Unit", readonly=True)
    qty_early = fields.Float("Too Early", digits="Product Unit", readonly=True)
    qty_late = fields.Float("Too Late", digits="Product Unit", readonly=True)
    qty_over = fields.Float("Too Much", digits="Product Unit", readonly=True)
    qty_returned = fields.Float("Returned", digits="Product Unit", readonly=True)
    qty_rejected = fields.Float("Rejected", digits="Product Unit", readonly=True)
    state = fields.Selection(selection=STATES, readonly=True)
    measured_state = fields.Selection(
        selection=STATES, string="As Measured", readonly=True, help="Before a dispute or a fault of ours was decided."
    )
    verdict = fields.Selection(selection=[("excluded", "Not Counted"), ("on_time", "On Time")], readonly=True)
    is_counted = fields.Boolean("Counted", readonly=True)
    in_window_share = UndefinedFloat("On-Time Quantity (OTD)", readonly=True, aggregator="avg")
    on_time_share = UndefinedFloat("On Time in Full (OTIF)", readonly=True, aggregator="avg")
    days_late = fields.Integer(readonly=True, aggregator="avg", help="Until it was complete, or until today.")
    lead_days = UndefinedFloat("Lead Time (days)", readonly=True, aggregator="avg")
    paid_value = UndefinedFloat("Value as Ordered", readonly=True, aggregator="sum")
    listed_value = UndefinedFloat("Value by Price List", readonly=True, aggregator="sum")
    promise_origin = fields.Selection(
        selection=[("confirmed", "Confirmation"), ("installed", "Known at Installation")], readonly=True
    )
    promise_ids = fields.One2many(related="purchase_line_id.delivery_promise_ids", string="Changes of the Promise")
    dispute_ids = fields.One2many(related="purchase_line_id.delivery_dispute_ids", string="Disputes")
    move_ids = fields.One2many(related="purchase_line_id.move_ids", string="Receipts and Returns")
    explanation = fields.Text(compute="_compute_explanation")

    def _compute_explanation(self):
        for delivery in self:
            delivery.explanation = " ".join(delivery._get_sentences())

    def _get_sentences(self):
        """What was promised, what came, and so what, in words."""
        self.ensure_one()
        return [
            self.env._(
                "%(quantity)s %(unit)s promised for %(day)s; in time from %(start)s to %(end)s.",
                quantity=self._show(self.qty_ordered),
                unit=self.uom_id.name,
                day=format_date(self.env, self.date_promised),
                start=format_date(self.env, self.window_start),
                end=format_date(self.env, self.date_due),
            ),
            self._get_arrival_sentence(),
        ]

    def _get_arrival_sentence(self):
        if not self.qty_received:
            return self.env._("Nothing has arrived.")
        return self.env._(
            "%(total)s arrived: %(in_window)s in time, %(early)s before, %(late)s after.",
            total=self._show(self.qty_received),
            in_window=self._show(self.qty_in_window),
            early=self._show(self.qty_early),
            late=self._show(self.qty_late),
        )

    def _show(self, quantity):
        return f"{quantity:,.3f}".rstrip("0").rstrip(".")

    def action_open_order(self):
        """Open the purchase order."""
        self.ensure_one()
        return self._open_records("purchase.order", self.order_id, self.env._("Purchase Order"))

    def action_open_receipts(self):
        """Open the receipts and returns of these lines."""
        pickings = self.move_ids.picking_id
        return self._open_records("stock.picking", pickings, self.env._("Receipts"))

    def action_dispute(self):
        """Claim that a line is judged wrongly, or that its delay is our own fault."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "lean.delivery.dispute",
            "view_mode": "form",
            "target": "new",
            "name": self.env._("Not the Vendor's Fault?"),
            "context": {"default_purchase_line_id": self.purchase_line_id.id},
        }

    def _open_records(self, model, records, name):
        action = {"type": "ir.actions.act_window", "res_model": model, "name": name, "view_mode": "form"}
        if len(records) == 1:
            return action | {"res_id": records.id}
        return action | {"view_mode": "list,form", "domain": [("id", "in", records.ids)]}
