# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from types import SimpleNamespace
from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.bus.models import ir_websocket

from .common import PHOTO, FiveSCommon


@tagged("post_install", "-at_install")
class TestPhone(FiveSCommon):
    """Answers of a phone: saved as given, sent again, late, or by two phones at once."""

    def setUp(self):
        super().setUp()
        self.audit = self._start_extra()
        self.first = self.audit.answer_ids[0]

    def test_an_answer_is_saved_as_it_is_given(self):
        answer = self._save(self.first, choice="3", note="Two boxes too many")
        self.assertTrue(answer["ok"])
        state = answer["answers"][0]
        self.assertEqual((state["choice"], state["note"], state["by_id"]), ("3", "Two boxes too many", self.auditor.id))
        self.assertEqual((self.first.score, self.first.user_id), (3, self.auditor))
        self.assertEqual((self.audit.answered_count, self.audit.answer_count), (1, 6))

    def test_a_second_attempt_changes_nothing(self):
        entry = {"uid": "once", "answer_id": self.first.id, "choice": "3", "age": 0}
        self.audit.save_answer(entry)
        self._save(self.first, choice="1")
        again = self.audit.save_answer({**entry, "age": 40})
        self.assertTrue(again["ok"] and again["is_resent"])
        self.assertEqual(self.first.choice, "1")
        self.assertEqual(len(self.first.entry_ids), 2)

    def test_the_later_of_two_phones_wins_and_both_see_it(self):
        self._save(self.first, user=self.second_auditor, choice="4", age=10)
        late = self._save(self.first, choice="1", age=60)  # given before, sent after
        self.assertTrue(late["ok"])
        self.assertEqual(late["answers"][0]["choice"], "4", "the phone that lost is told")
        self.assertEqual(late["answers"][0]["by_id"], self.second_auditor.id)
        self.assertEqual(self.first.entry_ids.sorted("date_made").mapped("is_applied"), [False, True])
        with self._watch_bus() as sent:
            self._save(self.first, choice="2")
        (channel, kind, message), *others = sent
        self.assertFalse(others)
        self.assertEqual((channel, kind), ((self.audit, "lean_5s.audit"), "lean_5s.audit"))
        self.assertEqual(message["answers"][0]["choice"], "2")

    def _watch_bus(self):
        class Watch:
            def __enter__(watch):
                watch.sent = []
                bus = type(self.env["bus.bus"])
                watch.patch = patch.object(bus, "_sendone", lambda _self, *message: watch.sent.append(message))
                watch.patch.start()
                return watch.sent

            def __exit__(watch, *error):
                watch.patch.stop()

        return Watch()

    def test_only_readers_hear_of_an_audit(self):
        for user, hears in ((self.second_auditor, True), (self.stranger, False), (self.clerk, False)):
            with self.subTest(user=user.login):
                self.assertEqual(self._hears(user), hears)

    def _hears(self, user):
        """Whether a browser of this user that asks for the channel of the audit gets it."""
        asked = [f"lean_5s.audit_{self.audit.id}", "lean_5s.audit_x"]
        self.patch(ir_websocket, "wsrequest", SimpleNamespace(session=SimpleNamespace(uid=False)))
        channels = self.env["ir.websocket"].with_user(user)._build_bus_channel_list(asked)
        return (self.audit, "lean_5s.audit") in [channel for channel in channels if isinstance(channel, tuple)]

    def test_a_photo_has_a_time_of_its_own(self):
        self._save(self.first, choice="1", age=5)
        self._save(self.first, photo=PHOTO, age=30)
        self.assertTrue(self.first.has_photo)
        self.assertEqual(self.first.choice, "1")
        state = self._save(self.first, photo=False)["answers"][0]
        self.assertEqual((state["photo_url"], self.first.has_photo), ("", False))

    def test_last_time_stands_beside_the_question(self):
        answer = self.audit.answer_ids[4]
        self._answer(self.audit, (4, 4, 4, 4, 1, 4))
        self._save(answer, photo=PHOTO, note="Torn")
        self.audit.action_sign()
        self._pass_days(7)
        self._do_audit()
        self._pass_days(7)
        opened = self._start_extra().open_audit()
        last = opened["questions"][4]["last"]
        self.assertEqual(last["choice"], "4", "of the audit before")
        self.assertIn(f"/{answer.id}/photo", last["photo_url"], "the last picture there is")

    def test_an_answer_kept_until_it_was_missed_counts(self):
        schedule = self._create_schedule()
        schedule._run()
        audit = schedule.audit_ids.sorted("number")[0].with_user(self.auditor)
        self._go_to("2026-06-07 20:00:00")
        audit.action_start()
        self._answer(audit, (4, 4, 4, 4, 4, ""))
        self._go_to("2026-06-09 08:00:00")
        schedule._run()
        self.assertEqual(audit.state, "missed")
        age = 35 * 3600  # since Sunday evening
        self.assertTrue(self._save(audit.answer_ids[5], choice="2", age=age)["ok"])
        signed = audit.sign(age=age)
        self.assertTrue(signed["ok"], signed["message"])
        self.assertEqual((audit.state, str(audit.date_audited)), ("done", "2026-06-07"))

    def test_a_closed_audit_says_so(self):
        self._answer(self.audit, (4,) * 6)
        self.assertTrue(self.audit.sign()["ok"])
        self.assertTrue(self.audit.sign()["ok"], "a second tap")
        late = self._save(self.first, choice="0")
        self.assertFalse(late["ok"])
        self.assertIn("closed", late["message"])
        self.assertEqual((late["state"], self.first.choice), ("done", "4"))

    def test_signing_says_what_is_missing(self):
        answer = self.audit.sign()
        self.assertFalse(answer["ok"])
        self.assertIn("Still to answer: 1, 2, 3, 4, 5, 6", answer["message"])

    def test_bad_input_is_answered(self):
        entry = {"uid": "bad", "answer_id": self.first.id, "choice": "3", "age": 0}
        for values in (
            {"choice": "5"},
            {"choice": "na"},  # always applies
            {"choice": None},
            {"answer_id": 0},
            {"answer_id": "1"},
            {"answer_id": 2**40},
            {"uid": ""},
            {"uid": 7},
            {"age": "old"},
            {"note": "x" * 3000},
            {"photo": 5},
        ):
            with self.subTest(values=values):
                answer = self.audit.save_answer({**entry, **values})
                self.assertFalse(answer["ok"])
                self.assertTrue(answer["message"])
        self.assertFalse(self.audit.save_answer("nonsense")["ok"])
        self.assertFalse(self.first.choice)

    def test_age_goes_back_some_days_only(self):
        self._save(self.first, choice="3", age=10**9)
        self.assertEqual(str(self.first.date_answered), "2026-05-25 08:00:00")
        self._save(self.first, choice="2", age=-500)
        self.assertEqual(str(self.first.date_answered), "2026-06-01 08:00:00", "not in the future")

    def test_a_second_tap_starts_no_second_audit(self):
        self.assertEqual(self._start_extra(), self.audit)

    def test_the_badge_at_a_shared_tablet_is_recorded(self):
        with self._web_session():
            self.env["hr.employee"].with_user(self.auditor).lean_identify("OPER8")
            self._answer(self.audit, (4,) * 6)
            self.audit.sign()
        self.assertEqual((self.first.employee_id, self.audit.employee_id), (self.operator, self.operator))

    def test_who_may_not_is_told(self):
        operator = self._save(self.first, user=self.user, choice="4")
        self.assertFalse(operator["ok"])
        self.assertIn("Only 5S auditors", operator["message"])
        self.assertFalse(self._save(self.first, user=self.stranger, choice="4")["ok"])
        with self.assertRaises(AccessError):
            self.env["lean.5s.audit"].with_user(self.user).start_extra(self.area.id, self.template.id)
        blocked = self.audit.with_user(self.user).open_audit()
        self.assertFalse(blocked["can_answer"])
        self.assertIn("Only 5S auditors", blocked["blocked"])

    def test_what_can_be_audited(self):
        schedule = self._create_schedule()
        schedule._run()
        start = self.env["lean.5s.audit"].with_user(self.auditor).get_start(self.area.id)
        self.assertEqual(start["area"]["name"], "Assembly")
        self.assertEqual(len(start["audits"]), 3, "own ones, and those of others that are due")
        self.assertIn(self.template.id, [template["id"] for template in start["templates"]])
        self.assertTrue(start["can_audit"])

    def test_queries_of_an_answer_are_few(self):
        self._save(self.first, choice="3")
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self._save(self.audit.answer_ids[1], choice="3")
        self.env.flush_all()
        self.assertLess(self.env.cr.sql_log_count - before, 40)
