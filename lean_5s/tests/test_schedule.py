# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from datetime import date, timedelta

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .common import FiveSCommon


@tagged("post_install", "-at_install")
class TestSchedule(FiveSCommon):
    """Every date stands in the ledger and ends with a reason."""

    def _get_audits(self, schedule):
        return schedule.audit_ids.sorted("number")

    def _read(self, schedule):
        return [
            (row.number, str(row.date_planned), row.state, row.auditor_id.login, row.reason)
            for row in self._get_audits(schedule)
        ]

    def test_audits_are_planned_ahead_in_turn(self):
        schedule = self._create_schedule()
        schedule._run()
        self.assertEqual(
            self._read(schedule),
            [
                (0, "2026-06-01", "planned", "auditor_5s", False),
                (1, "2026-06-08", "planned", "auditor_5s_2", False),
                (2, "2026-06-15", "planned", "auditor_5s", False),
            ],
        )
        activity = self._get_audits(schedule)[0].activity_ids
        self.assertEqual((activity.user_id, activity.date_deadline), (self.auditor, date(2026, 6, 3)))
        schedule._run()
        self.assertEqual(len(schedule.audit_ids), 3, "a second run makes nothing twice")
        self.assertEqual(len(self._get_audits(schedule)[0].activity_ids), 1)

    def test_the_responsible_of_the_area_does_not_audit_it(self):
        schedule = self._create_schedule(self.manager | self.auditor)
        schedule._run()
        self.assertEqual(schedule.audit_ids.auditor_id, self.auditor)
        audit = self._get_audits(schedule)[0].with_user(self.manager)
        with self.assertRaisesRegex(UserError, "somebody else audits"):
            audit.action_start()
        schedule.is_independent = False
        audit.action_start()
        self.assertEqual(audit.state, "in_progress")

    def test_nobody_left_is_said_and_not_skipped(self):
        with self.assertRaisesRegex(ValidationError, "Nobody could audit"):
            self._create_schedule(self.manager)
        schedule = self._create_schedule(self.auditor)
        schedule._run()
        self.area.responsible_id = self.auditor
        self._pass_days(7)
        schedule._run()
        rows = self._get_audits(schedule)
        self.assertEqual(len(rows), 4)
        self.assertFalse(rows.auditor_id - self.auditor)
        self.assertTrue(all("Nobody may audit" in row.reason for row in rows.filtered(lambda r: r.state == "planned")))
        self.assertFalse(rows.filtered(lambda r: r.state == "planned").activity_ids)

    def test_who_left_is_replaced_by_the_next_in_turn(self):
        schedule = self._create_schedule()
        schedule._run()
        self.second_auditor.active = False
        schedule._run()
        self.assertEqual(schedule.audit_ids.auditor_id, self.auditor)
        self.assertEqual(self._get_audits(schedule)[1].activity_ids.user_id, self.auditor)

    def test_on_time_late_and_missed(self):
        schedule = self._create_schedule()
        schedule._run()
        first, second, third = self._get_audits(schedule).with_user(self.auditor)
        self._pass_days(2)
        self._fill(first)
        self.assertEqual((first.state, first.is_late, first.reason), ("done", False, False))
        self._go_to("2026-06-11 08:00:00")
        self.assertTrue(second.is_overdue)
        self.assertIn(second, self.env["lean.5s.audit"].with_user(self.auditor).search([("is_overdue", "=", True)]))
        self._fill(second)
        self.assertEqual((second.state, second.is_late), ("done", True))
        self.assertIn("3 days later", second.reason)
        self._go_to("2026-06-22 08:00:00")
        schedule._run()
        self.assertEqual((third.state, third.reason), ("missed", "Not done before the next one was due."))
        self.assertFalse(third.activity_ids)
        self.assertEqual(schedule.missed_count, 1)
        with self.assertRaisesRegex(UserError, "closed"):
            third.action_sign()

    def test_what_is_being_done_is_not_taken_away(self):
        schedule = self._create_schedule()
        schedule._run()
        audit = self._get_audits(schedule)[0].with_user(self.auditor)
        self._go_to("2026-06-08 06:00:00")
        audit.action_start()
        schedule._run()
        self.assertEqual(audit.state, "in_progress")
        self._pass_days(1)
        schedule._run()
        self.assertEqual(audit.state, "missed")
        self.assertIn("Started, but not signed", audit.reason)

    def test_ten_idle_days_are_like_ten_daily_runs(self):
        daily, idle = self._create_schedule(interval_unit="day"), self._create_schedule(interval_unit="day")
        for _day in range(10):
            daily._run()
            self._pass_days(1)
        (daily | idle)._run()
        self.assertEqual(self._read(daily), self._read(idle))
        self.assertEqual(len(daily.audit_ids.filtered(lambda row: row.state == "missed")), 10)

    def test_days_off_move_to_the_next_working_day(self):
        schedule = self._create_schedule(date_start="2026-06-06", skips_days_off=True, interval_unit="month")
        schedule._run()
        self.assertEqual(self._get_audits(schedule).mapped("date_planned"), [date(2026, 6, 8)])

    def test_a_changed_interval_counts_on(self):
        schedule = self._create_schedule()
        schedule._run()
        schedule.write({"interval_unit": "day", "interval_count": 2})
        rows = self._get_audits(schedule)
        self.assertEqual(rows[:3].mapped("date_planned"), [date(2026, 6, day) for day in (1, 3, 5)])
        self.assertEqual(rows.mapped("number"), list(range(len(rows))))
        self.assertEqual(rows[0].date_following, date(2026, 6, 3))

    def test_an_archived_schedule_asks_for_nothing(self):
        schedule = self._create_schedule()
        schedule._run()
        schedule.active = False
        self.assertRecordValues(schedule.audit_ids, [{"state": "cancelled", "reason": "The schedule was archived."}])
        self._go_to("2026-07-01 08:00:00")
        schedule._run()
        schedule.active = True
        schedule._run()
        rows = self._get_audits(schedule)
        self.assertEqual(rows[1].date_planned, date(2026, 7, 6), "what fell into the pause is not missed")
        with self.assertRaisesRegex(UserError, "Archive"):
            schedule.unlink()

    def test_cancelling_needs_a_reason(self):
        schedule = self._create_schedule()
        schedule._run()
        audit = self._get_audits(schedule)[0].with_user(self.manager)
        with self.assertRaisesRegex(UserError, "reason"):
            audit.action_cancel()
        audit.reason = "Plant holidays"
        audit.action_cancel()
        self.assertEqual((audit.state, audit.reason), ("cancelled", "Plant holidays"))

    def test_a_cron_run_plans_all(self):
        schedule = self._create_schedule()
        with self.enter_registry_test_mode():
            self.env.ref("lean_5s.ir_cron_5s_run").method_direct_trigger()
        self.assertEqual(len(schedule.audit_ids), 3)

    def test_queries_do_not_grow_with_schedules(self):
        areas = self.env["lean.area"].create(
            [{"name": f"A{index}", "code": f"Q{index}", "company_id": self.company.id} for index in range(60)]
        )
        schedules = self.env["lean.5s.schedule"].union(*(self._create_schedule(area_id=area.id) for area in areas))
        self._count_run(schedules[:1])
        few, many = self._count_run(schedules[1:11]), self._count_run(schedules[11:])
        self.assertLessEqual(many, few + 10)

    def _count_run(self, schedules):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        schedules._run()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def _fill(self, audit):
        audit.action_start()
        self._answer(audit, (4,) * 6)
        audit.action_sign()


