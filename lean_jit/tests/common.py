# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from datetime import datetime, timedelta

import pytz
from freezegun import freeze_time

from odoo.fields import Command

from odoo.addons.lean_base.tests.common import LeanBaseCommon

TODAY = "2026-06-30 09:00:00"


class DeliveryCommon(LeanBaseCommon):
    """A vendor of castings in a plant in Brussels, and people who buy and receive.

    * ``buyer`` confirms orders, ``purchase_manager`` decides on disputes, ``storekeeper``
      receives; ``vendor_user`` is the vendor in the portal
    * orders are confirmed on 1 June 2026 for 10 June; the window is 8 to 10 June
    * all in UTC at noon where no hour is given; today is 30 June
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.buyer = cls._create_user("jit_buyer", "purchase.group_purchase_user")
        cls.purchase_manager = cls._create_user("jit_manager", "purchase.group_purchase_manager")
        cls.storekeeper = cls._create_user("jit_storekeeper", "stock.group_stock_user")
        cls.vendor = cls.env["res.partner"].create({"name": "Overseas Castings", "email": "castings@example.com"})
        cls.vendor_user = cls._create_vendor_user(cls.vendor)
        cls.product = cls._create_product("Casting")
        cls.warehouse = cls.env["stock.warehouse"].search([("company_id", "=", cls.company.id)], limit=1)

    @classmethod
    def _create_vendor_user(cls, vendor):
        values = {"name": "Vendor Clerk", "parent_id": vendor.id, "email": f"clerk{vendor.id}@example.com"}
        contact = cls.env["res.partner"].create(values)
        group = cls.env.ref("base.group_portal")
        return cls.env["res.users"].create(
            {
                "login": contact.email,
                "partner_id": contact.id,
                "group_ids": [Command.set(group.ids)],
                "company_id": cls.company.id,
                "company_ids": [Command.set(cls.company.ids)],
            }
        )

    @classmethod
    def _create_product(cls, name, price=10.0, vendor=None, **values):
        seller = {"partner_id": (vendor or cls.vendor).id, "price": price, "company_id": cls.company.id}
        return cls.env["product.product"].create(
            {
                "name": name,
                "is_storable": True,
                "seller_ids": [Command.create(seller)],
                "supplier_taxes_id": False,
                **values,
            }
        )

    def _at(self, text):
        """A moment in UTC: ``06-10`` or ``06-10 22:30`` of 2026."""
        return datetime.strptime(f"2026-{text}" if ":" in text else f"2026-{text} 12:00", "%Y-%m-%d %H:%M")

    def _order(self, quantity=10, *, due="06-10", confirmed="06-01", product=None, vendor=None, **line):
        """A confirmed line."""
        product = product or self.product
        values = {"product_id": product.id, "product_qty": quantity, "date_planned": self._at(due), **line}
        with freeze_time(self._at(confirmed)):
            order = (
                self.env["purchase.order"]
                .with_user(self.buyer)
                .create(
                    {
                        "partner_id": (vendor or self.vendor).id,
                        "company_id": self.company.id,
                        "order_line": [Command.create(values)],
                    }
                )
            )
            order.order_line.date_planned = self._at(due)
            order.button_confirm()
        return order.order_line

    def _receive(self, line, quantity, *, day, backorder=True):
        """The storekeeper receives so many, in the unit of the line."""
        pickings = line.sudo().move_ids.picking_id
        picking = pickings.filtered(lambda p: p.state not in ("done", "cancel"))[:1].with_user(self.storekeeper)
        with freeze_time(self._at(day)):
            picking.move_ids.quantity = quantity
            picking.move_ids.picked = True
            self._validate(picking, backorder)
        return picking

    def _validate(self, picking, backorder=True):
        skip = {"skip_backorder": True, "picking_ids_not_to_backorder": [] if backorder else picking.ids}
        picking.with_context(**skip).button_validate()
        self.assertEqual(picking.state, "done")

    def _return(self, picking, quantity, *, day, reason=None):
        """Send goods of a receipt back."""
        with freeze_time(self._at(day)):
            wizard = self.env["stock.return.picking"].with_user(self.storekeeper)
            wizard = wizard.with_context(active_id=picking.id, active_model="stock.picking").create({})
            wizard.product_return_moves.quantity = quantity
            back = self.env["stock.picking"].browse(wizard.action_create_returns()["res_id"])
            back.with_user(self.storekeeper).return_reason = reason
            back.move_ids.write({"quantity": quantity, "picked": True})
            self._validate(back.with_user(self.storekeeper))
        return back

    def _get_delivery(self, line, *, today=TODAY):
        with freeze_time(today):
            delivery = self.env["lean.supplier.delivery"].with_user(self.buyer).browse(line.id)
            delivery.invalidate_recordset()
            delivery.mapped("state")
            delivery.read()
        return delivery

    def assertDelivery(self, line, state, *, today=TODAY, **values):
        delivery = self._get_delivery(line, today=today)
        self.assertEqual(delivery.state, state)
        for name, value in values.items():
            self.assertEqual(delivery[name], value, name)
        return delivery

    def _get_core_rate(self, vendor=None):
        """Core's figure on the vendor's form."""
        with freeze_time(TODAY):
            vendor = (vendor or self.vendor).with_user(self.buyer)
            vendor.invalidate_recordset(["on_time_rate"])
            return vendor.on_time_rate

    def _get_core_report(self, vendor=None):
        """Core's figure in its report of vendors; None where it is silent."""
        self.env.flush_all()
        domain = [("partner_id", "=", (vendor or self.vendor).id)]
        groups = self.env["vendor.delay.report"]._read_group(domain, ["partner_id"], ["on_time_rate:sum"])
        return groups[0][1] if groups else None

    def _get_share(self, vendor=None):
        """Our OTD of a vendor in per cent; None where nothing counts."""
        domain = [("partner_id", "=", (vendor or self.vendor).id), ("is_counted", "=", True)]
        with freeze_time(TODAY):
            groups = self.env["lean.supplier.delivery"]._read_group(domain, [], ["in_window_share:avg", "__count"])
        return groups[0][0] * 100 if groups[0][1] else None

    def _midnight(self, day, zone="Europe/Brussels"):
        """Midnight of a day of 2026 in a zone, in UTC."""
        local = datetime.strptime(f"2026-{day}", "%Y-%m-%d")
        return pytz.timezone(zone).localize(local).astimezone(pytz.utc).replace(tzinfo=None)

    def _on(self, day):
        """Do something on a day of 2026."""
        return freeze_time(self._at(day))

    def _days(self, count):
        return timedelta(days=count)
