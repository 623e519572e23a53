# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import api, fields, models

from odoo.addons.lean_base.calculations.classification import MAX_INTERVAL, MAX_VARIATION

TONES = {"smooth": "good", "intermittent": "warn", "erratic": "moving", "lumpy": "bad"}
# More points hide each other.
MAX_POINTS = 500


class LeanJitScatter(models.TransientModel):
    """ADI against CV² of the products analysed last, one point a product."""

    _name = "lean.jit.scatter"
    _description = "Demand Classes"

    company_id = fields.Many2one("res.company", default=lambda self: self.env.company)
    warehouse_id = fields.Many2one("stock.warehouse", check_company=True)
    categ_id = fields.Many2one("product.category", "Category")
    chart = fields.Json(compute="_compute_chart")

    @api.depends("company_id")
    def _compute_display_name(self):
        self.display_name = self.env._("Demand Classes")

    @api.depends("warehouse_id", "categ_id")
    def _compute_chart(self):
        for scatter in self:
            scatter.chart = scatter._prepare_chart()

    def _prepare_chart(self):
        rows = self.env["lean.jit.analysis"].search(self._get_rows_domain(), order="used_value desc", limit=MAX_POINTS)
        kinds = self.env["lean.jit.analysis"]._fields["demand_class"]._description_selection(self.env)
        by_kind = rows.grouped("demand_class")
        return {
            "type": "scatter",
            "title": self.env._("Demand classes"),
            "empty": self.env._("No product with two demands or more. Analyse the stock first."),
            "model": "lean.jit.analysis",
            "x_title": self.env._("ADI: periods from one demand to the next"),
            "y_title": self.env._("CV²: variation of the quantities"),
            "limits": [
                {"axis": "x", "value": MAX_INTERVAL, "label": f"ADI {MAX_INTERVAL}"},
                {"axis": "y", "value": MAX_VARIATION, "label": f"CV² {MAX_VARIATION}"},
            ],
            "series": [self._prepare_series(kind, label, by_kind[kind]) for kind, label in kinds if kind in by_kind],
        }

    def _get_rows_domain(self):
        domain = [("is_latest", "=", True), ("company_id", "=", self.company_id.id), ("demand_class", "!=", False)]
        if self.warehouse_id:
            domain.append(("warehouse_id", "=", self.warehouse_id.id))
        if self.categ_id:
            domain.append(("categ_id", "child_of", self.categ_id.id))
        return domain

    def _prepare_series(self, kind, label, rows):
        return {
            "label": label,
            "tone": TONES[kind],
            "values": [{"x": row.demand_interval, "y": row.demand_variation} for row in rows],
            "names": rows.product_id and rows.mapped("product_id.display_name"),
            "records": rows.ids,
        }
