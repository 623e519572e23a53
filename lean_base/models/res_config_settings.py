# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)

from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    lean_escalation_days = fields.Integer(related="company_id.lean_escalation_days", readonly=False)
    lean_shift_hours = fields.Float(related="company_id.lean_shift_hours", readonly=False)
