# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo.fields import Command
from odoo.tests import Form, tagged

from .common import KanbanPurchaseCommon


@tagged("post_install", "-at_install")
class TestSteps(KanbanPurchaseCommon):
    """Reception in one, two and three steps; where goods really end."""

    def _order_confirmed(self, loop, count=1):
        order = self._order_empties(loop, count).order_id
        self._confirm(order)
        return order

    def _get_next(self, picking):
        return picking._get_next_transfers()

    def test_two_steps(self):
        self.warehouse.reception_steps = "two_steps"
        loop = self._create_loop()
        order = self._order_confirmed(loop)
        self.assertEqual(self._get_states(loop)[0], "in_process")
        receipt = self._receive_order(order)
        self.assertEqual(receipt.location_dest_id, self.warehouse.wh_input_stock_loc_id)
        self.assertEqual(self._get_states(loop)[0], "in_transit")
        store = self._get_next(receipt)
        self.assertEqual(store.move_ids.location_dest_id, self.shelf_a)
        self._receive(store.with_user(self.storekeeper))
        self.assertEqual(self._get_states(loop)[0], "full")

    def test_three_steps(self):
        self.warehouse.reception_steps = "three_steps"
        loop = self._create_loop()
        order = self._order_confirmed(loop)
        receipt = self._receive_order(order)
        check = self._get_next(receipt)
        self.assertEqual(self._get_states(loop)[0], "in_transit")
        self._receive(check.with_user(self.storekeeper))
        self.assertEqual(self._get_states(loop)[0], "in_transit")
        self._receive(self._get_next(check).with_user(self.storekeeper))
        self.assertEqual(self._get_states(loop)[0], "full")

    def test_two_steps_with_part_at_the_gate(self):
        self.warehouse.reception_steps = "two_steps"
        loop = self._create_loop()
        order = self._order_confirmed(loop, 2)
        receipt = self._receive_order(order, quantity=20)
        self._receive(self._get_next(receipt).with_user(self.storekeeper))
        self.assertEqual(self._get_states(loop)[:2], ["full", "in_process"])
        second = self._receive_order(order)
        self.assertEqual(self._get_states(loop)[:2], ["full", "in_transit"])
        self._receive(self._get_next(second).with_user(self.storekeeper))
        self.assertEqual(self._get_states(loop)[:2], ["full", "full"])

    def test_closed_short_asks_the_owner(self):
        loop = self._create_loop()
        order = self._order_confirmed(loop)
        self._receive_order(order, quantity=15, backorder=False)
        card = loop.card_ids.sorted("number")[0]
        self.assertEqual(card.state, "error")
        self.assertIn("15", card.reason)
        self.assertIn(order.name, card.reason)
        self.assertOneActivity(loop, self.planner)

    def test_short_accepted_as_full(self):
        loop = self._create_loop()
        order = self._order_confirmed(loop)
        self._receive_order(order, quantity=15, backorder=False)
        card = loop.card_ids.sorted("number")[0]
        card.with_user(self.operator).action_signal_full()
        self.assertEqual(card.state, "full")
        self.assertFalse(card.reason)
        self.assertFalse(self._get_activities(loop))

    def test_short_signalled_again(self):
        loop = self._create_loop()
        order = self._order_confirmed(loop)
        self._receive_order(order, quantity=15, backorder=False)
        card = loop.card_ids.sorted("number")[0]
        card.with_user(self.operator).action_retry()
        self._release()
        self.assertEqual(card.state, "requested")
        lines = self._get_lines()
        self.assertEqual(lines.mapped("product_qty"), [20, 20])
        self.assertFalse(self._get_activities(loop))

    def test_backorder_of_backorder(self):
        loop = self._create_loop()
        order = self._order_confirmed(loop, 3)
        for expected in (["full", "in_process", "in_process"], ["full", "full", "in_process"]):
            self._receive_order(order, quantity=20)
            self.assertEqual(self._get_states(loop), expected)
        self._receive_order(order)
        self.assertEqual(self._get_states(loop), ["full"] * 3)
        self.assertEqual(len(order.picking_ids), 3)

    def test_backorder_cancelled(self):
        loop = self._create_loop()
        order = self._order_confirmed(loop, 2)
        self._receive_order(order, quantity=20)
        backorder = order.picking_ids.filtered(lambda p: p.state != "done")
        backorder.with_user(self.storekeeper).action_cancel()
        self.assertEqual(self._get_states(loop), ["full", "empty", "full"])
        self.assertTrue(loop.card_ids.sorted("number")[1].is_held_back)
        self.assertOneActivity(loop, self.planner)

    def test_split_receipt(self):
        loop = self._create_loop()
        order = self._order_confirmed(loop, 2)
        receipt = order.picking_ids
        receipt.move_ids.quantity = 20
        receipt.with_user(self.storekeeper).action_split_transfer()
        self.assertEqual(len(order.picking_ids), 2)
        self.assertEqual(self._get_states(loop)[:2], ["in_process", "in_process"])
        self._receive(order.picking_ids[0].with_user(self.storekeeper))
        self.assertEqual(self._get_states(loop)[:2], ["full", "in_process"])
        self._receive_order(order)
        self.assertEqual(self._get_states(loop)[:2], ["full", "full"])

    def test_return_to_vendor_leaves_the_card(self):
        loop = self._create_loop()
        order = self._order_confirmed(loop)
        receipt = self._receive_order(order)
        wizard = Form(
            self.env["stock.return.picking"]
            .with_user(self.storekeeper)
            .with_context(active_id=receipt.id, active_ids=receipt.ids, active_model=receipt._name)
        ).save()
        wizard.product_return_moves.quantity = 20
        action = wizard.action_create_returns()
        returned = self.env["stock.picking"].browse(action["res_id"])
        self.assertEqual(self._get_states(loop)[0], "full")
        self._receive(returned.with_user(self.storekeeper))
        self.assertEqual(returned.state, "done")
        self.assertEqual(self._get_states(loop)[0], "full")

    def test_receipt_to_another_place_is_not_full(self):
        loop = self._create_loop()
        order = self._order_confirmed(loop)
        receipt = order.picking_ids
        receipt.move_ids.move_line_ids.location_dest_id = self.shelf_b
        self._receive_order(order)
        card = loop.card_ids.sorted("number")[0]
        self.assertEqual(card.state, "empty")
        self.assertTrue(card.is_held_back)
        self.assertOneActivity(loop, self.planner)

    def test_putaway_below_the_shelf_is_full(self):
        box = self.env["stock.location"].create({"name": "Box 1", "location_id": self.shelf_a.id})
        self.env["stock.putaway.rule"].create(
            {
                "product_id": self.product.id,
                "location_in_id": self.shelf_a.id,
                "location_out_id": box.id,
                "company_id": self.company.id,
            }
        )
        loop = self._create_loop()
        order = self._order_confirmed(loop)
        self._receive_order(order)
        self.assertEqual(order.picking_ids.move_line_ids.location_dest_id, box)
        self.assertEqual(self._get_states(loop)[0], "full")

    def test_lots(self):
        product = self._create_bought("Casting", tracking="lot")
        loop = self._create_loop(product=product, full=0, card_count=2, container_qty=5)
        self._release()
        order = self._get_lines(product).order_id
        self._confirm(order)
        receipt = order.picking_ids
        receipt.move_ids.move_line_ids = [Command.clear()] + [
            Command.create(
                {
                    "product_id": product.id,
                    "lot_name": name,
                    "quantity": 5,
                    "location_dest_id": self.shelf_a.id,
                }
            )
            for name in ("L1", "L2")
        ]
        self._receive_order(order)
        self.assertEqual(self._get_states(loop), ["full", "full"])
