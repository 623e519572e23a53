# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo.fields import Command
from odoo.tests import tagged

from .common import KanbanPurchaseCommon


@tagged("post_install", "-at_install")
class TestQueries(KanbanPurchaseCommon):
    """What a release costs the database.

    Core makes each purchase line with three queries: two for its description, one
    for its analytic distribution; the release adds nothing that grows. Core enlarges a
    line of a draft order with five, and its allocations are one more.
    """

    BASE = 80
    PER_NEW_LINE = 3
    PER_ENLARGED_LINE = 6

    def _create_loops(self, count, cards=1):
        """Running loops, each of another product, whose cards are signalled."""
        products = self.env["product.product"].create(
            [
                {
                    "name": f"Part {index}",
                    "is_storable": True,
                    "seller_ids": [Command.create({"partner_id": self.vendor.id, "price": 1, "delay": 3})],
                }
                for index in range(count)
            ]
        )
        loops = self.env["lean.kanban.loop"].create(
            [
                {
                    "product_id": product.id,
                    "location_id": self.shelf_a.id,
                    "container_qty": 5,
                    "card_count": cards,
                }
                for product in products
            ]
        )
        loops.action_activate(per_stage=dict.fromkeys(loops.ids, 0))
        return loops

    def _count_release(self, loops):
        """Queries of a release with cold caches."""
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        loops.sudo()._release()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def _assert_cost(self, loops, fixed, per_line):
        queries = self._count_release(loops)
        states = set(loops.card_ids.mapped("state"))
        self.assertEqual(states, {"requested"})
        self.assertLessEqual(queries, fixed + per_line * len(loops))
        return queries

    def test_lines(self):
        few = self._assert_cost(self._create_loops(10), self.BASE, self.PER_NEW_LINE)
        many = self._assert_cost(self._create_loops(100), self.BASE, self.PER_NEW_LINE)
        self.assertLessEqual(many - few, 90 * self.PER_NEW_LINE + 10)

    def test_cards_of_a_line_cost_nothing(self):
        one = self._count_release(self._create_loops(10))
        ten = self._count_release(self._create_loops(10, cards=10))
        self.assertLessEqual(ten, one + 10)

    def test_lines_enlarged(self):
        """A second release into the order that is still a draft."""
        loops = self._create_loops(50)
        self._count_release(loops)
        loops.card_count = 2
        self._assert_cost(loops, self.BASE, self.PER_ENLARGED_LINE)
