# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo.tests import tagged

from odoo.addons.lean_base.tests.check import CheckCase

from .common import FiveSCommon


@tagged("post_install", "-at_install")
class TestLeanCheck(CheckCase, FiveSCommon):
    """Audits, their schedules and red tags."""

    def _create_tag(self):
        return self.env["lean.5s.red.tag"].create({"item": "Pallet", "area_id": self.area.id})

    def test_clean_data_have_no_finding(self):
        self._do_audit(choices=(3, 1, 4, "na", 2, 0))
        schedule = self._create_schedule()
        self._pass_days(30)
        schedule._run()
        self._start_extra()
        self._create_tag().write({"state": "decided", "disposition": "keep"})
        self.assert_clean()

    def test_score_of_an_answer(self):
        audit = self._start_extra()
        self._answer(audit, (4, 4, 4, 4, 4, 4))
        answer = audit.answer_ids[0].sudo()
        self.corrupt("UPDATE lean_5s_answer SET score = 1 WHERE id = %s", answer)
        self.assert_repaired("audit_answer_score", answer)
        self.assertEqual(answer.score, 4)

    def test_answer_of_an_open_audit_is_what_the_phone_sent(self):
        audit = self._start_extra()
        self._answer(audit, (4, 4, 4, 4, 4, 4))
        answer = audit.answer_ids[0].sudo()
        self.corrupt("UPDATE lean_5s_answer SET choice = NULL, score = NULL WHERE id = %s", answer)
        self.assert_repaired("audit_answer_entry", answer)
        self.assertRecordValues(answer, [{"choice": "4", "score": 4}])
        self.assertIn("phone sent last", audit.sudo().message_ids[0].body)

    def test_answer_of_a_signed_audit_stays(self):
        answer = self._do_audit().answer_ids[0].sudo()
        self.corrupt("UPDATE lean_5s_answer SET choice = '3', score = 3 WHERE id = %s", answer)
        self.assert_left("audit_answer_entry", answer)
        self.assertTrue(self.find(answer.audit_id, "audit_score"))

    def test_signed_audit_without_an_answer(self):
        audit = self._do_audit().sudo()
        self.corrupt("UPDATE lean_5s_answer SET choice = NULL, score = NULL WHERE audit_id = %s", audit)
        self.assert_left("audit_complete", audit)

    def test_score_of_a_signed_audit(self):
        audit = self._do_audit().sudo()
        self.corrupt("UPDATE lean_5s_audit SET score = 12 WHERE id = %s", audit)
        self.assert_left("audit_score", audit)
        self.assertIn("100", self.find(audit, "audit_score")[0].problem)

    def test_signed_by_nobody(self):
        audit = self._do_audit().sudo()
        self.corrupt("UPDATE lean_5s_audit SET signed_by_id = NULL WHERE id = %s", audit)
        self.assert_left("audit_end", audit)

    def test_lost_audit_of_a_schedule(self):
        schedule = self._create_schedule(ahead_days=60)
        schedule._run()
        audits = self.env["lean.5s.audit"].search([("schedule_id", "=", schedule.id)], order="number")
        self.corrupt("DELETE FROM lean_5s_audit WHERE id = %s", audits[1])
        self.assert_left("audit_series", schedule)

    def test_two_audits_of_a_day(self):
        schedule = self._create_schedule(ahead_days=60)
        schedule._run()
        audits = self.env["lean.5s.audit"].search([("schedule_id", "=", schedule.id)], order="number")
        day = audits[0].date_planned
        self.corrupt(f"UPDATE lean_5s_audit SET date_planned = '{day}' WHERE id = %s", audits[1])
        self.assert_left("audit_day", audits[1])

    def test_two_tags_of_a_number(self):
        first, second = self._create_tag(), self._create_tag()
        self.corrupt(f"UPDATE lean_5s_red_tag SET name = '{first.name}' WHERE id = %s", second)
        self.assert_left("red_tag_number", second)

    def test_decided_without_a_decision(self):
        tag = self._create_tag()
        self.corrupt("UPDATE lean_5s_red_tag SET state = 'decided' WHERE id = %s", tag)
        self.assert_left("red_tag_decided", tag)
