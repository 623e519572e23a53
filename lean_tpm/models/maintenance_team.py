# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from collections import defaultdict
from datetime import datetime, time, timedelta

from odoo import fields, models


class MaintenanceTeam(models.Model):
    """The hours a team has for planned work."""

    _inherit = "maintenance.team"

    lean_planned_percent = fields.Integer(
        "Hours for Planned Work (%)",
        default=100,
        help="Share of its members' working hours that planned maintenance may fill. The rest is kept for breakdowns, "
        "ways and meetings. The load board compares the planned work of a week with it; a single day may be filled.",
    )

    _lean_planned_percent_share = models.Constraint(
        "CHECK (lean_planned_percent BETWEEN 0 AND 100)", "The hours for planned work are from 0 to 100 %."
    )

    def _get_lean_hours(self, first, last, *, whole=False):
        """{team: {day: hours it has for planned work}}; None in place of the days where it has no members.

        The working hours of its members, each by the calendar of their employee record (the company's
        where they have none), less public and own leaves, times the share for planned work.

        :param first, last: dates, both included
        :param whole: all of their hours, as a single day may be filled; the share is kept over a week
        """
        members = self._read_lean_members()
        by_user = self._read_lean_user_hours(self.env["res.users"].union(*members.values()), first, last)
        return {team: team._add_lean_hours(members[team], by_user, whole) for team in self}

    def _get_lean_hours_together(self, first, last, *, whole=False):
        """{day: hours}, each person once, with the largest share of their teams; None without any member."""
        members = self._read_lean_members()
        people = self.env["res.users"].union(*members.values())
        if not people:
            return None
        shares = defaultdict(int)
        for team, users in members.items():
            for user in users:
                shares[user] = 100 if whole else max(shares[user], team.lean_planned_percent)
        total = defaultdict(float)
        for user, hours in self._read_lean_user_hours(people, first, last).items():
            for day, length in hours.items():
                total[day] += length * shares[user] / 100
        return dict(total)

    def _read_lean_members(self):
        return {team: team.sudo().member_ids for team in self}

    def _add_lean_hours(self, members, by_user, whole):
        if not members:
            return None
        total, percent = defaultdict(float), 100 if whole else self.lean_planned_percent
        for user in members:
            for day, length in by_user[user].items():
                total[day] += length * percent / 100
        return dict(total)

    def _read_lean_user_hours(self, users, first, last):
        """{user: {day: working hours}}; each calendar is read once.

        Who has no employee record, or no calendar on it, works by the calendar of the company.
        """
        company = self.company_id[:1] or self.env.company
        domain = [("user_id", "in", users.ids), ("company_id", "in", (self.company_id or company).ids)]
        employees = self.env["hr.employee"].sudo().search(domain)
        resources = {employee.user_id: employee.resource_id for employee in employees}
        by_calendar = defaultdict(lambda: self.env["resource.resource"].sudo())
        for resource in resources.values():
            by_calendar[resource.calendar_id] |= resource
        usual = company.sudo().resource_calendar_id
        by_calendar[usual] |= by_calendar.pop(self.env["resource.calendar"], self.env["resource.resource"])
        found = {}
        for calendar, group in by_calendar.items():
            hours = calendar._read_lean_hours(group, company, first, last)
            found.update(hours if calendar == usual else {key: hours[key] for key in group.ids})
        return {user: found.get(self._get_lean_resource_key(resources.get(user)), {}) for user in users}

    def _get_lean_resource_key(self, resource):
        return resource.id if resource and resource.calendar_id else False


class ResourceCalendar(models.Model):
    _inherit = "resource.calendar"

    def _read_lean_hours(self, resources, company, first, last):
        """{resource id: {day: hours worked}}, and under False those of the calendar itself."""
        if not self:
            return {}
        zone = company._lean_tz()
        start = zone.localize(datetime.combine(first, time.min))
        end = zone.localize(datetime.combine(last + timedelta(days=1), time.min))
        work = self._work_intervals_batch(start, end, resources, tz=zone)
        return {key: _add_up_days(intervals) for key, intervals in work.items()}


def _add_up_days(intervals):
    hours = defaultdict(float)
    for start, end, __ in intervals:
        hours[start.date()] += (end - start).total_seconds() / 3600
    return dict(hours)
