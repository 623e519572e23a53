# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    lean_5s_target = fields.Float(related="company_id.lean_5s_target", readonly=False)
    lean_5s_limit = fields.Float(related="company_id.lean_5s_limit", readonly=False)
    lean_5s_action_days = fields.Integer(related="company_id.lean_5s_action_days", readonly=False)
    lean_5s_tag_days = fields.Integer(related="company_id.lean_5s_tag_days", readonly=False)
