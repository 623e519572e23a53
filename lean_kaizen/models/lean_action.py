# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import fields, models


class LeanAction(models.Model):
    _inherit = "lean.action"

    date_start = fields.Date(
        string="Planned Start",
        help="Where it begins on the timeline of its kaizen event; the first day of the event where empty.",
    )
    kaizen_cause_id = fields.Many2one(
        comodel_name="lean.kaizen.cause",
        string="Takes Away",
        ondelete="set null",
        index="btree_not_null",
        help="The cause that this countermeasure takes away.",
    )
    kaizen_is_share = fields.Boolean(string="Shares a Standard", readonly=True)

    def _prepare_kaizen_bar(self, days):
        """Where the action lies on a timeline of days: first and last column, colour and words."""
        self.ensure_one()
        first, last = days[0], days[-1]
        end = min(max(self.date_deadline or last, first), last)
        start = min(max(self.date_start or first, first), end)
        return {
            "id": self.id,
            "name": self.name,
            "owner": (self.employee_id.name or self.user_id.name) or "",
            "start": (start - first).days,
            "end": (end - first).days,
            "continues": bool(self.date_deadline and self.date_deadline > last),
            "has_deadline": bool(self.date_deadline),
            "tone": self._get_kaizen_tone(),
            "status": self.status,
        }

    def _get_kaizen_tone(self):
        if self.is_overdue:
            return "bad"
        if self.state in ("done", "verified"):
            return "good"
        return "moving" if self.state == "in_progress" else "none"
