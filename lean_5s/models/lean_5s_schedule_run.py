# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.lean_base.tools import run_safely

from ..calculations.series import choose_auditor

RUN_BATCH = 200
INSERT_COLUMNS = (
    ("schedule_id", "int4"),
    ("number", "int4"),
    ("area_id", "int4"),
    ("company_id", "int4"),
    ("template_id", "int4"),
    ("auditor_id", "int4"),
    ("date_planned", "date"),
    ("date_deadline", "date"),
    ("date_following", "date"),
    ("reason", "varchar"),
)


class Lean5sSchedule(models.Model):
    """The ledger of audits is brought to what the schedules say, as often as one likes."""

    _inherit = "lean.5s.schedule"

    @api.model
    def _cron_run(self):
        """Plan the audits that come, and record the missed ones."""
        schedules = self.search([("active", "=", True)])
        for start in range(0, len(schedules), RUN_BATCH):
            batch = schedules[start : start + RUN_BATCH]
            run_safely(batch, lambda schedules: schedules._run())
            remaining = max(len(schedules) - start - RUN_BATCH, 0)
            if not self.env["ir.cron"]._commit_progress(len(batch), remaining=remaining):
                return

    def _run(self):
        """One run; a run after ten idle days does what ten daily runs had done."""
        self._plan_ahead()
        self._reassign()
        self._settle()

    def _plan_ahead(self):
        """Make the audits that are due within the days each schedule plans ahead."""
        schedules = self.sudo().filtered("active")
        following = schedules._read_following_numbers()
        rows = []
        for schedule in schedules:
            until = schedule.company_id._lean_today() + timedelta(days=schedule.ahead_days)
            series = schedule._get_series()
            for number, day, next_day in series.iterate(following.get(schedule.id, 0), until):
                rows.append(schedule._prepare_row(number, day, next_day))
        audits = self.env["lean.5s.audit"].sudo().browse(schedules._insert_rows(rows))
        audits._ask_auditors()
        return audits

    def _read_following_numbers(self):
        """{schedule id: number that follows its last audit}"""
        groups = self.env["lean.5s.audit"]._read_group(
            [("schedule_id", "in", self.ids)], ["schedule_id"], ["number:max"]
        )
        return {schedule.id: number + 1 for schedule, number in groups}

    def _prepare_row(self, number, day, next_day):
        """The values of a planned audit, in the order of the columns."""
        auditor_id = choose_auditor(self._get_auditors().ids, number)
        reason = None
        if not auditor_id:
            reason = self.env._("Nobody may audit here any more: name auditors in the schedule.")
        deadline = min(day + timedelta(days=self.tolerance_days), max(day, next_day - timedelta(days=1)))
        ids = (self.area_id.id, self.company_id.id, self.template_id.id, auditor_id)
        return (self.id, number, *ids, day, deadline, next_day, reason)

    @api.model
    def _insert_rows(self, rows):
        """Insert planned audits and return the ids of those that were not there.

        The number of an audit in its schedule is its identity: two runs at once make it once.
        """
        if not rows:
            return []
        audits = self.env["lean.5s.audit"]
        audits.flush_model()
        columns = SQL(", ").join(SQL.identifier(name) for name, __ in INSERT_COLUMNS)
        arrays = SQL(", ").join(
            SQL("%s::%s[]", [row[index] for row in rows], SQL(kind)) for index, (__, kind) in enumerate(INSERT_COLUMNS)
        )
        now = fields.Datetime.now()
        result = self.env.execute_query(
            SQL(
                """
                INSERT INTO lean_5s_audit (kind, state, create_uid, create_date, write_uid, write_date, %(columns)s)
                     SELECT 'scheduled', 'planned', %(uid)s, %(now)s, %(uid)s, %(now)s, planned.*
                       FROM UNNEST(%(arrays)s) AS planned
                ON CONFLICT (schedule_id, number) DO NOTHING
                  RETURNING id
                """,
                columns=columns,
                arrays=arrays,
                uid=self.env.uid,
                now=now,
            )
        )
        audits.invalidate_model()
        return [audit_id for (audit_id,) in result]

    def _settle(self):
        """Record what nobody did before the next one was due; one that is being done may be finished."""
        missed = self.env["lean.5s.audit"].sudo()
        for company, schedules in self.sudo().grouped("company_id").items():
            today = company._lean_today()
            missed += missed.search(
                [
                    ("schedule_id", "in", schedules.ids),
                    ("state", "in", ("planned", "in_progress")),
                    ("date_following", "<=", today),
                ]
            ).filtered(lambda audit: not audit._is_being_done())
        missed._miss()

    def _reassign(self):
        """Give what is planned to the next in turn, where its auditor left or became responsible for the area."""
        planned = self.env["lean.5s.audit"].sudo()
        planned = planned.search([("schedule_id", "in", self.ids), ("state", "=", "planned")])
        for schedule, audits in planned.grouped("schedule_id").items():
            auditors = schedule._get_auditors()
            for audit in audits.filtered_domain([("auditor_id", "not in", auditors.ids)]):
                audit._reassign(choose_auditor(auditors.ids, audit.number))

    def _move_series(self):
        """Count on from the changed dates; what is due already stays, what is to come is planned anew."""
        for schedule in self.sudo().filtered("active"):
            today = schedule.company_id._lean_today()
            rows = self.env["lean.5s.audit"].sudo().search([("schedule_id", "=", schedule.id)])
            to_come = rows.filtered_domain([("state", "=", "planned"), ("date_planned", ">", today)])
            last = (rows - to_come).sorted("number")[-1:]
            to_come.unlink()
            schedule._continue_after(last, max(last.date_planned, today - timedelta(days=1)) if last else None)
            schedule._plan_ahead()

    def _continue_after(self, last, day):
        """Number on from the last audit that stays, with the first date after a day; anew where none stays."""
        self.number_offset = 0
        if last:
            series = self._get_series()
            index = series.number_after(day)
            self.number_offset = index - (last.number + 1)
            if last.state in ("planned", "in_progress"):
                last._set_state(last.state, date_following=series.date_of(index))

    def _resume(self):
        """Plan from today on; what would have been due in the meantime was nobody's task."""
        for schedule in self.sudo():
            last = (
                self.env["lean.5s.audit"]
                .sudo()
                .search([("schedule_id", "=", schedule.id)], order="number desc", limit=1)
            )
            yesterday = schedule.company_id._lean_today() - timedelta(days=1)
            schedule._continue_after(last, max(last.date_planned, yesterday) if last else None)

    def _give_up(self, reason):
        """What is due is cancelled with the reason; what is to come is no audit any more."""
        for schedule in self.sudo():
            today = schedule.company_id._lean_today()
            rows = (
                self.env["lean.5s.audit"].sudo().search([("schedule_id", "=", schedule.id), ("state", "=", "planned")])
            )
            due = rows.filtered_domain([("date_planned", "<=", today)])
            due._cancel(reason)
            (rows - due).unlink()
