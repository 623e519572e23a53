# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo.tests import tagged

from .common import KanbanPurchaseCommon


@tagged("post_install", "-at_install")
class TestVendorAnalysis(KanbanPurchaseCommon):
    def test_the_vendor_is_who_was_ordered_from(self):
        """The price list may change later; the row keeps who the order went to."""
        line = self._order_from(name="Shaft")
        loop = line.kanban_loop_id
        other = self._create_vendor("Second")
        self._add_price(loop.product_id, other, sequence=-1)
        domain = [("loop_id", "=", loop.id)]
        row = self.env["lean.kanban.analysis"].with_user(self.operator).search(domain)
        self.assertEqual(row.vendor_id, self.vendor)
        self.assertEqual(row.search([("vendor_id", "=", self.vendor.id), *domain]), row)

    def test_a_stockout_names_the_vendor_of_the_loop_else_of_its_product(self):
        loop = self._create_loop(card_count=1)
        self._empty(loop.card_ids)
        stockout = self.env["lean.kanban.stockout"].with_user(self.operator).search([("loop_id", "=", loop.id)])
        self.assertEqual(stockout.vendor_id, self.vendor)
