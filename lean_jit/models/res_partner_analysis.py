# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    lean_recovery_days = fields.Integer(
        "Recovers In (days)",
        help="Calendar days until this vendor delivers again after a fire, a flood or a strike; from a talk with "
        "the vendor, or the time to qualify another one. 0: as the company's setting.",
    )
    lean_delivery_cost = fields.Monetary(
        "Cost of a Delivery", help="Transport and receipt of one delivery. 0: as the company's setting."
    )

    _lean_recovery_days_positive = models.Constraint(
        "CHECK (lean_recovery_days >= 0)", "The days a vendor needs to recover cannot be below zero."
    )
