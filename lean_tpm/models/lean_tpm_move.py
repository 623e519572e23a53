# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from datetime import datetime, timedelta

import pytz

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL, format_date

from ..calculations.load import get_window

# So far ahead days are offered where nothing else ends the window.
MOST_DAYS = 60


class LeanTpmOccurrence(models.Model):
    """Levelling: an occurrence is planned for another day than the one it is due on.

    The due date, the anchor of the plan and what counts as kept stay as they are.
    """

    _inherit = "lean.tpm.occurrence"

    date_moved = fields.Date("Moved To", readonly=True, copy=False)
    date_planned = fields.Date(
        "Planned For",
        compute="_compute_date_planned",
        store=True,
        help="When it is to be done: the due date, or another day within its tolerance to which it was moved to level "
        "the load. Whether it was kept is judged by the due date.",
    )
    moved_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    moved_at = fields.Datetime(readonly=True, copy=False)

    _due_index = models.Index("(company_id, date_planned) WHERE state = 'planned'")

    @api.depends("date_due", "date_moved")
    def _compute_date_planned(self):
        for occurrence in self:
            occurrence.date_planned = occurrence.date_moved or occurrence.date_due

    @api.depends("date_moved", "moved_by_id")
    def _compute_why(self):
        return super()._compute_why()

    def _explain_date(self):
        return [*super()._explain_date(), self._explain_move()]

    def _explain_move(self):
        if not self.date_moved:
            return None
        return self.env._(
            "%(user)s moved it to %(day)s to level the load; it is still due on %(due)s.",
            user=self.sudo().moved_by_id.name or self.env._("Somebody"),
            day=format_date(self.env, self.date_moved),
            due=format_date(self.env, self.date_due),
        )

    def action_move(self, day):
        """Plan the occurrences for another day, within what their plans allow; all of them, or none.

        :param day: date; the due date itself takes a move back
        :raise UserError: saying why the day is none of those it may be done on
        """
        day = fields.Date.to_date(day)
        if not day:
            raise UserError(self.env._("Choose the day for which it is planned."))
        self._check_may_move()
        rows = self.sudo()
        rows._check_movable()
        windows, workdays = rows._get_windows(), rows._get_move_workdays()
        for row in rows:
            if refusal := row._get_move_refusal(day, windows[row], workdays[row.plan_id]):
                raise UserError(self.env._("%(name)s: %(reason)s", name=row.display_name, reason=refusal))
        rows._move(day)
        return True

    def action_move_back(self):
        """Plan the occurrences for the day on which they are due."""
        self._check_may_move()
        rows = self.sudo()
        rows._check_movable()
        for day, group in rows.grouped("date_due").items():
            group._move(day)
        return True

    def _move(self, day):
        """Write down the move and who made it; requests go along."""
        stays = self.filtered(lambda row: row.date_due == day)
        stamp = {"moved_by_id": self.env.uid, "moved_at": fields.Datetime.now()}
        stays.write({**stamp, "date_moved": False})
        (self - stays).write({**stamp, "date_moved": day})
        self.request_id.with_context(lean_tpm_moving=True)._lean_schedule(day)

    # Who may, and what

    def _filter_may_move(self):
        """Those this user may move: all for who manages equipment; else what maintenance does, for its technician
        and the members of its team. Operators move nothing.
        """
        if self.env.su or self.env.user.has_group("maintenance.group_equipment_manager"):
            return self
        return self._filter_may_complete().filtered(lambda row: row.kind != "autonomous")

    def _check_may_move(self):
        self.check_access("read")
        if refused := self - self._filter_may_move():
            raise AccessError(
                self.env._(
                    "%s is moved by who manages equipment, its technician or a member of its team.",
                    refused[0].sudo().display_name,
                )
            )

    def _check_movable(self):
        ended = self.filtered(lambda row: row.state != "planned")
        if ended:
            states = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "%(name)s is not open any more: %(state)s.",
                    name=ended[0].display_name,
                    state=states[ended[0].state],
                )
            )

    def _get_windows(self):
        """{occurrence: :class:`Window`}, from one statement."""
        self.env["lean.tpm.occurrence"].flush_model()
        query = SQL(
            """
            SELECT o.id, b.date_due, a.date_due
              FROM lean_tpm_occurrence o
         LEFT JOIN lean_tpm_occurrence b ON b.track_id = o.track_id AND b.number = o.number - 1
         LEFT JOIN lean_tpm_occurrence a ON a.track_id = o.track_id AND a.number = o.number + 1
             WHERE o.id IN %s
            """,
            tuple(self.ids) or (0,),
        )
        neighbours = {row_id: days for row_id, *days in self.env.execute_query(query)}
        today = {company: company._lean_today() for company in self.company_id}
        return {
            row: get_window(
                row.date_due,
                row.tolerance_days,
                today[row.company_id],
                *neighbours.get(row.id, (None, None)),
                catches_up=row.plan_id.catches_up,
            )
            for row in self
        }

    def _get_move_workdays(self):
        """{plan: days that are worked}, None where it may be any day; each calendar is read once."""
        memo, workdays = {}, {}
        for plan in self.plan_id:
            calendar, company = plan._get_calendar(), plan.company_id
            if plan.workday_move == "none" or not calendar:
                workdays[plan] = None
                continue
            if (calendar, company) not in memo:
                today = company._lean_today()
                span = (today, max(self.mapped("date_due") + [today]) + timedelta(days=MOST_DAYS))
                memo[calendar, company] = frozenset(self.env["lean.tpm.workdays"]._get_days(calendar, company, *span))
            workdays[plan] = memo[calendar, company]
        return workdays

    def _get_move_refusal(self, day, window, workdays):
        """Why it cannot be planned for a day; None where it can."""
        plan, season, shown = self.plan_id, self.plan_id._get_season(), format_date(self.env, day)
        if day < self.company_id._lean_today():
            return self.env._("%s is over. Choose today or a later day.", shown)
        if not window.contains(day):
            return self._explain_window(window)
        if season and not season.contains(day):
            return self.env._("%s is out of the season of its plan.", shown)
        if plan.date_end and day > plan.date_end:
            return self.env._("Its plan ends on %s.", format_date(self.env, plan.date_end))
        if workdays is not None and day not in workdays:
            return self.env._("Nobody works on %s.", shown)
        return None

    def _explain_window(self, window):
        """Which days its tolerance allows, in words."""
        if window.is_empty:
            return self.env._("No day is left for it before the next one is due.")
        values = {
            "due": format_date(self.env, self.date_due),
            "first": format_date(self.env, window.first),
            "last": window.last and format_date(self.env, window.last),
            "days": self.tolerance_days,
        }
        if window.last is None:
            return self.env._("It was due on %(due)s and may be done from %(first)s on.", **values)
        return self.env._(
            "It is due on %(due)s with a tolerance of %(days)s days and may be done from %(first)s to %(last)s.",
            **values,
        )

    def _get_move_days(self, window, workdays):
        """The days for which it may be planned, in their order."""
        last = window.last or max(window.first, self.date_due) + timedelta(days=MOST_DAYS)
        days = [window.first + timedelta(days=number) for number in range((last - window.first).days + 1)]
        return [day for day in days if self._get_move_refusal(day, window, workdays) is None]


