# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import PHOTO, FiveSCommon


@tagged("post_install", "-at_install")
class TestAudit(FiveSCommon):
    """Scores, what is missing, and what a closed audit keeps."""

    def test_weighted_score_is_the_mean_of_the_sections(self):
        audit = self._do_audit((1, 4, 2, 3, 4, 0))
        self.assertRecordValues(
            audit,
            [
                {
                    "state": "done",
                    "score_sort": 50,  # (2·1 + 1·4) / (2·4 + 1·4)
                    "score_set": 50,
                    "score_shine": 75,
                    "score_standardize": 100,
                    "score_sustain": 0,
                    "score": 55,
                    "is_failed": False,
                    "auditor_id": self.auditor.id,
                    "signed_by_id": self.auditor.id,
                    "tz": "Europe/Brussels",
                }
            ],
        )

    def test_not_applicable_counts_as_if_not_asked(self):
        audit = self._do_audit((4, 4, 4, "na", 4, 2))
        self.assertIs(audit.score_shine, False, "undefined, not zero")
        self.assertEqual(audit.score, 87.5)

    def test_nothing_applicable_has_no_score(self):
        questions = [self._question("sort", "One", allows_na=True), self._question("set", "Two", allows_na=True)]
        template = self.env["lean.5s.template"].create(
            {"name": "Maybe", "question_ids": [(0, 0, question) for question in questions]}
        )
        template.action_publish()
        audit = self._start_extra(template=template)
        self._answer(audit, ("na", "na"))
        audit.action_sign()
        self.assertEqual((audit.state, audit.score, audit.is_failed), ("done", False, False))
        self.assertIsNone(audit.get_result()["score"])
        self.assertEqual(audit.get_result()["rating"], "none")
        self.assertFalse(self.env["lean.5s.audit"]._read_group([("id", "=", audit.id)], [], ["score:avg"])[0][0])

    def test_a_failed_critical_question_shows_and_leaves_the_score(self):
        audit = self._do_audit((4, 4, 1, 4, 4, 4))
        self.assertEqual((audit.score, audit.is_failed), (85, True))
        self.assertEqual(audit.get_result()["rating"], "bad")

    def test_not_signed_while_something_is_missing(self):
        audit = self._start_extra()
        self._answer(audit, (4, "", 4, 4, 1, ""))
        with self.assertRaisesRegex(UserError, r"Still to answer: 2, 6\."):
            audit.action_sign()
        self._answer(audit, ("", 4, "", "", "", 4))
        with self.assertRaisesRegex(UserError, "photo: take one at question 5"):
            audit.action_sign()
        self._save(audit.answer_ids[4], photo=PHOTO)
        audit.action_sign()
        self.assertEqual(audit.state, "done")

    def test_an_open_audit_keeps_the_questions_it_started_with(self):
        audit = self._start_extra()
        action = self.template.with_user(self.manager).action_new_version()
        draft = self.env["lean.5s.template"].browse(action["res_id"]).with_user(self.manager)
        draft.question_ids[1].unlink()
        draft.question_ids[0].write({"name": "Changed", "weight": 5, "text_0": "Other"})
        draft.action_publish()
        self.assertEqual(audit.template_id, self.template)
        self.assertEqual(len(audit.answer_ids), 6)
        self.assertEqual((audit.answer_ids[0].name, audit.answer_ids[0].weight), ("Nothing unneeded", 2))
        self.assertEqual(audit.answer_ids[0].texts[0], "Nothing unneeded: 0")
        self._answer(audit, (1, 4, 4, 4, 4, 4))
        audit.action_sign()
        self.assertEqual(audit.score_sort, 50)
        schedule = self._create_schedule()
        schedule._run()
        later = schedule.audit_ids[0].with_user(self.auditor)
        later.action_start()
        self.assertEqual((later.template_id, len(later.answer_ids)), (draft, 5))

    def test_a_closed_audit_stays_as_it_is(self):
        audit = self._do_audit()
        for record in (audit.with_user(self.manager), audit.sudo()):
            with self.assertRaisesRegex(UserError, "closed.*stays as it is"):
                record.write({"reason": "Better"})
            with self.assertRaisesRegex(UserError, "closed.*stays as it is"):
                record.write({"score": 100})
            with self.assertRaisesRegex(UserError, "cancel an audit instead"):
                record.unlink()
        with self.assertRaisesRegex(UserError, "closed.*stays as it is"):
            audit.answer_ids[0].sudo().write({"choice": "0"})
        with self.assertRaisesRegex(UserError, "stays in the audit"):
            audit.answer_ids[0].sudo().unlink()
        audit.message_post(body="Discussed")
        audit.action_sign()
        self.assertEqual(audit.score, 100, "signing twice is signing once")

    def test_what_was_found_is_not_entered(self):
        audit = self._start_extra()
        with self.assertRaisesRegex(UserError, "follows from its answers"):
            audit.with_user(self.manager).write({"state": "done"})
        with self.assertRaisesRegex(UserError, "on the audit's screen"):
            audit.answer_ids[0].sudo().write({"choice": "4"})
        with self.assertRaisesRegex(UserError, "follows from its answers"):
            self.env["lean.5s.audit"].with_user(self.manager).create(
                {"area_id": self.area.id, "template_id": self.template.id, "date_planned": "2026-06-01", "score": 99}
            )

    def test_a_re_audit_asks_what_failed_only(self):
        audit = self._do_audit((1, 4, 4, 4, 1, 4))
        again = self.env["lean.5s.audit"].browse(audit.action_reaudit()["params"]["audit_id"])
        again = again.with_user(self.auditor)
        self.assertEqual(again.answer_ids.mapped("name"), ["Nothing unneeded", "Standards hang here"])
        self.assertEqual(audit.action_reaudit()["params"]["audit_id"], again.id, "one at a time")
        self._answer(again, (4, 3))
        again.action_sign()
        self.assertEqual((audit.score, audit.score_after, again.score), (75, 95, 87.5))
        self.assertEqual(self.area.lean_5s_last_id, audit, "the area keeps the score of its audit")
        fine = self._do_audit()
        with self.assertRaisesRegex(UserError, "Nothing failed"):
            fine.action_reaudit()
        with self.assertRaisesRegex(UserError, "follows an audit that is done"):
            again.action_reaudit()

    def test_every_answer_the_same_is_noticed(self):
        self.assertTrue(self._do_audit((3,) * 6).is_uniform)
        self.assertFalse(self._do_audit((3, 3, 3, 3, 3, 4)).is_uniform)

    def test_the_report_has_scores_and_photos(self):
        audit = self._do_audit((4, 4, 4, 4, 1, 4))
        html = self.env["ir.actions.report"]._render_qweb_html("lean_5s.report_audit", audit.ids)[0].decode()
        self.assertIn("85", html)
        self.assertIn("data:image/png;base64", html)
        self.assertIn("<polygon", html)
        self.assertIn("Standards hang here: 1", html)


