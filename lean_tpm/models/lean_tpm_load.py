# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import pytz

from odoo import api, fields, models
from odoo.tools import format_date

from odoo.addons.lean_base.tools import read_dict

from ..calculations.load import add_up, find_period, get_periods

SPANS = {"week": 6, "day": 14}
LANES = ("none", "team", "equipment")
DEFAULT_HOURS = 1.0


@dataclass(frozen=True)
class Work:
    """A piece of work on the board: an open occurrence, or a request that no plan made."""

    record: models.BaseModel
    name: str
    day: date
    hours: float
    team: models.BaseModel
    equipment: models.BaseModel

    @property
    def key(self):
        return f"{self.record._name},{self.record.id}"


class LeanTpmLoad(models.AbstractModel):
    """Planned maintenance against the hours of the teams.

    Nothing of it is stored: it is read anew each time.
    """

    _name = "lean.tpm.load"
    _description = "Load of Maintenance Teams"

    @api.model
    @api.readonly
    def get_load(self, options=None):
        """The load board: open work by week or day against the hours of its teams.

        Hours of work are the plan's duration, or that of the request once it is made. Overdue work counts
        today. Operators' checks are none of a team's work.

        :param options: ``{"unit": week | day, "start": date, "team_id": id or False, "lanes": none | team | equipment}``
        :return: ``{"periods", "lanes", "cards", "teams", "unknown", "can_move", "start", "previous", "next"}``; hours
            are None where a team has no members, a share is None where there are no hours
        """
        options = self._clean_options(options or {})
        periods = options["periods"]
        work = self._read_work(periods[-1].last, options)
        today = self.env.company._lean_today()
        if periods[0].first > today:
            work = [item for item in work if item.day >= periods[0].first]
        hours = self._read_hours(options, periods)
        placed = {item.key: find_period(periods, item.day, today) for item in work}
        return {
            **self._prepare_span(options, today),
            "teams": [{"id": team.id, "name": team.name} for team in self._search_teams()],
            "periods": self._prepare_periods(work, hours[None], periods, today, options),
            "lanes": self._prepare_lanes(work, hours, periods, today, options),
            "cards": self._prepare_cards([item for item in work if placed[item.key] is not None], placed, options),
            "unknown": self._get_unknown(work, hours),
        }

    # Options

    @api.model
    def _clean_options(self, options):
        """What an address says, made sense of: what is wrong there falls back to the usual."""
        options = read_dict(options)
        unit = options.get("unit") if options.get("unit") in list(SPANS) else "week"
        lanes = options.get("lanes") if options.get("lanes") in list(LANES) else "none"
        today = self.env.company._lean_today()
        start = max(self._read_date(options.get("start")) or today, today)
        team = self._search_teams().filtered(lambda row: row.id == options.get("team_id"))
        periods = get_periods(start, unit, SPANS[unit], self._get_first_weekday())
        return {"unit": unit, "lanes": lanes, "start": start, "team": team, "periods": periods}

    @api.model
    def _read_date(self, value):
        try:
            return fields.Date.to_date(value)
        except (TypeError, ValueError):
            return None

    @api.model
    def _get_first_weekday(self):
        language = self.env["res.lang"]._get_data(code=self.env.user.lang or "en_US")
        return (int(language.week_start or 1) - 1) % 7

    @api.model
    def _search_teams(self):
        return self.env["maintenance.team"].search([("company_id", "in", [False, *self.env.companies.ids])])

    # What is read

    @api.model
    def _read_work(self, until, options):
        """Open work planned up to a day, in the order of its days; the number of queries does not depend on it."""
        work = self._read_occurrences(until) + self._read_requests(until)
        team = options["team"]
        kept = [item for item in work if not team or item.team == team]
        return sorted(kept, key=lambda item: (item.day, item.name, item.key))

    @api.model
    def _read_occurrences(self, until):
        rows = self.env["lean.tpm.occurrence"].search(
            [
                ("company_id", "in", self.env.companies.ids),
                ("state", "=", "planned"),
                ("date_planned", "<=", until),
                ("plan_id.kind", "!=", "autonomous"),
            ]
        )
        return [row._prepare_work() for row in rows]

    @api.model
    def _read_requests(self, until):
        """Scheduled requests that no plan made take hours too; what is in them stays with who may read them."""
        requests = self.env["maintenance.request"].sudo().search(self._get_request_domain(until))
        readable = set(requests.sudo(False)._filtered_access("read").ids)
        other = self.env._("Other request")
        return [
            request.sudo(False)._prepare_work(request.name if request.id in readable else other) for request in requests
        ]

    @api.model
    def _get_request_domain(self, until):
        midnight = datetime.combine(until + timedelta(days=1), time.min)
        end = self.env.company._lean_tz().localize(midnight).astimezone(pytz.utc).replace(tzinfo=None)
        return [
            ("company_id", "in", [False, *self.env.companies.ids]),
            ("archive", "=", False),
            ("stage_id.done", "=", False),
            ("schedule_date", "!=", False),
            ("schedule_date", "<", end),
            ("lean_occurrence_ids", "=", False),
        ]

    @api.model
    def _read_hours(self, options, periods):
        """{team: {day: hours} or None}, and under None those of all that are shown together."""
        teams = options["team"] or self._search_teams()
        span = (periods[0].first, periods[-1].last)
        whole = options["unit"] == "day"
        hours = dict(teams._get_lean_hours(*span, whole=whole)) if teams else {}
        hours[None] = hours[teams] if len(teams) == 1 else teams._get_lean_hours_together(*span, whole=whole)
        return hours

    @api.model
    def _get_unknown(self, work, hours):
        """Names of the teams that have work and no hours to compare it with."""
        teams = {item.team for item in work if hours.get(item.team) is None}
        return sorted(team.name or self.env._("No team") for team in teams)

    # What is shown

    @api.model
    def _prepare_span(self, options, today):
        periods, unit = options["periods"], options["unit"]
        step = timedelta(days=(periods[-1].last - periods[0].first).days + 1)
        return {
            "unit": unit,
            "lanes_by": options["lanes"],
            "team_id": options["team"].id,
            "start": fields.Date.to_string(options["start"]),
            "is_now": periods[0].first <= today,
            "previous": fields.Date.to_string(max(periods[0].first - step, today)),
            "next": fields.Date.to_string(periods[0].first + step),
            "can_move": self._may_move_any(),
        }

    @api.model
    def _may_move_any(self):
        user = self.env.user
        if user.has_group("maintenance.group_equipment_manager"):
            return True
        return bool(self._search_teams().sudo().filtered(lambda team: user in team.member_ids))

    @api.model
    def _prepare_periods(self, work, hours, periods, today, options):
        figures = add_up([(item.day, item.hours) for item in work], hours, periods, today)
        return [
            {**self._prepare_figure(figure), **self._prepare_period(period, today, options["unit"])}
            for period, figure in zip(periods, figures, strict=True)
        ]

    @api.model
    def _prepare_figure(self, figure):
        return {
            "planned": round(figure.planned, 2),
            "hours": None if figure.hours is None else round(figure.hours, 2),
            "share": figure.share,
            "over": round(figure.over, 2),
        }

    @api.model
    def _prepare_period(self, period, today, unit):
        if unit == "day":
            name = format_date(self.env, period.first, date_format="EEE")
            detail = format_date(self.env, period.first, date_format="d MMM")
        else:
            middle = period.first + (period.last - period.first) / 2
            name = self.env._("Week %s", middle.isocalendar().week)
            first = format_date(self.env, period.first, date_format="d MMM")
            detail = f"{first} – {format_date(self.env, period.last, date_format='d MMM')}"
        return {
            "first": fields.Date.to_string(max(period.first, today)),
            "last": fields.Date.to_string(period.last),
            "name": name,
            "detail": detail,
            "is_now": period.first <= today <= period.last,
        }

    @api.model
    def _prepare_lanes(self, work, hours, periods, today, options):
        """Rows of the board with their own figures; a machine has no hours of its own."""
        if options["lanes"] == "none":
            return [{"key": "all", "name": "", "figures": []}]
        by_lane = defaultdict(list)
        for item in work:
            by_lane[self._get_lane(item, options)].append(item)
        if options["lanes"] == "team":
            for team in hours:
                if team is not None:
                    by_lane.setdefault(team, [])
        lanes = []
        for lane, items in by_lane.items():
            own = hours.get(lane) if options["lanes"] == "team" else None
            figures = add_up([(item.day, item.hours) for item in items], own, periods, today)
            rows = [self._prepare_figure(figure) for figure in figures]
            lanes.append({"key": lane.id or 0, "name": self._get_lane_name(lane), "figures": rows})
        return sorted(lanes, key=lambda row: (not row["key"], row["name"], row["key"]))

    @api.model
    def _get_lane(self, item, options):
        return item.team if options["lanes"] == "team" else item.equipment

    @api.model
    def _get_lane_name(self, lane):
        if lane:
            return lane.display_name
        return self.env._("No team") if lane._name == "maintenance.team" else self.env._("No equipment")

    @api.model
    def _prepare_cards(self, work, placed, options):
        plain = [item.record.id for item in work if item.record._name == "lean.tpm.occurrence"]
        rows = self.env["lean.tpm.occurrence"].browse(plain)
        windows = {row.id: window for row, window in rows.sudo()._get_windows().items()}
        movable = set(rows._filter_may_move().ids)
        others = self.env["maintenance.request"].browse(
            [item.record.id for item in work if item.record._name == "maintenance.request"]
        )
        writable = set(others._filtered_access("write").ids)
        cards = []
        for item in work:
            card = self._prepare_card(item, options)
            if card["is_plan"]:
                card.update(item.record._prepare_card(windows[item.record.id], movable))
            else:
                card["can_move"] = item.record.id in writable
            cards.append({**card, "place": placed[item.key]})
        return cards

    @api.model
    def _prepare_card(self, item, options):
        today = self.env.company._lean_today()
        return {
            "key": item.key,
            "model": item.record._name,
            "id": item.record.id,
            "name": item.name,
            "equipment": item.equipment.display_name or "",
            "team": item.team.name or "",
            "hours": round(item.hours, 2),
            "day": fields.Date.to_string(item.day),
            "label": format_date(self.env, item.day, date_format="EEE d MMM"),
            "lane": "all" if options["lanes"] == "none" else self._get_lane(item, options).id or 0,
            "is_late": item.day < today,
            "is_plan": item.record._name == "lean.tpm.occurrence",
            "is_moved": False,
            "first": fields.Date.to_string(today),
            "last": False,
        }


