# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from dateutil.relativedelta import relativedelta

from odoo import fields, models
from odoo.tools import SQL

from odoo.addons.lean_base.tools.undefined_float import UndefinedFloat

QUERY = """
SELECT MIN(line.id) AS id, card.company_id, bought.product_id, card.partner_id,
       COUNT(*) OVER of_product AS vendor_count,
       RANK() OVER (of_product ORDER BY AVG(line.on_time_share) DESC NULLS LAST) AS position,
       COUNT(*) FILTER (WHERE line.is_counted) AS line_count,
       AVG(line.on_time_share) AS otif,
       AVG(line.in_window_share) AS otd,
       AVG(line.lead_days) AS lead_days,
       SUM(line.qty_ordered) AS qty_ordered,
       SUM(line.paid_value) / NULLIF(SUM(line.qty_ordered) FILTER (WHERE line.paid_value IS NOT NULL), 0) AS unit_price
  FROM lean_supplier_scorecard_line line
  JOIN lean_supplier_scorecard card ON card.id = line.scorecard_id
  JOIN purchase_order_line bought ON bought.id = line.purchase_line_id
 WHERE line.is_current AND line.is_counted AND bought.product_id IS NOT NULL AND line.month >= %(since)s
GROUP BY card.company_id, bought.product_id, card.partner_id
WINDOW of_product AS (PARTITION BY card.company_id, bought.product_id)
"""


class LeanSupplierComparison(models.Model):
    """What a product was like from each of its vendors in the last twelve scored months.

    Made of the scored lines, so that it says the same as the scorecards. Never stored.
    """

    _name = "lean.supplier.comparison"
    _description = "Supplier Comparison"
    _auto = False
    _order = "product_id, position, partner_id"
    _rec_name = "partner_id"
    _depends = {
        "lean.supplier.scorecard": ["company_id", "partner_id"],
        "lean.supplier.scorecard.line": [
            "in_window_share",
            "is_counted",
            "is_current",
            "lead_days",
            "month",
            "on_time_share",
            "paid_value",
            "purchase_line_id",
            "qty_ordered",
            "scorecard_id",
        ],
        "purchase.order.line": ["product_id"],
    }

    company_id = fields.Many2one(comodel_name="res.company", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    product_id = fields.Many2one(comodel_name="product.product", readonly=True)
    uom_id = fields.Many2one(related="product_id.uom_id")
    partner_id = fields.Many2one(comodel_name="res.partner", string="Vendor", readonly=True)
    supplier_grade = fields.Selection(related="partner_id.supplier_grade", string="Grade")
    vendor_count = fields.Integer("Vendors", readonly=True, aggregator=None)
    position = fields.Integer("Rank", readonly=True, aggregator=None, help="Among the vendors of the product, by OTIF.")
    line_count = fields.Integer("Lines Due", readonly=True)
    otif = UndefinedFloat("OTIF", readonly=True, aggregator="avg", help="Share of lines on time and in full.")
    otd = UndefinedFloat("OTD", readonly=True, aggregator="avg", help="Mean share of a line that came in its window.")
    lead_days = UndefinedFloat("Lead Time (days)", readonly=True, aggregator="avg")
    qty_ordered = fields.Float("Promised", digits="Product Unit", readonly=True)
    unit_price = UndefinedFloat(
        "Price Paid",
        digits="Product Price",
        readonly=True,
        aggregator="avg",
        help="By unit of the product, in the currency of the company, weighted by quantity.",
    )

    @property
    def _table_query(self):
        today = fields.Date.context_today(self)
        return SQL(QUERY, since=today.replace(day=1) - relativedelta(years=1))

    def action_view_lines(self):
        """Open the scored lines behind these figures."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("lean_jit.lean_supplier_scorecard_line_action")
        domain = [
            ("company_id", "=", self.company_id.id),
            ("product_id", "=", self.product_id.id),
            ("partner_id", "=", self.partner_id.id),
            ("month", ">=", fields.Date.context_today(self).replace(day=1) - relativedelta(years=1)),
            ("is_current", "=", True),
            ("is_counted", "=", True),
        ]
        return action | {"name": self.env._("Lines Due"), "domain": domain, "context": {}}
