# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import FiveSCommon

MODELS = ("template", "question", "schedule", "auditor", "audit", "answer", "entry", "red.tag")


@tagged("post_install", "-at_install")
class TestAccess(FiveSCommon):
    """Operator, auditor, manager, a clerk without Lean and a stranger of another company."""

    def test_who_may_do_what(self):
        reads, everything = (True, False, False, False), (True, True, True, True)
        for model in MODELS:
            expected = {
                self.clerk: (False,) * 4,
                self.user: (True, True, True, False) if model == "red.tag" else reads,
                self.auditor: (True, True, True, False) if model == "red.tag" else reads,
                self.manager: reads if model in ("answer", "entry") else everything,
            }
            for user, rights in expected.items():
                with self.subTest(model=model, user=user.login):
                    records = self.env[f"lean.5s.{model}"].with_user(user)
                    operations = ("read", "write", "create", "unlink")
                    self.assertEqual(tuple(records.has_access(name) for name in operations), rights)

    def test_a_stranger_sees_nothing(self):
        schedule = self._create_schedule()
        schedule._run()
        audit = self._do_audit()
        for record in (schedule, schedule.auditor_ids, audit, audit.answer_ids, audit.answer_ids.entry_ids):
            with self.subTest(model=record._name):
                self.assertFalse(record.with_user(self.stranger).search([("id", "in", record.ids)]))
                with self.assertRaises(AccessError):
                    record[0].with_user(self.stranger).read(["display_name"])

    def test_templates_of_all_companies_and_of_one(self):
        own = self._create_template(company_id=self.other_company.id)
        self.assertTrue(self.template.with_user(self.stranger).name)
        self.assertTrue(own.with_user(self.stranger).name)
        with self.assertRaises(AccessError):
            own.with_user(self.user).read(["name"])

    def test_an_operator_reads_and_tags_but_does_not_audit(self):
        audit = self._start_extra()
        self.assertEqual(audit.with_user(self.user).answer_count, 6)
        for refused in (
            lambda: audit.with_user(self.user).action_sign(),
            lambda: audit.with_user(self.user).write({"reason": "No"}),
            lambda: audit.answer_ids[0].with_user(self.user).make_action(),
            lambda: self.template.with_user(self.user).action_new_version(),
        ):
            with self.assertRaises(AccessError):
                refused()

    def test_an_auditor_changes_neither_schedule_nor_ledger(self):
        schedule = self._create_schedule()
        schedule._run()
        audit = schedule.audit_ids[0].with_user(self.auditor)
        for refused in (
            lambda: schedule.with_user(self.auditor).write({"interval_count": 9}),
            lambda: audit.write({"auditor_id": self.auditor.id}),
            lambda: audit.unlink(),
        ):
            with self.assertRaises(AccessError):
                refused()
        audit.sudo().reason = "Holidays"
        with self.assertRaises(AccessError):
            audit.action_cancel()

    def test_a_manager_gives_a_planned_audit_to_somebody_else(self):
        schedule = self._create_schedule()
        schedule._run()
        audit = schedule.audit_ids[0].with_user(self.manager)
        audit.write({"auditor_id": self.second_auditor.id, "date_planned": "2026-06-02"})
        self.assertEqual(audit.auditor_id, self.second_auditor)
        with self.assertRaisesRegex(UserError, "not deleted"):
            audit.unlink()

    def test_menus(self):
        menu = self.env["ir.ui.menu"]
        names = ("menu_lean_5s_audit_screen", "menu_lean_5s_red_tag")
        ids = [self.env.ref(f"lean_5s.{name}").id for name in names]
        for user, shown in (
            (self.user, (False, True)),
            (self.auditor, (True, True)),
            (self.manager, (True, True)),
        ):
            visible = menu.with_user(user)._visible_menu_ids()
            self.assertEqual(tuple(menu_id in visible for menu_id in ids), shown)
