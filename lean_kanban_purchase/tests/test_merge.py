# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from datetime import timedelta

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import KanbanPurchaseCommon


@tagged("post_install", "-at_install")
class TestMerge(KanbanPurchaseCommon):
    """Where core merges documents, cards follow."""

    def _order_apart(self, loop):
        """Order one more card on an order of its own."""
        drafts = self.env["purchase.order"].search([("kanban_ordering", "!=", False)])
        drafts = drafts.filtered(lambda o: o.state == "draft")
        drafts.state = "sent"
        return self._order_empties(loop)

    def _merge(self, orders):
        orders.with_user(self.buyer).action_merge()

    def test_orders_merge_into_one_line(self):
        loop = self._create_loop()
        first = self._order_apart(loop)
        second = self._order_apart(loop)
        self.assertNotEqual(first.order_id, second.order_id)
        orders = first.order_id | second.order_id
        self._merge(orders)
        line = self._get_lines().filtered(lambda li: li.state != "cancel")
        self.assertEqual(line.product_qty, 40)
        self.assertEqual(line.kanban_allocation_ids.mapped("quantity"), [20, 20])
        self.assertEqual(self._get_states(loop), ["requested", "requested", "full"])
        self.assertFalse(self._get_activities(loop))
        self._confirm(line.order_id)
        self._receive_order(line.order_id)
        self.assertEqual(self._get_states(loop), ["full"] * 3)

    def test_orders_merge_line_moves(self):
        """Another product of the vendor: core moves the line to the older order."""
        loop = self._create_loop()
        other = self._create_loop(product=self._create_bought("Shaft"))
        orders = self._order_apart(loop).order_id | self._order_apart(other).order_id
        self.assertEqual(len(orders), 2)
        self._merge(orders)
        kept = orders.filtered(lambda o: o.state != "cancel")
        self.assertEqual(kept.kanban_card_count, 2)
        for each in loop + other:
            self.assertEqual(self._get_states(each)[0], "requested")
            self.assertEqual(each.card_ids.sorted("number")[0].document_names, kept.name)

    def test_merge_of_lines_that_core_deletes(self):
        """Core adds up the lines of the kept order and deletes all but the first."""
        loop = self._create_loop(card_count=4)
        first, second, third = (self._order_apart(loop) for __ in range(3))
        second.order_id = first.order_id
        lines = first | second | third
        lines.date_planned = first.date_planned
        first.date_planned += timedelta(hours=20)
        second.date_planned -= timedelta(hours=20)
        first.order_id.date_order -= timedelta(days=1)
        self._merge(first.order_id | third.order_id)
        line = self._get_lines().filtered(lambda li: li.state != "cancel")
        self.assertEqual(line.product_qty, 60)
        self.assertEqual(line.kanban_allocation_ids.mapped("quantity"), [20, 20, 20])
        self.assertEqual(self._get_states(loop), ["requested"] * 3 + ["full"])
        self.assertFalse(self._get_activities(loop))

    def test_merge_of_two_shelves_is_refused(self):
        loop_a = self._create_loop()
        loop_b = self._create_loop(location_id=self.shelf_b.id)
        orders = self._order_apart(loop_a).order_id | self._order_apart(loop_b).order_id
        self.assertEqual(len(orders), 2)
        with self.assertRaisesRegex(UserError, "more than one kanban loop"):
            self._merge(orders)

    def test_merge_with_a_buyers_order_is_refused_by_core(self):
        loop = self._create_loop()
        order = self._order_apart(loop).order_id
        own = (
            self.env["purchase.order"]
            .with_user(self.buyer)
            .create(
                {
                    "partner_id": self.vendor.id,
                    "order_line": [(0, 0, {"product_id": self.product.id, "product_qty": 5})],
                }
            )
        )
        with self.assertRaises(UserError):
            self._merge(order | own)

    def test_merge_of_a_buyers_orders_still_works(self):
        orders = (
            self.env["purchase.order"]
            .with_user(self.buyer)
            .create(
                [
                    {
                        "partner_id": self.vendor.id,
                        "order_line": [(0, 0, {"product_id": self.product.id, "product_qty": 5})],
                    }
                    for __ in range(2)
                ]
            )
        )
        self._merge(orders)
        line = self._get_lines().filtered(lambda li: li.state != "cancel")
        self.assertEqual(line.product_qty, 10)

    def test_merge_procurements(self):
        """Core merges needs of one product; those of two loops stay apart."""
        loop_a = self._create_loop()
        loop_b = self._create_loop(location_id=self.shelf_b.id)
        supplies = self.env["lean.kanban.supply"].create(
            [{"card_id": c.id, "quantity": 20} for c in loop_a.card_ids | loop_b.card_ids]
        )
        needs = [need for supply in supplies for need in supply.loop_id._prepare_procurements(supply)]
        for need in needs:
            need.values["propagate_cancel"] = False
        rules = self.env["stock.rule"]
        groups = rules._get_procurements_to_merge(needs)
        merged = rules._merge_procurements(groups)
        self.assertEqual([need.product_qty for need in merged], [60, 60])
        for need, loop in zip(merged, (loop_a, loop_b), strict=True):
            self.assertEqual(need.location_id, loop.location_id)
            self.assertEqual(
                need.values["kanban_supply_ids"],
                supplies.filtered(lambda s, loop=loop: s.loop_id == loop),
            )

    def test_moves_merge_when_a_confirmed_line_grows(self):
        loop = self._create_loop()
        line = self._order_empties(loop)
        self._confirm(line.order_id)
        line.with_user(self.buyer).product_qty = 30
        self.assertEqual(line.move_ids.product_uom_qty, 30)
        self.assertEqual(line.move_ids.kanban_purchase_line_id, line)
        self.assertEqual(self._get_states(loop)[0], "in_process")
        self._receive_order(line.order_id)
        self.assertEqual(self._get_states(loop)[0], "full")

    def test_moves_of_two_shelves_do_not_merge(self):
        loop_a = self._create_loop()
        loop_b = self._create_loop(location_id=self.shelf_b.id)
        self._empty(loop_a.card_ids[0], loop_b.card_ids[0])
        order = self._get_lines().order_id
        self._confirm(order)
        moves = order.picking_ids.move_ids
        moves._merge_moves()
        self.assertEqual(moves.exists().location_dest_id, self.shelf_a | self.shelf_b)
