# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)

from datetime import timedelta

import pytz

from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    lean_escalation_days = fields.Integer(
        string="Escalate Overdue Actions After (days)",
        default=7,
        help="Days after its deadline at which an open action is brought before "
        "the responsible of its area, or the manager of who does it.",
    )
    lean_shift_hours = fields.Float(
        string="Badge Stays Signed In For (hours)",
        default=10.0,
        help="Hours after which an operator who signed in at a shared station by badge or PIN has to sign in again.",
    )

    _lean_escalation_days_positive = models.Constraint(
        "CHECK (lean_escalation_days >= 0)",
        "The days before escalation cannot be negative.",
    )
    _lean_shift_hours_positive = models.Constraint(
        "CHECK (lean_shift_hours > 0)",
        "The hours a badge stays signed in must be more than zero.",
    )

    def _lean_tz(self):
        """Return the time zone in which this company's dates are read.

        It is the zone of the company's partner, else of the user, else UTC. All
        lean addons take "today" from here, never from the server's clock.
        """
        self.ensure_one()
        company = self.with_context(prefetch_fields=False)  # not a hundred fields for one
        zone = company.partner_id.tz or company.env.user.partner_id.tz
        return pytz.timezone(zone) if zone in pytz.all_timezones_set else pytz.utc

    def _lean_today(self):
        """Return the current date in this company's time zone."""
        now = fields.Datetime.now().replace(tzinfo=pytz.utc)
        return now.astimezone(self._lean_tz()).date()

    def _lean_overdue_limit(self, *, escalated=False):
        """Return the date before which a deadline is overdue, or to be escalated."""
        today = self._lean_today()
        if not escalated:
            return today
        return today - timedelta(days=max(self.lean_escalation_days - 1, 0))
