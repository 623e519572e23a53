# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    delivery_basis = fields.Selection(related="company_id.delivery_basis", readonly=False)
    delivery_early_days = fields.Integer(related="company_id.delivery_early_days", readonly=False)
    delivery_late_days = fields.Integer(related="company_id.delivery_late_days", readonly=False)
    delivery_working_days = fields.Boolean(related="company_id.delivery_working_days", readonly=False)
    delivery_limit_over = fields.Boolean(related="company_id.delivery_limit_over", readonly=False)
    delivery_over_percent = fields.Float(related="company_id.delivery_over_percent", readonly=False)
