# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import KanbanCommon


@tagged("post_install", "-at_install")
class TestReconciliation(KanbanCommon):
    """Cards against books, and cards that nobody has seen for long."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._put_stock(cls.product, cls.line_side, 500)
        cls.loop = cls._create_loop(source_location_id=cls.line_side.id)
        cls.first, cls.second, cls.third = cls.loop.card_ids

    def _get_row(self, loop=None):
        self.env.flush_all()
        rows = self.env["lean.kanban.reconciliation"].with_user(self.operator)
        rows.invalidate_model()
        return rows.search([("loop_id", "=", (loop or self.loop).id)])

    def _age(self, card, days):
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE lean_kanban_card SET date_state = %s WHERE id = %s",
            (fields.Datetime.now() - timedelta(days=days), card.id),
        )
        card.invalidate_recordset()

    def _lock_thirty(self):
        self._put_stock(self.product, self.shelf_a, 30)
        self.env["lean.kanban.buffer"].create(
            {
                "loop_id": self.loop.id,
                "location_id": self.shelf_a.id,
                "quantity": 30,
                "reason": "Law",
                "authority": "Office",
                "review_date": "2099-01-01",
            }
        )

    def test_full_containers_agree_and_one_in_use_may_hold_less(self):
        self.assertEqual(self._get_row().state, "agrees")
        self.first.action_open_container()
        self.env["stock.quant"]._update_available_quantity(self.product, self.shelf_a, -15)
        self.assertEqual((self._get_row().state, self._get_row().difference), ("agrees", 0))

    def test_goods_that_left_without_a_scan_are_missing(self):
        self.env["stock.quant"]._update_available_quantity(self.product, self.shelf_a, -25)
        row = self._get_row()
        self.assertEqual((row.state, row.difference), ("missing", -25))
        self.assertIn("without a scan", row.hint)

    def test_goods_without_a_card_are_a_surplus(self):
        self.first.action_declare_lost()
        row = self._get_row()
        self.assertEqual((row.state, row.difference), ("surplus", 20))

    def test_locked_stock_is_not_explained_by_cards(self):
        self._lock_thirty()
        self.assertEqual(self._get_row().state, "agrees")

    def test_a_buffer_that_somebody_drew_from_counts_with_what_is_left(self):
        """The books say here what they say on the loop."""
        self._lock_thirty()
        self.env["stock.quant"]._update_available_quantity(self.product, self.shelf_a, -70)
        row = self._get_row()
        self.assertEqual((row.quantity_on_hand, row.difference), (0, -60))
        self.assertEqual(row.quantity_on_hand, self.loop.quantity_on_hand)

    def test_a_card_that_nothing_happens_to_is_probably_lost(self):
        cards = self.env["lean.kanban.card"].with_user(self.operator)
        self.assertFalse(cards.search([("is_probably_lost", "=", True)]))
        self._age(self.first, 91)
        self._age(self.second, 89)
        self.assertEqual(cards.search([("is_probably_lost", "=", True)]), self.first)
        self.assertTrue(self.first.is_probably_lost)
        self.assertFalse(self.second.is_probably_lost)
        self.assertEqual(self._get_row().lost_count, 1)

    def test_a_quick_loop_misses_its_card_sooner(self):
        for __ in range(3):
            for card in self.loop.card_ids:
                self._empty(card)
                self._receive(card.move_ids.picking_id.filtered(lambda picking: picking.state == "assigned"))
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE lean_kanban_supply SET date_signalled = date_done - INTERVAL '9 days' WHERE loop_id = %s",
            (self.loop.id,),
        )
        # Nine cycles of three cards in nine days: each card comes round in three.
        self._age(self.first, 8)
        self.assertFalse(self.first.is_probably_lost)
        self._age(self.first, 10)
        self.assertTrue(self.first.is_probably_lost)

    def test_one_click_replaces_a_lost_card(self):
        self._age(self.first, 100)
        action = self.first.with_user(self.planner).action_replace_lost()
        self.assertEqual(action["type"], "ir.actions.report")
        new = self.first.replaced_by_id
        self.assertEqual((self.first.state, new.state, new.number), ("retired", "empty", self.first.number))
        self.assertNotEqual(new.barcode, self.first.barcode)
        self.assertEqual(self.first.event_ids[:2].mapped("state_to"), ["retired", "lost"])
        self._release()
        self.assertEqual(new.state, "in_process")
        answer = self._scan(self.first)
        self.assertEqual(answer["level"], "danger")
        self.assertIn("replaced", answer["message"])

    def test_a_card_on_trial_is_not_replaced(self):
        trial = self.env["lean.kanban.experiment"].with_user(self.planner).create({"loop_id": self.loop.id})
        trial.action_start()
        with self.assertRaisesRegex(UserError, "trial"):
            trial.card_id.with_user(self.planner).action_replace_lost()
        trial.action_stop()
        trial.card_id.with_user(self.planner).action_replace_lost()

    def test_owners_are_asked_once(self):
        self._age(self.first, 100)
        cards = self.env["lean.kanban.card"]
        cards._cron_notify_missing()
        cards._cron_notify_missing()
        self.assertEqual(len(self.loop.activity_ids), 1)

    def test_counting_opens_what_stands_there(self):
        self._put_stock(self.product, self.shelf_a, 30)
        action = self._get_row().with_user(self.planner).action_view_quants()
        quants = self.env[action["res_model"]].with_user(self.planner).search(action["domain"])
        self.assertEqual(quants.location_id, self.shelf_a)
        self.assertEqual(quants.product_id, self.product)

    def test_operators_cannot_replace(self):
        with self.assertRaises(AccessError):
            self.first.with_user(self.operator).action_replace_lost()

    def test_looking_for_lost_cards_takes_the_same_queries_for_a_thousand(self):
        self.loop.with_user(self.planner).card_count = 12
        self.env.flush_all()
        cards = self.env["lean.kanban.card"].search([("loop_id", "=", self.loop.id)])
        for number in (1, 12):
            self.env.invalidate_all()
            with self.assertQueryCount(1):
                cards.browse(cards.ids[:number]).mapped("is_probably_lost")
