# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common import LeanBaseCommon


@tagged("post_install", "-at_install")
class TestActionFlow(LeanBaseCommon):
    """Open, in progress, done: by whom and on which day is recorded."""

    def test_new_action_in_form(self):
        with Form(self.env["lean.action"].with_user(self.user)) as form:
            form.name = "Mount a drip tray"
            form.area_id = self.area
        self.assertRecordValues(
            form.record,
            [{"state": "open", "user_id": self.user.id, "source_kind": "manual"}],
        )

    @freeze_time("2026-03-10 23:30:00")
    def test_done_records_who_and_the_companys_day(self):
        action = self._create_action()
        action.action_start()
        self.assertEqual(action.state, "in_progress")
        action.with_user(self.colleague).action_done()
        self.assertRecordValues(
            action,
            [
                {
                    "state": "done",
                    "date_done": fields.Date.to_date("2026-03-11"),
                    "done_by_id": self.colleague.id,
                    "done_by_employee_id": False,
                }
            ],
        )

    def test_reopening_forgets_who_did_it(self):
        action = self._create_action()
        action.action_done()
        action.action_reopen()
        self.assertRecordValues(action, [{"state": "open", "date_done": False, "done_by_id": False}])

    def test_cancelled_is_not_done(self):
        action = self._create_action()
        action.action_cancel()
        with self.assertRaisesRegex(UserError, "Cancelled and cannot become Done"):
            action.action_done()
        action.action_reopen()
        self.assertEqual(action.state, "open")

    def test_created_in_a_state(self):
        action = self._create_action(state="done")
        self.assertEqual(action.done_by_id, self.user)
        action = self.env["lean.action"].with_user(self.user)
        action = action.with_context(default_state="in_progress").create({"name": "X"})
        self.assertEqual(action.state, "in_progress")

    def test_copy_starts_again(self):
        action = self._create_action()
        action.action_done()
        copy = action.copy()
        self.assertRecordValues(copy, [{"state": "open", "done_by_id": False}])

    def test_who_did_it_cannot_be_entered(self):
        action = self._create_action()
        with self.assertRaises(AccessError):
            action.done_by_id = self.colleague
        with self.assertRaises(AccessError):
            self._create_action(verified_by_id=self.colleague.id)
        with self.assertRaises(AccessError):
            action.write({"state": "done", "done_by_id": self.colleague.id})

    def test_many_at_once(self):
        actions = self._create_action() | self._create_action()
        actions[0].action_start()
        actions.write({"state": "in_progress"})
        actions.action_done()
        self.assertEqual(actions.mapped("state"), ["done", "done"])

    def test_kanban_shows_empty_columns(self):
        self._create_action(state="cancelled")
        groups = (
            self.env["lean.action"]
            .with_user(self.user)
            .with_context(read_group_expand=True)
            .web_read_group([("company_id", "=", self.company.id)], ["state"])
        )["groups"]
        self.assertEqual(
            [group["state"] for group in groups],
            ["open", "in_progress", "done", "cancelled"],
        )

    def test_state_queries_for_many(self):
        for number in (10, 1000):
            actions = self.env["lean.action"].create([{"name": "X", "company_id": self.company.id}] * number)
            self.env.flush_all()
            self.env.invalidate_all()
            budget = 8 + 1 * -(-number // 100)
            with self.subTest(number=number), self.assertQueryCount(budget):
                actions.action_done()
                self.env.flush_all()


@tagged("post_install", "-at_install")
class TestVerification(LeanBaseCommon):
    """Audits, safety and scorecards: somebody else sees that it works."""

    def _create_done(self, **values):
        action = self._create_action(source_kind="audit", **values)
        action.action_done()
        return action

    def test_only_some_kinds_need_it(self):
        needed = {
            kind: self._create_action(source_kind=kind).needs_verification
            for kind in ("manual", "safety", "audit", "event", "scorecard", "card")
        }
        self.assertEqual(
            {kind for kind, needs in needed.items() if needs},
            {"safety", "audit", "scorecard"},
        )

    @freeze_time("2026-03-10 12:00:00")
    def test_somebody_else_verifies(self):
        action = self._create_done()
        action.with_user(self.colleague).action_verify()
        self.assertRecordValues(
            action,
            [
                {
                    "state": "verified",
                    "verified_by_id": self.colleague.id,
                    "date_verified": fields.Date.to_date("2026-03-10"),
                    "done_by_id": self.user.id,
                }
            ],
        )

    def test_doer_is_refused(self):
        action = self._create_done()
        with self.assertRaisesRegex(UserError, "somebody else has to verify"):
            action.action_verify()
        with self.assertRaisesRegex(UserError, "somebody else has to verify"):
            action.write({"state": "verified"})

    def test_responsible_is_refused_when_another_marks_it_done(self):
        action = self._create_action(source_kind="safety", user_id=self.colleague.id)
        action.action_done()
        with self.assertRaisesRegex(UserError, "somebody else"):
            action.with_user(self.colleague).action_verify()
        action.with_user(self.manager).action_verify()

    def test_responsible_verifies_what_an_employee_did(self):
        action = self._create_action(
            source_kind="safety",
            user_id=self.manager.id,
            employee_id=self.user_employee.id,
        )
        action.with_user(self.colleague).action_done()
        with self.assertRaisesRegex(UserError, "somebody else"):
            action.with_user(self.user).action_verify()
        action.with_user(self.manager).action_verify()

    def test_at_a_shared_station_the_badge_decides(self):
        employees = self.env["hr.employee"].with_user(self.station)
        action = self._create_action(source_kind="audit").with_user(self.station)
        with self._web_session():
            employees.lean_identify("OPER8")
            action.action_done()
            self.assertEqual(action.sudo().done_by_employee_id, self.operator)
            with self.assertRaisesRegex(UserError, "somebody else"):
                action.action_verify()
            employees.lean_identify("BOSS8")
            action.action_verify()
        self.assertEqual(action.sudo().verified_by_employee_id, self.boss)

    def test_not_before_it_is_done(self):
        action = self._create_action(source_kind="audit")
        with self.assertRaisesRegex(UserError, "Open and cannot become Verified"):
            action.with_user(self.colleague).action_verify()
        with self.assertRaises(UserError):
            self._create_action(source_kind="audit", state="verified")

    def test_not_where_it_is_not_asked_for(self):
        action = self._create_action()
        action.action_done()
        with self.assertRaisesRegex(UserError, "needs no verification"):
            action.with_user(self.colleague).action_verify()

    def test_only_manager_takes_it_off(self):
        action = self._create_action(source_kind="safety")
        with self.assertRaises(AccessError):
            action.source_kind = "manual"
        action.source_kind = "audit"
        action.with_user(self.manager).source_kind = "manual"
        self.assertFalse(action.needs_verification)

    def test_waiting_action_is_changed_by_reopening_only(self):
        action = self._create_done()
        for values in (
            {"name": "Else"},
            {"source_kind": "manual"},
            {"employee_id": self.operator.id},
            {"user_id": self.colleague.id},
        ):
            with self.subTest(values=values), self.assertRaises(UserError):
                action.write(values)
        action.action_reopen()
        action.name = "Else"

    def test_verified_action_is_read_only_except_chatter(self):
        action = self._create_done()
        action.with_user(self.colleague).action_verify()
        for user in (self.user, self.manager):
            with self.subTest(user=user.login), self.assertRaises(UserError):
                action.with_user(user).name = "Else"
            with self.subTest(user=user.login), self.assertRaises(UserError):
                action.with_user(user).action_reopen()
        with self.assertRaises(UserError):
            action.with_user(self.manager).unlink()
        action.message_post(body="It still works.")
        action.activity_schedule("mail.mail_activity_data_todo", summary="Look again")
        self.assertTrue(action.activity_ids)
