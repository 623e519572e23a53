# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.lean_jit.tests.common import DeliveryCommon

MODULES = ("mrp_subcontracting_purchase", "stock_dropshipping")


@tagged("post_install", "-at_install")
class TestDeliveryRoutes(DeliveryCommon):
    """Goods that a subcontractor makes, and goods that go straight to a customer.

    Runs where these apps are installed; :mod:`.test_other_apps` sees to that.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        found = cls.env["ir.module.module"].search_count([("name", "in", MODULES), ("state", "=", "installed")])
        if found < len(MODULES):
            cls.skipTest(cls, "not installed: test_other_apps runs this where they are")

    def test_subcontracted_goods(self):
        """They leave the place of the subcontractor, which is a stock of ours but not in our house."""
        (self.buyer | self.storekeeper).group_ids |= self.env.ref("mrp.group_mrp_user")
        body, casting = self._create_product("Valve body"), self._create_product("Valve casting")
        place = self.company.subcontracting_location_id
        self.vendor.with_company(self.company).property_stock_subcontractor = place
        self.env["mrp.bom"].create(
            {
                "type": "subcontract",
                "product_tmpl_id": body.product_tmpl_id.id,
                "subcontractor_ids": [Command.set(self.vendor.ids)],
                "bom_line_ids": [Command.create({"product_id": casting.id, "product_qty": 2})],
                "company_id": self.company.id,
            }
        )
        self.env["stock.quant"]._update_available_quantity(casting, place, 100)
        line = self._order(10, product=body)
        self.assertTrue(line.move_ids.is_subcontract)
        receipt = self._receive(line, 7, day="06-10")
        self._receive(line, 3, day="06-12")
        self.assertDelivery(line, "late", qty_received=10, qty_in_window=7, qty_late=3)
        self._return(receipt, 2, day="06-13")
        self.assertDelivery(line, "late", qty_received=10, qty_returned=2)

    def test_dropshipped_goods(self):
        """They arrive when the customer has them."""
        customer = self.env["res.partner"].create({"name": "Customer"})
        domain = [("code", "=", "dropship"), ("company_id", "=", self.company.id)]
        dropship = self.env["stock.picking.type"].search(domain, limit=1)
        line = self._order(10)
        with self._on("06-01"):
            order = line.order_id.copy({"picking_type_id": dropship.id, "dest_address_id": customer.id})
            order.order_line.date_planned = self._at("06-10")
            order.button_confirm()
        self._receive(order.order_line, 10, day="06-10")
        self.assertEqual(order.picking_ids.location_dest_id.usage, "customer")
        self.assertDelivery(order.order_line, "on_time", qty_received=10)
