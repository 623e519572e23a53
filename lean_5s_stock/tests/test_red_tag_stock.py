# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo.exceptions import AccessError, UserError
from odoo.tests import TransactionCase, new_test_user, tagged

PHOTO = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="


@tagged("post_install", "-at_install")
class TestRedTagStock(TransactionCase):
    """What was decided is booked where the stock is, by somebody who works with stock."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": True})
        cls.company = cls.env.company
        cls.warehouse = cls.env["stock.warehouse"].search([("company_id", "=", cls.company.id)], limit=1)
        cls.stock = cls.warehouse.lot_stock_id
        cls.shelf = cls.env["stock.location"].create({"name": "Old Shelf", "location_id": cls.stock.id})
        cls.storer = new_test_user(cls.env, "tag_storer", "stock.group_stock_user")
        cls.operator = new_test_user(cls.env, "tag_operator", "lean_base.group_lean_user")
        cls.product = cls._create_product(standard_price=2.5)
        cls.env["stock.quant"]._update_available_quantity(cls.product, cls.shelf, 10)
        cls.area = cls.env["lean.area"].create(
            {"name": "Store", "code": "TAGST", "responsible_id": cls.storer.id, "company_id": cls.company.id}
        )

    @classmethod
    def _create_product(cls, **values):
        return cls.env["product.product"].create({"name": "Old Gasket", "is_storable": True, **values})

    def _tag(self, disposition, **values):
        """A tag on four gaskets, decided by who works with stock."""
        tag = (
            self.env["lean.5s.red.tag"]
            .with_user(self.storer)
            .create(
                {
                    "item": "Gaskets",
                    "area_id": self.area.id,
                    "product_id": self.product.id,
                    "location_id": self.shelf.id,
                    "quantity": 4,
                    "disposition": disposition,
                    **values,
                }
            )
        )
        tag.action_decide()
        return tag

    def _get_quantity(self, location, product=None):
        return (product or self.product).with_context(location=location.id).qty_available

    def test_scrap_is_booked(self):
        tag = self._tag("scrap", photo_after=PHOTO)
        self.assertTrue(tag.can_book)
        with self.assertRaisesRegex(UserError, "still in stock"):
            tag.action_done()
        action = tag.action_book()
        self.assertEqual((action["res_model"], action["res_id"]), ("stock.scrap", tag.scrap_id.id))
        self.assertEqual((tag.scrap_id.state, tag.scrap_id.scrap_qty, tag.scrap_id.origin), ("done", 4, tag.name))
        self.assertEqual(self._get_quantity(self.shelf), 6)
        tag.action_book()
        self.assertEqual(self._get_quantity(self.shelf), 6, "a second tap scraps nothing more")
        with self.assertRaisesRegex(UserError, "cannot be decided anew"):
            tag.action_back()
        tag.action_done()
        self.assertEqual(tag.state, "done")
        self.assertEqual(tag.scrap_id.lean_5s_red_tag_ids, tag)

    def test_relocation_is_a_transfer(self):
        tag = self._tag("relocate", location_dest_id=self.stock.id, photo_after=PHOTO)
        tag.action_book()
        picking = tag.picking_id
        self.assertEqual((picking.state, picking.picking_type_code, picking.origin), ("assigned", "internal", tag.name))
        tag.action_book()
        self.assertEqual(self.env["stock.picking"].search([("origin", "=", tag.name)]), picking)
        with self.assertRaisesRegex(UserError, "not moved in stock"):
            tag.action_done()
        picking.move_ids.picked = True
        picking.with_user(self.storer).button_validate()
        self.assertEqual((picking.state, self._get_quantity(self.shelf)), ("done", 6))
        tag.action_done()
        self.assertEqual(tag.state, "done")

    def test_a_cancelled_transfer_is_made_again(self):
        tag = self._tag("relocate", location_dest_id=self.stock.id)
        tag.action_book()
        first = tag.picking_id
        first.action_cancel()
        self.assertTrue(tag.can_book)
        tag.action_book()
        self.assertNotEqual(tag.picking_id, first)

    def test_too_little_in_stock_asks(self):
        tag = self._tag("scrap", quantity=50)
        action = tag.action_book()
        self.assertEqual(action["res_model"], "stock.warn.insufficient.qty.scrap")
        self.assertEqual((tag.scrap_id.state, self._get_quantity(self.shelf)), ("draft", 10))

    def test_units_are_converted(self):
        tag = self._tag("scrap", quantity=0.5, product_uom_id=self.env.ref("uom.product_uom_dozen").id)
        tag.action_book()
        self.assertEqual(self._get_quantity(self.shelf), 4)

    def test_what_is_missing_is_said(self):
        cases = (
            ("scrap", {"location_id": False}, "Say where"),
            ("relocate", {}, "goes to"),
            ("relocate", {"location_dest_id": self.shelf.id}, "stands there already"),
        )
        for disposition, values, message in cases:
            with self.subTest(message=message), self.assertRaisesRegex(UserError, message):
                self._tag(disposition, **values).action_book()

    def test_the_lot_with_the_tag_is_taken(self):
        product = self._create_product(tracking="lot")
        first, tagged_lot = self.env["stock.lot"].create(
            [{"name": name, "product_id": product.id} for name in ("TAGLOT1", "TAGLOT2")]
        )
        for lot in first | tagged_lot:
            self.env["stock.quant"]._update_available_quantity(product, self.shelf, 5, lot_id=lot)
        with self.assertRaisesRegex(UserError, "lot or serial"):
            self._tag("scrap", product_id=product.id).action_book()
        self._tag("scrap", product_id=product.id, lot_id=tagged_lot.id, quantity=1).action_book()
        self.assertEqual(self._get_quantity(self.shelf, product), 9)
        tag = self._tag("relocate", product_id=product.id, lot_id=tagged_lot.id, location_dest_id=self.stock.id)
        tag.action_book()
        lines = tag.picking_id.move_ids.move_line_ids
        self.assertEqual((tag.picking_id.state, lines.lot_id, lines.quantity), ("assigned", tagged_lot, 4))

    def test_without_a_product_nothing_is_booked(self):
        tag = self._tag("scrap", product_id=False, photo_after=PHOTO)
        self.assertFalse(tag.can_book)
        with self.assertRaisesRegex(UserError, "not booked in stock"):
            tag.action_book()
        tag.action_done()
        self.assertEqual(tag.state, "done")

    def test_who_does_not_work_with_stock_books_nothing(self):
        tag = self._tag("scrap")
        self.env.invalidate_all()
        self.assertEqual(tag.with_user(self.operator).item, "Gaskets")
        with self.assertRaises(AccessError):
            tag.with_user(self.operator).action_book()
        self.assertEqual(self._get_quantity(self.shelf), 10)

    def test_an_operator_closes_what_was_booked(self):
        tag = self._tag("scrap", photo_after=PHOTO)
        tag.action_book()
        self.env.invalidate_all()
        tag.with_user(self.operator).action_done()
        self.assertEqual(tag.state, "done")

    def test_the_form_proposes_location_and_value(self):
        tag = self.env["lean.5s.red.tag"].new({"area_id": self.area.id, "product_id": self.product.id, "quantity": 4})
        tag._compute_product_uom_id()
        tag._onchange_product_id()
        tag._onchange_value()
        self.assertEqual((tag.location_id._origin, tag.value), (self.shelf, 10))
        self.assertIn("Old Gasket", tag.item)

    def test_stock_users_see_red_tags(self):
        self.assertTrue(self.storer.has_group("lean_base.group_lean_user"))
