# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo.tests import tagged

from odoo.addons.lean_base.tests.check import CheckCase

from .common import TpmCommon


@tagged("post_install", "-at_install")
class TestLeanCheck(CheckCase, TpmCommon):
    """The ledger, its requests, meters and tags."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.meter = cls.env["lean.tpm.meter"].create(
            {"name": "Hours", "equipment_id": cls.lathe.id, "company_id": cls.company.id}
        )

    def _read(self, day, value, **values):
        readings = self.env["lean.tpm.reading"]
        return readings.create({"meter_id": self.meter.id, "date": f"{day} 06:00:00", "value": value, **values})

    def test_clean_data_have_no_finding(self):
        plan = self._create_plan()
        self._get_row(plan, 0).action_done()
        self._get_row(plan, 1).action_skip("Strike")
        self._go_to("2026-07-01")
        plan.sudo()._run()
        self._read("2026-05-01", 9_990)
        self._read("2026-05-02", 0, is_replacement=True, replaced_value=9_999)
        self._read("2026-05-03", 8)
        self.assert_clean()

    def test_date_that_is_gone(self):
        plan = self._create_plan()
        self.corrupt("DELETE FROM lean_tpm_occurrence WHERE id = %s", self._get_row(plan, 1))
        self.assert_left("tpm_ledger", plan.sudo().track_ids)

    def test_done_without_a_time(self):
        row = self._get_row(self._create_plan(), 0)
        self.corrupt("UPDATE lean_tpm_occurrence SET state = 'done' WHERE id = %s", row)
        self.assert_left("tpm_done", row)

    def test_missed_without_a_reason(self):
        row = self._get_row(self._create_plan(), 0)
        self.corrupt("UPDATE lean_tpm_occurrence SET state = 'missed' WHERE id = %s", row)
        self.assert_left("tpm_reason", row)

    def test_suppressed_by_nothing_is_due_again(self):
        row = self._get_row(self._create_plan(), 1)
        self.corrupt("UPDATE lean_tpm_occurrence SET state = 'suppressed' WHERE id = %s", row)
        self.assert_repaired("tpm_suppressed", row)
        self.assertEqual(row.state, "planned")
        self.assertIn("open again", row.plan_id.message_ids[0].body, "the plan's chatter tells of it")

    def test_date_of_another_machine(self):
        row = self._get_row(self._create_plan(), 1)
        other = self._create_equipment("CNC-3")
        self.corrupt(f"UPDATE lean_tpm_occurrence SET equipment_id = {other.id} WHERE id = %s", row)
        self.assert_repaired("tpm_track", row)
        self.assertEqual(row.equipment_id, self.lathe)

    def test_open_request_of_a_date_that_ended(self):
        plan = self._create_plan(kind="preventive")
        plan.sudo()._run()
        row = self._get_row(plan, 0)
        self.assertTrue(row.request_id)
        self.corrupt(
            "UPDATE lean_tpm_occurrence SET state = 'done', date_done = '2026-06-01', user_id = 1 WHERE id = %s", row
        )
        request = row.request_id
        self.assert_repaired("tpm_request_open", request)
        self.assertTrue(request.stage_id.done)

    def test_closed_request_of_an_open_date(self):
        plan = self._create_plan(kind="preventive")
        plan.sudo()._run()
        row = self._get_row(plan, 0)
        self.corrupt("UPDATE maintenance_request SET archive = TRUE WHERE id = %s", row.request_id)
        self.assert_left("tpm_request_done", row)

    def test_meter_that_went_back(self):
        self._read("2026-05-01", 100)
        reading = self._read("2026-05-02", 200)
        self.corrupt("UPDATE lean_tpm_reading SET value = 50 WHERE id = %s", reading)
        self.assert_left("tpm_meter_lower", reading)

    def test_total_of_a_meter(self):
        self._read("2026-05-01", 100)
        reading = self._read("2026-05-02", 200)
        self.corrupt("UPDATE lean_tpm_reading SET total = 7 WHERE id = %s", reading)
        self.assert_repaired("tpm_meter_total", reading)
        self.assertEqual(reading.total, 100)

    def test_mended_before_it_was_found(self):
        tag = self.env["lean.tpm.tag"].create({"name": "Leak", "equipment_id": self.lathe.id})
        tag.action_done()
        self.corrupt("UPDATE lean_tpm_tag SET date_done = '2020-01-01' WHERE id = %s", tag)
        self.assert_left("tpm_tag_done", tag)

    def test_tag_on_another_machine(self):
        row = self._get_row(self._create_plan(), 0)
        tag = self.env["lean.tpm.tag"].create({"name": "Leak", "equipment_id": self.lathe.id, "occurrence_id": row.id})
        other = self._create_equipment("CNC-3")
        self.corrupt(f"UPDATE lean_tpm_tag SET equipment_id = {other.id} WHERE id = %s", tag)
        self.assert_left("tpm_tag_machine", tag)
