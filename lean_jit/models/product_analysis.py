# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import fields, models


class ProductTemplate(models.Model):
    _inherit = "product.template"

    lean_is_stock_prescribed = fields.Boolean(
        "Prescribed Minimum Stock",
        help="A law, an authority or a contract asks for a stock that must not be drawn. Kanban then stands beside it.",
    )
    lean_setup_cost = fields.Monetary(
        "Cost of a Set-up", currency_field="cost_currency_id", help="Of one lot, where the product is made."
    )

    def action_view_lean_jit(self):
        """The JIT analysis of these products."""
        return self.product_variant_ids.action_view_lean_jit()

    def action_compare_vendors(self):
        """These products from each of their vendors."""
        return self.product_variant_ids.action_compare_vendors()


class ProductProduct(models.Model):
    _inherit = "product.product"

    def action_view_lean_jit(self):
        """The JIT analysis of these products, as it is now and as it was."""
        action = self.env["ir.actions.act_window"]._for_xml_id("lean_jit.lean_jit_analysis_action")
        return {**action, "domain": [("product_id", "in", self.ids)], "context": {}}

    def action_compare_vendors(self):
        """These products from each of their vendors: OTIF, lead time, price."""
        action = self.env["ir.actions.act_window"]._for_xml_id("lean_jit.lean_supplier_comparison_action")
        return {**action, "domain": [("product_id", "in", self.ids)], "context": {}}
