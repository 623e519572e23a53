# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from collections import defaultdict
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from odoo.addons.lean_base.tools import read_id

from ..calculations.load import ROUNDING, WEEK, Figure, add_up, choose_day, get_periods

# A request that no plan made may be done on any of the next days.
REQUEST_DAYS = 28


class LeanTpmLoad(models.AbstractModel):
    """What moves a card of the load board, and takes it back."""

    _inherit = "lean.tpm.load"

    @api.model
    @api.readonly
    def get_days(self, model, record_id):
        """The days to which a card may be moved, with the hours that are left on each.

        :return: ``{"name", "why", "current", "best", "days": [{"day", "label", "planned", "hours", "is_over", "is_full"}]}``; over
            is the day, full the week
        """
        item = self._find_work(model, record_id)
        days = self._get_days(item)
        planned, hours = self._read_day_load(item, days)
        full = self._get_full_days(item, days, planned)
        best = choose_day([day for day in days if day not in full] or days, planned, hours, item.hours, item.day)
        return {
            "name": item.name,
            "equipment": item.equipment.name or "",
            "why": item.record.why if model == "lean.tpm.occurrence" else "",
            "current": fields.Date.to_string(item.day),
            "best": fields.Date.to_string(best) if best else False,
            "days": [{**self._prepare_day(day, planned, hours, item.hours), "is_full": day in full} for day in days],
        }

    @api.model
    def move(self, model, record_id, first, last=None):
        """Move a card to a day, or to that day of a span on which it fits best.

        :return: ``{"day", "label", "previous"}``; :meth:`undo` takes the previous day
        :raise UserError: where it may be done on none of these days, saying on which it may
        """
        first, last = self._read_day(first), self._read_day(last or first)
        item = self._find_work(model, record_id)
        self._check_may_move(item)
        day = self._choose_day(item, first, last)
        self._move_work(item, day)
        return {
            "day": fields.Date.to_string(day),
            "label": format_date(self.env, day, date_format="EEEE d MMMM"),
            "previous": fields.Date.to_string(item.day),
        }

    @api.model
    def _read_day(self, value):
        day = self._read_date(value)
        if not day:
            raise UserError(self.env._("This is no day: load the page again."))
        return day

    @api.model
    def undo(self, model, record_id, previous):
        """Take a move back: to its due date always, else to the day where it stood."""
        item = self._find_work(model, record_id)
        day = self._read_day(previous)
        if model == "lean.tpm.occurrence" and item.record.date_due == day:
            item.record.action_move_back()
        else:
            self._move_work(item, day)
        return True

    @api.model
    def _prepare_day(self, day, planned, hours, length):
        there = None if hours is None else round(hours.get(day, 0.0), 2)
        taken = round(planned.get(day, 0.0), 2)
        return {
            "day": fields.Date.to_string(day),
            "label": format_date(self.env, day, date_format="EEEE d MMMM"),
            "planned": taken,
            "hours": there,
            "is_over": there is not None and taken + length > there + ROUNDING,
        }

    # Moving

    @api.model
    def _find_work(self, model, record_id):
        """The card, as it stands now."""
        if model not in ("lean.tpm.occurrence", "maintenance.request"):
            raise UserError(self.env._("Only maintenance can be moved here."))
        record = self.env[model].browse(read_id(record_id)).exists()
        if not record or not record.has_access("read"):
            raise UserError(self.env._("It is not there any more: reload the board."))
        return record._prepare_work()

    @api.model
    def _check_may_move(self, item):
        if item.record._name == "lean.tpm.occurrence":
            item.record._check_may_move()
            item.record.sudo()._check_movable()
        else:
            item.record.check_access("write")

    @api.model
    def _get_days(self, item):
        """The days on which it may be done, in their order."""
        row = item.record.sudo()
        if row._name == "lean.tpm.occurrence":
            [window], [workdays] = row._get_windows().values(), row._get_move_workdays().values()
            return row._get_move_days(window, workdays)
        today = self.env.company._lean_today()
        days = [today + timedelta(days=number) for number in range(REQUEST_DAYS)]
        hours = item.team._get_lean_hours(days[0], days[-1], whole=True)[item.team] if item.team else None
        return [day for day in days if hours is None or hours.get(day)] or days

    @api.model
    def _read_day_load(self, item, days):
        """({day: hours of other work}, {day: hours there are}) of its team on some days."""
        if not days:
            return {}, None
        today = self.env.company._lean_today()
        planned = defaultdict(float)
        for other in self._read_work(max(days) + timedelta(days=WEEK - 1), {"team": item.team}):
            if other.key != item.key and other.team == item.team:
                planned[max(other.day, today)] += other.hours
        hours = item.team._get_lean_hours(min(days), max(days), whole=True)[item.team] if item.team else None
        return planned, hours

    @api.model
    def _get_full_days(self, item, days, planned):
        """Days of weeks in which the team's share for planned work has no room for it."""
        if not days or not item.team:
            return set()
        count = (days[-1] - days[0]).days // WEEK + 2
        weeks = get_periods(days[0], "week", count, self._get_first_weekday())
        hours = item.team._get_lean_hours(weeks[0].first, weeks[-1].last)[item.team]
        figures = add_up(planned.items(), hours, weeks, self.env.company._lean_today())
        full = set()
        for week, figure in zip(weeks, figures, strict=True):
            if Figure(figure.planned + item.hours, figure.hours).over:
                full.update(week.days)
        return full

    @api.model
    def _choose_day(self, item, first, last):
        """That of the days from first to last on which it fits best; none is refused by the move itself."""
        if first == last:
            return first
        days = [day for day in self._get_days(item) if first <= day <= last]
        planned, hours = self._read_day_load(item, days)
        return choose_day(days, planned, hours, item.hours, item.day) or self._get_nearest(item, first, last)

    @api.model
    def _get_nearest(self, item, first, last):
        return min(max(item.day, first), last)

    @api.model
    def _move_work(self, item, day):
        if item.record._name == "lean.tpm.occurrence":
            item.record.action_move(day)
        else:
            item.record.action_lean_move(day)
