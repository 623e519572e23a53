# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from datetime import timedelta

from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from odoo.addons.lean_base.tests.components import ComponentCase

from ..calculations.load import get_periods


@tagged("post_install", "-at_install")
class TestTpmTours(ComponentCase):
    """The check of a machine and the change of a plan as people do them, in a browser."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.operator = new_test_user(cls.env, "lean_check", "lean_base.group_lean_user", name="Tablet CNC")
        cls.lead = new_test_user(cls.env, "lean_lead", "maintenance.group_equipment_manager", name="Lead")
        cls.employee = cls.env["hr.employee"].create({"name": "Tour Operator", "barcode": "BADGETPM1"})
        cls.machine = cls.env["maintenance.equipment"].create({"name": "CNC-9", "company_id": cls.env.company.id})
        cls.env["lean.tpm.meter"].create({"name": "Hours", "equipment_id": cls.machine.id})
        cls.tasks = cls.env["lean.tpm.task"].create(
            [
                {
                    "name": "Coolant",
                    "sequence": 1,
                    "kind": "measurement",
                    "unit": "%",
                    "has_minimum": True,
                    "minimum": 6,
                    "has_maximum": True,
                    "maximum": 9,
                },
                {"name": "Belt", "sequence": 2},
                {"name": "Spindle hours", "sequence": 3, "kind": "meter", "meter_name": "Hours"},
            ]
        )

    def _create_plan(self, **values):
        plan = self.env["lean.tpm.plan"].create(
            {
                "name": "Five-minute check",
                "equipment_id": self.machine.id,
                "kind": "autonomous",
                "interval_unit": "day",
                "workday_move": "none",
                "task_ids": [Command.set(self.tasks.ids)],
                **values,
            }
        )
        plan.action_start()
        return plan

    def test_from_the_qr_code_to_a_signed_check_with_a_tag(self):
        check = self._create_plan().occurrence_ids[0]
        self.start_tour(f"/lean/machine/{self.machine.id}", "lean_tpm_check", login="lean_check")
        self.env.invalidate_all()
        self.assertRecordValues(
            check, [{"state": "done", "user_id": self.operator.id, "employee_id": self.employee.id}]
        )
        self.assertEqual(len(check.result_ids), 3, "each answer counts once")
        tag = self.env["lean.tpm.tag"].search([("equipment_id", "=", self.machine.id)])
        self.assertRecordValues(tag, [{"name": "Coolant: 5 % (6 – 9 %)", "note": "Too thin", "must_stop": False}])
        self.assertEqual(self.machine.lean_tag_count, 1)

    def test_a_plan_is_changed_with_a_preview(self):
        plan = self._create_plan(kind="preventive", interval_unit="week", ahead_days=60)
        before = plan._read_open_dates()
        action = self.env.ref("lean_tpm.lean_tpm_plan_action")
        self.start_tour(f"/odoo/action-{action.id}/{plan.id}", "lean_tpm_plan_change", login="lean_lead")
        self.env.invalidate_all()
        after = plan._read_open_dates()
        self.assertEqual(plan.interval_count, 2)
        self.assertLess(len(after), len(before))

    def test_a_week_is_levelled_by_dragging(self):
        """Two plans of 40 and 6 hours in one week: the smaller goes to the next."""
        company = self.env.company
        person = new_test_user(self.env, "lean_fitter", "base.group_user", company_id=company.id)
        team = self.env["maintenance.team"].create(
            {"name": "Fitters", "company_id": company.id, "member_ids": person.ids}
        )
        company.resource_calendar_id = self.env["resource.calendar"].create({"name": "40", "company_id": company.id})
        periods = get_periods(company._lean_today(), "week", 2, self.env["lean.tpm.load"]._get_first_weekday())
        due = next(day for day in periods[1].days if day.weekday() == 3)
        values = {"kind": "preventive", "team_id": team.id, "interval_unit": "month", "date_start": due}
        self._create_plan(**values, name="Big", duration=40)
        row = self._create_plan(**values, name="Gearbox", duration=6).occurrence_ids[0]
        self.start_tour(f"/odoo/maintenance-load?team={team.id}", "lean_tpm_load", login="lean_lead")
        self.env.invalidate_all()
        self.assertRecordValues(row, [{"date_due": due, "moved_by_id": self.lead.id}])
        self.assertEqual(row.date_planned, due + timedelta(days=6))

    def test_components(self):
        self.run_components("lean_tpm")

    def test_the_machine_page_is_for_lean_users(self):
        new_test_user(self.env, "lean_nobody", "base.group_user")
        self.authenticate("lean_nobody", "lean_nobody")
        self.assertEqual(self.url_open(f"/lean/machine/{self.machine.id}").status_code, 404)
        self.authenticate("lean_check", "lean_check")
        answer = self.url_open(f"/lean/machine/{self.machine.id}", allow_redirects=False)
        self.assertIn(f"equipment={self.machine.id}", answer.headers["Location"])

    def test_the_label_carries_the_address_of_the_machine(self):
        report = self.env["ir.actions.report"].with_context(force_report_rendering=False)
        html, __ = report._render_qweb_html("lean_tpm.report_machine_label", self.machine.ids)
        self.assertIn(f"%2Flean%2Fmachine%2F{self.machine.id}", html.decode())