class LeanTpmOccurrence(models.Model):
    _inherit = "lean.tpm.occurrence"

    def _prepare_work(self):
        row, request = self.sudo(), self.sudo().request_id
        hours = request.duration if request else row.plan_id.duration
        team = request.maintenance_team_id if request else row._get_team()
        return Work(
            self,
            row.plan_id.name,
            row.date_planned,
            hours or DEFAULT_HOURS,
            team.sudo(False),
            row.equipment_id.sudo(False),
        )

    def _prepare_card(self, window, movable):
        return {
            "is_moved": bool(self.date_moved),
            "due": format_date(self.env, self.date_due, date_format="EEE d MMM"),
            "can_move": self.id in movable and not window.is_empty,
            "first": fields.Date.to_string(window.first),
            "last": fields.Date.to_string(window.last) if window.last else False,
        }


class MaintenanceRequest(models.Model):
    _inherit = "maintenance.request"

    def _prepare_work(self, name=None):
        """The card, under another name for who may not read it."""
        request = self.sudo()
        start = request._get_lean_local_start()
        return Work(
            self,
            name or request.name,
            start.date() if start else request.company_id._lean_today(),
            request.duration or DEFAULT_HOURS,
            request.maintenance_team_id.sudo(False),
            request.equipment_id.sudo(False),
        )
