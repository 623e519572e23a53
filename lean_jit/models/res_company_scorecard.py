# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import fields, models

POLICIES = [("none", "Nothing"), ("warn", "Warn"), ("block", "A Manager Confirms")]


class ResCompany(models.Model):
    """What makes a good vendor for this company."""

    _inherit = "res.company"

    scorecard_delivery_weight = fields.Float("Weight of Delivery", default=50)
    scorecard_quality_weight = fields.Float("Weight of Quality", default=30)
    scorecard_lead_time_weight = fields.Float("Weight of Lead-Time Stability", default=10)
    scorecard_price_weight = fields.Float("Weight of Price", default=10)
    scorecard_otif_target = fields.Float("Target OTIF (%)", default=95)
    scorecard_policy_b = fields.Selection(POLICIES, "Orders to B Vendors", default="none", required=True)
    scorecard_policy_c = fields.Selection(POLICIES, "Orders to C Vendors", default="warn", required=True)
    scorecard_policy_no_data = fields.Selection(POLICIES, "Orders to Unknown Vendors", default="none", required=True)

    _scorecard_weights_positive = models.Constraint(
        "CHECK (LEAST(scorecard_delivery_weight, scorecard_quality_weight, scorecard_lead_time_weight, "
        "scorecard_price_weight) >= 0 AND scorecard_delivery_weight + scorecard_quality_weight "
        "+ scorecard_lead_time_weight + scorecard_price_weight > 0)",
        "Weights cannot be below zero, and one has to be above it.",
    )
    _scorecard_target_percent = models.Constraint(
        "CHECK (scorecard_otif_target >= 0 AND scorecard_otif_target <= 100)", "The target is from 0 to 100 %."
    )

    def _get_scorecard_weights(self):
        """{metric: weight}, for scorecards made from now on."""
        return {
            "delivery": self.scorecard_delivery_weight,
            "quality": self.scorecard_quality_weight,
            "lead_time": self.scorecard_lead_time_weight,
            "price": self.scorecard_price_weight,
        }

    def _get_scorecard_policy(self, grade):
        """What happens to an order to a vendor of this grade: none, warn or block."""
        policies = {
            "B": self.scorecard_policy_b,
            "C": self.scorecard_policy_c,
            "no_data": self.scorecard_policy_no_data,
        }
        return policies.get(grade, "none")
