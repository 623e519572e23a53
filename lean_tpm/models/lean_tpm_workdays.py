# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from datetime import datetime, time, timedelta

from odoo import api, models

# A date just outside may still be moved to a day inside.
MARGIN_DAYS = 31


class LeanTpmWorkdays(models.AbstractModel):
    """Days that are worked, for maintenance plans."""

    _name = "lean.tpm.workdays"
    _description = "Working Days for Maintenance Plans"

    @api.model
    def _get_days(self, calendar, company, since, until):
        """Working dates from a month before to a month after two dates, in their order; none without a calendar."""
        if not calendar:
            return []
        zone = company._lean_tz()
        first, last = since - timedelta(days=MARGIN_DAYS), until + timedelta(days=MARGIN_DAYS)
        start, end = (zone.localize(datetime.combine(day, time.min)) for day in (first, last))
        intervals = calendar._work_intervals_batch(start, end, tz=zone)[False]
        return sorted({begin.astimezone(zone).date() for begin, __, __ in intervals})
