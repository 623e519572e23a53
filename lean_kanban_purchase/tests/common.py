# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo.fields import Command

from odoo.addons.lean_kanban.tests.common import KanbanCommon


class KanbanPurchaseCommon(KanbanCommon):
    """One vendor with an e-mail address who sells the product for 4.20.

    ``operator`` scans, ``buyer`` confirms, ``storekeeper`` receives.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.buyer = cls._create_user("buyer", "purchase.group_purchase_user")
        cls.storekeeper = cls._create_user("storekeeper", "stock.group_stock_user")
        cls.vendor = cls._create_vendor("Foundry")
        cls._add_price(cls.product)

    @classmethod
    def _create_vendor(cls, name, **values):
        email = f"{name.lower()}@example.com"
        return cls.env["res.partner"].create({"name": name, "email": email, **values})

    @classmethod
    def _add_price(cls, product, vendor=None, price=4.2, **values):
        """A line of a vendor's price list, delivered after three days."""
        product = product.with_env(cls.env)
        vendor = vendor or cls.vendor
        lines = [Command.create({"partner_id": vendor.id, "price": price, "delay": 3, **values})]
        product.product_tmpl_id.seller_ids = lines
        return product.product_tmpl_id.seller_ids[-1:]

    @classmethod
    def _create_bought(cls, name, vendor=None, price=4.2, **values):
        """Another product of a vendor."""
        product = cls._create_product(name, **values)
        cls._add_price(product, vendor, price)
        return product

    @classmethod
    def _create_vendor_user(cls, vendor, **values):
        """Somebody of a vendor who may use the portal."""
        name = vendor.name.lower()
        contact = cls.env["res.partner"].create(
            {"name": f"{vendor.name} Sales", "parent_id": vendor.id, "email": f"sales@{name}.example.com", **values}
        )
        return (
            cls.env["res.users"]
            .with_context(no_reset_password=True)
            .create(
                {
                    "name": contact.name,
                    "login": f"kanban_{name}",
                    "password": f"kanban_{name}",
                    "partner_id": contact.id,
                    "group_ids": [Command.set(cls.env.ref("base.group_portal").ids)],
                    "company_id": cls.company.id,
                    "company_ids": [Command.set(cls.company.ids)],
                }
            )
        )

    def _order_from(self, vendor=None, count=1, name=None):
        """A confirmed and sent order of so many cards; returns its line."""
        product = self._create_bought(name or f"Part {count}", vendor)
        loop = self._create_loop(product=product)
        line = self._order_empties(loop, count)
        self._confirm(line.order_id)
        return line

    def _get_lines(self, product=None):
        """Purchase lines of a product, oldest first."""
        lines = self.env["purchase.order.line"].search([("product_id", "=", (product or self.product).id)], order="id")
        lines.invalidate_recordset()
        return lines

    def _confirm(self, orders):
        orders.with_user(self.buyer).button_confirm()

    def _order_empties(self, loop, count=1):
        """Scan so many full cards of a loop; returns the purchase line."""
        cards = loop.card_ids.filtered(lambda c: c.state == "full").sorted("number")
        self._empty(*cards[:count])
        return self._get_lines(loop.product_id).filtered(lambda line: line.kanban_loop_id.id == loop.id)[-1:]

    def _receive_order(self, order, quantity=None, backorder=True):
        """The storekeeper validates the open receipt of an order."""
        receipt = order.picking_ids.filtered(lambda p: p.state not in ("done", "cancel"))
        self._receive(receipt.with_user(self.storekeeper), quantity, backorder)
        return receipt

    def _get_activities(self, record):
        record.invalidate_recordset(["activity_ids"])
        return record.sudo().activity_ids

    def assertOneActivity(self, record, user):
        activities = self._get_activities(record)
        self.assertEqual(len(activities), 1, activities.mapped("note"))
        self.assertEqual(activities.user_id, user)
