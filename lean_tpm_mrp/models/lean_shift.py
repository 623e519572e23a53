# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from datetime import datetime, time, timedelta
from itertools import combinations

import pytz

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..calculations.shift_windows import Frame

DAY_HOURS = 24


class LeanShift(models.Model):
    """A name for hours of the day. When a work center works, its calendar says."""

    _name = "lean.shift"
    _description = "Shift"
    _order = "sequence, hour_from, id"

    name = fields.Char("Shift", required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    hour_from = fields.Float("From", required=True, help="In the time zone of the company.")
    hour_to = fields.Float(
        "To",
        required=True,
        help="Not after its beginning: on the next day. The shift belongs to the day on which it begins.",
    )
    hours = fields.Float("Length", compute="_compute_hours", help="With its breaks.")

    @api.depends("hour_from", "hour_to")
    def _compute_hours(self):
        for shift in self:
            shift.hours = (shift.hour_to - shift.hour_from) % DAY_HOURS or DAY_HOURS

    @api.constrains("hour_from", "hour_to")
    def _check_hours(self):
        if any(not (0 <= shift.hour_from < DAY_HOURS and 0 <= shift.hour_to <= DAY_HOURS) for shift in self):
            raise ValidationError(self.env._("A shift begins and ends at an hour between 0:00 and 24:00."))

    @api.constrains("hour_from", "hour_to", "company_id", "active")
    def _check_apart(self):
        """Each minute belongs to one shift: what a day of shifts takes fits into a day."""
        shifts = self.search([("company_id", "in", self.company_id.ids)])
        for group in shifts.grouped("company_id").values():
            clash = next((pair for pair in combinations(group, 2) if pair[0]._overlaps(pair[1])), None)
            if clash:
                raise ValidationError(
                    self.env._("%(one)s and %(other)s overlap.", one=clash[0].name, other=clash[1].name)
                )

    def _overlaps(self, other):
        distance = (other.hour_from - self.hour_from) % DAY_HOURS
        return distance < self.hours - 1e-6 or DAY_HOURS - distance < other.hours - 1e-6

    @api.model
    def _get_frames(self, company, first, last):
        """The shifts of a company on each day from `first` to `last`, then the whole days for what is in none.

        Keys are (day, shift id or False).
        """
        zone = company._lean_tz()
        days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
        shifts = self.search([("company_id", "=", company.id)])
        frames = [Frame((day, shift.id), *shift._get_span(day, zone)) for day in days for shift in shifts]
        whole = [Frame((day, False), _to_utc(day, 0, zone), _to_utc(day, DAY_HOURS, zone)) for day in days]
        return frames + whole

    def _get_span(self, day, zone):
        end = day if self.hour_to > self.hour_from else day + timedelta(days=1)
        return _to_utc(day, self.hour_from, zone), _to_utc(end, self.hour_to, zone)


def _to_utc(day, hour, zone):
    """The instant at which a clock in the zone shows the hour, as UTC without a zone."""
    local = datetime.combine(day, time()) + timedelta(seconds=round(hour * 3600))
    return zone.localize(local).astimezone(pytz.utc).replace(tzinfo=None)
