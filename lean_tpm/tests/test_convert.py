# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import TpmCommon


@tagged("post_install", "-at_install")
class TestConvert(TpmCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.done_stage = cls.env["maintenance.stage"].search([("done", "=", True)], limit=1)
        cls.scrap_stage = cls.env["maintenance.stage"].search([("done", "=", True)])[1]
        cls.request = cls._create_request()

    @classmethod
    def _create_request(cls, **values):
        return cls.env["maintenance.request"].create(
            {
                "name": "Grease the spindle",
                "company_id": cls.company.id,
                "equipment_id": cls.lathe.id,
                "maintenance_team_id": cls.team.id,
                "maintenance_type": "preventive",
                "recurring_maintenance": True,
                "repeat_interval": 2,
                "repeat_unit": "week",
                "schedule_date": "2026-06-03 22:30:00",
                "instruction_text": "<p>Two strokes</p>",
                **values,
            }
        )

    def _open(self, **context):
        return self.env["lean.tpm.convert"].with_user(self.lead).with_context(**context).create({})

    def _get_plans(self):
        return self.env["lean.tpm.plan"].search([("equipment_id", "=", self.lathe.id)])

    def test_the_preview_shows_the_dates(self):
        line = self._open().line_ids
        self.assertRecordValues(
            line,
            [{"name": "Grease the spindle", "equipment_id": self.lathe.id, "open_count": 1, "problem": False}],
        )
        # 00:30 of the fourth in Brussels
        self.assertEqual(line.next_dates, "06/04/2026 · 06/18/2026 · 07/02/2026")
        self.assertFalse(self._get_plans())

    def test_the_open_request_goes_on_under_its_plan(self):
        self._open().action_convert()
        plan = self._get_plans()
        self.assertRecordValues(
            plan, [{"state": "running", "interval_count": 2, "interval_unit": "week", "team_id": self.team.id}]
        )
        self.assertIn("Two strokes", plan.note)
        first = self.env["lean.tpm.occurrence"].search([("plan_id", "=", plan.id)], limit=1)
        self.assertEqual((first.request_id, str(first.date_due)), (self.request, "2026-06-04"))
        self.assertFalse(self.request.recurring_maintenance)
        plan._run()
        self.assertEqual(len(self.lathe.maintenance_ids), 1, "no second request for the same date")
        self.request.with_user(self.lead).stage_id = self.done_stage
        self.assertEqual(first.state, "done")
        self.assertEqual(len(self.lathe.maintenance_ids), 1, "core makes no next one")

    def test_converting_twice_does_nothing(self):
        wizard = self._open()
        wizard.action_convert()
        self.assertFalse(self._open().line_ids)
        with self.assertRaises(UserError):
            wizard.action_convert()
        self.assertEqual(len(self._get_plans()), 1)

    def test_closed_ones_do_not_fire_again(self):
        self.request.stage_id = self.done_stage
        self.assertEqual(len(self.lathe.maintenance_ids), 2)
        self._open().action_convert()
        self.assertEqual(str(self._get_plans().date_start), "2026-06-18")
        self.request.stage_id = self.scrap_stage
        self.assertEqual(len(self.lathe.maintenance_ids), 2)

    def test_what_cannot_be_a_plan_stays_and_says_why(self):
        lost = self._create_request(name="Of nothing", equipment_id=False)
        wizard = self._open()
        [problem] = wizard.line_ids.filtered("problem").mapped("problem")
        self.assertIn("no equipment", problem)
        wizard.action_convert()
        self.assertTrue(lost.recurring_maintenance)
        self.assertEqual(len(self._get_plans()), 1)

    def test_only_the_chosen_ones(self):
        other = self._create_request(name="Clean the tank", repeat_type="until", repeat_until="2026-07-01")
        self._open(active_model="maintenance.request", active_ids=other.ids).action_convert()
        self.assertRecordValues(self._get_plans(), [{"name": "Clean the tank"}])
        self.assertEqual(str(self._get_plans().date_end), "2026-07-01")
        self.assertTrue(self.request.recurring_maintenance)

    def test_an_overdue_one_stays_open(self):
        self._create_request(name="Overdue", schedule_date="2026-04-01 06:00:00", repeat_unit="day", repeat_interval=1)
        self._open().action_convert()
        plan = self._get_plans().filtered(lambda plan: plan.name == "Overdue")
        plan._run()
        first = self.env["lean.tpm.occurrence"].search([("plan_id", "=", plan.id)], limit=1)
        self.assertEqual((first.state, first.request_id.name), ("planned", "Overdue"))

    def test_operators_convert_nothing(self):
        with self.assertRaises(AccessError):
            self.env["lean.tpm.convert"].with_user(self.operator).create({})


@tagged("post_install", "-at_install")
class TestConvertOcaPlan(TpmCommon):
    """Where OCA's maintenance_plan is in the database: nothing depends on it."""

    def setUp(self):
        super().setUp()
        if "maintenance.plan" not in self.env:
            self.skipTest("OCA's maintenance_plan is not installed")
        self.oca_plan = self.env["maintenance.plan"].create(
            {
                "name": "Grease",
                "equipment_id": self.lathe.id,
                "company_id": self.company.id,
                "interval": 1,
                "interval_step": "month",
                "start_maintenance_date": "2026-06-01",
                "maintenance_plan_horizon": 3,
                "planning_step": "month",
                "maintenance_team_id": self.team.id,
            }
        )
        self.env["maintenance.equipment"]._cron_generate_requests()
        self.requests = self.oca_plan.maintenance_ids

    def test_each_open_request_goes_on_under_the_plan(self):
        self.assertEqual(len(self.requests), 4)
        self.env["lean.tpm.convert"].with_user(self.lead).create({}).action_convert()
        plan = self.env["lean.tpm.plan"].search([("equipment_id", "=", self.lathe.id)])
        rows = plan.occurrence_ids.sorted("number")[:4]
        self.assertEqual(rows.request_id, self.requests)
        self.assertEqual(rows.mapped("date_due"), self.requests.sorted("request_date").mapped("request_date"))
        plan._run()
        self.env["maintenance.equipment"]._cron_generate_requests()
        self.assertEqual(self.lathe.maintenance_ids, self.requests)
        self.assertFalse(self.env["lean.tpm.convert"].with_user(self.lead).create({}).line_ids)

    def test_one_that_filters_its_equipment_stays_and_says_why(self):
        self.oca_plan.write({"equipment_id": False, "generate_with_domain": True, "generate_domain": "[]"})
        [problem] = self.env["lean.tpm.convert"].with_user(self.lead).create({}).line_ids.mapped("problem")
        self.assertIn("filter", problem)
        self.assertTrue(self.oca_plan.active)
