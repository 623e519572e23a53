# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from datetime import date

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import LeanKaizenCommon


@tagged("post_install", "-at_install")
class TestEvent(LeanKaizenCommon):
    def test_an_event_gets_a_number_a_week_and_its_first_stage(self):
        self.assertTrue(self.event.reference.startswith("KZ"))
        self.assertEqual(self.event.step, "plan")
        self.assertEqual(self.event.date_end, date(2026, 6, 5))
        self.assertIn(
            self.event, self.env["lean.kaizen.event"].search([("display_name", "ilike", self.event.reference)])
        )

    def test_a_follow_up_needs_a_result(self):
        self.event.action_start()
        with self.assertRaisesRegex(UserError, "Enter first what was reached.*Changeover"):
            self.event.action_follow_up()

    def test_a_follow_up_needs_a_measure(self):
        event = self._create_event(measure_ids=[])
        with self.assertRaisesRegex(UserError, "has no measure"):
            event.action_follow_up()

    def test_closing_names_what_is_open(self):
        self._follow_up()
        self.event._create_lean_actions(name="Mount the quick clamp")
        with self.assertRaises(UserError) as refused:
            self.event.action_close()
        message = str(refused.exception)
        self.assertIn("“Mount the quick clamp”", message)
        self.assertIn("“Changeover, 30 days”", message)
        self.assertIn("standard is not written down", message)
        self.assertEqual(self.event.step, "check")

    def test_closing_by_dragging_a_card_meets_the_same_gate(self):
        self._follow_up()
        closed = self.env.ref("lean_kaizen.stage_closed")
        with self.assertRaisesRegex(UserError, "cannot be closed yet"):
            self.event.write({"stage_id": closed.id})

    def test_many_open_actions_are_counted_not_listed(self):
        self._follow_up()
        for number in range(7):
            self.event._create_lean_actions(name=f"Step {number}")
        self.assertIn("and 2 more", self.event.missing_to_close)

    def test_an_event_whose_gains_held_closes(self):
        checks = self._follow_up()
        for check, day in zip(checks, ("2026-07-05", "2026-08-04", "2026-09-03"), strict=True):
            self._go_to(f"{day} 08:00:00")
            check.value = 16.5
        self.event.standard = "SOP-12, trained in both shifts"
        self.assertFalse(self.event.missing_to_close)
        self.event.action_close()
        self.assertEqual(self.event.step, "closed")
        self.assertEqual(self.event.date_closed, date(2026, 9, 3))

    def test_a_closed_event_stays_as_it_is(self):
        self.test_an_event_whose_gains_held_closes()
        with self.assertRaisesRegex(UserError, "stays as it is"):
            self.event.background = "Rewritten"
        with self.assertRaisesRegex(UserError, "stays as it is"):
            self.measure.name = "Something else"
        with self.assertRaisesRegex(UserError, "stays as it is"):
            self.env["lean.kaizen.cause"].with_user(self.user).create({"event_id": self.event.id, "name": "Late"})

    def test_a_cancelled_event_takes_its_checks_along(self):
        checks = self._follow_up()
        self.event.stage_id = self.env.ref("lean_kaizen.stage_cancelled")
        self.assertEqual(set(checks.mapped("state")), {"cancelled"})
        self.assertEqual(checks[0].explanation, "The event was cancelled.")

    def test_an_action_of_the_event_that_is_verified_stays(self):
        action = self.event._create_lean_actions(name="Guard", source_kind="safety")
        action.action_done()
        action.with_user(self.colleague).action_verify()
        with self.assertRaisesRegex(UserError, "can only be discussed"):
            action.name = "Another guard"

    def test_the_standard_is_offered_once_to_each_area(self):
        paint = self.env["lean.area"].create(
            {"name": "Paint", "code": "PNT", "company_id": self.company.id, "responsible_id": self.colleague.id}
        )
        self.event.share_area_ids = paint + self.area
        self.event.action_share()
        self.event.action_share()
        action = self.event.lean_action_ids
        self.assertRecordValues(action, [{"area_id": paint.id, "user_id": self.colleague.id, "kaizen_is_share": True}])
        self.assertFalse(self.event._get_page_actions())

    def test_a_target_is_somewhere_else(self):
        with self.assertRaisesRegex(ValidationError, "what is to get better"):
            self.measure.target = 42

    def test_a_copy_starts_its_own_analysis(self):
        cause = (
            self.env["lean.kaizen.cause"].with_user(self.user).create({"event_id": self.event.id, "name": "Fetched"})
        )
        cause.copy({"parent_id": cause.id, "name": "Why"})
        self._follow_up()
        copy = self.event.copy()
        self.assertRecordValues(copy, [{"name": "Changeover of CNC-2 (copy)", "step": "plan", "round": 1}])
        self.assertRecordValues(copy.measure_ids, [{"baseline": 42, "target": 16, "result": False}])
        self.assertFalse(copy.cause_ids)
        self.assertFalse(copy.check_ids)

    def test_when_it_was_closed_is_not_claimed(self):
        for values in ({"date_closed": "2026-06-01"}, {"round": 5}, {"date_reopened": "2026-06-01"}):
            with self.assertRaisesRegex(AccessError, "recorded, not entered"):
                self.event.write(values)

    def test_a_why_hangs_below_its_cause(self):
        causes = self.env["lean.kaizen.cause"].with_user(self.member)
        stop = causes.create({"event_id": self.event.id, "name": "Tools are fetched", "category": "machine"})
        why = causes.create(
            {"event_id": self.event.id, "name": "No trolley", "parent_id": stop.id, "category": "people"}
        )
        self.assertEqual(why.category, "machine")
        self.assertEqual(why.why_chain, "Tools are fetched → No trolley")
        with self.assertRaisesRegex(ValidationError, "own why|recursive|Recursion"):
            stop.parent_id = why

    def test_a_countermeasure_knows_its_cause(self):
        cause = (
            self.env["lean.kaizen.cause"].with_user(self.user).create({"event_id": self.event.id, "name": "No trolley"})
        )
        context = cause.action_countermeasure()["context"]
        action = self.env["lean.action"].with_user(self.user).with_context(**context).create({"name": "Trolley"})
        self.assertEqual(cause.action_ids, action)
        self.assertEqual(self.event.lean_action_ids, action)

    def test_the_week_is_drawn(self):
        self.event._create_lean_actions(name="Clamp", date_start=date(2026, 6, 2), date_deadline=date(2026, 6, 3))
        self.event._create_lean_actions(name="Later", date_deadline=date(2027, 6, 3))
        timeline = self.event.timeline
        self.assertTrue(timeline["days"][0]["is_today"])
        bars = {bar["name"]: (bar["start"], bar["end"], bar["continues"]) for bar in timeline["bars"]}
        self.assertEqual(bars, {"Clamp": (1, 2, False), "Later": (0, 30, True)})

    def test_opening_events_takes_the_same_queries_for_many(self):
        names = ["gain_state", "missing_to_close", "lean_action_unfinished_count"]

        def read(count):
            events = self.env["lean.kaizen.event"]
            for _number in range(count):
                event = self._create_event()
                event.measure_ids.result = 16
                events |= event
            events.stage_id = self.env.ref("lean_kaizen.stage_follow_up")
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            events.with_user(self.member).read(names)
            return self.env.cr.sql_log_count - before

        read(1)
        self.assertEqual(read(2), read(12))
