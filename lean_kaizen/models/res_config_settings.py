# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    lean_kaizen_check_days = fields.Char(related="company_id.lean_kaizen_check_days", readonly=False)
    lean_kaizen_decay_percent = fields.Float(related="company_id.lean_kaizen_decay_percent", readonly=False)
    lean_kaizen_carrying_percent = fields.Float(related="company_id.lean_kaizen_carrying_percent", readonly=False)
    lean_kaizen_reply_days = fields.Integer(related="company_id.lean_kaizen_reply_days", readonly=False)
