# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import KanbanMrpCommon


@tagged("post_install", "-at_install")
class TestProductionMerge(KanbanMrpCommon):
    """Merging by hand, and needs that core would join."""

    def _create_production(self, **values):
        return (
            self.env["mrp.production"]
            .with_user(self.maker)
            .create({"product_id": self.product.id, "product_qty": 7, **values})
        )

    def _release_each(self, **values):
        """A loop whose first two cards are each on a production of its own."""
        loop = self._create_loop(**values)
        for card in self._get_cards(loop)[:2]:
            self._empty(card)
        return loop, self._get_productions(loop)

    def test_merge(self):
        loop, productions = self._release_each()
        action = productions.action_merge()
        merged = self._get_productions(loop).browse(action["res_id"])
        self.assertRecordValues(
            merged,
            [
                {
                    "product_qty": 40,
                    "state": "confirmed",
                    "kanban_loop_id": loop.id,
                    "location_dest_id": self.shelf_a.id,
                    "kanban_card_ids": self._get_cards(loop)[:2].ids,
                }
            ],
        )
        self.assertEqual(self._get_states(loop), ["in_process", "in_process", "full"])
        self.assertFalse(self._get_notices(loop))
        before = self._get_on_hand(self.shelf_a)
        self._produce(merged, 20)
        self.assertEqual(self._get_states(loop), ["full", "in_process", "full"])
        self.assertEqual(self._get_on_hand(self.shelf_a), before + 20)

    def test_merge_drafts(self):
        loop, productions = self._release_each(ordering="manual")
        action = productions.action_merge()
        merged = self._get_productions(loop).browse(action["res_id"])
        self.assertEqual(merged.state, "draft")
        self.assertEqual(self._get_states(loop), ["requested", "requested", "full"])
        merged.action_confirm()
        self._produce(merged)
        self.assertEqual(self._get_states(loop), ["full"] * 3)
        self.assertEqual(merged.move_finished_ids.location_dest_id, self.shelf_a)

    def test_merge_in_three_steps(self):
        self.warehouse.manufacture_steps = "pbm_sam"
        loop, productions = self._release_each()
        action = productions.action_merge()
        merged = self._get_productions(loop).browse(action["res_id"])
        self._produce(merged)
        self.assertEqual(self._get_states(loop), ["in_transit", "in_transit", "full"])

    def test_productions_of_two_loops_do_not_merge(self):
        __, production_a = self._release_all()
        __, production_b = self._release_all(location_id=self.shelf_b.id)
        with self.assertRaisesRegex(UserError, "different kanban loops"):
            (production_a | production_b).action_merge()

    def test_production_of_no_loop_does_not_merge(self):
        __, production = self._release_all()
        other = self._create_production()
        other.action_confirm()
        with self.assertRaisesRegex(UserError, "different kanban loops"):
            (production | other).action_merge()

    def test_productions_of_no_loop_merge_as_ever(self):
        productions = self._create_production() | self._create_production()
        action = productions.action_merge()
        merged = productions.browse(action["res_id"])
        self.assertEqual(merged.product_qty, 14)
        self.assertFalse(merged.kanban_loop_id)

    def _create_orderpoint(self):
        return self.env["stock.warehouse.orderpoint"].create(
            {
                "product_id": self.product.id,
                "location_id": self.shelf_b.id,
                "product_min_qty": 30,
                "product_max_qty": 30,
            }
        )

    def test_reordering_rule_after_the_card(self):
        __, production = self._release_all(ordering="manual")
        orderpoint = self._create_orderpoint()
        self.env["stock.rule"].run_scheduler(company_id=self.company.id)
        ordered = self.env["mrp.production"].search([("orderpoint_id", "=", orderpoint.id)])
        self.assertRecordValues(ordered, [{"product_qty": 30, "kanban_card_count": 0}])
        self.assertFalse(ordered.kanban_loop_id)
        self.assertEqual(production.product_qty, 60)

    def test_reordering_rule_before_the_card(self):
        orderpoint = self._create_orderpoint()
        self.env["stock.rule"].run_scheduler(company_id=self.company.id)
        ordered = self.env["mrp.production"].search([("orderpoint_id", "=", orderpoint.id)])
        loop = self._create_loop(full=0)
        self._release()
        self.assertEqual(ordered.product_qty, 30)
        self.assertEqual(self._get_productions(loop).product_qty, 60)
        orderpoint.product_max_qty = orderpoint.product_min_qty = 50
        self.env["stock.rule"].run_scheduler(company_id=self.company.id)
        self.assertEqual(self._get_productions(loop).product_qty, 60)

    def test_made_to_order_need_does_not_join(self):
        """A sub-assembly with a loop, asked for by a production made to order."""
        __, production = self._release_all(ordering="manual")
        route = self.env.ref("stock.route_warehouse0_mto")
        route.active = True
        self.product.route_ids = [Command.link(route.id)]
        parent = self._create_product("Skid", bom=False)
        self._create_bom(parent, self.product)
        order = self._create_production(product_id=parent.id)
        order.action_confirm()
        made = self.env["mrp.production"].search([("product_id", "=", self.product.id), ("id", "!=", production.id)])
        self.assertEqual(made.product_qty, 14)
        self.assertEqual(production.product_qty, 60)
