# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)

from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged

from .common import LeanBaseCommon

TODAY = fields.Date.to_date("2026-03-10")


@tagged("post_install", "-at_install")
@freeze_time("2026-03-10 08:00:00")
class TestEscalation(LeanBaseCommon):
    """Overdue: the responsible is asked once, after a week one above, once."""

    def _create_overdue(self, days=1, **values):
        return self._create_action(date_deadline=TODAY - timedelta(days=days), **values)

    def _get_asked(self, action):
        """Return who has an activity on an action, by login."""
        return sorted(action.sudo().activity_ids.user_id.mapped("login"))

    def _escalate(self, actions):
        actions.sudo()._escalate_overdue()
        self.env.flush_all()

    def test_overdue_after_the_day(self):
        actions = self._create_action(date_deadline=TODAY) | self._create_overdue() | self._create_action()
        self.assertEqual(actions.mapped("is_overdue"), [False, True, False])
        found = self.env["lean.action"].with_user(self.user)
        self.assertEqual(found.search([("is_overdue", "=", True)]), actions[1])
        rest = found.search([("is_overdue", "=", False)])
        self.assertEqual(rest, actions[0] | actions[2])
        self.assertEqual(found.search([("is_overdue", "!=", True)]), rest)

    def test_finished_is_not_overdue(self):
        for state in ("done", "cancelled"):
            action = self._create_overdue(state=state)
            self.assertFalse(action.is_overdue)

    def test_each_company_by_its_own_day(self):
        # It is the 10th in Brussels and already the 11th in Auckland.
        with freeze_time("2026-03-10 12:00:00"):
            here = self._create_action(date_deadline="2026-03-10")
            there = self._create_action(
                user=self.stranger,
                company_id=self.other_company.id,
                date_deadline="2026-03-10",
            )
            self.assertFalse(here.is_overdue)
            self.assertTrue(there.is_overdue)
            found = self.env["lean.action"].search([("is_overdue", "=", True)])
            self.assertEqual(found & (here | there).sudo(), there.sudo())
        with freeze_time("2026-03-10 23:30:00"):
            (here | there).invalidate_recordset()
            self.assertTrue(here.is_overdue)

    def test_responsible_is_asked_in_time(self):
        action = self._create_overdue()
        self._escalate(action)
        self.assertEqual(self._get_asked(action), ["lean_user"])
        activity = action.activity_ids
        self.assertEqual(activity.date_deadline, TODAY)
        self.assertIn("Overdue since 03/09/2026", activity.summary)

    def test_one_above_is_asked_after_the_days(self):
        young = self._create_overdue(days=6, area_id=self.area.id)
        old = self._create_overdue(days=7, area_id=self.area.id)
        self._escalate(young | old)
        self.assertEqual(self._get_asked(young), ["lean_user"])
        self.assertEqual(self._get_asked(old), ["lean_manager", "lean_user"])

    def test_days_are_the_companys(self):
        self.company.lean_escalation_days = 2
        action = self._create_overdue(days=2, area_id=self.area.id)
        self._escalate(action)
        self.assertEqual(action.escalation, "escalated")

    def test_never_twice(self):
        action = self._create_overdue(days=3, area_id=self.area.id)
        for day in range(10, 20):
            with freeze_time(f"2026-03-{day} 08:00:00"):
                action.invalidate_recordset()
                self._escalate(action)
                self._escalate(action)
        self.assertEqual(self._get_asked(action), ["lean_manager", "lean_user"])
        self.assertEqual(len(action.activity_ids), 2)

    def test_done_activity_is_not_made_again(self):
        action = self._create_overdue()
        self._escalate(action)
        action.activity_ids.action_feedback(feedback="On my way")
        self._escalate(action)
        self.assertFalse(action.activity_ids)

    def test_area_without_responsible_asks_upwards(self):
        line = self.env["lean.area"].create(
            {
                "name": "Line",
                "code": "L1",
                "company_id": self.company.id,
                "parent_id": self.area.id,
                "responsible_id": self.user.id,
            }
        )
        action = self._create_overdue(days=9, area_id=line.id)
        self.assertEqual(action.sudo()._get_escalation_user(), self.manager)

    def test_manager_of_the_employee_is_asked(self):
        self.boss.user_id = self.colleague
        action = self._create_overdue(days=9, employee_id=self.operator.id)
        self._escalate(action)
        self.assertEqual(self._get_asked(action), ["lean_colleague", "lean_user"])

    def test_nobody_above_is_said(self):
        action = self._create_overdue(days=9)
        self._escalate(action)
        self.assertEqual(action.escalation, "escalated")
        self.assertEqual(self._get_asked(action), ["lean_user"])
        self.assertIn("nobody to escalate to", action.sudo().message_ids[:1].body)

    def test_who_left_is_not_asked(self):
        action = self._create_overdue(days=9, area_id=self.area.id)
        self.user.active = False
        self._escalate(action)
        self.assertEqual(self._get_asked(action), ["lean_manager"])

    def test_settled_when_done_or_postponed(self):
        done, postponed = self._create_overdue(), self._create_overdue()
        audit = self._create_overdue(source_kind="audit")
        self._escalate(done | postponed | audit)
        (done | audit).action_done()
        postponed.date_deadline = TODAY
        for action in (done, postponed, audit):
            self.assertFalse(action.activity_ids)
            self.assertFalse(action.escalation)

    def test_new_responsible_is_asked_instead(self):
        action = self._create_overdue()
        self._escalate(action)
        action.user_id = self.colleague
        self._escalate(action)
        self.assertEqual(self._get_asked(action), ["lean_colleague"])

    def test_cron(self):
        actions = self._create_overdue(days=9, area_id=self.area.id)
        actions |= self._create_overdue() | self._create_overdue()
        cron = self.env.ref("lean_base.ir_cron_escalate_overdue")
        path = "odoo.addons.lean_base.models.lean_action_escalation.BATCH_SIZE"
        with patch(path, 2), self.enter_registry_test_mode():
            cron.method_direct_trigger()
            cron.method_direct_trigger()
        self.assertEqual(actions.mapped("escalation"), ["escalated", "responsible", "responsible"])
        self.assertEqual(len(actions.activity_ids), 4)

    def test_queries_for_many(self):
        for number in (10, 1000):
            values = {
                "name": "Late",
                "company_id": self.company.id,
                "area_id": self.area.id,
                "user_id": self.user.id,
                "date_deadline": TODAY - timedelta(days=9),
            }
            actions = self.env["lean.action"].create([values] * number)
            self.env.flush_all()
            self.env.invalidate_all()
            budget = 45 + 5 * -(-number // 100)
            with self.subTest(number=number), self.assertQueryCount(budget):
                self._escalate(actions)
            self.assertEqual(len(actions.activity_ids), 2 * number)

    def test_status_says_in_words_what_the_colour_says(self):
        actions = self._create_overdue() | self._create_action()
        waiting = self._create_action(source_kind="audit")
        waiting.action_done()
        self.assertEqual(
            (actions | waiting).mapped("status"),
            ["Open, overdue", "Open", "Done, to verify"],
        )
