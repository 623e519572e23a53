# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo.tests import tagged, warmup

from .common import KanbanMrpCommon


@tagged("post_install", "-at_install")
class TestProductionQueries(KanbanMrpCommon):
    """What a release costs; the numbers are explained in readme/DEVELOP.md."""

    def _create_loops(self, count, **values):
        loops = self.env["lean.kanban.loop"]
        for index in range(count):
            product = self._create_product(f"Pump {index}")
            loops |= self._create_loop(full=0, product=product, card_count=1, **values)
        return loops.sudo()

    def _assert_release_costs(self, count, queries, **values):
        loops = self._create_loops(count, **values)
        self._create_loops(1, **values)._release()
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(queries):
            loops._release()
            self.env.flush_all()
        self.assertEqual(len(loops.card_ids.production_ids), count)

    @warmup
    def test_release_of_10_that_propose(self):
        self._assert_release_costs(10, 73 + 10 * 13, ordering="manual")

    @warmup
    def test_release_of_50_that_propose(self):
        self._assert_release_costs(50, 73 + 50 * 13, ordering="manual")

    @warmup
    def test_release_of_10_that_order_by_themselves(self):
        self._assert_release_costs(10, 100 + 10 * 28)

    @warmup
    def test_release_of_50_that_order_by_themselves(self):
        self._assert_release_costs(50, 100 + 50 * 28)

    @warmup
    def test_cards_of_one_loop_cost_no_more(self):
        """One production is made of a hundred cards."""
        loop = self._create_loop(full=0, card_count=100).sudo()
        self._create_loops(1)._release()
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(130):
            loop._release()
            self.env.flush_all()
        self.assertEqual(len(loop.card_ids.production_ids), 1)
