# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from datetime import date

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .common import TpmCommon


@tagged("post_install", "-at_install")
class TestPlan(TpmCommon):
    def test_a_month_that_ends_early_does_not_shorten_the_next(self):
        plan = self._create_plan(interval_unit="month", date_start=date(2026, 5, 31), ahead_days=100)
        self.assertEqual(self._get_days(plan), ["05-31", "06-30", "07-31", "08-31"])

    def test_a_later_one_done_first_leaves_the_plan_running(self):
        """From completion: number 1 done on its day while number 0 was forgotten."""
        plan = self._create_plan(is_floating=True)
        self._go_to("2026-06-08")
        self._get_row(plan, 1).action_done()
        self._go_to("2026-06-09")
        plan._run()
        self.assertEqual(self._get_row(plan, 0).state, "missed")
        self.assertEqual(self._get_days(plan)[0], "06-15")

    def test_a_late_completion_shifts_by_its_factor(self):
        plan = self._create_plan(
            interval_count=3,
            interval_unit="month",
            late_tolerance_days=9,
            late_factor_percent=50,
            ahead_days=200,
        )
        self._go_to("2026-06-15")
        self._get_row(plan, 0).with_user(self.lead).action_done()
        self.assertEqual(self._get_row(plan, 0).state, "done")
        self.assertEqual(self._get_days(plan), ["09-08", "12-08"])
        self.assertIn("+7", self._get_row(plan, 1).why)

    def test_a_floating_plan_counts_from_the_completion(self):
        plan = self._create_plan(is_floating=True, ahead_days=20)
        self._go_to("2026-06-04")
        self._get_row(plan, 0).action_done()
        self.assertEqual(self._get_days(plan), ["06-11", "06-18"])

    def test_nobody_works_on_sunday(self):
        plan = self._create_plan(date_start=date(2026, 6, 7), workday_move="next", ahead_days=10)
        self.assertEqual(self._get_days(plan), ["06-08"])
        self.assertEqual(self._get_row(plan, 0).date_theoretical, date(2026, 6, 7))
        plan = self._create_plan(date_start=date(2026, 6, 7), workday_move="previous", ahead_days=10)
        self.assertEqual(self._get_days(plan), ["06-05"])

    def test_a_plan_that_begins_in_the_past_has_its_dates_there(self):
        plan = self._create_plan(date_start=date(2026, 2, 1), interval_unit="month", workday_move="next", ahead_days=10)
        self.assertEqual(self._get_days(plan), ["02-02", "03-02", "04-01", "05-01", "06-01"])

    def test_a_daily_check_is_left_out_where_nobody_works(self):
        plan = self._create_plan(interval_unit="day", date_start="2026-06-05", workday_move="skip", ahead_days=8)
        self.assertEqual(self._get_days(plan), ["06-05", "06-08", "06-09"])
        saturday = self._get_row(plan, 1)
        self.assertEqual((saturday.state, saturday.reason), ("skipped", "Nobody works on that day."))

    def test_out_of_season_is_skipped_and_said(self):
        plan = self._create_plan(
            interval_unit="month",
            is_seasonal=True,
            season_first_month="6",
            season_last_month="7",
            ahead_days=100,
        )
        self.assertEqual(self._get_days(plan), ["06-01", "07-01"])
        row = self._get_row(plan, 2)
        self.assertEqual((row.state, row.reason), ("skipped", "Out of season."))

    def test_running_again_doubles_nothing_and_ten_idle_days_lose_nothing(self):
        daily = self._create_plan(interval_unit="day", ahead_days=5)
        idle = self._create_plan(interval_unit="day", ahead_days=5, equipment_id=self._create_equipment("CNC-3").id)
        for day in range(1, 12):
            self._go_to(f"2026-06-{day:02d}")
            daily._run()
            daily._run()
        idle._run()
        found = [
            plan.occurrence_ids.sorted("number").mapped(lambda row: (row.number, row.date_due, row.state))
            for plan in (daily, idle)
        ]
        self.assertEqual(found[0], found[1])
        self.assertEqual(len(found[0]), 16)

    def test_what_was_not_done_is_missed_when_the_next_is_due(self):
        plan = self._create_plan()
        self._go_to("2026-06-07")
        plan._run()
        self.assertEqual(self._get_row(plan, 0).state, "planned")
        self._go_to("2026-06-08")
        plan._run()
        self.assertEqual(self._get_row(plan, 0).state, "missed")
        self.assertTrue(self._get_row(plan, 0).reason)
        # Done after all: late, and the later ones stay where they are.
        self._get_row(plan, 0).action_done()
        self.assertEqual(self._get_row(plan, 0).state, "late")

    def test_one_left_out_is_missed_although_the_next_was_done(self):
        plan = self._create_plan()
        self._go_to("2026-06-08")
        self._get_row(plan, 1).action_done()
        plan._run()
        self.assertEqual((self._get_row(plan, 0).state, self._get_row(plan, 1).state), ("missed", "done"))

    def test_a_plan_that_catches_up_keeps_it_open(self):
        plan = self._create_plan(catches_up=True)
        self._go_to("2026-06-30")
        plan._run()
        self.assertEqual(self._get_row(plan, 0).state, "planned")
        self._get_row(plan, 0).action_done()
        self.assertEqual(self._get_row(plan, 0).state, "late")

    def test_a_larger_package_takes_the_place_of_the_smaller_and_gives_it_back(self):
        month = self._create_plan(interval_unit="month", ahead_days=70)
        year = self._create_plan(
            name="Yearly",
            interval_unit="year",
            date_start=date(2026, 7, 3),
            task_ids=[Command.set((self.oil | self.belt).ids)],
            ahead_days=70,
        )
        smaller = self._get_row(month, 1)
        self.assertEqual((smaller.state, smaller.suppressed_by_id), ("suppressed", self._get_row(year, 0)))
        self.assertEqual(self._get_row(month, 0).state, "planned")
        self._get_row(year, 0).action_skip("Spare part missing")
        month._run()
        self.assertEqual(smaller.state, "planned")

    def test_the_smaller_package_counts_from_the_larger_ones_completion(self):
        month = self._create_plan(interval_unit="month", is_floating=True, ahead_days=40)
        year = self._create_plan(
            interval_unit="year", date_start=date(2026, 6, 2), task_ids=[Command.set((self.oil | self.belt).ids)]
        )
        self.assertEqual(self._get_row(month, 0).state, "suppressed")
        self._go_to("2026-06-05")
        self._get_row(year, 0).action_done()
        self.assertEqual(self._get_row(month, 0).state, "suppressed")
        self.assertEqual(self._get_days(month), ["07-05"])

    def test_a_category_plan_follows_equipment_in_and_out(self):
        plan = self._create_plan(category_id=self.category.id, ahead_days=20)
        self.assertEqual(plan.track_ids.equipment_id, self.lathe)
        self._go_to("2026-06-09")
        mill = self._create_equipment("MILL-1", effective_date=date(2026, 6, 9))
        rows = plan.occurrence_ids.filtered(lambda row: row.equipment_id == mill)
        self.assertEqual(rows.sorted("number").mapped("date_due")[0], date(2026, 6, 15))
        self.lathe.active = False
        rows = plan.occurrence_ids.filtered(lambda row: row.equipment_id == self.lathe)
        self.assertEqual(set(rows.mapped("state")), {"skipped"})
        self.assertTrue(all(row.date_due <= date(2026, 6, 9) and row.reason for row in rows))

    def test_the_preview_of_a_change_shows_what_moves_and_changes_nothing(self):
        plan = self._create_plan(ahead_days=20)
        self._get_row(plan, 0).action_done()
        wizard = Form(self.env["lean.tpm.plan.change"].with_user(self.lead).with_context(default_plan_id=plan.id))
        wizard.interval_count = 2
        self.assertEqual(wizard.moved_count, 2)
        self.assertEqual(self._get_days(plan), ["06-08", "06-15"])
        wizard.save().action_apply()
        self.assertEqual(self._get_days(plan), ["06-15"])
        self.assertEqual(self._get_row(plan, 0).state, "done")

    def test_a_stopped_plan_keeps_its_history_and_says_what_was_due(self):
        plan = self._create_plan()
        plan.action_stop()
        self.assertEqual(plan.occurrence_ids.mapped("state"), ["skipped"])
        self.assertIn("stopped", plan.occurrence_ids.reason)
        with self.assertRaises(UserError):
            plan.unlink()

    def test_the_ledger_cannot_be_written_by_hand(self):
        plan = self._create_plan()
        with self.assertRaises(UserError):
            self._get_row(plan, 0).state = "done"
        with self.assertRaises(UserError):
            self._get_row(plan, 0).action_skip()
        with self.assertRaises(UserError):
            self._get_row(plan, 0).action_done("2026-06-02 08:00:00")
        with self.assertRaises(AccessError):
            self._get_row(plan, 0).with_user(self.lead).write({"number": 7})

    def test_who_may_plan(self):
        plan = self._create_plan()
        self.assertTrue(plan.with_user(self.operator).name)
        with self.assertRaises(AccessError):
            plan.with_user(self.operator).name = "Mine"
        with self.assertRaises(ValidationError):
            self._create_plan(equipment_id=False)

    def test_a_hundred_plans_ask_no_more_than_ten(self):
        counts = [self._count_queries(number) for number in (10, 100)]
        self.assertLessEqual(counts[1], counts[0] + 10, counts)

    def _count_queries(self, number):
        equipment = self.env["maintenance.equipment"].create(
            [
                {
                    "name": f"Machine {number}-{index}",
                    "company_id": self.company.id,
                    "maintenance_team_id": self.team.id,
                }
                for index in range(number)
            ]
        )
        plans = self.env["lean.tpm.plan"].create(
            [
                {
                    "name": "Check",
                    "company_id": self.company.id,
                    "equipment_id": machine.id,
                    "date_start": date(2026, 6, 1),
                }
                for machine in equipment
            ]
        )
        plans.action_start()
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        plans._plan_ahead()
        self.env.flush_all()
        return self.cr.sql_log_count - before
