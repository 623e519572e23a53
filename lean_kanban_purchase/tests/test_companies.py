# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .common import KanbanPurchaseCommon


@tagged("post_install", "-at_install")
class TestCompanies(KanbanPurchaseCommon):
    """Two companies that buy the same product from the same vendor, each for its own stock."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.product.seller_ids.company_id = False
        cls.birch = cls.env["res.company"].create({"name": "Birch Test"})
        cls.env.user.company_ids |= cls.birch
        cls.birch_warehouse = cls.env["stock.warehouse"].search([("company_id", "=", cls.birch.id)])
        cls.birch_planner = cls._create_stranger("birch_planner", cls.birch)
        cls.loop = cls._create_loop(full=1)
        cls.birch_loop = cls._create_birch_loop()

    @classmethod
    def _create_stranger(cls, login, companies):
        return new_test_user(
            cls.env,
            f"kanban_{login}",
            groups="lean_base.group_lean_manager,purchase.group_purchase_user,stock.group_stock_user",
            company_id=companies[0].id,
            company_ids=[Command.set(companies.ids)],
        )

    @classmethod
    def _create_birch_loop(cls, **values):
        """A running loop of the other company, whose three cards have signalled."""
        loop = cls._as_birch("lean.kanban.loop").create(
            {
                "product_id": cls.product.id,
                "location_id": cls.birch_warehouse.lot_stock_id.id,
                "container_qty": 50,
                "card_count": 3,
                **values,
            }
        )
        loop.action_activate(per_stage={loop.id: 0})
        return loop

    @classmethod
    def _as_birch(cls, model):
        return cls.env[model].with_user(cls.birch_planner).with_context(allowed_company_ids=cls.birch.ids)

    def _get_orders(self):
        """{company: lines of the product, as the superuser sees them}"""
        lines = self.env["purchase.order.line"].sudo().search([("product_id", "=", self.product.id)])
        return lines.grouped("company_id")

    def test_each_release_orders_for_its_own_company(self):
        self._release()
        orders = self._get_orders()
        self.assertEqual(set(orders), {self.company, self.birch})
        for company, warehouse, quantity in (
            (self.company, self.warehouse, 40),
            (self.birch, self.birch_warehouse, 150),
        ):
            line = orders[company]
            self.assertEqual((line.product_qty, line.order_id.company_id), (quantity, company))
            self.assertEqual(line.order_id.picking_type_id, warehouse.in_type_id)
            self.assertEqual(line.kanban_loop_id.company_id, company)
            self.assertEqual(line.kanban_allocation_ids.company_id, company)

    def test_a_receipt_fills_the_cards_of_its_company_only(self):
        self._release()
        order = self._get_orders()[self.birch].order_id.with_user(self.birch_planner)
        order = order.with_context(allowed_company_ids=self.birch.ids)
        order.button_confirm()
        self._receive(order.picking_ids)
        self.assertEqual(self._get_states(self.birch_loop.sudo()), ["full"] * 3)
        self.assertEqual(self._get_states(self.loop), ["full", "requested", "requested"])

    def test_a_user_of_one_sees_nothing_of_the_other(self):
        self._release()
        for model in ("loop", "card", "supply", "allocation", "event"):
            mine = self._as_birch(f"lean.kanban.{model}").search([])
            theirs = self.env[f"lean.kanban.{model}"].with_user(self.planner).search([])
            self.assertEqual(mine.company_id, self.birch, model)
            self.assertEqual(theirs.company_id, self.company, model)
            if model != "allocation":
                with self.assertRaises(AccessError):
                    theirs.with_user(self.birch_planner)[:1].with_context(allowed_company_ids=self.birch.ids).read()

    def test_what_takes_no_record_answers_for_one_company(self):
        board = self._as_birch("lean.kanban.loop").get_board()
        self.assertEqual([row["id"] for row in board["loops"]], self.birch_loop.ids)
        card = self.loop.card_ids[0]
        cards = self._as_birch("lean.kanban.card")
        self.assertEqual(cards.scan(card.barcode)["message"], cards.scan("nonsense")["message"])
        self.assertTrue(self._scan(card, scan_uid="alder-1")["ok"])
        self.assertNotIn("is_undone", cards.undo_scan("alder-1"))
        self.assertEqual(card.state, "empty")

    def test_a_button_of_one_leaves_the_loops_of_the_other(self):
        loops = self.env["lean.kanban.loop"].browse([self.loop.id, self.birch_loop.id])
        with self.assertRaises(AccessError):
            loops.with_user(self.planner).action_release()
        self.loop.with_user(self.planner).action_release()
        self.assertEqual(set(self._get_orders()), {self.company})

    def test_somebody_of_both_works_with_both(self):
        both = self._create_stranger("both", self.company | self.birch)
        loops = self.env["lean.kanban.loop"].with_user(both)
        loops = loops.with_context(allowed_company_ids=[self.company.id, self.birch.id])
        self.assertEqual(set(loops.search([]).ids), {self.loop.id, self.birch_loop.id})
        loops.browse([self.loop.id, self.birch_loop.id]).action_release()
        orders = self._get_orders()
        self.assertEqual(
            {company: line.order_id.company_id for company, line in orders.items()}, {c: c for c in orders}
        )
        self.assertEqual(len(orders), 2)

    def test_a_loop_mixes_no_companies(self):
        for values in (
            {"location_id": self.shelf_b.id},
            {"user_id": self.planner.id},
            {"source_location_id": self.shelf_b.id},
        ):
            with self.assertRaises(UserError), self.cr.savepoint():
                self._create_birch_loop(**{"location_id": self._create_birch_shelf().id, **values})

    def _create_birch_shelf(self):
        stock = self.birch_warehouse.lot_stock_id
        return self.env["stock.location"].create({"name": "Birch shelf", "location_id": stock.id})

    def test_each_company_has_its_own_limit(self):
        self.company.kanban_order_limit, self.birch.kanban_order_limit = 10, 100000
        (self.loop | self.birch_loop.with_env(self.env)).sudo().ordering = "automatic"
        self.vendor.email = "foundry@example.com"
        self._release()
        states = {company: line.order_id.state for company, line in self._get_orders().items()}
        self.assertEqual(states, {self.company: "draft", self.birch: "purchase"})

    def test_a_price_of_one_company_is_not_the_other_ones(self):
        self.product.seller_ids.company_id = self.company
        with self.assertRaises(UserError):
            self._create_birch_loop(location_id=self._create_birch_shelf().id, vendor_id=self.vendor.id)
        self._release()
        self.assertEqual(set(self._get_orders()), {self.company})
        self.assertEqual(set(self.birch_loop.sudo().card_ids.mapped("state")), {"error"})
        self.assertEqual(self._get_activities(self.birch_loop).user_id, self.birch_planner)
