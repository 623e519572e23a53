# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from datetime import date, datetime

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import TpmCommon


@tagged("post_install", "-at_install")
class TestLoad(TpmCommon):
    """A workshop of one technician who works forty hours a week; it is Monday, 1 June 2026."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.technician = cls._create_user("tpm_technician", "lean_base.group_lean_user")
        cls.calendar = cls.company.resource_calendar_id
        cls.employee = cls.env["hr.employee"].create(
            {"name": "Ann", "user_id": cls.technician.id, "company_id": cls.company.id}
        )
        cls.team.member_ids = cls.technician

    def _get_load(self, user=None, **options):
        load = self.env["lean.tpm.load"].with_user(user or self.lead).with_context(lang="en_US")
        return load.get_load({"team_id": self.team.id, **options})

    def _get_figures(self, board, *names):
        return [tuple(period[name] for name in names or ("planned", "hours", "over")) for period in board["periods"]]

    def test_hours_due_stand_against_the_hours_of_the_team(self):
        self._create_plan(duration=46)
        board = self._get_load()
        self.assertEqual(self._get_figures(board), [(46, 40, 6)] * 6)
        self.assertEqual(board["periods"][0]["share"], 46 / 40)
        self.assertEqual(len(board["cards"]), 6)

    def test_leaves_and_the_share_for_planned_work_take_hours_away(self):
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "resource_id": self.employee.resource_id.id,
                "calendar_id": self.calendar.id,
                "date_from": datetime(2026, 6, 8),
                "date_to": datetime(2026, 6, 9, 21, 59),
            }
        )
        self.team.lean_planned_percent = 50
        hours = [figure[0] for figure in self._get_figures(self._get_load(), "hours")]
        self.assertEqual(hours[:3], [20, 12, 20])
        days = self._get_figures(self._get_load(unit="day"), "hours")
        self.assertEqual(days[0], (8,), "a single day may be filled")

    def test_days_that_are_over_have_no_hours_left(self):
        self._go_to("2026-06-03")
        self.assertEqual(self._get_load()["periods"][0]["hours"], 24)

    def test_a_team_without_members_has_no_known_hours(self):
        self.team.member_ids = False
        self._create_plan()
        board = self._get_load()
        self.assertEqual(self._get_figures(board, "hours", "share", "over")[0], (None, None, 0))
        self.assertEqual(board["unknown"], ["Workshop"])

    def test_a_member_without_an_employee_works_by_the_companys_calendar(self):
        self.team.member_ids = self.lead
        self.assertEqual(self._get_load()["periods"][0]["hours"], 40)
        self.employee.resource_calendar_id = False
        self.team.member_ids = self.technician
        self.assertEqual(self._get_load()["periods"][0]["hours"], 40)

    def test_who_is_in_two_teams_counts_once_in_all_of_them(self):
        self.env["maintenance.team"].create(
            {"name": "Second", "company_id": self.company.id, "member_ids": self.technician.ids}
        )
        board = self._get_load(team_id=False, lanes="team")
        self.assertEqual(board["periods"][0]["hours"], 40)
        self.assertEqual([lane["figures"][0]["hours"] for lane in board["lanes"] if lane["name"] == "Second"], [40])

    def test_overdue_work_is_done_this_week(self):
        plan = self._create_plan(duration=2, catches_up=True)
        self._go_to("2026-06-10")
        plan._run()
        board = self._get_load()
        self.assertEqual(board["periods"][0]["planned"], 4, "the first of June and the eighth")
        self.assertTrue(board["cards"][0]["is_late"])
        later = self._get_load(start="2026-06-22")
        self.assertEqual(later["periods"][0]["planned"], 2)
        self.assertFalse(later["is_now"])

    def test_operators_checks_are_no_work_of_the_team_and_breakdowns_are(self):
        self._create_plan(kind="autonomous")
        self.env["maintenance.request"].create(
            {
                "name": "Coolant pump leaks",
                "company_id": self.company.id,
                "equipment_id": self.lathe.id,
                "maintenance_team_id": self.team.id,
                "schedule_date": "2026-06-02 06:00:00",
                "schedule_end": "2026-06-02 09:00:00",
            }
        )
        board = self._get_load()
        self.assertEqual(self._get_figures(board, "planned")[:2], [(3,), (0,)])
        self.assertEqual([card["name"] for card in board["cards"]], ["Coolant pump leaks"])
        seen = self._get_load(self.operator)["cards"]
        self.assertEqual([(card["name"], card["can_move"]) for card in seen], [("Other request", False)])

    def test_a_request_that_is_made_tells_its_own_hours_and_team(self):
        plan = self._create_plan(duration=2, lead_days=3)
        plan._run()
        request = self._get_row(plan, 0).request_id
        request.schedule_end = "2026-06-01 09:00:00"
        self.assertEqual(self._get_load()["periods"][0]["planned"], 5)
        request.maintenance_team_id = self.team.copy({"name": "Other"})
        self.assertEqual(self._get_load()["periods"][0]["planned"], 0)

    def test_days_and_lanes(self):
        plan = self._create_plan(duration=3)
        board = self._get_load(unit="day", lanes="equipment")
        self.assertEqual(len(board["periods"]), 14)
        self.assertEqual(self._get_figures(board)[0], (3, 8, 0))
        self.assertEqual([lane["name"] for lane in board["lanes"]], [self.lathe.display_name])
        self.assertEqual([card["place"] for card in board["cards"]], [0, 7])
        self.assertEqual(board["cards"][0]["id"], self._get_row(plan, 0).id)

    def test_a_wrong_address_shows_the_usual(self):
        board = self._get_load(unit="century", lanes="colour", start="yesterday", team_id="x")
        self.assertEqual((board["unit"], board["lanes_by"], board["start"]), ("week", "none", "2026-06-01"))

    def test_dropped_on_a_week_it_goes_to_the_day_where_it_fits(self):
        busy = self._create_plan(interval_unit="month", date_start=date(2026, 6, 15), duration=8)
        plan = self._create_plan(interval_unit="month", date_start=date(2026, 6, 11), duration=6, workday_move="next")
        row = self._get_row(plan, 0)
        load = self.env["lean.tpm.load"].with_user(self.lead)
        answer = load.move("lean.tpm.occurrence", row.id, "2026-06-15", "2026-06-21")
        self.assertEqual(answer["day"], "2026-06-16", "Monday is full")
        self.assertEqual(answer["previous"], "2026-06-11")
        self.assertEqual(row.date_planned, date(2026, 6, 16))
        board = self._get_load()
        self.assertEqual(self._get_figures(board, "planned")[:3], [(0,), (0,), (14,)])
        load.undo("lean.tpm.occurrence", row.id, "2026-06-11")
        self.assertRecordValues(row, [{"date_moved": False, "date_planned": date(2026, 6, 11)}])
        days = load.get_days("lean.tpm.occurrence", self._get_row(busy, 0).id)
        self.assertEqual(days["days"][0]["day"], "2026-06-09")
        self.assertEqual([day["planned"] for day in days["days"] if day["day"] == "2026-06-11"], [6])

    def test_the_best_day_lies_in_a_week_with_room(self):
        self.team.lean_planned_percent = 20
        self._create_plan(interval_unit="month", date_start=date(2026, 6, 8), duration=7)
        plan = self._create_plan(interval_unit="month", date_start=date(2026, 6, 11), duration=4, workday_move="next")
        answer = (
            self.env["lean.tpm.load"].with_user(self.lead).get_days("lean.tpm.occurrence", self._get_row(plan, 0).id)
        )
        self.assertEqual(answer["best"], "2026-06-15")
        days = {day["day"]: day for day in answer["days"]}
        self.assertTrue(days["2026-06-12"]["is_full"], "7 + 4 of 8 hours")
        self.assertFalse(days["2026-06-12"]["is_over"])
        self.assertFalse(days["2026-06-15"]["is_full"])

    def test_a_week_that_its_tolerance_does_not_reach_is_refused_with_the_days_that_are_left(self):
        row = self._get_row(self._create_plan(interval_unit="month", date_start=date(2026, 6, 15)), 0)
        load = self.env["lean.tpm.load"].with_user(self.lead)
        with self.assertRaisesRegex(UserError, "from 06/09/2026 to 06/21/2026"):
            load.move("lean.tpm.occurrence", row.id, "2026-06-29", "2026-07-05")

    def test_a_breakdown_is_moved_too(self):
        request = self.env["maintenance.request"].create(
            {
                "name": "Coolant pump leaks",
                "company_id": self.company.id,
                "maintenance_team_id": self.team.id,
                "schedule_date": "2026-06-02 06:00:00",
                "schedule_end": "2026-06-02 09:00:00",
            }
        )
        load = self.env["lean.tpm.load"].with_user(self.lead)
        answer = load.move("maintenance.request", request.id, "2026-06-08", "2026-06-14")
        self.assertEqual((answer["day"], str(request.schedule_date)), ("2026-06-08", "2026-06-08 06:00:00"))
        load.undo("maintenance.request", request.id, answer["previous"])
        self.assertEqual(str(request.schedule_date), "2026-06-02 06:00:00")
        with self.assertRaises(UserError):
            load.move("maintenance.request", request.id, "2026-05-31")

    def test_operators_look_and_do_not_move(self):
        row = self._get_row(self._create_plan(interval_unit="month", date_start=date(2026, 6, 15)), 0)
        board = self._get_load(self.operator)
        self.assertFalse(board["can_move"])
        self.assertEqual([card["can_move"] for card in board["cards"]], [False])
        with self.assertRaises(AccessError):
            self.env["lean.tpm.load"].with_user(self.operator).move("lean.tpm.occurrence", row.id, "2026-06-16")
        board = self._get_load(self.technician)
        self.assertEqual((board["can_move"], board["cards"][0]["can_move"]), (True, True))
        stranger = self._create_user("tpm_stranger", "base.group_user")
        with self.assertRaises(AccessError):
            self._get_load(stranger)

    def test_the_board_reads_as_often_for_a_thousand_as_for_ten(self):
        def add(number):
            machines = self.env["maintenance.equipment"].create(
                [
                    {"name": f"M{index}", "company_id": self.company.id, "maintenance_team_id": self.team.id}
                    for index in range(number)
                ]
            )
            category = self.env["maintenance.equipment.category"].create(
                {"name": "Many", "company_id": self.company.id, "equipment_ids": [Command.set(machines.ids)]}
            )
            self._create_plan(category_id=category.id, ahead_days=34)

        self._get_load(lanes="equipment")
        for number, rows in ((2, 10), (198, 1000)):
            add(number)
            self.env.flush_all()
            self.env.invalidate_all()
            with self.subTest(rows=rows), self.assertQueryCount(34):
                board = self._get_load(lanes="equipment")
            self.assertEqual(len(board["cards"]), rows)
