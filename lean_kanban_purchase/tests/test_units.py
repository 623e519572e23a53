# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .common import KanbanPurchaseCommon


@tagged("post_install", "-at_install")
class TestUnits(KanbanPurchaseCommon):
    """Containers counted in boxes of twelve, of a product that is counted in pieces."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.units = cls.env.ref("uom.product_uom_unit")
        cls.dozen = cls.env.ref("uom.product_uom_dozen")
        cls.box = cls.env["uom.uom"].create(
            {"name": "Box of 12", "relative_factor": 12, "relative_uom_id": cls.units.id}
        )
        cls.product.uom_ids = cls.box
        cls.loop = cls._create_loop(container_qty=2, container_uom_id=cls.box.id)

    def _empty_two(self):
        return self._order_empties(self.loop, 2)

    def test_two_boxes_are_24_pieces(self):
        self.assertEqual(self.loop.container_product_qty, 24)
        self.assertEqual(self.loop.quantity_on_hand, 72)
        self.assertEqual(self._scan(self.loop.card_ids[0])["card"]["quantity"], 2)
        self.assertEqual(self._scan(self.loop.card_ids[0])["card"]["uom"], "Box of 12")

    def test_the_order_is_in_the_unit_of_the_vendor(self):
        line = self._empty_two()
        self.assertEqual((line.product_qty, line.product_uom_id), (48, self.units))
        self.assertEqual(line.kanban_allocation_ids.mapped("quantity"), [24, 24])
        self._confirm(line.order_id)
        self._receive_order(line.order_id, quantity=24)
        self.assertEqual(self._get_states(self.loop)[:2], ["full", "in_process"])
        self._receive_order(line.order_id)
        self.assertEqual(self._get_states(self.loop), ["full"] * 3)

    def test_the_vendor_sells_dozens(self):
        self.product.seller_ids.product_uom_id = self.dozen
        line = self._empty_two()
        self.assertRecordValues(line, [{"product_qty": 4, "product_uom_id": self.dozen.id, "product_uom_qty": 48}])
        self._confirm(line.order_id)
        self._receive_order(line.order_id)
        self.assertEqual(self._get_states(self.loop), ["full"] * 3)

    def test_ten_pieces_of_a_dozen_are_refused_with_a_proposal(self):
        self.product.seller_ids.product_uom_id = self.dozen
        with self.assertRaisesRegex(ValidationError, r"10 Units are 0\.833 of it\. Take containers of 12 Units"):
            self._create_loop(location_id=self.shelf_b.id, container_qty=10)
        with self.assertRaisesRegex(ValidationError, r"20 Units are 1\.667 of it\. Take containers of 24 Units"):
            self._create_loop(location_id=self.shelf_b.id, container_qty=20)

    def test_a_box_that_the_vendor_breaks_is_refused(self):
        gross = self.env["uom.uom"].create({"name": "Gross", "relative_factor": 144, "relative_uom_id": self.units.id})
        with self.assertRaisesRegex(ValidationError, r"2 Box of 12s? are 0\.167 of it\. Take containers of 12 Box"):
            self.product.seller_ids.product_uom_id = gross
            self._create_loop(location_id=self.shelf_b.id, container_qty=2, container_uom_id=self.box.id)

    def test_consumption_in_pieces_empties_boxes(self):
        self.loop.sudo().trigger = "quantity"
        scrap = self.env["stock.scrap"].create(
            {
                "product_id": self.product.id,
                "scrap_qty": 2,
                "product_uom_id": self.box.id,
                "location_id": self.shelf_a.id,
                "company_id": self.company.id,
            }
        )
        scrap.action_validate()
        self.assertEqual(self._get_states(self.loop).count("empty"), 1)
        self.assertNotIn("in_use", self._get_states(self.loop))

    def test_the_unit_changes_with_an_order_open(self):
        """What is on order stays asked for as it was; the next card asks for the new container."""
        line = self._empty_two()
        self.loop.sudo().write({"container_qty": 10, "container_uom_id": self.units.id})
        self._empty(self.loop.card_ids.filtered(lambda card: card.state == "full"))
        self.assertEqual(sorted(line.kanban_allocation_ids.mapped("quantity")), [10, 24, 24])
        self.assertEqual(line.product_uom_qty, 58)
        self._confirm(line.order_id)
        self._receive_order(line.order_id)
        self.assertEqual(self._get_states(self.loop), ["full"] * 3)
