# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo.tests import tagged

from .common import KanbanPurchaseCommon


@tagged("post_install", "-at_install")
class TestSeparate(KanbanPurchaseCommon):
    """Loops stay apart from each other and from other needs of their product."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.loop_a = cls._create_loop()
        cls.loop_b = cls._create_loop(location_id=cls.shelf_b.id, container_qty=12)
        cls.shelf_c = cls.shelf_b.copy({"name": "Shelf C"})

    def _create_orderpoint(self, quantity=7):
        """An ordinary rule of the same product, at a place of its own."""
        return self.env["stock.warehouse.orderpoint"].create(
            {
                "product_id": self.product.id,
                "location_id": self.shelf_c.id,
                "product_min_qty": 1000,
                "product_max_qty": 1000 + quantity,
            }
        )

    def _run_scheduler(self):
        self.env["stock.rule"].run_scheduler(company_id=self.company.id)

    def _empty_both(self):
        self._empty(self.loop_a.card_ids[0], self.loop_b.card_ids[0])

    def test_two_shelves_two_lines_one_order(self):
        self._empty_both()
        lines = self._get_lines()
        self.assertEqual(len(lines.order_id), 1)
        self.assertRecordValues(
            lines.sorted("product_qty"),
            [
                {"product_qty": 12, "location_final_id": self.shelf_b.id},
                {"product_qty": 20, "location_final_id": self.shelf_a.id},
            ],
        )

    def test_next_release_joins_the_line_of_its_loop(self):
        self._empty_both()
        self._empty(self.loop_b.card_ids[1])
        self._empty(self.loop_a.card_ids[1], self.loop_b.card_ids[2])
        quantities = {li.kanban_loop_id: li.product_qty for li in self._get_lines()}
        self.assertEqual(quantities, {self.loop_a: 40, self.loop_b: 36})

    def test_each_shelf_gets_its_own(self):
        self._empty_both()
        order = self._get_lines().order_id
        self._confirm(order)
        quants = self.env["stock.quant"]
        before = [quants._get_available_quantity(self.product, shelf) for shelf in (self.shelf_a, self.shelf_b)]
        self.assertEqual(len(order.picking_ids.move_ids), 2)
        self._receive_order(order)
        after = [quants._get_available_quantity(self.product, shelf) for shelf in (self.shelf_a, self.shelf_b)]
        self.assertEqual([b - a for a, b in zip(before, after, strict=True)], [20, 12])
        self.assertEqual(self._get_states(self.loop_a), ["full"] * 3)
        self.assertEqual(self._get_states(self.loop_b), ["full"] * 3)

    def test_receipt_of_one_shelf_fills_that_one(self):
        self._empty_both()
        order = self._get_lines().order_id
        self._confirm(order)
        receipt = order.picking_ids
        to_b = receipt.move_ids.filtered(lambda m: m.location_dest_id == self.shelf_b)
        (receipt.move_ids - to_b).quantity = 0
        to_b.picked = True
        receipt.with_user(self.storekeeper).with_context(skip_backorder=True).button_validate()
        self.assertEqual(self._get_states(self.loop_a)[0], "in_process")
        self.assertEqual(self._get_states(self.loop_b)[0], "full")

    def test_reordering_rule_first(self):
        self._create_orderpoint()
        self._run_scheduler()
        rule_line = self._get_lines()
        self.assertTrue(rule_line.orderpoint_id)
        quantity = rule_line.product_qty
        self._empty(self.loop_a.card_ids[0])
        self.assertEqual(rule_line.product_qty, quantity)
        self.assertFalse(rule_line.kanban_loop_id)
        self.assertFalse(rule_line.kanban_allocation_ids)
        kanban_line = self._get_lines() - rule_line
        self.assertEqual(kanban_line.product_qty, 20)
        self.assertNotEqual(kanban_line.order_id, rule_line.order_id)

    def test_cards_first(self):
        self._empty(self.loop_a.card_ids[0])
        kanban_line = self._get_lines()
        self._create_orderpoint()
        self._run_scheduler()
        self.assertEqual(kanban_line.product_qty, 20)
        rule_line = self._get_lines() - kanban_line
        self.assertTrue(rule_line.orderpoint_id)
        self.assertFalse(rule_line.kanban_loop_id)
        self.assertNotEqual(kanban_line.order_id, rule_line.order_id)

    def test_reordering_rule_in_the_same_order(self):
        """A buyer moved the rule's line into the order of cards."""
        self._create_orderpoint()
        self._run_scheduler()
        rule_line = self._get_lines()
        quantity = rule_line.product_qty
        self._empty(self.loop_a.card_ids[0])
        kanban_line = self._get_lines() - rule_line
        rule_line.order_id = kanban_line.order_id
        self._empty(self.loop_a.card_ids[1])
        self.assertEqual(rule_line.product_qty, quantity)
        self.assertEqual(kanban_line.product_qty, 40)

    def test_buyers_own_draft_is_left_alone(self):
        draft = (
            self.env["purchase.order"]
            .with_user(self.buyer)
            .create(
                {
                    "partner_id": self.vendor.id,
                    "user_id": False,
                    "order_line": [(0, 0, {"product_id": self.product.id, "product_qty": 5})],
                }
            )
        )
        self._empty(self.loop_a.card_ids[0])
        self.assertEqual(draft.order_line.product_qty, 5)
        self.assertFalse(draft.kanban_card_count)

    def test_manual_and_automatic_do_not_mix(self):
        self.loop_b.ordering = "automatic"
        self._empty_both()
        lines = self._get_lines()
        self.assertEqual(len(lines.order_id), 2)
        by_loop = {line.kanban_loop_id: line.state for line in lines}
        self.assertEqual(by_loop, {self.loop_a: "draft", self.loop_b: "purchase"})

    def test_two_vendors_two_orders(self):
        product = self._create_bought("Shaft", vendor=self._create_vendor("Turner"))
        loop = self._create_loop(product=product)
        self._empty(self.loop_a.card_ids[0], loop.card_ids[0])
        orders = (self._get_lines() | self._get_lines(product)).order_id
        self.assertEqual(orders.mapped("partner_id.name"), ["Foundry", "Turner"])

    def test_vendor_of_the_loop(self):
        turner = self._create_vendor("Turner")
        self._add_price(self.product, turner, price=9.9)
        self.loop_a.vendor_id = turner
        self._empty_both()
        vendors = {line.kanban_loop_id: line.partner_id for line in self._get_lines()}
        self.assertEqual(vendors, {self.loop_a: turner, self.loop_b: self.vendor})

    def test_loop_of_another_company_is_invisible(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.env.user.company_ids |= other
        self.product.seller_ids.company_id = False
        warehouse = self.env["stock.warehouse"].search([("company_id", "=", other.id)])
        loop = (
            self.env["lean.kanban.loop"]
            .with_company(other)
            .create(
                {
                    "product_id": self.product.id,
                    "company_id": other.id,
                    "location_id": warehouse.lot_stock_id.id,
                    "container_qty": 20,
                    "user_id": False,
                }
            )
        )
        loop.action_activate(per_stage={loop.id: 0})
        card = loop.card_ids.sudo()[0]
        self.assertFalse(self._scan(card)["ok"])
        loops = self.env["lean.kanban.loop"].with_user(self.planner)
        self.assertNotIn(loop, loops.search([]))
        self._release()
        line = self._get_lines().filtered(lambda li: li.kanban_loop_id.id == loop.id)
        self.assertEqual(line.company_id, other)
        self.assertEqual(line.order_id.picking_type_id.warehouse_id, warehouse)
