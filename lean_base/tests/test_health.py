# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.service.model import call_kw
from odoo.tests import new_test_user, tagged

from .common import LeanBaseCommon

CRON = "lean_base.ir_cron_escalate_overdue"


@tagged("post_install", "-at_install")
class TestHealth(LeanBaseCommon):
    """Who keeps the plant running sees what does not run, and what to do."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.administrator = new_test_user(cls.env, "health_administrator", groups="base.group_system")
        cls.cron = cls.env.ref(CRON)
        cls.now = fields.Datetime.now()
        cls.cron.write({"active": True, "nextcall": cls.now + timedelta(hours=1), "lastcall": cls.now})

    def look(self, user=None):
        looks = self.env["lean.health.look"].with_user(user or self.manager)
        return looks.browse(looks.action_look()["res_id"])

    def get_line(self, code, user=None):
        return self.look(user).line_ids.filtered(lambda line: line.code == code)

    def test_what_runs_is_fine(self):
        line = self.get_line(CRON)
        self.assertEqual((line.status, line.advice, line.last_run), ("fine", False, self.now))

    def test_what_is_late_says_what_to_look_at(self):
        self.cron.nextcall = self.now - timedelta(hours=2)
        line = self.get_line(CRON)
        self.assertEqual(line.status, "late")
        self.assertIn("overdue actions", line.advice, "what people miss")

    def test_a_server_that_runs_nothing(self):
        jobs = self.env["lean.health"]._get_jobs()
        crons = self.env["ir.cron"].union(*(self.env.ref(job.xml_id) for job in jobs))
        crons.write({"nextcall": self.now - timedelta(hours=2), "active": True, "failure_count": 0})
        self.assertTrue(self.look().is_server_idle)
        self.cron.nextcall = self.now + timedelta(hours=1)
        self.assertFalse(self.look().is_server_idle, "one of them runs")

    def test_what_was_asked_to_run_and_has_not(self):
        trigger = {"cron_id": self.cron.id, "call_at": self.now - timedelta(hours=1)}
        self.env["ir.cron.trigger"].create(trigger)
        self.assertEqual(self.get_line(CRON).status, "late")

    def test_what_fails_says_how_often(self):
        self.cron.write({"failure_count": 3, "first_failure_date": self.now - timedelta(days=1)})
        line = self.get_line(CRON)
        self.assertEqual(line.status, "attention")
        self.assertIn("3", line.advice)

    def test_what_is_switched_off_or_gone(self):
        self.cron.active = False
        self.assertEqual(self.get_line(CRON).status, "off")
        self.assertGreaterEqual(self.look().attention_count, 1)
        self.cron.unlink()
        line = self.get_line(CRON)
        self.assertEqual((line.status, line.can_open), ("attention", False))

    def create_overdue(self, days, company=None):
        company = company or self.company
        deadline = fields.Date.today() - timedelta(days=days)
        values = {"name": "Mark the lanes", "company_id": company.id, "date_deadline": deadline}
        return self.env["lean.action"].create(values)

    def test_what_waits_is_fine_for_a_while(self):
        self.assertEqual(self.get_line("action_to_ask").status, "fine")
        self.create_overdue(days=1.5)
        self.assertEqual(self.get_line("action_to_ask").status, "waiting")
        action = self.create_overdue(days=20)
        line = self.get_line("action_to_ask")
        self.assertEqual((line.status, line.count), ("attention", 2))
        self.assertEqual(line.since.date(), action.date_deadline)
        opened = line.action_open()
        self.assertIn(action, self.env["lean.action"].with_user(self.manager).search(opened["domain"]))

    def test_other_companies_are_not_counted(self):
        self.create_overdue(20, self.other_company)
        self.assertEqual(self.get_line("action_to_ask").count, 0)

    def test_mail_that_failed(self):
        action = self.create_overdue(1)
        self.env["mail.mail"].create(
            {
                "subject": "Order",
                "state": "exception",
                "model": "lean.action",
                "res_id": action.id,
                "email_to": "x@example.com",
            }
        )
        line = self.get_line("mail_failed", self.administrator)
        self.assertEqual((line.status, line.can_open), ("attention", True))
        self.assertFalse(self.get_line("mail_failed").can_open, "e-mails are the administrator's to read")

    def test_an_administrator_opens_the_action(self):
        self.assertEqual(self.get_line(CRON, self.administrator).action_open()["res_id"], self.cron.id)
        self.assertFalse(self.get_line(CRON).can_open, "scheduled actions are the administrator's")

    def test_the_button_looks_again(self):
        look = self.look()
        again = call_kw(look.browse(), "action_look", [look.ids], {})
        self.assertNotEqual(again["res_id"], look.id)

    def test_nobody_else_may_look(self):
        for user in (self.user, self.clerk):
            with self.assertRaises(AccessError):
                self.look(user)

    def test_a_look_is_who_looked(self):
        look = self.look()
        with self.assertRaises(AccessError):
            look.with_user(self.administrator).read(["date"])

    def test_a_look_asks_no_more_of_a_thousand_records(self):
        health = self.env["lean.health"]
        self.create_overdue(20)

        def count():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            health._prepare_job_lines()
            health._prepare_queue_lines()
            return self.env.cr.sql_log_count - before

        few = count()
        self.env["lean.action"].create(
            [{"name": "Thousand", "company_id": self.company.id, "date_deadline": "2026-01-01"}] * 1000
        )
        self.assertLessEqual(count(), few)
