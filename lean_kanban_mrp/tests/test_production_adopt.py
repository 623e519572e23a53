# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo.fields import Command
from odoo.tests import tagged

from .common import KanbanMrpCommon


@tagged("post_install", "-at_install")
class TestProductionAdopt(KanbanMrpCommon):
    """A loop goes live while productions for its place are open."""

    def _create_production(self, quantity, confirm=True, **values):
        production = (
            self.env["mrp.production"]
            .with_user(self.maker)
            .create(
                {
                    "product_id": self.product.id,
                    "product_qty": quantity,
                    "location_dest_id": self.shelf_a.id,
                    **values,
                }
            )
        )
        if confirm:
            production.action_confirm()
        return production

    def test_open_productions_are_adopted(self):
        confirmed = self._create_production(20)
        draft = self._create_production(25, confirm=False)
        loop = self._create_loop(full=0)
        self.assertEqual(confirmed.kanban_loop_id, loop)
        self.assertEqual(draft.kanban_loop_id, loop)
        self.assertEqual(self._get_states(loop), ["in_process", "requested", "empty"])
        self._release()
        self.assertEqual(self._get_states(loop), ["in_process", "requested", "in_process"])
        draft.action_confirm()
        self._produce(confirmed)
        self._produce(draft)
        self.assertEqual(self._get_states(loop), ["full", "full", "in_process"])

    def test_production_for_the_stock_above_the_shelf_is_not_adopted(self):
        production = self._create_production(20, location_dest_id=self.stock.id)
        loop = self._create_loop(full=0)
        self.assertFalse(production.kanban_loop_id)
        self.assertEqual(self._get_states(loop), ["empty"] * 3)

    def test_production_with_the_shelf_as_its_final_location(self):
        """It is led to the shelf, where core would leave it in the stock."""
        production = self._create_production(20, location_dest_id=self.stock.id, location_final_id=self.shelf_a.id)
        loop = self._create_loop(full=2)
        self.assertEqual(production.location_dest_id, self.shelf_a)
        before = self._get_on_hand(self.shelf_a)
        self._produce(production)
        self.assertEqual(self._get_on_hand(self.shelf_a), before + 20)
        self.assertEqual(self._get_states(loop), ["full"] * 3)

    def test_small_production_is_not_adopted(self):
        production = self._create_production(19)
        self._create_loop(full=0)
        self.assertFalse(production.kanban_loop_id)

    def test_production_made_to_order_is_not_adopted(self):
        route = self.env.ref("stock.route_warehouse0_mto")
        route.active = True
        self.product.route_ids = [Command.link(route.id)]
        parent = self._create_product("Skid", bom=False)
        self._create_bom(parent, self.product)
        self._create_production(10, product_id=parent.id)
        made = self.env["mrp.production"].search([("product_id", "=", self.product.id)])
        self.assertEqual(made.product_qty, 20)
        loop = self._create_loop(full=0, location_id=self.stock.id)
        self.assertFalse(made.kanban_loop_id)
        self.assertEqual(self._get_states(loop), ["empty"] * 3)
