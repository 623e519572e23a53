# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    lean_5s_target = fields.Float("5S Target (%)", default=80, help="Audits with this score or more are green.")
    lean_5s_limit = fields.Float(
        "5S Limit (%)", default=60, help="Audits with a lower score are red, those in between amber."
    )
    lean_5s_action_days = fields.Integer(
        "Days for an Action", default=14, help="Deadline of an action that a 5S audit makes."
    )
    lean_5s_tag_days = fields.Integer(
        "Days to Decide", default=30, help="Days within which is decided what becomes of a red tagged item."
    )

    _lean_5s_limits_ordered = models.Constraint(
        "CHECK (lean_5s_limit BETWEEN 0 AND lean_5s_target AND lean_5s_target <= 100)",
        "The 5S limit lies below the target, and both between 0 and 100.",
    )
    _lean_5s_days_positive = models.Constraint(
        "CHECK (lean_5s_action_days >= 0 AND lean_5s_tag_days >= 0)", "Days for 5S actions and tags cannot be negative."
    )

    def _lean_5s_rate(self, score, is_failed=False):
        """How a score is read: good, soon, bad, or none where there is no score."""
        if is_failed:
            return "bad"
        if score is False or score is None:
            return "none"
        if score >= self.lean_5s_target:
            return "good"
        return "soon" if score >= self.lean_5s_limit else "bad"
