# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import TransactionCase, new_test_user

TODAY = datetime(2026, 6, 1, 10)


class AnalysisCommon(TransactionCase):
    """A plant in Brussels that uses ten seal kits a week and gets forty every four weeks.

    ``manager`` is a Lean manager, ``buyer`` may read, ``station`` may not.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": True})
        cls.company = cls.env["res.company"].create({"name": "Alder Test"})
        cls.company.partner_id.tz = "Europe/Brussels"
        cls.manager = cls._create_user("jit_manager", "lean_base.group_lean_manager,purchase.group_purchase_user")
        cls.buyer = cls._create_user("jit_buyer", "purchase.group_purchase_user")
        cls.station = cls._create_user("jit_station", "lean_base.group_lean_user")
        cls.env = cls.env(user=cls.env.user, context={**cls.env.context, "allowed_company_ids": cls.company.ids})
        cls.warehouse = cls.env["stock.warehouse"].search([("company_id", "=", cls.company.id)])
        cls.stock = cls.warehouse.lot_stock_id
        cls.customers = cls.env.ref("stock.stock_location_customers")
        cls.suppliers = cls.env.ref("stock.stock_location_suppliers")
        cls.vendor = cls.env["res.partner"].create({"name": "Seals & Co", "country_id": cls.env.ref("base.be").id})
        cls.kit = cls._create_product("Seal kit", 4.2)
        cls._live_year(cls.kit)

    @classmethod
    def _create_user(cls, login, groups):
        ids = [Command.set(cls.company.ids)]
        return new_test_user(cls.env, login, groups=groups, company_id=cls.company.id, company_ids=ids)

    @classmethod
    def _create_product(cls, name, cost, delay=5):
        product = cls.env["product.product"].create({"name": name, "is_storable": True})
        product.with_company(cls.company).standard_price = cost
        product.seller_ids = [Command.create({"partner_id": cls.vendor.id, "delay": delay, "price": cost})]
        return product

    @classmethod
    def _move(cls, product, quantity, source, target, weeks_ago):
        cls._move_all([(product, quantity, source, target, weeks_ago)])

    @classmethod
    def _move_all(cls, moves):
        """Done transfers, each three days before so many weeks before the first of June."""
        with freeze_time(TODAY) as clock:
            for product, quantity, source, target, weeks_ago in moves:
                clock.move_to(TODAY - timedelta(weeks=weeks_ago, days=3))
                move = cls.env["stock.move"].create(
                    {
                        "product_id": product.id,
                        "product_uom_qty": quantity,
                        "location_id": source.id,
                        "location_dest_id": target.id,
                        "company_id": cls.company.id,
                    }
                )
                move._action_confirm()
                move.write({"quantity": quantity, "picked": True})
                move._action_done()

    @classmethod
    def _live_year(cls, product):
        """Ten a week for a year, forty received every fourth week, forty to begin with."""
        moves = [(product, 40, cls.suppliers, cls.stock, 53)]
        for week in reversed(range(52)):
            if week % 4 == 3:
                moves.append((product, 40, cls.suppliers, cls.stock, week))
            moves.append((product, 10, cls.stock, cls.customers, week))
        cls._move_all(moves)

    def _generate(self, **values):
        with freeze_time(TODAY):
            return self.env["lean.jit.analysis"].with_user(self.manager).generate(**values)
