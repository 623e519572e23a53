# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo.tests import tagged

from odoo.addons.lean_base.tests.check import CheckCase

from .common import KanbanPurchaseCommon


@tagged("post_install", "-at_install")
class TestLeanCheck(CheckCase, KanbanPurchaseCommon):
    """Replenishments and the orders that bring them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.loop = cls._create_loop().sudo()

    def _order(self, count=2):
        line = self._order_empties(self.loop, count).sudo()
        return line, line.kanban_allocation_ids.supply_id

    def test_clean_data_have_no_finding(self):
        line, __ = self._order()
        self.assert_clean()
        self._confirm(line.order_id)
        self.assert_clean()
        self._receive_order(line.order_id, quantity=30)
        self.assert_clean()

    def test_a_cancelled_order_leaves_nothing_to_find(self):
        line, __ = self._order()
        line.order_id.with_user(self.buyer).button_cancel()
        self.assert_clean()

    def test_card_that_lost_its_order_finds_it_again(self):
        __, supplies = self._order()
        card = supplies[0].card_id
        self.corrupt("UPDATE lean_kanban_card SET supply_id = NULL WHERE id = %s", card)
        self.assert_repaired("kanban_card_supply", card)
        self.assertEqual(card.supply_id, supplies[0])

    def test_card_behind_its_order(self):
        __, supplies = self._order()
        card = supplies[0].card_id
        self.corrupt("UPDATE lean_kanban_card SET state = 'in_transit' WHERE id = %s", card)
        self.assert_repaired("kanban_card_state", card)
        self.assertEqual(card.state, "requested")

    def test_order_of_a_container_that_stands_full(self):
        __, supplies = self._order()
        self.corrupt("UPDATE lean_kanban_card SET state = 'full', supply_id = NULL WHERE supply_id = %s", supplies[0])
        self.assert_left("kanban_supply_card", supplies[0])

    def test_confirmed_order_that_its_cards_missed(self):
        line, supplies = self._order()
        self._confirm(line.order_id)
        self.corrupt("UPDATE lean_kanban_supply SET state = 'requested' WHERE id = %s", supplies[0])
        self.assert_repaired("kanban_supply_documents", supplies[0])
        self.assertEqual(supplies[0].state, "in_process")

    def test_replenishment_without_a_document_is_given_up(self):
        __, supplies = self._order()
        self.corrupt("DELETE FROM lean_kanban_allocation WHERE supply_id = %s", supplies[0])
        self.assert_repaired("kanban_supply_documents", supplies[0])
        self.assertRecordValues(supplies[0].card_id, [{"state": "empty", "is_held_back": True}])

    def test_less_expected_than_asked_for(self):
        __, supplies = self._order()
        self.corrupt("UPDATE lean_kanban_allocation SET quantity = 5 WHERE supply_id = %s", supplies[0])
        self.assert_left("kanban_allocation", supplies[0])

    def test_arrived_quantity(self):
        line, supplies = self._order()
        self._confirm(line.order_id)
        self._receive_order(line.order_id)
        self.corrupt("UPDATE lean_kanban_supply SET quantity_filled = 3 WHERE id = %s", supplies[0])
        self.assert_repaired("kanban_supply_filled", supplies[0])
        self.assertEqual(supplies[0].quantity_filled, 20)

    def test_order_for_no_card(self):
        line, __ = self._order()
        self.corrupt("UPDATE lean_kanban_allocation SET purchase_line_id = NULL WHERE purchase_line_id = %s", line)
        self.assert_left("kanban_purchase_line", line)

    def test_queries_do_not_grow_with_cards(self):
        few = self._count_for(10)
        self.assertLessEqual(self._count_for(300), few + 5)

    def _count_for(self, count):
        loop = self._create_loop(product=self._create_bought(f"Part {count}"), card_count=count).sudo()
        for card in loop.card_ids:
            card._transition("empty", "manual")
        loop._release()
        return self.count_queries(self.env["lean.check"]._find)
