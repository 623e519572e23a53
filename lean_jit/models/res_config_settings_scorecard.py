# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    scorecard_delivery_weight = fields.Float(related="company_id.scorecard_delivery_weight", readonly=False)
    scorecard_quality_weight = fields.Float(related="company_id.scorecard_quality_weight", readonly=False)
    scorecard_lead_time_weight = fields.Float(related="company_id.scorecard_lead_time_weight", readonly=False)
    scorecard_price_weight = fields.Float(related="company_id.scorecard_price_weight", readonly=False)
    scorecard_otif_target = fields.Float(related="company_id.scorecard_otif_target", readonly=False)
    scorecard_policy_b = fields.Selection(related="company_id.scorecard_policy_b", readonly=False)
    scorecard_policy_c = fields.Selection(related="company_id.scorecard_policy_c", readonly=False)
    scorecard_policy_no_data = fields.Selection(related="company_id.scorecard_policy_no_data", readonly=False)
