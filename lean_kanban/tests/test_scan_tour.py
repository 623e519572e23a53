# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import Command
from odoo.tests import new_test_user, tagged

from odoo.addons.lean_base.tests.components import ComponentCase


@tagged("post_install", "-at_install")
class TestScanTour(ComponentCase):
    """The scan station as an operator uses it, in a browser."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.operator_user = new_test_user(cls.env, "lean_scan", "lean_base.group_lean_user", name="Scan Station")
        cls.env["hr.employee"].create({"name": "Tour Operator", "barcode": "BADGETOUR1"})
        cls.loop = cls._create_loop()
        cls.card = cls.loop.card_ids[0]
        cls.card.barcode = "KBTOUR1"

    @classmethod
    def _create_loop(cls):
        """A running loop with two full containers, fetched from another location."""
        warehouse = cls.env["stock.warehouse"].search([("company_id", "=", cls.env.company.id)], limit=1)
        stock = warehouse.lot_stock_id
        shelf, reserve = cls.env["stock.location"].create(
            [
                {"name": "Shelf", "location_id": stock.id},
                {"name": "Reserve", "location_id": stock.id},
            ]
        )
        product = cls.env["product.product"].create({"name": "Seal Kit", "is_storable": True})
        cls.env["stock.quant"]._update_available_quantity(product, shelf, 40)
        loop = cls.env["lean.kanban.loop"].create(
            {
                "product_id": product.id,
                "location_id": shelf.id,
                "source_location_id": reserve.id,
                "route_id": cls._create_route(warehouse, reserve, shelf).id,
                "container_qty": 20,
                "card_count": 2,
            }
        )
        loop.action_activate()
        return loop

    @classmethod
    def _create_route(cls, warehouse, source, target):
        rule = {
            "name": "Reserve to shelf",
            "action": "pull",
            "location_src_id": source.id,
            "location_dest_id": target.id,
            "picking_type_id": warehouse.int_type_id.id,
        }
        return cls.env["stock.route"].create({"name": "Reserve to shelf", "rule_ids": [Command.create(rule)]})

    def test_scan_station(self):
        self.assertEqual(self.card.state, "full")
        self.start_tour("/odoo", "lean_kanban_scan", login="lean_scan")
        self.card.invalidate_recordset()
        self.assertNotIn(self.card.state, ("full", "in_use"))
        event = self.card.event_ids.filtered(lambda e: e.source == "scan")
        self.assertEqual(len(event), 1)
        self.assertEqual(event.user_id, self.operator_user)
        self.assertTrue(event.scan_uid)

    def test_components(self):
        self.run_components("lean_kanban")
