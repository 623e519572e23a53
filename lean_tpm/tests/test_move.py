# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import TpmCommon


@tagged("post_install", "-at_install")
class TestMove(TpmCommon):
    """Monthly, due on 15 June, July …, each with a tolerance of six days."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.technician = cls._create_user("tpm_technician", "lean_base.group_lean_user")
        cls.team.member_ids = cls.technician
        cls.plan = cls._create_plan(interval_unit="month", date_start=date(2026, 6, 15), ahead_days=100)
        cls.row = cls.plan.sudo().occurrence_ids.sorted("number")[0]

    def test_a_move_is_kept_in_the_ledger_and_the_plan_counts_on(self):
        before = self._get_days(self.plan)
        self.row.with_user(self.lead).action_move("2026-06-18")
        self.assertRecordValues(
            self.row,
            [
                {
                    "date_due": date(2026, 6, 15),
                    "date_planned": date(2026, 6, 18),
                    "moved_by_id": self.lead.id,
                    "state": "planned",
                }
            ],
        )
        self.assertIn(f"{self.lead.name} moved it to 06/18/2026 to level the load", self.row.why)
        self.plan._run()
        self.assertEqual(self._get_days(self.plan), before, "due dates stay")
        self.assertEqual(self.row.date_planned, date(2026, 6, 18), "also after the plan ran again")
        self._go_to("2026-06-18")
        self.assertFalse(self.row.is_overdue)
        self.row.with_user(self.lead).action_done()
        self.assertEqual(self.row.state, "done")
        self.assertEqual(self._get_days(self.plan)[:2], before[1:], "the anchor stays")

    def test_it_is_due_at_the_machine_on_the_day_it_is_planned_for(self):
        self.row.with_user(self.lead).action_move("2026-06-12")
        self._go_to("2026-06-12")
        due = self.env["lean.tpm.occurrence"].with_company(self.company)._search_due([])
        self.assertEqual(due, self.row)
        self.assertEqual(self.plan.date_next, date(2026, 6, 12))
        self.plan._run()
        self.assertEqual(str(self.row.request_id.schedule_date), "2026-06-12 04:00:00")

    def test_outside_the_tolerance_it_is_refused(self):
        for day in ("2026-06-08", "2026-06-22"):
            with self.subTest(day), self.assertRaisesRegex(UserError, "from 06/09/2026 to 06/21/2026"):
                self.row.with_user(self.lead).action_move(day)
        self.assertFalse(self.row.date_moved)

    def test_the_past_a_free_day_and_the_end_of_the_plan_are_refused(self):
        self._go_to("2026-06-12")
        with self.assertRaisesRegex(UserError, "is over"):
            self.row.with_user(self.lead).action_move("2026-06-11")
        plan = self._create_plan(
            interval_unit="month", date_start=date(2026, 6, 15), workday_move="next", date_end=date(2026, 6, 16)
        )
        row = self._get_row(plan, 0).with_user(self.lead)
        with self.assertRaisesRegex(UserError, "Nobody works on 06/14/2026"):
            row.action_move("2026-06-14")
        with self.assertRaisesRegex(UserError, "plan ends on 06/16/2026"):
            row.action_move("2026-06-17")

    def test_out_of_season_is_refused(self):
        plan = self._create_plan(
            interval_unit="month",
            date_start=date(2026, 6, 29),
            is_seasonal=True,
            season_first_month="4",
            season_last_month="6",
        )
        with self.assertRaisesRegex(UserError, "out of the season"):
            self._get_row(plan, 0).with_user(self.lead).action_move("2026-07-01")

    def test_what_is_late_is_planned_before_the_next_one(self):
        self._go_to("2026-06-25")
        self.assertTrue(self.row.is_overdue)
        row = self.row.with_user(self.lead)
        row.action_move("2026-07-02")
        self.assertFalse(row.is_overdue)
        with self.assertRaisesRegex(UserError, "06/25/2026 to 07/14/2026"):
            row.action_move("2026-07-15")
        self._go_to("2026-07-02")
        row.action_done()
        self.assertEqual(row.state, "late", "judged by the date it was due")

    def test_a_move_is_taken_back(self):
        row = self.row.with_user(self.lead)
        row.action_move("2026-06-18")
        self._go_to("2026-06-17")
        row.action_move_back()
        self.assertRecordValues(self.row, [{"date_moved": False, "date_planned": date(2026, 6, 15)}])
        self.assertNotIn("to level the load", self.row.why)

    def test_a_plan_that_moves_its_dates_keeps_only_moves_it_allows(self):
        self.row.with_user(self.lead).action_move("2026-06-18")
        self.plan.date_start = date(2026, 6, 17)
        self.assertEqual(self.row.date_planned, date(2026, 6, 18))
        self.plan.date_start = date(2026, 6, 30)
        self.assertRecordValues(self.row, [{"date_moved": False, "date_planned": date(2026, 6, 30)}])

    def test_the_request_goes_along_and_leads(self):
        self._go_to("2026-06-10")
        self.plan._run()
        request = self.row.request_id.with_user(self.lead)
        request.write({"schedule_date": "2026-06-15 12:30:00", "schedule_end": "2026-06-15 15:30:00"})
        self.assertFalse(self.row.date_moved)
        self.row.with_user(self.lead).action_move("2026-06-17")
        self.assertEqual(str(request.schedule_date), "2026-06-17 12:30:00")
        self.assertEqual(request.duration, 3)
        request.schedule_date = "2026-06-18 22:30:00"
        self.assertEqual(self.row.date_planned, date(2026, 6, 19), "00:30 of the nineteenth in Brussels")
        self.assertEqual(self.row.moved_by_id, self.lead)

    def test_who_may_move(self):
        self.row.with_user(self.technician).action_move("2026-06-16")
        self.assertEqual(self.row.moved_by_id, self.technician)
        stranger = self._create_user("tpm_stranger", "base.group_user")
        for user in (self.operator, stranger):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.row.with_user(user).action_move("2026-06-17")
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.row.with_user(user).action_move_back()

    def test_a_technician_moves_no_check_of_the_operators(self):
        check = self._get_row(self._create_plan(kind="autonomous"), 0)
        with self.assertRaises(AccessError):
            check.with_user(self.technician).action_move("2026-06-02")

    def test_what_has_ended_is_not_moved(self):
        self._go_to("2026-06-15")
        self.row.action_done()
        with self.assertRaisesRegex(UserError, "not open any more: Done"):
            self.row.with_user(self.lead).action_move("2026-06-16")