@tagged("post_install", "-at_install")
class TestYear(FiveSCommon):
    """A year in Brussels and in Auckland: no date is skipped, and each ends with a reason."""

    def test_a_year_in_two_time_zones(self):
        schedules = self._create_schedule(interval_unit="week") | self._create_far_schedule()
        self._go_to("2026-06-01 20:00:00")
        for day in range(365):
            if day % 11 not in (3, 4, 5):  # the server rests now and then
                schedules._run()
            self._do_some(schedules, day)
            self._pass_days(1)
        schedules._run()
        for schedule, last in zip(schedules, (date(2027, 6, 1), date(2027, 6, 2)), strict=True):
            self._check_complete(schedule, last)

    def _create_far_schedule(self):
        area = self.env["lean.area"].create({"name": "Far", "code": "FAR", "company_id": self.other_company.id})
        far = self._create_user("auditor_far", "lean_5s.group_lean_5s_auditor", self.other_company)
        self.far = far
        return self._create_schedule(far, area_id=area.id, interval_unit="month", date_start="2026-06-02")

    def _do_some(self, schedules, day):
        """Most audits are done, some late, some never."""
        for schedule, user in zip(schedules, (self.auditor, self.far), strict=True):
            today = schedule.company_id._lean_today()
            due = schedule.audit_ids.filtered_domain([("state", "=", "planned"), ("date_planned", "<=", today)])
            for audit in due.filtered(lambda row: (row.number + day) % 4 == 0 or row.number % 5 == 1):
                if audit.number % 7 == 6:
                    continue
                audit = audit.with_user(user)
                audit.action_start()
                self._answer(audit, (3,) * 6)
                audit.action_sign()

    def _check_complete(self, schedule, today):
        self.assertEqual(schedule.company_id._lean_today(), today)
        rows = schedule.audit_ids.sorted("number")
        until = today + timedelta(days=schedule.ahead_days)
        expected = [day for __, day, __ in schedule._get_series().iterate(0, until)]
        self.assertEqual(rows.mapped("date_planned"), expected, "each date once")
        for row in rows:
            if row.state == "planned":
                self.assertGreater(row.date_following, today)
            elif row.state == "done":
                late = row.date_audited > row.date_planned + timedelta(days=2)
                self.assertEqual((row.is_late, bool(row.reason)), (late, late))
                self.assertEqual(row.tz, schedule.company_id.partner_id.tz)
            else:
                self.assertEqual((row.state, bool(row.reason)), ("missed", True))
        self.assertEqual(set(rows.mapped("state")), {"done", "missed", "planned"})
