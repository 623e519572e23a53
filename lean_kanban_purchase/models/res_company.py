# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    kanban_order_limit = fields.Monetary(
        currency_field="currency_id",
        help="Most that kanban cards may order from a vendor at once by themselves. 0: no limit.",
    )
    kanban_chase_days = fields.Integer(
        default=2,
        help="Days a vendor may take to confirm an order of cards before the buyer is told to ask.",
    )


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    kanban_order_limit = fields.Monetary(
        related="company_id.kanban_order_limit",
        readonly=False,
        currency_field="company_currency_id",
    )
    kanban_chase_days = fields.Integer(related="company_id.kanban_chase_days", readonly=False)
