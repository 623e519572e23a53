# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import fields, models


class StockMove(models.Model):
    _inherit = "stock.move"

    kanban_purchase_line_id = fields.Many2one(
        "purchase.order.line",
        index="btree_not_null",
        ondelete="set null",
        readonly=True,
        help="The line of the order at the root of this chain of moves: core keeps it on the first step only.",
    )
