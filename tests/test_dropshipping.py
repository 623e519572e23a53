# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.lean_kanban_purchase.tests.common import KanbanPurchaseCommon

MODULE = "stock_dropshipping"


@tagged("post_install", "-at_install")
class TestDropshipping(KanbanPurchaseCommon):
    """Goods that go straight to the customer fill no container.

    Runs where the dropshipping app is installed; :mod:`.test_other_apps` sees to that.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if not cls.env["ir.module.module"].search_count([("name", "=", MODULE), ("state", "=", "installed")]):
            cls.skipTest(cls, f"{MODULE} is not installed: test_other_apps runs this where it is")
        cls.route = cls.env.ref("stock_dropshipping.route_drop_shipping")
        cls.type = cls.env["stock.picking.type"].search(
            [("code", "=", "dropship"), ("company_id", "=", cls.company.id)], limit=1
        )

    def test_a_loop_by_the_dropship_route_does_not_start(self):
        with self.assertRaisesRegex(UserError, "Dropship.*nothing arrives at .*Shelf A"):
            self._create_loop(route_id=self.route.id)

    def test_a_rule_that_dropships_to_the_shelf_does_not_either(self):
        """Found by the routes of the product, not chosen on the loop."""
        route = self.env["stock.route"].create({"name": "Straight", "product_selectable": True})
        self.env["stock.rule"].create(
            {
                "name": "Straight",
                "route_id": route.id,
                "action": "buy",
                "location_dest_id": self.shelf_a.id,
                "picking_type_id": self.type.id,
                "company_id": self.company.id,
            }
        )
        self.product.route_ids = route
        with self.assertRaisesRegex(UserError, "Straight.*nothing arrives at .*Shelf A"):
            self._create_loop()

    def test_a_running_loop_says_so_on_its_cards(self):
        loop = self._create_loop()
        loop.sudo().route_id = self.route
        self._empty(loop.card_ids[0])
        self.assertEqual(loop.card_ids[0].state, "error")
        self.assertIn("nothing arrives", loop.card_ids[0].reason)
        self.assertFalse(self._get_lines())
        self.assertOneActivity(loop, self.planner)

    def test_a_product_that_may_be_dropshipped_is_bought_for_its_loop(self):
        self.product.route_ids = self.route
        loop = self._create_loop()
        line = self._order_empties(loop)
        self.assertEqual(line.order_id.picking_type_id, self.warehouse.in_type_id)
