# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from .common import OeeCommon


@tagged("post_install", "-at_install")
class TestMeterFeed(OeeCommon):
    """The lathe is the machine of the mill; its meters are fed by what the mill runs and makes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lathe.workcenter_id = cls.mill
        cls.hours, cls.pieces = cls.env["lean.tpm.meter"].create(
            [
                {"name": name, "equipment_id": cls.lathe.id, "company_id": cls.company.id, "feed": feed}
                for name, feed in (("Spindle", "hours"), ("Parts", "pieces"))
            ]
        )

    def setUp(self):
        super().setUp()
        self.clock.move_to("2026-06-05 08:00:00")

    def _feed(self):
        (self.hours | self.pieces).with_user(self.lead).action_feed()

    def test_hours_of_several_people_are_those_of_the_machine(self):
        self._log("run", 1, 6, 10)
        self._log("run", 1, 8, 11, user=self.second)
        self._log("slow", 1, 11, 12)
        self._log("breakdown", 1, 12, 16)
        self._log("run", 2, 6, None)
        self._feed()
        self.assertEqual(self.hours.last_value, 6)
        self.assertEqual(self.hours.last_date, self._at(1, 12))
        self.assertEqual(self.hours.reading_ids.origin, "order")

    def test_feeding_again_changes_nothing_and_what_comes_late_is_in_the_next(self):
        self._log("run", 1, 6, 10)
        self._feed()
        self._feed()
        self.assertEqual(self.hours.reading_ids.mapped("value"), [4])
        self._log("run", 1, 12, 14)
        self._log("run", 1, 4, 5)  # entered late
        self._feed()
        self.assertEqual(self.hours.reading_ids.sorted("date").mapped("value"), [4, 7])
        self._log("run", 1, 13, 14, user=self.second)
        self._log("run", 1, 2, 3)
        self._feed()
        self.assertEqual(self.hours.reading_ids.sorted("date").mapped("value"), [4, 8], "the same instant, put right")

    def test_what_somebody_read_is_believed(self):
        self._log("run", 1, 6, 10)
        self.env["lean.tpm.reading"].create({"meter_id": self.hours.id, "value": 1000, "date": self._at(1, 9)})
        self._feed()
        self.assertEqual(self.hours.last_value, 1001)

    def test_it_runs_over(self):
        self.hours.rollover = 1000
        self.env["lean.tpm.reading"].create({"meter_id": self.hours.id, "value": 998, "date": self._at(1, 6)})
        self._log("run", 1, 6, 10)
        self._feed()
        self.assertEqual(self.hours.last_value, 2)
        self.assertEqual(self.hours.total, 4)

    def test_pieces_of_finished_orders(self):
        first, second = self._start_order(), self._start_order()
        self._log("run", 1, 6, 10, first)
        self._finish(first, 40)
        self._feed()
        self.assertEqual(self.pieces.last_value, 40)
        self.clock.move_to("2026-06-05 09:00:00")
        self._log("run", 2, 6, 10, second)
        self._finish(second, 25)
        self._feed()
        self._feed()
        self.assertEqual(self.pieces.reading_ids.sorted("date").mapped("value"), [40, 65])

    def test_finishing_an_order_asks_for_the_reading_and_does_not_wait_for_it(self):
        order = self._start_order()
        self._log("run", 1, 6, 10, order)
        triggers = self.env["ir.cron.trigger"].search_count([])
        self._finish(order, 40)
        self.assertGreater(self.env["ir.cron.trigger"].search_count([]), triggers)
        self.assertFalse(self.hours.reading_ids)

    def test_a_meter_that_goes_up_and_down_is_not_fed(self):
        with self.assertRaisesRegex(ValidationError, "counts up"):
            self.hours.kind = "value"

    def test_an_operator_may_not(self):
        with self.assertRaises(AccessError):
            self.hours.with_user(self.operator).action_feed()

    def test_reliability_by_what_ran(self):
        """The lathe failed once in the week; the mill ran 40 hours of it by its logs, not the calendar's."""
        for day in range(1, 5):
            self._log("run", day, 6, 12)
            self._log("run", day, 12.5, 16.5)
        self._measure(1, 4)
        self.env["maintenance.request"].create(
            {
                "name": "Belt",
                "equipment_id": self.lathe.id,
                "company_id": self.company.id,
                "lean_failed_at": self._at(4, 16),
                "lean_restored_at": self._at(4, 18),
            }
        )
        self.assertAlmostEqual(self.lathe.lean_mtbf, 38)  # 4 x 9.5 in the shifts
        self.assertAlmostEqual(self.lathe.lean_mttr, 2)
        self.assertAlmostEqual(self.lathe.lean_availability, 0.95)

    def test_queries_do_not_grow_with_logs(self):
        counts = []
        for count in (10, 990):
            self.env["mrp.workcenter.productivity"].create(
                [
                    {
                        "workcenter_id": self.mill.id,
                        "loss_id": self.reasons["run"].id,
                        "date_start": self._at(1, 6 + number / 100),
                        "date_end": self._at(1, 6.005 + number / 100 + count / 1000),
                        "company_id": self.company.id,
                    }
                    for number in range(count)
                ]
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._feed()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 5, counts)