@tagged("post_install", "-at_install")
class TestFindings(FiveSCommon):
    """What was found is acted on in one tap, once."""

    def test_the_lowest_become_actions(self):
        audit = self._do_audit((4, 0, 4, 1, 3, 4))
        result = audit.get_result()
        self.assertEqual(
            [row["name"] for row in result["lowest"]],
            ["Stock within limits", "Machines clean", "Standards hang here"],
        )
        answer = audit.answer_ids[1]
        made = answer.make_action()
        self.assertEqual(answer.make_action()["id"], made["id"], "a second tap makes no second action")
        action = self.env["lean.action"].browse(made["id"])
        self.assertRecordValues(
            action,
            [
                {
                    "name": "Stock within limits Stock within limits: 0",
                    "user_id": self.manager.id,
                    "area_id": self.area.id,
                    "source_kind": "audit",
                    "needs_verification": True,
                    "res_id": audit.id,
                }
            ],
        )
        self.assertEqual(str(action.date_deadline), "2026-06-15")
        self.assertEqual(audit.lean_action_ids, action)
        action.with_user(self.manager).action_done()
        with self.assertRaisesRegex(UserError, "somebody else"):
            action.with_user(self.manager).action_verify()
        action.with_user(self.auditor).action_verify()
        with self.assertRaisesRegex(UserError, "Verified"):
            action.with_user(self.manager).write({"name": "Easier"})

    def test_the_action_is_in_the_one_list_and_escalates(self):
        audit = self._do_audit((4, 0, 4, 4, 4, 4))
        action = self.env["lean.action"].browse(audit.answer_ids[1].make_action()["id"])
        self._go_to("2026-06-20 08:00:00")
        overdue = self.env["lean.action"].with_user(self.user).search([("is_overdue", "=", True)])
        self.assertIn(action, overdue)
        action._escalate_overdue()
        self.assertEqual(action.activity_ids.user_id, self.manager)

    def test_the_lowest_become_red_tags(self):
        audit = self._start_extra()
        self._answer(audit, (4, 4, 4, 4, 1, 4))
        answer = audit.answer_ids[4]
        self._save(answer, photo=PHOTO, note="Old fixtures\nbehind the press")
        audit.action_sign()
        made = answer.make_red_tag()
        self.assertEqual(answer.make_red_tag()["id"], made["id"])
        tag = self.env["lean.5s.red.tag"].browse(made["id"])
        self.assertEqual((tag.item, tag.area_id, tag.audit_id), ("Old fixtures", self.area, audit))
        self.assertTrue(tag.photo)
        self.assertEqual(audit.red_tag_count, 1)
