# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo.tests import tagged

from .common import KanbanPurchaseCommon


@tagged("post_install", "-at_install")
class TestCancel(KanbanPurchaseCommon):
    """Orders that shrink, are deleted or cancelled: the card waits for a decision."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.loop = cls._create_loop()
        cls.cards = cls.loop.card_ids.sorted("number")

    def _assert_held_back(self, *cards):
        for card in cards:
            self.assertEqual(card.state, "empty")
            self.assertTrue(card.is_held_back)
            self.assertIn("no longer brings", card.reason)
        self.assertOneActivity(self.loop, self.planner)
        before = self._get_lines()
        self._release()
        self.assertEqual(self._get_lines(), before, "a buyer who cancels is obeyed")
        for card in cards:
            self.assertEqual(card.state, "empty")

    def _assert_ordered_again(self, *cards):
        for card in cards:
            card.with_user(self.operator).action_signal_empty()
        self._release()
        for card in cards:
            self.assertEqual(card.state, "requested")

    def test_draft_line_decreased(self):
        line = self._order_empties(self.loop, 2)
        line.with_user(self.buyer).product_qty = 20
        self.assertEqual(self.cards[0].state, "requested")
        self._assert_held_back(self.cards[1])
        self._assert_ordered_again(self.cards[1])
        self.assertEqual(line.product_qty, 40)

    def test_confirmed_line_decreased(self):
        line = self._order_empties(self.loop, 2)
        self._confirm(line.order_id)
        line.with_user(self.buyer).product_qty = 20
        self.assertEqual(self.cards[0].state, "in_process")
        self._assert_held_back(self.cards[1])
        self._assert_ordered_again(self.cards[1])
        self._receive_order(line.order_id)
        self.assertEqual(self._get_states(self.loop), ["full", "requested", "full"])

    def test_confirmed_line_decreased_to_nothing(self):
        line = self._order_empties(self.loop)
        self._confirm(line.order_id)
        line.with_user(self.buyer).product_qty = 0
        self._assert_held_back(self.cards[0])

    def test_line_increased(self):
        line = self._order_empties(self.loop)
        line.with_user(self.buyer).product_qty = 100
        self._confirm(line.order_id)
        self.assertEqual(self._get_states(self.loop), ["in_process", "full", "full"])
        self._receive_order(line.order_id)
        self.assertEqual(self._get_states(self.loop), ["full"] * 3)

    def test_line_deleted(self):
        line = self._order_empties(self.loop)
        name = line.order_id.name
        line.with_user(self.buyer).unlink()
        self.assertIn(name, self.cards[0].reason)
        self._assert_held_back(self.cards[0])
        self._assert_ordered_again(self.cards[0])

    def test_draft_order_cancelled(self):
        order = self._order_empties(self.loop, 2).order_id
        order.with_user(self.buyer).button_cancel()
        self.assertFalse(order.kanban_hint)
        self.assertFalse(self._get_activities(order))
        self._assert_held_back(*self.cards[:2])
        self._assert_ordered_again(*self.cards[:2])
        self.assertFalse(order.kanban_card_count)

    def test_confirmed_order_cancelled(self):
        order = self._order_empties(self.loop).order_id
        self._confirm(order)
        order.with_user(self.buyer).button_cancel()
        self._assert_held_back(self.cards[0])
        self._assert_ordered_again(self.cards[0])

    def test_order_deleted(self):
        order = self._order_empties(self.loop).order_id
        name = order.name
        order.with_user(self.buyer).button_cancel()
        order.with_user(self.buyer).unlink()
        self.assertIn(name, self.cards[0].reason)
        self._assert_held_back(self.cards[0])
        documents = self.cards[0].event_ids.mapped("document")
        self.assertIn(name, documents, "the history keeps the order")

    def test_receipt_cancelled(self):
        order = self._order_empties(self.loop).order_id
        self._confirm(order)
        order.picking_ids.with_user(self.storekeeper).action_cancel()
        self._assert_held_back(self.cards[0])

    def test_cancelled_after_part_arrived(self):
        order = self._order_empties(self.loop, 2).order_id
        self._confirm(order)
        self._receive_order(order, quantity=30)
        order.picking_ids.filtered(lambda p: p.state != "done").action_cancel()
        self.assertEqual(self._get_states(self.loop), ["full", "error", "full"])
        self.assertIn("10", self.cards[1].reason)

    def test_cancelled_cards_may_order_again_by_themselves(self):
        self.loop.resignal_cancelled = True
        order = self._order_empties(self.loop).order_id
        order.with_user(self.buyer).button_cancel()
        self.assertEqual(self.cards[0].state, "empty")
        self.assertFalse(self.cards[0].is_held_back)
        self.assertFalse(self._get_activities(self.loop))
        self._release()
        self.assertEqual(self.cards[0].state, "requested")
        lines = self._get_lines()
        self.assertEqual(lines.mapped("state"), ["cancel", "draft"])

    def test_unit_of_the_line_changed(self):
        """Two dozen instead of forty: the second card is not covered any more."""
        line = self._order_empties(self.loop, 2)
        dozen = self.env.ref("uom.product_uom_dozen")
        line.with_user(self.buyer).write({"product_uom_id": dozen.id, "product_qty": 1})
        self.assertEqual(line.product_uom_qty, 12)
        self.assertEqual(self.cards[0].state, "requested")
        self._assert_held_back(self.cards[1])

    def test_an_order_wanted_after_all_takes_its_cards_back(self):
        order = self._order_empties(self.loop, 2).order_id.with_user(self.buyer)
        order.button_cancel()
        order.button_draft()
        self.assertEqual(self._get_states(self.loop), ["requested", "requested", "full"])
        self.assertFalse(self.loop.activity_ids)
        self._confirm(order)
        self._receive_order(order)
        self.assertEqual(self._get_states(self.loop), ["full"] * 3)

    def test_cards_ordered_elsewhere_meanwhile_stay_there(self):
        order = self._order_empties(self.loop).order_id.with_user(self.buyer)
        order.button_cancel()
        self._assert_ordered_again(self.cards[0])
        order.button_draft()
        self.assertFalse(order.kanban_card_ids)
        self.assertNotEqual(self.cards[0].purchase_line_ids.order_id, order)
        self.assertIn("ordered elsewhere", "".join(order.message_ids.mapped("body")))

    def test_history_of_a_cancelled_cycle(self):
        order = self._order_empties(self.loop).order_id
        order.with_user(self.buyer).button_cancel()
        self.assertEqual(self.cards[0].supply_ids.state, "cancelled")
        self.assertFalse(self.cards[0].supply_id)
        event = self.cards[0].event_ids[0]
        self.assertRecordValues(
            event,
            [
                {
                    "state_from": "requested",
                    "state_to": "empty",
                    "source": "receipt",
                    "document": order.name,
                    "user_id": self.buyer.id,
                }
            ],
        )
