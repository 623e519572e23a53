# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import TpmCommon


@tagged("post_install", "-at_install")
class TestRequest(TpmCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.done_stage = cls.env["maintenance.stage"].search([("done", "=", True)], limit=1)
        cls.new_stage = cls.env["maintenance.stage"].search([("done", "=", False)], limit=1)

    def _create_request(self):
        plan = self._create_plan(lead_days=3)
        plan._run()
        return plan, self._get_row(plan, 0).request_id

    def test_a_request_is_made_only_when_its_date_comes_near(self):
        plan, request = self._create_request()
        self.assertEqual(request.equipment_id, self.lathe)
        self.assertEqual(request.maintenance_type, "preventive")
        # Six in the morning in Brussels.
        self.assertEqual(str(request.schedule_date), "2026-06-01 04:00:00")
        self.assertFalse(self._get_row(plan, 1).request_id)
        plan._run()
        self.assertEqual(len(self.lathe.maintenance_ids), 1)
        self._go_to("2026-06-05")
        plan._run()
        self.assertEqual(len(self.lathe.maintenance_ids), 2)

    def test_the_request_leads_its_occurrence(self):
        plan, request = self._create_request()
        row = self._get_row(plan, 0)
        request.with_user(self.lead).stage_id = self.done_stage
        self.assertEqual((row.state, row.user_id), ("done", self.lead))
        request.stage_id = self.new_stage
        self.assertEqual(row.state, "planned")
        self.assertTrue(row.reason)
        request.archive_equipment_request()
        self.assertEqual(row.state, "skipped")

    def test_moving_between_done_stages_completes_once(self):
        plan, request = self._create_request()
        request.stage_id = self.done_stage
        done = self._get_row(plan, 0).date_done
        self._go_to("2026-06-03")
        request.stage_id = self.done_stage.copy({"name": "Filed"})
        self.assertEqual(self._get_row(plan, 0).date_done, done)
        self.assertEqual(len(self.lathe.maintenance_ids), 1)

    def test_a_deleted_request_leaves_a_skipped_occurrence_with_its_reason(self):
        plan, request = self._create_request()
        request.unlink()
        row = self._get_row(plan, 0)
        self.assertEqual(row.state, "skipped")
        self.assertIn("deleted", row.reason)
        plan._run()
        self.assertFalse(row.request_id)

    def test_the_occurrence_closes_its_request(self):
        plan, request = self._create_request()
        self._get_row(plan, 0).action_done()
        self.assertTrue(request.stage_id.done)
        self._go_to("2026-06-08")
        plan._run()
        second = self._get_row(plan, 1).request_id
        self._go_to("2026-06-15")
        plan._run()
        self.assertEqual(self._get_row(plan, 1).state, "missed")
        self.assertTrue(second.archive)

    def test_cores_recurrence_and_a_plan_do_not_both_fire(self):
        __, request = self._create_request()
        with self.assertRaises(UserError):
            request.recurring_maintenance = True

    def test_operators_checks_need_no_request(self):
        plan = self._create_plan(kind="autonomous")
        plan._run()
        self.assertFalse(self._get_row(plan, 0).request_id)
