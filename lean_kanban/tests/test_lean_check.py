# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo.tests import tagged

from odoo.addons.lean_base.tests.check import CheckCase

from .common import KanbanCommon


@tagged("post_install", "-at_install")
class TestLeanCheck(CheckCase, KanbanCommon):
    """Cards and their history, each broken once behind the ORM's back."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.loop = cls._create_loop().sudo()
        cls.card = cls.loop.card_ids.sorted("number")[1]

    def test_clean_data_have_no_finding(self):
        self.card.with_user(self.operator).scan(self.card.barcode)
        self.loop._release()
        self.assertEqual(self.card.state, "error", "nobody supplies the product")
        self.assert_clean()

    def test_card_of_another_product(self):
        other = self._create_product("Other")
        self.corrupt(f"UPDATE lean_kanban_card SET product_id = {other.id} WHERE id = %s", self.card)
        self.assert_repaired("kanban_card_loop", self.card)
        self.assertEqual(self.card.product_id, self.product)

    def test_same_number_twice(self):
        self.corrupt("UPDATE lean_kanban_card SET number = 1 WHERE id = %s", self.card)
        self.assert_left("kanban_card_number", self.card)

    def test_card_that_is_gone(self):
        self.corrupt("DELETE FROM lean_kanban_card WHERE id = %s", self.card)
        self.assert_left("kanban_card_count", self.loop)

    def test_card_of_a_loop_that_does_not_run(self):
        self.corrupt("UPDATE lean_kanban_loop SET state = 'draft' WHERE id = %s", self.loop)
        self.assert_repaired("kanban_draft_card", self.card)
        self.assertEqual(set(self.loop.card_ids.mapped("state")), {"retired"})

    def test_card_on_its_way_without_an_order(self):
        self.corrupt("UPDATE lean_kanban_card SET state = 'in_process' WHERE id = %s", self.card)
        self.assert_repaired("kanban_card_supply", self.card)
        self.assertEqual(self.card.state, "error")
        self.assertIn("not known", self.card.reason)
        self.assertTrue(self.loop.activity_ids, "its owner is asked")

    def test_state_without_an_event(self):
        self.corrupt("UPDATE lean_kanban_card SET state = 'lost' WHERE id = %s", self.card)
        self.assert_repaired("kanban_event_last", self.card)
        event = self.env["lean.kanban.event"].search([("card_id", "=", self.card.id)], limit=1)
        self.assertRecordValues(event, [{"state_from": "full", "state_to": "lost"}])

    def test_history_is_not_rewritten(self):
        self.card.with_user(self.operator).scan(self.card.barcode)
        event = self.env["lean.kanban.event"].search([("card_id", "=", self.card.id)], limit=1)
        self.corrupt("UPDATE lean_kanban_event SET date = '2020-01-01' WHERE id = %s", event)
        self.assert_left("kanban_event_order", event)

    def test_two_owners(self):
        rule = self.env["stock.warehouse.orderpoint"].create(
            {"product_id": self.product.id, "location_id": self.shelf_a.id, "trigger": "manual"}
        )
        self.corrupt("UPDATE stock_warehouse_orderpoint SET trigger = 'auto' WHERE id = %s", rule)
        self.assert_left("kanban_owner", self.loop)
        self.assertIn(rule.name, self.find(self.loop)[0].problem)
