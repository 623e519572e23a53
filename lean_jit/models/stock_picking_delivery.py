# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import fields, models


class StockPicking(models.Model):
    _inherit = "stock.picking"

    date_arrived = fields.Datetime(
        "Arrived at the Gate",
        copy=False,
        tracking=True,
        help="When the lorry came. Vendors are judged by it, and by the time of validation where it is empty.",
    )
    return_reason = fields.Selection(
        selection=[
            ("quality", "Not in Order"),
            ("wrong", "Not What Was Ordered"),
            ("surplus", "Too Much"),
            ("ours", "Ours: Ordered Wrong or Not Needed"),
        ],
        string="Reason of the Return",
        copy=False,
        tracking=True,
        help="What is not in order, not what was ordered, or has no reason here counts against the quality of the vendor.",
    )
