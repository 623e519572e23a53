# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo.fields import Command
from odoo.tests import tagged

from .common import KanbanPurchaseCommon


@tagged("post_install", "-at_install")
class TestAdoption(KanbanPurchaseCommon):
    """A loop that goes live takes over what is on order for its place already."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls._buy(60)

    @classmethod
    def _buy(cls, quantity):
        """A buyer's own order to the stock."""
        return (
            cls.env["purchase.order"]
            .with_user(cls.buyer)
            .create(
                {
                    "partner_id": cls.vendor.id,
                    "order_line": [Command.create({"product_id": cls.product.id, "product_qty": quantity})],
                }
            )
        )

    def _start(self, **values):
        """A loop of five cards in the stock, with what is there."""
        loop = (
            self.env["lean.kanban.loop"]
            .with_user(self.planner)
            .create(
                {
                    "product_id": self.product.id,
                    "location_id": self.stock.id,
                    "container_qty": 20,
                    "card_count": 5,
                    **values,
                }
            )
        )
        loop.action_activate(per_stage={loop.id: 1})
        return loop

    def test_draft_line(self):
        loop = self._start()
        self.assertEqual(self._get_states(loop), ["requested"] * 3 + ["empty", "wait"])
        line = self.order.order_line
        self.assertEqual(line.kanban_allocation_ids.mapped("quantity"), [20, 20, 20])
        self.assertEqual(self.order.kanban_card_count, 3)
        self._confirm(self.order)
        self.assertEqual(self._get_states(loop)[:3], ["in_process"] * 3)
        self._receive_order(self.order, quantity=40)
        self.assertEqual(self._get_states(loop)[:3], ["full", "full", "in_process"])
        self._receive_order(self.order)
        self.assertEqual(self._get_states(loop)[:3], ["full"] * 3)

    def test_confirmed_line(self):
        self._confirm(self.order)
        loop = self._start()
        self.assertEqual(self._get_states(loop)[:3], ["in_process"] * 3)
        self._receive_order(self.order)
        self.assertEqual(self._get_states(loop)[:3], ["full"] * 3)

    def test_partly_received(self):
        """What has arrived stands in the stock: it fills no card a second time."""
        self._confirm(self.order)
        self._receive_order(self.order, quantity=20)
        loop = self._start()
        self.assertEqual(
            self._get_states(loop),
            ["full", "in_process", "in_process", "empty", "wait"],
        )
        self._receive_order(self.order, quantity=20)
        self.assertEqual(self._get_states(loop)[:3], ["full", "full", "in_process"])
        self._receive_order(self.order)
        self.assertEqual(self._get_states(loop)[:3], ["full"] * 3)

    def test_partly_received_and_reduced(self):
        self._confirm(self.order)
        self._receive_order(self.order, quantity=20)
        loop = self._start()
        self.order.order_line.with_user(self.buyer).product_qty = 40
        self.assertEqual(self._get_states(loop)[:3], ["full", "in_process", "empty"])
        self.assertTrue(loop.card_ids.sorted("number")[2].is_held_back)

    def test_closed_short_before(self):
        self._confirm(self.order)
        self._receive_order(self.order, quantity=20, backorder=False)
        loop = self._start()
        self.assertEqual(self._get_states(loop), ["full", "empty", "wait", "wait", "wait"])

    def test_more_on_order_than_cards(self):
        loop = self._start(card_count=2)
        self.assertEqual(self._get_states(loop), ["requested", "requested"])
        self.assertEqual(self.order.kanban_card_count, 2)

    def test_order_to_another_place_is_left(self):
        loop = self._start(location_id=self.shelf_a.id)
        self.assertFalse(self.order.kanban_card_count)
        self.assertNotIn("requested", self._get_states(loop))

    def test_line_of_other_cards_is_left(self):
        first = self._start()
        second = self._create_loop(product=self.product, location_id=self.shelf_b.id, full=0)
        self.assertEqual(self.order.order_line.kanban_loop_id.id, first.id)
        self.assertEqual(self._get_states(second), ["empty"] * 3)

    def test_adopted_line_is_not_confirmed_by_itself(self):
        """It was a person's draft."""
        self._start(ordering="automatic")
        self._release()
        self.assertEqual(self.order.state, "draft")

    def test_rest_signals_in_stages(self):
        loop = self._start()
        self._release()
        self.assertEqual(self._get_states(loop)[3:], ["requested", "wait"])
        self.assertTrue(loop.card_ids.sorted("number")[4].release_date)

    def test_two_steps_between_gate_and_stock(self):
        self.warehouse.reception_steps = "two_steps"
        self._confirm(self.order)
        receipt = self._receive_order(self.order, quantity=20)
        loop = self._start()
        self.assertEqual(self._get_states(loop)[:3], ["in_transit", "in_process", "in_process"])
        store = receipt._get_next_transfers()
        self._receive(store.with_user(self.storekeeper))
        self.assertEqual(self._get_states(loop)[:3], ["full"] + ["in_process"] * 2)
