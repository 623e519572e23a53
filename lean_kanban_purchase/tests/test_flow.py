# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from datetime import datetime
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import KanbanPurchaseCommon

THURSDAY = datetime(2026, 3, 5, 9, 0)


@tagged("post_install", "-at_install")
class TestFlow(KanbanPurchaseCommon):
    """From a scan to the full container, one step of reception."""

    def test_scan_makes_a_request_for_quotation(self):
        loop = self._create_loop()
        line = self._order_empties(loop)
        self.assertRecordValues(
            line,
            [
                {
                    "product_qty": 20,
                    "price_unit": 4.2,
                    "location_final_id": self.shelf_a.id,
                    "kanban_loop_id": loop.id,
                    "partner_id": self.vendor.id,
                    "state": "draft",
                }
            ],
        )
        card = loop.card_ids.sorted("number")[0]
        self.assertRecordValues(line.kanban_allocation_ids, [{"card_id": card.id, "quantity": 20}])
        self.assertEqual(self._get_states(loop), ["requested", "full", "full"])

    def test_order_shows_its_cards_and_card_its_order(self):
        loop = self._create_loop()
        line = self._order_empties(loop, 2)
        order = line.order_id.with_user(self.buyer)
        cards = loop.card_ids.sorted("number")[:2]
        self.assertEqual(order.kanban_card_count, 2)
        self.assertEqual(order.kanban_card_ids, cards)
        domain = order.action_view_kanban_cards()["domain"]
        self.assertEqual(self.env["lean.kanban.card"].search(domain), cards)
        self.assertEqual(cards[0].purchase_line_ids, line)
        self.assertEqual(cards[0].document_names, order.name)
        action = cards[0].with_user(self.operator).action_open_documents()
        self.assertEqual((action["res_model"], action["res_id"]), (order._name, order.id))

    def test_buyer_confirms_and_storekeeper_receives(self):
        loop = self._create_loop()
        line = self._order_empties(loop)
        self._confirm(line.order_id)
        self.assertEqual(self._get_states(loop), ["in_process", "full", "full"])
        receipt = self._receive_order(line.order_id)
        self.assertEqual(receipt.state, "done")
        self.assertEqual(receipt.move_ids.location_dest_id, self.shelf_a)
        self.assertEqual(self._get_states(loop), ["full", "full", "full"])
        self.assertEqual(loop.card_ids.supply_ids.mapped("state"), ["done"])

    def test_operator_confirms_nothing(self):
        line = self._order_empties(self._create_loop())
        with self.assertRaises(AccessError):
            line.order_id.with_user(self.operator).button_confirm()
        with self.assertRaises(AccessError):
            line.order_id.with_user(self.operator).action_send_kanban_order()

    def test_card_full_by_hand_is_refused_while_on_order(self):
        loop = self._create_loop()
        self._order_empties(loop)
        card = loop.card_ids.sorted("number")[0].with_user(self.operator)
        with self.assertRaisesRegex(UserError, "receive it there"):
            card.action_signal_full()

    def test_due_date_is_lead_time_ahead_and_a_working_day(self):
        with freeze_time(THURSDAY):
            loop = self._create_loop()
            line = self._order_empties(loop)
        # three days after Thursday is a Sunday: Monday
        self.assertEqual(line.date_planned.date().isoformat(), "2026-03-09")
        self.assertGreaterEqual(line.order_id.date_order.date(), THURSDAY.date())

    def test_due_date_within_the_week(self):
        with freeze_time(datetime(2026, 3, 2, 9, 0)):
            line = self._order_empties(self._create_loop())
            self.assertEqual(line.date_planned, datetime(2026, 3, 5, 9, 0))

    def test_slow_and_fast_products_share_an_order_that_is_not_late(self):
        slow = self._create_bought("Casting")
        slow.seller_ids.delay = 30
        with freeze_time(THURSDAY):
            loops = self._create_loop() + self._create_loop(product=slow)
            self._empty(*loops.mapped(lambda loop: loop.card_ids[0]))
            order = (self._get_lines() | self._get_lines(slow)).order_id
            self.assertEqual(len(order), 1)
            self.assertEqual(order.date_order, THURSDAY)
            self.assertFalse(order.order_line.filtered(lambda li: li.date_planned < THURSDAY))

    def test_several_cards_are_one_line(self):
        loop = self._create_loop()
        line = self._order_empties(loop, 3)
        self.assertEqual(len(self._get_lines()), 1)
        self.assertEqual(line.product_qty, 60)
        self.assertEqual(line.kanban_allocation_ids.mapped("quantity"), [20, 20, 20])

    def test_next_release_joins_the_open_line(self):
        loop = self._create_loop()
        first = self._order_empties(loop)
        second = self._order_empties(loop)
        self.assertEqual(first, second)
        self.assertEqual(second.product_qty, 40)
        self.assertEqual(second.kanban_allocation_ids.mapped("quantity"), [20, 20])

    def test_receipts_fill_first_in_first_out(self):
        loop = self._create_loop()
        order = self._order_empties(loop, 3).order_id
        self._confirm(order)
        self._receive_order(order, quantity=30)
        self.assertEqual(self._get_states(loop), ["full", "in_process", "in_process"])
        supply = loop.card_ids.sorted("number")[1].supply_id
        self.assertEqual(supply.quantity_filled, 10)
        self._receive_order(order, quantity=10)
        self.assertEqual(self._get_states(loop), ["full", "full", "in_process"])
        self._receive_order(order)
        self.assertEqual(self._get_states(loop), ["full", "full", "full"])

    def test_scan_twice_orders_once(self):
        loop = self._create_loop()
        card = loop.card_ids.sorted("number")[0]
        self._empty(card)
        answer = self._scan(card)
        self.assertIn(answer["level"], ("repeat", "warning"))
        self._release()
        self.assertEqual(self._get_lines().product_qty, 20)

    def test_release_twice_orders_once(self):
        loop = self._create_loop()
        self._order_empties(loop)
        self._release()
        loop.with_user(self.planner).action_release()
        self.assertEqual(self._get_lines().product_qty, 20)

    def test_release_skips_cards_that_another_holds(self):
        loop = self._create_loop()
        cards = loop.card_ids.sorted("number")
        free = cards[1]
        with patch.object(type(cards), "try_lock_for_update", lambda self, **kw: self & free):
            self._empty(*cards[:2])
        self.assertEqual(self._get_states(loop), ["empty", "requested", "full"])
        self.assertEqual(self._get_lines().product_qty, 20)
        self._release()
        self.assertEqual(self._get_states(loop), ["requested", "requested", "full"])
        self.assertEqual(self._get_lines().product_qty, 40)

    def test_over_receipt_fills_all(self):
        loop = self._create_loop()
        order = self._order_empties(loop, 2).order_id
        self._confirm(order)
        self._receive_order(order, quantity=55)
        self.assertEqual(self._get_states(loop), ["full", "full", "full"])

    def test_other_currency(self):
        currency = self.env["res.currency"].search([("id", "!=", self.company.currency_id.id)], limit=1)
        currency = currency or self.env["res.currency"].with_context(active_test=False).search(
            [("id", "!=", self.company.currency_id.id)], limit=1
        )
        currency.active = True
        self.product.seller_ids.currency_id = currency
        line = self._order_empties(self._create_loop())
        self.assertEqual(line.order_id.currency_id, currency)
        self.assertEqual(line.price_unit, 4.2)
