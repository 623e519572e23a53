# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo.tests import tagged

from .common import DeliveryCommon


@tagged("post_install", "-at_install")
class TestCoreIsWrong(DeliveryCommon):
    """Seven figures of core 19.0 nobody could defend, each beside ours."""

    def test_returned_goods_are_not_received_twice(self):
        line = self._order(10)
        receipt = self._receive(line, 10, day="06-10")
        self._return(receipt, 4, day="06-10")
        self.assertEqual(self._get_core_rate(), 140)
        self.assertDelivery(line, "on_time", qty_received=10, qty_returned=4)
        self.assertEqual(self._get_share(), 100)

    def test_twice_as_much_is_not_twice_as_good(self):
        line = self._order(10)
        self._receive(line, 20, day="06-10")
        self.assertEqual(self._get_core_rate(), 200)
        self.assertDelivery(line, "on_time", qty_in_window=10, qty_over=10)
        self.assertEqual(self._get_share(), 100)

    def test_what_never_came_counts(self):
        line = self._order(10)
        self._receive(line, 10, day="06-10")
        missing = self._order(10)
        self.assertEqual(self._get_core_rate(), 100)
        self.assertDelivery(missing, "overdue", qty_received=0, days_late=20)
        self.assertEqual(self._get_share(), 50)

    def test_a_date_moved_after_the_receipt_changes_nothing(self):
        line = self._order(10)
        self._receive(line, 10, day="06-20")
        self.assertEqual(self._get_core_rate(), 0)
        line.with_user(self.buyer).date_planned = self._at("06-25")
        self.assertEqual(self._get_core_rate(), 100)
        self.assertDelivery(line, "late", qty_in_window=0, qty_late=10)
        self.assertEqual(self._get_share(), 0)
        self.assertEqual(line.delivery_promise_ids.mapped("state"), ["after"])

    def test_what_is_not_yet_due_does_not_count(self):
        line = self._order(10)
        self._receive(line, 10, day="06-10")
        later = self._order(10, due="08-01")
        self.assertEqual(self._get_core_report(), 50)
        self.assertDelivery(later, "open")
        self.assertEqual(self._get_share(), 100)

    def test_what_we_cancelled_does_not_count(self):
        line = self._order(10)
        self._receive(line, 10, day="06-10")
        cancelled = self._order(10)
        with self._on("06-05"):
            cancelled.order_id.with_user(self.buyer).button_cancel()
        self.assertEqual(self._get_core_report(), 50)
        self.assertDelivery(cancelled, "cancelled")
        self.assertEqual(self._get_share(), 100)

    def test_sixty_days_early_is_not_on_time(self):
        line = self._order(10, due="08-09", confirmed="06-01")
        self._receive(line, 10, day="06-10")
        self.assertEqual(self._get_core_rate(), 100)
        self.assertDelivery(line, "early", qty_in_window=0, qty_early=10)
        self.assertEqual(self._get_share(), 0)
