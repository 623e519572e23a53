# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from freezegun import freeze_time
from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common import KanbanCommon

anything = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=300),
    st.lists(st.text(max_size=5), max_size=3),
    st.dictionaries(st.text(max_size=5), st.integers(), max_size=3),
)


@tagged("post_install", "-at_install")
class TestScan(KanbanCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._put_stock(cls.product, cls.line_side, 500)
        cls.loop = cls._create_loop(source_location_id=cls.line_side.id)
        cls.card = cls.loop.card_ids[0]

    def _get_events(self, card=None):
        return self.env["lean.kanban.event"].search([("card_id", "=", (card or self.card).id), ("source", "=", "scan")])

    def test_scan_signals_and_the_release_moves_goods(self):
        answer = self._scan(self.card)
        self.assertEqual(answer["level"], "success")
        self.assertEqual((answer["ok"], answer["state"]), (True, "empty"))
        self.assertEqual(answer["card_id"], self.card.id)
        self.assertEqual(answer["card"]["position"], "1/3")
        self._release()
        move = self.card.move_ids
        self.assertRecordValues(
            move,
            [
                {
                    "product_uom_qty": 20,
                    "location_id": self.line_side.id,
                    "location_dest_id": self.shelf_a.id,
                    "kanban_loop_id": self.loop.id,
                }
            ],
        )
        self.assertEqual(self.card.state, "in_process")
        self._receive(move.picking_id)
        self.assertEqual(self.card.state, "full")
        self.assertEqual(self.loop.quantity_on_hand, 80)

    def test_scan_triggers_the_release(self):
        cron = self.env.ref("lean_kanban.ir_cron_release")
        before = self.env["ir.cron.trigger"].search_count([("cron_id", "=", cron.id)])
        self._scan(self.card)
        after = self.env["ir.cron.trigger"].search_count([("cron_id", "=", cron.id)])
        self.assertEqual(after, before + 1)

    def test_scan_costs_few_queries(self):
        self._scan(self.loop.card_ids[1])
        self.env.invalidate_all()
        with self.assertQueryCount(20):
            self._scan(self.card)
            self.env.flush_all()

    def test_the_same_scan_again_counts_once(self):
        with freeze_time("2030-03-02 08:00:00"):
            first = self._scan(self.card, scan_uid="a")
            again = self._scan(self.card, scan_uid="a")
            bounce = self._scan(self.card)
        self.assertEqual(again["level"], "repeat")
        self.assertEqual(again["message"], first["message"])
        self.assertEqual(bounce["level"], "repeat")
        self.assertEqual(len(self._get_events()), 1)
        with freeze_time("2030-03-02 08:01:00"):
            later = self._scan(self.card)
        self.assertEqual((later["ok"], later["level"]), (False, "warning"))
        self.assertIn("Already signalled", later["message"])

    def test_a_second_scan_right_after_the_release_is_a_repetition(self):
        with freeze_time("2030-03-02 08:00:00"):
            self._scan(self.card)
        with freeze_time("2030-03-02 08:00:02"):
            self._release()
            answer = self._scan(self.card)
        self.assertEqual((answer["ok"], answer["level"]), (True, "repeat"))

    def test_a_replay_long_after_changes_nothing(self):
        with freeze_time("2030-03-02 08:00:00"):
            self._scan(self.card, scan_uid="late")
            self._release()
            self._receive(self.card.move_ids.picking_id)
        with freeze_time("2030-03-04 08:00:00"):
            answer = self._scan(self.card, scan_uid="late")
        self.assertEqual(answer["level"], "repeat")
        self.assertEqual(self.card.state, "full")

    def test_a_scan_id_belongs_to_one_card(self):
        self._scan(self.card, scan_uid="one")
        other = self.loop.card_ids[1]
        answer = self._scan(other, scan_uid="one")
        self.assertFalse(answer["ok"])
        self.assertEqual(other.state, "full")

    def test_a_scan_made_offline_keeps_its_time(self):
        with freeze_time("2030-03-02 09:00:00"):
            self.card.with_user(self.operator).action_open_container()
        with freeze_time("2030-03-02 12:00:00"):
            stale = self._scan(self.card, scanned_at="2030-03-02 08:00:00")
            self.assertFalse(stale["ok"])
            self.assertIn("older than", stale["message"])
            self.assertEqual(self.card.state, "in_use")
            answer = self._scan(self.card, scanned_at="2030-03-02T10:00:00.123Z")
        self.assertTrue(answer["ok"])
        self.assertEqual(str(self._get_events().date), "2030-03-02 10:00:00")

    def test_a_clock_ahead_is_not_believed(self):
        with freeze_time("2030-03-02 08:00:00"):
            answer = self._scan(self.card, scanned_at="2030-03-02 09:00:00")
        self.assertFalse(answer["ok"])
        self.assertEqual(self.card.state, "full")

    def test_every_state_has_an_answer(self):
        reached = {
            "lost": ("warning", "Found it"),
            "hold": ("warning", "Found it"),
            "retired": ("danger", "retired"),
            "error": ("danger", "Broken"),
            "rejected": ("danger", "planner"),
            "requested": ("warning", "Already ordered"),
            "in_process": ("warning", "Already ordered"),
            "in_transit": ("warning", "Already ordered"),
        }
        for state, (level, words) in reached.items():
            with self.subTest(state=state):
                reason = "Broken" if state == "error" else False
                with freeze_time("2026-03-02 08:00:00"):
                    self.card._transition(state, "manual", reasons=reason)
                answer = self._scan(self.card)
                self.assertEqual(answer["level"], level)
                self.assertIn(words, answer["message"])
                self.assertEqual(self.card.state, state)

    def test_an_ordered_card_names_its_document_and_date(self):
        self._empty(self.card)
        with freeze_time("2035-01-01 08:00:00"):
            answer = self._scan(self.card)
        self.assertIn(self.card.move_ids.picking_id.name, answer["message"])
        self.assertIn("due", answer["message"])

    def test_unknown_codes_are_answered(self):
        for code in ("", "   ", "nope", "x" * 5000, "a\x00b", None, 7, [], {}):
            answer = self.env["lean.kanban.card"].with_user(self.operator).scan(code)
            self.assertFalse(answer["ok"])
            self.assertFalse(answer["card_id"])

    def test_case_and_wildcards_do_not_match(self):
        cards = self.env["lean.kanban.card"].with_user(self.operator)
        for code in ("%", self.card.barcode.lower(), self.card.barcode[:-1] + "_"):
            self.assertFalse(cards.scan(code)["ok"], code)
        self.assertTrue(cards.scan(f"  {self.card.barcode}\n")["ok"])

    @settings(max_examples=60, deadline=None)
    @given(anything, anything, anything)
    def test_bad_input_never_raises(self, code, date, uid):
        cards = self.env["lean.kanban.card"].with_user(self.operator)
        self.assertFalse(cards.scan(code, date, uid)["ok"])
        answer = cards.scan(self.loop.card_ids[2].barcode, date, uid)
        self.assertIn(answer["level"], ("success", "repeat", "warning", "danger"))
        self.env.flush_all()

    def test_strangers_cannot_scan(self):
        employee = new_test_user(self.env, "kanban_clerk", groups="base.group_user")
        with self.assertRaises(AccessError):
            self._scan(self.card, user=employee)

    def test_the_badge_owner_is_recorded(self):
        worker = self.env["hr.employee"].create(
            {"name": "Ann", "user_id": self.operator.id, "company_id": self.company.id}
        )
        self._scan(self.card)
        self.assertEqual(self._get_events().employee_id, worker)
        self.assertEqual(self._get_events().user_id, self.operator)

    def test_a_batch_waits_until_it_is_complete(self):
        self.loop.batch_size = 2
        first, second, __ = self.loop.card_ids
        answer = self._scan(first)
        self.assertEqual(answer["state"], "wait")
        self.assertIn("1 of 2", answer["message"])
        self._release()
        self.assertEqual(first.state, "wait")
        self.assertEqual(self._scan(second)["state"], "empty")
        self._release()
        self.assertEqual((first | second).mapped("state"), ["in_process"] * 2)
        self.assertEqual(len((first | second).move_ids), 1)
        self.assertEqual((first | second).move_ids.product_uom_qty, 40)

    def test_a_batch_completed_by_two_at_once_is_ordered(self):
        self.loop.batch_size = 2
        cards = self.loop.card_ids[:2]
        cards._transition("wait", "scan")
        self._release()
        self.assertEqual(cards.mapped("state"), ["in_process"] * 2)

    def test_first_piece(self):
        self.loop.signal_point = "first_piece"
        self.card.with_user(self.operator).action_open_container()
        self.assertEqual(self.card.state, "empty")

    def test_found_cards_are_signalled(self):
        card = self.card.with_user(self.operator)
        card.action_declare_lost()
        self.assertEqual(card.state, "lost")
        card.action_found()
        self.assertEqual(card.state, "empty")

    def test_the_state_cannot_be_written(self):
        with self.assertRaisesRegex(UserError, "scan it"):
            self.card.with_user(self.planner).write({"state": "empty"})
        with self.assertRaisesRegex(UserError, "scan it"):
            self.card.sudo().with_context(lean_card_state=True).write({"state": "empty"})

    def test_the_history_cannot_be_changed(self):
        self._scan(self.card)
        event = self._get_events().sudo()
        with self.assertRaises(UserError):
            event.message = "Nothing happened"
        with self.assertRaises(UserError):
            event.unlink()
        self.assertEqual((event.state_from, event.state_to), ("full", "empty"))
