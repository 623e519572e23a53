# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from datetime import datetime

from odoo import fields
from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .common import TpmCommon


@tagged("post_install", "-at_install")
class TestReliability(TpmCommon):
    """Of a lathe in use since Monday 1 June, 8 to 12 and 13 to 17 in Brussels, five days a week."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.resource_calendar_id.tz = "Europe/Brussels"
        cls.lathe.effective_date = "2026-06-01"
        cls.stage_done = cls.env["maintenance.stage"].search([("done", "=", True)], limit=1)

    def _create_failure(self, **values):
        requests = self.env["maintenance.request"].with_user(self.lead)
        return requests.create(
            {"name": "Spindle", "equipment_id": self.lathe.id, "company_id": self.company.id, **values}
        )

    def test_figures_of_two_weeks(self):
        # Two weeks of 40 hours. Down Tuesday 10:00-15:00 (five hours by the clock, four of work) and
        # Thursday 16:00 to Friday 9:00 (17 hours by the clock, two of work).
        self._create_failure(lean_failed_at="2026-06-02 08:00:00", lean_restored_at="2026-06-02 13:00:00")
        self._create_failure(lean_failed_at="2026-06-04 14:00:00", lean_restored_at="2026-06-05 07:00:00")
        self._go_to("2026-06-13")
        lathe = self.lathe.with_user(self.lead)
        self.assertEqual(lathe.lean_failure_count, 2)
        self.assertAlmostEqual(lathe.lean_run_hours, 74)  # 80 - 4 - 2
        self.assertAlmostEqual(lathe.lean_mtbf, 37)  # 74 / 2
        self.assertAlmostEqual(lathe.lean_mttr, 11)  # (5 + 17) / 2
        self.assertAlmostEqual(lathe.lean_availability, 37 / 48)
        self.assertEqual(lathe.lean_health_chart["series"][1]["values"][-1], 22)

    def test_undefined_is_not_zero(self):
        self._go_to("2026-06-13")
        self.assertEqual(self.lathe.lean_failure_count, 0)
        self.assertIs(self.lathe.lean_mtbf, False)
        self.assertIs(self.lathe.lean_mttr, False)
        self.assertIs(self.lathe.lean_availability, False)
        self.assertEqual(set(self.lathe.lean_health_chart["series"][0]["values"]), {None})

    def test_a_failure_that_is_not_over(self):
        self._create_failure(lean_failed_at="2026-06-02 08:00:00")
        self._go_to("2026-06-03")
        self.assertEqual(self.lathe.lean_down_since, datetime(2026, 6, 2, 8))
        self.assertAlmostEqual(self.lathe.lean_mtbf, 8 + 2)  # Monday, and Tuesday until 10:00
        self.assertIs(self.lathe.lean_mttr, False)

    def test_times_nobody_entered_are_those_of_the_request(self):
        failure = self._create_failure()
        self.assertEqual(failure.lean_failed_at, fields.Datetime.now())
        self._go_to("2026-06-02")
        failure.stage_id = self.stage_done
        self.assertEqual(failure.lean_down_hours, 24)
        failure.stage_id = self.env["maintenance.stage"].search([], limit=1)
        self.assertFalse(failure.lean_restored_at, "opened again, it is down again")
        self.assertIs(failure.lean_down_hours, False)

    def test_what_is_no_failure(self):
        self._create_failure(maintenance_type="preventive")
        self._create_failure(lean_is_failure=False)
        self._create_failure().archive_equipment_request()
        self.assertEqual(self.lathe.lean_failure_count, 0)

    def test_restored_before_it_failed_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "cannot be restored before"):
            self._create_failure(lean_failed_at="2026-06-02 08:00:00", lean_restored_at="2026-06-02 07:00:00")

    def test_failures_one_twice_down_once(self):
        self._create_failure(lean_failed_at="2026-06-02 08:00:00", lean_restored_at="2026-06-02 10:00:00")
        self._create_failure(lean_failed_at="2026-06-02 09:00:00", lean_restored_at="2026-06-02 10:00:00")
        self._go_to("2026-06-06")
        self.assertAlmostEqual(self.lathe.lean_run_hours, 38)

    def test_reading_is_constant(self):
        many = self.lathe | self.env["maintenance.equipment"].union(
            *[self._create_equipment(f"M{number}") for number in range(20)]
        )
        for equipment in many[:10]:
            self._create_failure(equipment_id=equipment.id, lean_failed_at="2026-05-02 08:00:00")
        names = ["lean_mtbf", "lean_health_chart"]
        self.env.invalidate_all()
        with self.assertQueryCount(20):
            many[:2].read(names)
        self.env.invalidate_all()
        with self.assertQueryCount(20):
            many.read(names)
