# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from .common import TpmCommon


@tagged("post_install", "-at_install")
class TestMeter(TpmCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.meter = cls.env["lean.tpm.meter"].create(
            {
                "name": "Hours",
                "code": "CNC2",
                "equipment_id": cls.lathe.id,
                "company_id": cls.company.id,
                "rollover": 10_000,
            }
        )

    def _read(self, day, value, **values):
        readings = self.env["lean.tpm.reading"].with_user(self.operator)
        return readings.create({"meter_id": self.meter.id, "date": f"{day} 06:00:00", "value": value, **values})

    def _create_meter_plan(self, **values):
        return self._create_plan(trigger="meter", meter_name="Hours", meter_interval=500, ahead_days=60, **values)

    def test_a_meter_runs_over_and_is_replaced(self):
        self._read("2026-05-01", 9_990)
        self._read("2026-05-02", 20)
        self.assertEqual(self.meter.total, 30)
        self._read("2026-05-03", 0, is_replacement=True, replaced_value=50)
        self._read("2026-05-04", 8)
        self.assertEqual(self.meter.total, 68)
        self.assertEqual(self.meter.last_value, 8)

    def test_a_lower_reading_is_refused_and_says_why(self):
        self.meter.rollover = 0
        self._read("2026-05-01", 100)
        with self.assertRaisesRegex(ValidationError, "90 on 2026-05-02 is below 100 on 2026-05-01"):
            self._read("2026-05-02", 90)

    def test_a_back_dated_reading_recomputes_the_later_ones(self):
        self.meter.rollover = 0
        self._read("2026-05-01", 100)
        late = self._read("2026-05-20", 300)
        self._read("2026-05-10", 250, is_replacement=True, replaced_value=180)
        self.assertEqual(late.total, 80 + 50)

    def test_the_forecast_follows_the_average(self):
        self._read("2026-05-02", 0)
        self._read("2026-06-01", 240)
        plan = self._create_meter_plan()
        # 8 a day: 260 are left, 33 days from the first of June.
        self.assertEqual(self._get_days(plan), ["07-04"])
        self._go_to("2026-06-11")
        self._read("2026-06-11", 480)
        self.assertEqual(self._get_days(plan), ["06-13"])
        self._go_to("2026-06-12")
        self._read("2026-06-12", 510)
        self.assertEqual(self._get_days(plan), ["06-12"])
        self._go_to("2026-06-20")
        plan._run()
        self.assertEqual(self._get_days(plan), ["06-12"])
        self._get_row(plan, 0).action_done()
        self.assertEqual(self._get_row(plan, 0).state, "late")
        [day] = self._get_days(plan)
        self.assertGreater(day, "07-20")

    def test_whichever_comes_first(self):
        self._read("2026-05-02", 0)
        self._read("2026-06-01", 240)
        plan = self._create_plan(
            trigger="first", meter_name="Hours", meter_interval=500, interval_unit="month", date_start="2026-06-30"
        )
        self.assertEqual(self._get_days(plan)[0], "06-30")
        self._go_to("2026-06-05")
        self._read("2026-06-05", 600)
        self.assertEqual(self._get_days(plan), ["06-05", "07-30"])

    def test_a_threshold_makes_one_occurrence_until_it_is_seen_to(self):
        self.meter.kind = "value"
        plan = self._create_plan(trigger="threshold", meter_name="Hours", threshold=80, kind="condition")
        self._read("2026-05-28", 70)
        self.assertFalse(self._get_days(plan))
        self._read("2026-05-29", 85)
        self._read("2026-05-30", 90)
        self.assertEqual(self._get_days(plan), ["05-29"])
        self.assertTrue(self._get_row(plan, 0).request_id)
        self._get_row(plan, 0).action_done()
        self.assertFalse(self._get_days(plan))
        self._go_to("2026-06-03")
        self._read("2026-06-02", 60)
        self._read("2026-06-03", 95)
        self.assertEqual(self._get_days(plan), ["06-03"])

    def test_a_machine_posts_readings_and_retries(self):
        meters = self.env["lean.tpm.meter"].with_user(self.lead)
        answer = meters.post_reading("CNC2", "12.5", "2026-05-01 08:00:00")
        self.assertTrue(answer["ok"], answer)
        self.assertTrue(meters.post_reading("CNC2", "12.5", "2026-05-01 08:00:00")["ok"])
        self.assertEqual(len(self.meter.reading_ids), 1)
        for bad in (
            ("NONE", 1),
            ("CNC2", "many"),
            ("CNC2", 1, "yesterday"),
            ("CNC2", 1, "2027-01-01 08:00:00"),
            (None, None),
        ):
            answer = meters.post_reading(*bad)
            self.assertFalse(answer["ok"])
            self.assertTrue(answer["message"])
        self.assertEqual(len(self.meter.reading_ids), 1)

    def test_operators_read_meters_and_change_nothing(self):
        reading = self._read("2026-05-01", 5)
        self.assertEqual(reading.user_id, self.operator)
        with self.assertRaises(AccessError):
            reading.value = 6
        with self.assertRaises(AccessError):
            self.meter.with_user(self.operator).name = "Mine"
