# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import fields, models

from ..calculations.suitability import Thresholds


class ResCompany(models.Model):
    """What the JIT analysis of a company reckons with."""

    _inherit = "res.company"

    lean_jit_weeks = fields.Integer("Weeks Analysed", default=52)
    lean_jit_period_weeks = fields.Integer("Weeks of a Demand Period", default=1)
    lean_jit_carrying_percent = fields.Float("Carrying Cost (% a year)", default=20)
    lean_jit_service_percent = fields.Float("Service Level (%)", default=95)
    lean_jit_order_cost = fields.Monetary("Cost of an Order", default=50)
    lean_jit_delivery_cost = fields.Monetary("Cost of a Delivery", default=10)
    lean_jit_recovery_days = fields.Integer("Vendors Recover In (days)")
    lean_jit_a_percent = fields.Float("A Up To (%)", default=80)
    lean_jit_b_percent = fields.Float("B Up To (%)", default=95)
    lean_jit_x_limit = fields.Float("X Up To", default=0.5)
    lean_jit_y_limit = fields.Float("Y Up To", default=1.0)
    lean_jit_variation_limit = fields.Float("Steady Up To", default=0.5)
    lean_jit_otif_percent = fields.Float("Reliable From (% OTIF)", default=90)
    lean_jit_lead_days = fields.Float("Near Up To (days)", default=10)
    lean_jit_exposed_days = fields.Float("Exposed At Most (days)", default=5)

    _lean_jit_weeks_enough = models.Constraint(
        "CHECK (lean_jit_weeks >= 4)", "An analysis needs four weeks of history or more."
    )
    _lean_jit_period_inside = models.Constraint(
        "CHECK (lean_jit_period_weeks BETWEEN 1 AND lean_jit_weeks)",
        "A demand period is one week or more, and no longer than what is analysed.",
    )
    _lean_jit_service_inside = models.Constraint(
        "CHECK (lean_jit_service_percent >= 50 AND lean_jit_service_percent < 100)",
        "The service level has to be from 50 % to below 100 %.",
    )
    _lean_jit_costs_positive = models.Constraint(
        "CHECK (LEAST(lean_jit_carrying_percent, lean_jit_order_cost, lean_jit_delivery_cost, lean_jit_recovery_days, "
        "lean_jit_lead_days, lean_jit_exposed_days, lean_jit_otif_percent) >= 0)",
        "Costs, days and percentages of the analysis cannot be below zero.",
    )
    _lean_jit_classes_ordered = models.Constraint(
        "CHECK (lean_jit_a_percent <= lean_jit_b_percent AND lean_jit_x_limit <= lean_jit_y_limit)",
        "The limits of classes rise: A before B, X before Y.",
    )

    def _get_jit_thresholds(self):
        """What this company asks of a product for just-in-time."""
        return Thresholds(
            variation=self.lean_jit_variation_limit,
            reliability=self.lean_jit_otif_percent / 100,
            lead_days=self.lean_jit_lead_days,
            exposed_days=self.lean_jit_exposed_days,
        )
