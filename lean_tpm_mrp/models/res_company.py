# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    lean_oee_open_days = fields.Integer(
        "Effectiveness Stays Open For (days)",
        default=7,
        help="Days in which late logs, quantities and scrap still change a day's effectiveness; then it is closed.",
    )

    lean_oee_measured_on = fields.Date("Effectiveness Measured On", readonly=True)

    _lean_oee_open_days_positive = models.Constraint(
        "CHECK (lean_oee_open_days >= 1)", "A day's effectiveness stays open for a day at least."
    )


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    lean_oee_open_days = fields.Integer(related="company_id.lean_oee_open_days", readonly=False)
