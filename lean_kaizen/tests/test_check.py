# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from datetime import date
from unittest.mock import patch

from odoo import Command
from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import LeanKaizenCommon

CRON = "lean_kaizen.ir_cron_check_gains"


@tagged("post_install", "-at_install")
class TestCheck(LeanKaizenCommon):
    def _run_cron(self):
        with self.enter_registry_test_mode():
            self.env.ref(CRON).with_user(self.env.ref("base.user_root")).method_direct_trigger()
        self.env.invalidate_all()

    def test_each_measure_is_checked_after_30_60_and_90_days(self):
        checks = self._follow_up()
        self.assertEqual(checks.mapped("days"), [30, 60, 90])
        self.assertEqual(checks.mapped("date_due"), [date(2026, 7, 5), date(2026, 8, 4), date(2026, 9, 3)])
        self.assertEqual(self.event.gain_state, "waiting")

    def test_coming_back_to_the_follow_up_doubles_nothing(self):
        self._follow_up()
        self.event.action_start()
        self.event.action_follow_up()
        self.assertEqual(len(self.event.check_ids), 3)

    def test_days_of_the_company(self):
        self.company.lean_kaizen_check_days = "14"
        self.assertEqual(self._follow_up().mapped("days"), [14])
        with self.assertRaisesRegex(ValidationError, "30, 60, 90"):
            self.company.lean_kaizen_check_days = "a month"

    def test_a_due_check_asks_the_leader_once(self):
        checks = self._follow_up()
        self._go_to("2026-07-04 21:30:00")
        self._run_cron()
        self.assertFalse(checks.activity_ids, "In Brussels it is still the 4th of July")
        self._go_to("2026-07-04 22:30:00")
        self._run_cron()
        self._run_cron()
        self.assertRecordValues(
            checks.activity_ids, [{"res_id": checks[0].id, "user_id": self.user.id, "date_deadline": date(2026, 7, 5)}]
        )
        self.assertIn("Measure again", checks.activity_ids.summary)

    def test_each_company_by_its_own_day(self):
        """When it is the evening of the 4th in Brussels, the 5th has begun in Auckland."""
        here = self._follow_up()
        there = self._follow_up(
            self._create_event(
                user=self.stranger,
                company_id=self.other_company.id,
                area_id=False,
                sponsor_id=False,
                member_ids=False,
            )
        )
        self._go_to("2026-07-04 18:00:00")
        self._run_cron()
        self.assertFalse(here.activity_ids)
        self.assertEqual(there.activity_ids.user_id, self.stranger)

    def test_who_left_is_not_asked(self):
        checks = self._follow_up()
        self.user.action_archive()
        self._go_to("2026-07-06 08:00:00")
        self._run_cron()
        self.assertEqual(checks.activity_ids.user_id, self.sponsor)

    def test_nobody_to_ask_is_said(self):
        checks = self._follow_up()
        self.event.sudo().write({"sponsor_id": False})
        (self.user | self.manager).action_archive()
        self._go_to("2026-07-06 08:00:00")
        self._run_cron()
        self.assertIn("Nobody to ask", checks[0].error)
        self.assertFalse(checks[0].is_asked)

    def test_a_measure_added_later_is_checked_too(self):
        self._follow_up()
        self.event.measure_ids = [Command.create({"name": "Walk", "baseline": 900, "target": 300, "result": 280})]
        self._run_cron()
        self.assertEqual(len(self.event.check_ids), 6)

    def test_one_bad_record_stops_nobody(self):
        checks = self._follow_up()
        other = self._follow_up(self._create_event(name="Other"))
        prepare = type(checks)._prepare_check_activity

        def fail_for_one(check):
            if check == checks[0]:
                raise ValueError("No such thing")
            return prepare(check)

        self._go_to("2026-07-06 08:00:00")
        logger = "odoo.addons.lean_kaizen.models.lean_kaizen_check_plan"
        with patch.object(type(checks), "_prepare_check_activity", fail_for_one), mute_logger(logger):
            self._run_cron()
        self.assertFalse(checks.activity_ids)
        self.assertEqual(checks[0].error, "No such thing")
        self.assertEqual(len(other.activity_ids), 1)
        self._run_cron()
        self.assertEqual(len(checks.activity_ids), 1, "The next run tries again")
        self.assertFalse(checks[0].error)

    def test_a_gain_that_held(self):
        checks = self._follow_up()
        self._go_to("2026-07-05 08:00:00")
        self._run_cron()
        checks[0].with_user(self.member).value = 17
        self.assertRecordValues(
            checks[0],
            [{"state": "held", "date_done": date(2026, 7, 5), "checked_by_id": self.member.id}],
        )
        self.assertEqual(round(checks[0].retained * 100), 96)
        self.assertIn("96 % of the gain", checks[0].explanation)
        self.assertFalse(checks[0].activity_ids)
        self.assertEqual((self.event.step, self.event.gain_state), ("check", "held"))
        self.assertEqual(self.measure.last_value, 17)

    def test_a_gain_that_decayed_opens_the_event_again(self):
        checks = self._follow_up()
        self._go_to("2026-07-05 08:00:00")
        checks[0].value = 30
        self.assertEqual(checks.mapped("state"), ["decayed", "cancelled", "cancelled"])
        self.assertEqual((self.event.step, self.event.round, self.event.gain_state), ("do", 2, "decayed"))
        self.assertEqual(self.event.date_reopened, date(2026, 7, 5))
        action = self.event.lean_action_ids
        self.assertRecordValues(action, [{"user_id": self.user.id, "date_deadline": date(2026, 7, 12)}])
        self.assertIn("Changeover", action.name)
        self.assertIn("46 % of the gain", self.event.message_ids[0].body)

    def test_a_new_round_has_checks_of_its_own(self):
        self.test_a_gain_that_decayed_opens_the_event_again()
        self.measure.result = 17
        self.event.action_follow_up()
        planned = self.event.check_ids.filtered(lambda check: check.state == "planned")
        self.assertEqual(planned.mapped("round"), [2, 2, 2])
        self.assertEqual(min(planned.mapped("date_due")), date(2026, 8, 4))
        self.assertEqual(self.event.check_ids.filtered(lambda check: check.state == "decayed").reference_result, 16)

    def test_a_gain_lost_after_closing_opens_the_event_too(self):
        checks = self._follow_up()
        self._go_to("2026-09-04 08:00:00")
        for check in checks:
            check.value = 16
        self.event.standard = "SOP-12"
        self.event.action_close()
        late = (
            self.env["lean.kaizen.check"]
            .with_user(self.user)
            .create({"measure_id": self.measure.id, "days": 180, "value": 40})
        )
        self.assertEqual(late.state, "decayed")
        self.assertEqual(self.event.step, "do")
        self.assertFalse(self.event.date_closed)

    def test_what_was_compared_stays(self):
        checks = self._follow_up()
        checks[0].value = 17
        with self.assertRaisesRegex(UserError, "cannot be changed"):
            self.measure.baseline = 60
        with self.assertRaisesRegex(UserError, "cannot be changed"):
            self.measure.result = 10
        with self.assertRaisesRegex(UserError, "stays in the records"):
            self.measure.unlink()
        self.company.lean_kaizen_decay_percent = 1
        self.assertEqual(checks[0].state, "held")
        self.assertIn("at least 80 %", checks[0].explanation)

    def test_a_check_is_corrected_on_its_day_by_who_made_it(self):
        checks = self._follow_up()
        checks[0].value = 17
        checks[0].value = 18
        self.assertEqual(checks[0].value, 18)
        with self.assertRaisesRegex(UserError, "Add another check"):
            checks[0].with_user(self.member).value = 16
        self._go_to("2026-06-02 08:00:00")
        with self.assertRaisesRegex(UserError, "Add another check"):
            checks[0].value = 16

    def test_the_judgement_is_not_written_by_hand(self):
        checks = self._follow_up()
        with self.assertRaisesRegex(UserError, "judged by the value"):
            checks[0].state = "held"

    def test_a_check_is_left_out_with_a_reason(self):
        checks = self._follow_up()
        with self.assertRaisesRegex(UserError, "Say in the note"):
            checks[0].action_cancel()
        checks[0].note = "The machine was sold"
        checks[0].action_cancel()
        self.assertEqual((checks[0].state, checks[0].explanation), ("cancelled", "The machine was sold"))

    def test_a_check_is_not_made_to_vanish(self):
        checks = self._follow_up()
        with self.assertRaisesRegex(UserError, "leave it out, and say why"):
            checks[1].unlink()
        checks[0].value = 17
        with self.assertRaisesRegex(UserError, "stays in the records"):
            checks[0].with_user(self.manager).unlink()
        self._go_to("2026-06-02 08:00:00")
        for values in ({"days": 31}, {"date_due": "2027-01-01"}):
            with self.assertRaisesRegex(UserError, "Add another check"):
                checks[0].write(values)

    def test_the_form_that_the_activity_opens(self):
        checks = self._follow_up()
        with Form(checks[0].with_user(self.member)) as form:
            form.value = 17
            form.note = "Late shift"
        self.assertEqual(checks[0].state, "held")
        with self.assertRaisesRegex(UserError, "Enter what was measured"):
            checks[1].action_record()

    def test_an_overdue_check_is_seen(self):
        checks = self._follow_up()
        self._go_to("2026-07-06 08:00:00")
        self.assertEqual(self.event.gain_state, "due")
        self.assertTrue(checks[0].is_overdue)
        overdue = self.env["lean.kaizen.check"].with_user(self.user).search([("is_overdue", "=", True)])
        self.assertEqual(overdue, checks[0])
        events = self.env["lean.kaizen.event"].with_user(self.user).search([("gain_state", "in", ["due"])])
        self.assertEqual(events, self.event)

    def test_no_gain_is_its_own_answer(self):
        checks = self._follow_up(result=45)
        checks[0].value = 44
        self.assertEqual((checks[0].state, checks[0].retained), ("no_gain", False))
        self.assertEqual(self.event.step, "check")

    def test_asking_takes_few_queries_for_1000(self):
        """Activities are written in the ORM's batches of 100; nothing else grows."""
        counts = {}
        for count in (10, 1000):
            event = self._create_event(
                measure_ids=[
                    Command.create({"name": f"Measure {number}", "baseline": 10, "target": 5, "result": 5})
                    for number in range(count)
                ]
            )
            self.company.lean_kaizen_check_days = "30"
            event.action_follow_up()
            checks = self.env["lean.kaizen.check"].browse(event.check_ids.ids)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            checks._ask_for_value()
            self.env.flush_all()
            counts[count] = self.env.cr.sql_log_count - before
            self.assertEqual(len(checks.activity_ids), count)
        self.assertLessEqual(counts[1000], counts[10] + 12 * 10, counts)
