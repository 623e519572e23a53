# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from datetime import datetime, time, timedelta

from odoo import fields, models

from ..calculations.windows import Window


class ResCompany(models.Model):
    """How this company judges the deliveries of its vendors."""

    _inherit = "res.company"

    delivery_basis = fields.Selection(
        selection=[("original", "First Promise"), ("agreed", "Last Agreed Date")],
        string="Vendors Are Held To",
        default="original",
        required=True,
        help="For orders confirmed from now on; those confirmed before keep theirs.",
    )
    delivery_early_days = fields.Integer("Early By At Most (days)", default=2)
    delivery_late_days = fields.Integer("Late By At Most (days)")
    delivery_working_days = fields.Boolean("Count Working Days")
    delivery_limit_over = fields.Boolean("Too Much Fails")
    delivery_over_percent = fields.Float("Over-Delivery Up To (%)")

    _delivery_tolerances_positive = models.Constraint(
        "CHECK (LEAST(delivery_early_days, delivery_late_days, delivery_over_percent) >= 0)",
        "The tolerances of deliveries cannot be below zero.",
    )

    def _get_delivery_window(self, partner):
        """The window this company grants to a vendor."""
        self.ensure_one()
        partner = partner.commercial_partner_id.with_company(self)
        own = partner.delivery_own_window
        return Window(
            early=partner.delivery_early_days if own else self.delivery_early_days,
            late=partner.delivery_late_days if own else self.delivery_late_days,
            is_working_days=self.delivery_working_days,
            over_percent=self.delivery_over_percent if self.delivery_limit_over else None,
        )

    def _get_delivery_working_dates(self, dates):
        """Days on which this company works, from a month before the first of these dates to one after the last.

        None where it has no calendar: every day counts.
        """
        calendar = self.resource_calendar_id
        if not calendar or not dates:
            return None
        zone = self._lean_tz()
        first = zone.localize(datetime.combine(min(dates) - timedelta(days=31), time.min))
        last = zone.localize(datetime.combine(max(dates) + timedelta(days=31), time.max))
        intervals = calendar._work_intervals_batch(first, last)[False]
        return {start.astimezone(zone).date() for start, _stop, _what in intervals}
