# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from datetime import datetime

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, new_test_user, tagged

from ..models.lean_jit_analysis_generate import SupplierRecord
from .analysis_common import AnalysisCommon


@tagged("post_install", "-at_install")
class TestAnalysis(AnalysisCommon):
    def test_a_steady_year_worked_out_by_hand(self):
        row = self._generate()
        self.assertEqual(row.product_id, self.kit)
        self.assertEqual(row.period_days, 364)
        # Read 0, 13, 26, 39 and 52 weeks ago: 40, 50, 60, 70 and 40.
        self.assertEqual(row.average_quantity, 52)
        self.assertAlmostEqual(row.average_value, 218.4)
        self.assertAlmostEqual(row.used_quantity, 520 * 365 / 364, 2)
        self.assertAlmostEqual(row.turns, 10 * 365 / 364, 2)
        self.assertAlmostEqual(row.days_of_supply, 36.4)
        self.assertEqual((row.abc, row.xyz, row.demand_class), ("a", "x", "smooth"))
        self.assertEqual((row.variation, row.demand_variation, row.demand_interval), (0, 0, 1))
        self.assertEqual(row.proposal, "kanban")

    def test_lots_and_cash_follow_the_settings(self):
        self.company.write({"lean_jit_order_cost": 50, "lean_jit_delivery_cost": 10, "lean_jit_carrying_percent": 20})
        row = self._generate()
        yearly, holding = 520 * 365 / 364, 4.2 * 0.2
        self.assertAlmostEqual(row.economic_lot, (2 * yearly * 60 / holding) ** 0.5, 1)
        self.assertAlmostEqual(row.jit_lot, (2 * yearly * 10 / holding) ** 0.5, 1)
        self.assertLess(row.jit_cost, row.economic_cost)
        self.assertAlmostEqual(row.cash_freed, (52 - row.jit_lot / 2) * 4.2, 1)
        lot = row.jit_lot
        self.vendor.lean_delivery_cost = 40
        self.assertAlmostEqual(self._generate().jit_lot, 2 * lot, 1)

    def test_returns_are_netted_and_shuffles_and_counts_are_no_use(self):
        shelf = self.env["stock.location"].create({"name": "Shelf", "location_id": self.stock.id})
        self._move(self.kit, 4, self.customers, self.stock, 2)
        self._move(self.kit, 30, self.stock, shelf, 2)
        self._move(self.kit, 2, self.stock, self.kit.with_company(self.company).property_stock_inventory, 1)
        self._move(self.kit, 2, self.stock, self.suppliers, 1)
        row = self._generate()
        self.assertAlmostEqual(row.used_quantity * 364 / 365, 516, 2)
        self.assertEqual(row.stock_quantity, 40)

    def test_what_has_no_figure_is_undefined_and_stays_out_of_averages(self):
        idle = self._create_product("Old bracket", 3)
        self._move(idle, 5, self.suppliers, self.stock, 60)
        rows = self._generate()
        row = rows.filtered(lambda r: r.product_id == idle)
        self.assertEqual(row.turns, 0)
        self.assertIs(row.days_of_supply, False)
        self.assertIs(row.exposed_days, False)
        self.assertEqual((row.proposal, row.xyz, row.abc), ("no_data", False, "c"))
        [[average]] = self.env["lean.jit.analysis"]._read_group([("id", "in", rows.ids)], [], ["days_of_supply:avg"])
        self.assertAlmostEqual(average, 36.4)
        self.assertIn(row, rows.search([("days_of_supply", "=", False)]))
        self.assertNotIn(row, rows.search([("turns", "=", False)]))
        self.assertNotIn(row, rows.search([("days_of_supply", "<", 5)]))

    def test_a_product_that_came_in_spring_is_judged_from_its_first_week(self):
        new = self._create_product("New seal", 5)
        self._move(new, 100, self.suppliers, self.stock, 3)
        self._move(new, 20, self.stock, self.customers, 2)
        self._move(new, 20, self.stock, self.customers, 0)
        row = self._generate().filtered(lambda r: r.product_id == new)
        self.assertEqual(row.period_days, 28)
        self.assertEqual(row.average_quantity, 64)

    def test_exposure_is_what_the_vendor_needs_less_what_the_stock_lasts(self):
        self.vendor.lean_recovery_days = 35
        row = self._generate()
        self.assertAlmostEqual(row.survive_days, 28)
        self.assertAlmostEqual(row.exposed_days, 7)
        self.assertEqual(row.proposal, "hybrid")
        self.assertIn("7.0 days exposed", row.reasons)

    def test_a_late_vendor_asks_for_a_buffer_and_a_far_one_too_leaves_it(self):
        model = type(self.env["lean.jit.analysis"])
        self.patch(model, "_get_supplier_records", lambda *args: {self.vendor: SupplierRecord(11 / 18, 8)})
        self.assertEqual(self._generate().proposal, "hybrid")
        self.patch(model, "_get_supplier_records", lambda *args: {self.vendor: SupplierRecord(11 / 18, 35)})
        row = self._generate()
        self.assertEqual(row.proposal, "traditional")
        self.assertIn("61.1", row.reasons)

    def test_a_prescribed_stock_needs_a_buffer(self):
        self.kit.lean_is_stock_prescribed = True
        self.assertEqual(self._generate().proposal, "hybrid")

    def test_another_date_keeps_the_past_and_the_same_date_replaces_it(self):
        past = self._generate(date="2026-05-04")
        self.assertTrue(past.is_latest)
        row = self._generate()
        self.assertFalse(past.is_latest)
        again = self._generate()
        self.assertFalse(row.exists())
        self.assertEqual(len(again.turns_chart["labels"]), 2)
        self.assertEqual(past.stock_quantity, 40)
        with self.assertRaises(UserError):
            self._generate(date="2026-06-02")

    def test_a_day_belongs_to_the_week_of_the_plant_not_of_the_server(self):
        new = self._create_product("New seal", 5)
        self._move(new, 100, self.suppliers, self.stock, 10)
        with freeze_time("2026-05-31 22:30:00"):
            # Half past midnight in Brussels: the first of June, after the period.
            self._move(new, 60, self.stock, self.customers, 0)
        late = self.env["stock.move.line"].search([("product_id", "=", new.id)], order="id desc", limit=1)
        late.date = datetime(2026, 5, 31, 22, 30)
        row = self._generate(date="2026-06-01").filtered(lambda r: r.product_id == new)
        self.assertEqual((row.used_quantity, row.stock_quantity), (0, 100))

    def test_buyers_read_managers_analyse_and_stations_see_nothing(self):
        row = self._generate()
        self.assertTrue(row.with_user(self.buyer).turns)
        with self.assertRaises(AccessError):
            row.with_user(self.station).read(["turns"])
        with self.assertRaises(AccessError):
            self.env["lean.jit.analysis"].with_user(self.buyer).generate()
        stranger_company = self.env["res.company"].create({"name": "Elsewhere"})
        stranger = new_test_user(
            self.env,
            "jit_stranger",
            groups="purchase.group_purchase_user",
            company_id=stranger_company.id,
            company_ids=[Command.set(stranger_company.ids)],
        )
        self.assertFalse(
            self.env["lean.jit.analysis"].with_context(allowed_company_ids=None).with_user(stranger).search([])
        )

    def test_the_scatter_shows_a_point_for_each_product(self):
        row = self._generate()
        scatter = Form(self.env["lean.jit.scatter"].with_user(self.buyer).with_company(self.company))
        [series] = scatter.chart["series"]
        self.assertEqual(series["records"], row.ids)
        self.assertEqual(series["values"], [{"x": 1.0, "y": 0.0}])

    def test_turns_of_a_group_are_those_of_its_stock_as_a_whole(self):
        screw = self._create_product("Screw", 0.1)
        self._live_year(screw)
        self._move(screw, 30, self.suppliers, self.stock, 53)
        self._generate()
        rows = self.env["lean.jit.analysis"].with_user(self.buyer)
        domain = [("company_id", "=", self.company.id)]
        kit, other = rows.search(domain, order="unit_cost desc")
        self.assertNotEqual(kit.turns, other.turns)
        [(turns, days)] = rows._read_group(domain, [], ["turns:avg", "days_of_supply:avg"])
        self.assertAlmostEqual(
            turns, sum((kit + other).mapped("used_value")) / sum((kit + other).mapped("average_value"))
        )
        self.assertAlmostEqual(turns * days, 365)
        self.assertLess(abs(turns - kit.turns), abs(turns - other.turns), "what is dear weighs more")

    def test_a_thousand_products_ask_no_more_than_ten(self):
        counts = [self._count_queries(number) for number in (10, 1000)]
        self.assertLess(counts[1], counts[0] + 30, counts)

    def _count_queries(self, number):
        products = self.env["product.product"].create(
            [{"name": f"Part {number}-{index}", "is_storable": True} for index in range(number)]
        )
        self.env["stock.quant"].create(
            [{"product_id": product.id, "location_id": self.stock.id, "quantity": 5} for product in products]
        )
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        self._generate()
        self.env.flush_all()
        return self.cr.sql_log_count - before
