# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    lean_jit_weeks = fields.Integer(related="company_id.lean_jit_weeks", readonly=False)
    lean_jit_period_weeks = fields.Integer(related="company_id.lean_jit_period_weeks", readonly=False)
    lean_jit_carrying_percent = fields.Float(related="company_id.lean_jit_carrying_percent", readonly=False)
    lean_jit_service_percent = fields.Float(related="company_id.lean_jit_service_percent", readonly=False)
    lean_jit_order_cost = fields.Monetary(related="company_id.lean_jit_order_cost", readonly=False)
    lean_jit_delivery_cost = fields.Monetary(related="company_id.lean_jit_delivery_cost", readonly=False)
    lean_jit_recovery_days = fields.Integer(related="company_id.lean_jit_recovery_days", readonly=False)
    lean_jit_a_percent = fields.Float(related="company_id.lean_jit_a_percent", readonly=False)
    lean_jit_b_percent = fields.Float(related="company_id.lean_jit_b_percent", readonly=False)
    lean_jit_x_limit = fields.Float(related="company_id.lean_jit_x_limit", readonly=False)
    lean_jit_y_limit = fields.Float(related="company_id.lean_jit_y_limit", readonly=False)
    lean_jit_variation_limit = fields.Float(related="company_id.lean_jit_variation_limit", readonly=False)
    lean_jit_otif_percent = fields.Float(related="company_id.lean_jit_otif_percent", readonly=False)
    lean_jit_lead_days = fields.Float(related="company_id.lean_jit_lead_days", readonly=False)
    lean_jit_exposed_days = fields.Float(related="company_id.lean_jit_exposed_days", readonly=False)
