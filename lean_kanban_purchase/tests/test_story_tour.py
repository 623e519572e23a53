# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user, tagged

GROUPS = "lean_base.group_lean_manager,purchase.group_purchase_user,stock.group_stock_user"


@tagged("post_install", "-at_install")
class TestStoryTour(HttpCase):
    """From the scan of an empty container to its full card, in a browser."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        new_test_user(cls.env, "lean_story", GROUPS, name="Story Planner")
        vendor = cls.env["res.partner"].create({"name": "Story Seals", "email": "seals@example.com"})
        seller = {"partner_id": vendor.id, "price": 4.2, "delay": 3}
        product = cls.env["product.product"].create(
            {"name": "Story Seal Kit", "is_storable": True, "seller_ids": [Command.create(seller)]}
        )
        cls.loop = cls._create_loop(product)
        cls.card = cls.loop.card_ids.sorted("number")[0]
        cls.card.barcode = "KBSTORY1"

    @classmethod
    def _create_loop(cls, product):
        """A running loop with two full containers on a shelf of its own."""
        warehouse = cls.env["stock.warehouse"].search([("company_id", "=", cls.env.company.id)], limit=1)
        shelf = cls.env["stock.location"].create({"name": "Story Shelf", "location_id": warehouse.lot_stock_id.id})
        cls.env["stock.quant"]._update_available_quantity(product, shelf, 40)
        loop = cls.env["lean.kanban.loop"].create(
            {"product_id": product.id, "location_id": shelf.id, "container_qty": 20, "card_count": 2}
        )
        loop.action_activate()
        return loop

    def test_from_the_scan_to_the_full_card(self):
        self.start_tour("/odoo", "lean_kanban_story", login="lean_story", timeout=180)
        self.card.invalidate_recordset()
        self.loop.invalidate_recordset()
        self.assertEqual(self.card.state, "full")
        line = self.card.supply_ids.allocation_ids.purchase_line_id
        self.assertEqual((line.product_qty, line.qty_received), (20, 20))
        self.assertEqual(self.loop.quantity_on_hand, 60)
