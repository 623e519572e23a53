# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.lean_jit.tests.common import DeliveryCommon


@tagged("post_install", "-at_install")
class TestKitDelivery(DeliveryCommon):
    """A bought kit arrives as its parts and counts in sets: one seal and four bolts each."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if not cls.env["ir.module.module"].search_count([("name", "=", "purchase_mrp"), ("state", "=", "installed")]):
            cls.skipTest(cls, "purchase_mrp is not installed")
        cls.kit = cls._create_product("Seal set")
        cls.seal = cls._create_product("Seal")
        cls.bolt = cls._create_product("Bolt")
        cls.env["mrp.bom"].create(
            {
                "type": "phantom",
                "product_tmpl_id": cls.kit.product_tmpl_id.id,
                "company_id": cls.company.id,
                "bom_line_ids": [
                    Command.create({"product_id": cls.seal.id, "product_qty": 1}),
                    Command.create({"product_id": cls.bolt.id, "product_qty": 4}),
                ],
            }
        )

    def _receive_parts(self, line, *, day, **parts):
        pickings = line.sudo().move_ids.picking_id
        picking = pickings.filtered(lambda p: p.state not in ("done", "cancel"))[:1].with_user(self.storekeeper)
        with self._on(day):
            for move in picking.move_ids:
                quantity = parts.get(move.product_id.name.lower(), 0)
                move.write({"quantity": quantity, "picked": bool(quantity)})
            self._validate(picking)

    def test_complete_sets(self):
        line = self._order(10, product=self.kit)
        self._receive_parts(line, day="06-10", seal=10, bolt=40)
        self.assertDelivery(line, "on_time", qty_received=10, qty_in_window=10)

    def test_the_scarcest_part_decides(self):
        line = self._order(10, product=self.kit)
        self._receive_parts(line, day="06-10", seal=10, bolt=31)
        self.assertDelivery(line, "partial", qty_in_window=7, qty_received=7)
        self.assertEqual(line.qty_received, 7, "as core counts")
        self._receive_parts(line, day="06-12", bolt=9)
        self.assertDelivery(line, "late", qty_in_window=7, qty_late=3)

    def test_a_part_that_never_came(self):
        line = self._order(10, product=self.kit)
        self._receive_parts(line, day="06-10", seal=10)
        self.assertDelivery(line, "overdue", qty_received=0)
