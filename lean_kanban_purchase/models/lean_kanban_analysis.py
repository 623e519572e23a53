# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import api, fields, models
from odoo.tools import SQL


class LeanKanbanAnalysis(models.Model):
    _inherit = "lean.kanban.analysis"

    vendor_id = fields.Many2one("res.partner", readonly=True, help="Who the order was placed with.")

    @api.model
    def _get_columns(self):
        ordered = SQL(
            """
            SELECT purchase.partner_id
              FROM lean_kanban_allocation allocation
              JOIN purchase_order_line line ON line.id = allocation.purchase_line_id
              JOIN purchase_order purchase ON purchase.id = line.order_id
             WHERE allocation.supply_id = supply.id
          ORDER BY allocation.id
             LIMIT 1
            """
        )
        return {**super()._get_columns(), "vendor_id": SQL("COALESCE((%s), loop.vendor_id)", ordered)}


class LeanKanbanStockout(models.Model):
    _inherit = "lean.kanban.stockout"

    vendor_id = fields.Many2one("res.partner", readonly=True, help="Of the loop, else the first of its product.")

    @api.model
    def _get_columns(self):
        first = SQL(
            """
            SELECT seller.partner_id
              FROM product_product variant
              JOIN product_supplierinfo seller
                ON seller.product_tmpl_id = variant.product_tmpl_id
               AND COALESCE(seller.product_id, variant.id) = variant.id
               AND COALESCE(seller.company_id, loop.company_id) = loop.company_id
             WHERE variant.id = loop.product_id AND loop.kind = 'supplier'
          ORDER BY seller.sequence, seller.min_qty DESC, seller.price, seller.id
             LIMIT 1
            """
        )
        return {**super()._get_columns(), "vendor_id": SQL("COALESCE(loop.vendor_id, (%s))", first)}