class MaintenanceRequest(models.Model):
    """A request that is rescheduled takes its occurrence along, and the other way round."""

    _inherit = "maintenance.request"

    def action_lean_move(self, day):
        """Schedule the requests for another day at the same time of the day.

        :raise UserError: where the day is over, or a request is closed
        """
        day = fields.Date.to_date(day)
        self.check_access("write")
        for request in self:
            if request.stage_id.done or request.archive:
                raise UserError(self.env._("%s is closed.", request.display_name))
            if not day or day < (request.company_id or self.env.company)._lean_today():
                raise UserError(self.env._("%s: choose today or a later day.", request.display_name))
        self._lean_schedule(day)
        return True

    def _lean_schedule(self, day):
        """Keep the time of the day where the plant is, and the length."""
        for request in self:
            start = request._get_lean_local_start()
            if not start or start.date() == day:
                continue
            local = request._get_lean_zone().localize(datetime.combine(day, start.time()))
            begin = local.astimezone(pytz.utc).replace(tzinfo=None)
            length = (request.schedule_end or request.schedule_date) - request.schedule_date
            request.write({"schedule_date": begin, "schedule_end": begin + length})

    def _get_lean_zone(self):
        return (self.company_id or self.env.company)._lean_tz()

    def _get_lean_local_start(self):
        """Its scheduled time where the plant is; None where it has none."""
        if not self.schedule_date:
            return None
        return pytz.utc.localize(self.schedule_date).astimezone(self._get_lean_zone())

    def write(self, vals):
        result = super().write(vals)
        if vals.get("schedule_date") and not self.env.context.get("lean_tpm_moving"):
            self._move_occurrences()
        return result

    def _move_occurrences(self):
        """Who reschedules a request has decided: its open occurrence follows, also beyond its tolerance."""
        rows = self.sudo().lean_occurrence_ids.filtered(lambda row: row.state == "planned")
        moved = rows.filtered(lambda row: row.request_id._get_lean_local_start().date() != row.date_planned)
        by_day = moved.grouped(lambda row: row.request_id._get_lean_local_start().date())
        for day, group in by_day.items():
            group.with_user(self.env.user).sudo()._move(day)
