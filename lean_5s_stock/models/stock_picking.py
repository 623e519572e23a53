# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import fields, models


class StockPicking(models.Model):
    _inherit = "stock.picking"

    lean_5s_red_tag_ids = fields.One2many(
        "lean.5s.red.tag", "picking_id", "Red Tags", groups="lean_base.group_lean_user"
    )
