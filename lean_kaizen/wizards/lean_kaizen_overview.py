# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from collections import defaultdict

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.tools import format_date

from ..calculations import participation, replies, savings

KINDS = ("profit", "cash", "avoidance", "capacity")
MONTHS_SHOWN = 12


class LeanKaizenOverview(models.TransientModel):
    """What a plant looks at: who takes part, how soon ideas are answered, what came of it."""

    _name = "lean.kaizen.overview"
    _description = "Kaizen Overview"

    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company)
    date_from = fields.Date(string="Since", required=True, default=lambda self: self._get_default_date())
    kind = fields.Selection(
        selection=lambda self: self.env["lean.kaizen.saving"]._fields["kind"]._description_selection(self.env),
        string="Savings Shown",
        required=True,
        default="profit",
    )
    hardness = fields.Selection(
        selection=[("hard", "Hard only"), ("all", "Hard and soft")], string="Counting", required=True, default="all"
    )
    running_count = fields.Integer(compute="_compute_counts")
    decayed_count = fields.Integer(compute="_compute_counts")
    overdue_count = fields.Integer(compute="_compute_counts")
    waiting_count = fields.Integer(compute="_compute_counts")
    late_count = fields.Integer(compute="_compute_counts")
    reply_text = fields.Char(compute="_compute_reply_chart")
    participation_text = fields.Char(compute="_compute_participation_chart")
    participation_chart = fields.Json(compute="_compute_participation_chart", export_string_translation=False)
    reply_chart = fields.Json(compute="_compute_reply_chart", export_string_translation=False)
    saving_chart = fields.Json(compute="_compute_saving_chart", export_string_translation=False)

    @api.model
    def _get_default_date(self):
        return savings.month_of(self.env.company._lean_today(), 1 - MONTHS_SHOWN)

    @api.depends("company_id")
    def _compute_display_name(self):
        for page in self:
            page.display_name = self.env._("Kaizen Overview")

    @api.depends("company_id")
    def _compute_counts(self):
        for page in self:
            own = [("company_id", "=", page.company_id.id)]
            running = self.env["lean.kaizen.event"].search([*own, ("step", "in", ("plan", "do", "check"))])
            page.running_count = len(running)
            page.decayed_count = len(running.filtered(lambda event: event.gain_state == "decayed"))
            page.overdue_count = self.env["lean.kaizen.check"].search_count([*own, ("is_overdue", "=", True)])
            page.waiting_count = self.env["lean.kaizen.idea"].search_count([*own, ("state", "=", "new")])
            page.late_count = self.env["lean.kaizen.idea"].search_count([*own, ("is_late", "=", True)])

    @api.depends("company_id", "date_from")
    def _compute_participation_chart(self):
        for page in self:
            teams = page._get_teams()
            shares = {name: participation.participation(team) for name, team in teams.items()}
            named = sorted(
                ((name, share) for name, share in shares.items() if share is not None), key=lambda item: -item[1]
            )
            page.participation_chart = {
                "type": "bar",
                "labels": [name for name, _share in named],
                "series": [
                    {
                        "label": self.env._("Took part (%)"),
                        "values": [round(share * 100) for _name, share in named],
                        "tone": "moving",
                    }
                ],
                "y_min": 0,
                "y_max": 100,
                "empty": self.env._("No idea and no event in this time."),
            }
            everybody = participation.Team(
                sum(team.headcount for team in teams.values()),
                tuple(person for team in teams.values() for person in team.contributors),
            )
            share = participation.participation(everybody)
            page.participation_text = (
                self.env._("no employees")
                if share is None
                else self.env._(
                    "%(count)s of %(all)s people took part (%(share)s %%)",
                    count=len(set(everybody.contributors)),
                    all=everybody.headcount,
                    share=round(share * 100),
                )
            )

    @api.depends("company_id", "date_from")
    def _compute_reply_chart(self):
        for page in self:
            days = page._get_reply_days()
            months = page._get_months()
            values = [replies.typical_reply(days.get(month, [])) for month in months]
            limit = page.company_id.lean_kaizen_reply_days
            page.reply_chart = {
                "type": "bar",
                "labels": [format_date(self.env, month, date_format="MMM yy") for month in months],
                "series": [
                    {
                        "label": self.env._("Median days to a reply"),
                        "values": [value if value is None else round(value, 1) for value in values],
                        "tones": ["bad" if value and value > limit else "good" for value in values],
                    }
                ],
                "limits": [{"axis": "y", "value": limit, "label": self.env._("Promised")}],
                "y_title": self.env._("days"),
            }
            typical = replies.typical_reply([value for group in days.values() for value in group])
            page.reply_text = (
                self.env._("no reply yet") if typical is None else self.env._("%s days (median)", round(typical, 1))
            )

    @api.depends("company_id", "date_from", "kind", "hardness")
    def _compute_saving_chart(self):
        for page in self:
            page.saving_chart = page._prepare_saving_chart()

    def action_open_ideas(self):
        """Open the ideas that wait for a reply."""
        return self._open("lean_kaizen.lean_kaizen_idea_action", [("state", "=", "new")])

    def action_open_late_ideas(self):
        """Open the ideas whose reply is late."""
        return self._open("lean_kaizen.lean_kaizen_idea_action", [("is_late", "=", True)])

    def action_open_events(self):
        """Open the running events."""
        return self._open("lean_kaizen.lean_kaizen_event_action", [("step", "in", ("plan", "do", "check"))])

    def action_open_decayed(self):
        """Open the events whose gain decayed."""
        return self._open("lean_kaizen.lean_kaizen_event_action", [("gain_state", "in", ["decayed"])])

    def action_open_overdue_checks(self):
        """Open the checks of gains that are overdue."""
        return self._open("lean_kaizen.lean_kaizen_check_action", [("is_overdue", "=", True)])

    def _open(self, xmlid, domain):
        action = self.env["ir.actions.act_window"]._for_xml_id(xmlid)
        return action | {"domain": [*domain, ("company_id", "=", self.company_id.id)], "context": {}}

    def _get_months(self):
        """First days of the months from the chosen date to today."""
        first, today = savings.month_of(self.date_from), self.company_id._lean_today()
        count = (today.year - first.year) * savings.MONTHS_A_YEAR + today.month - first.month
        return [savings.month_of(first, index) for index in range(max(count, 0) + 1)]

    def _get_teams(self):
        """{name of a department: headcount and who took part since the date}."""
        employees = (
            self.env["hr.employee"]
            .sudo()
            .search([("company_id", "in", (self.company_id & self.env.companies).ids), ("department_id", "!=", False)])
        )
        contributors = defaultdict(list)
        domain = [("company_id", "=", self.company_id.id), ("date", ">=", self.date_from)]
        rows = self.env["lean.kaizen.participation"]._read_group(domain, ["employee_id"])
        active = {employee.id for [employee] in rows}
        for employee in employees.filtered(lambda employee: employee.id in active):
            contributors[employee.department_id].append(employee.id)
        return {
            department.name: participation.Team(len(members), tuple(contributors[department]))
            for department, members in employees.grouped("department_id").items()
        }

    def _get_reply_days(self):
        """{month of the idea: days to reply of its ideas}."""
        ideas = self.env["lean.kaizen.idea"].search_fetch(
            [
                ("company_id", "=", self.company_id.id),
                ("date_asked", ">=", self.date_from),
                ("days_to_reply", "!=", False),
            ],
            ["date_asked", "days_to_reply"],
        )
        days = defaultdict(list)
        for idea in ideas:
            days[savings.month_of(idea.date_asked.date())].append(idea.days_to_reply)
        return days

    def _prepare_saving_chart(self):
        """Cumulative forecast and actual of one kind; a kind is never added to another."""
        forecast, actual = self._read_periods("forecast"), self._read_periods("actual")
        if not forecast:
            return {"series": [], "empty": self.env._("No saving of this kind in this time.")}
        last = max(max(forecast), self._get_months()[-1])
        first = min(min(forecast), savings.month_of(self.date_from))
        span = (last.year - first.year) * savings.MONTHS_A_YEAR + last.month - first.month
        months = [savings.month_of(first, index) for index in range(span + 1)]
        return {
            "type": "line",
            "labels": [format_date(self.env, month, date_format="MMM yy") for month in months],
            "series": [
                {
                    "label": self.env._("Forecast, cumulative"),
                    "values": savings.cumulate(months, forecast),
                    "tone": "none",
                    "dashed": True,
                },
                {
                    "label": self.env._("Actual, cumulative"),
                    "values": savings.cumulate(months, actual, self.company_id._lean_today()),
                    "tone": "good",
                },
            ],
            "y_title": self.company_id.currency_id.symbol,
        }

    def _read_periods(self, basis):
        domain = [
            ("company_id", "=", self.company_id.id),
            ("basis", "=", basis),
            ("kind", "=", self.kind),
            ("date", ">=", savings.month_of(self.date_from)),
            ("date", "<", self.company_id._lean_today() + relativedelta(years=2)),
        ]
        if self.hardness == "hard":
            domain.append(("hardness", "=", "hard"))
        rows = self.env["lean.kaizen.saving.period"]._read_group(domain, ["date:month"], [f"amount_{self.kind}:sum"])
        return {month: amount for month, amount in rows if amount}
