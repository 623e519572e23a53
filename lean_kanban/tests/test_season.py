# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
import doctest
import unittest
from datetime import date, datetime, timedelta

from freezegun import freeze_time
from hypothesis import given
from hypothesis import strategies as st

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import BaseCase, tagged

from ..calculations import demand, seasons
from ..calculations.demand import Day
from ..calculations.seasons import Season
from .common import KanbanCommon

NOW = datetime(2026, 3, 30, 10)  # a Monday
days = st.dates(date(2026, 1, 1), date(2026, 12, 31))


@st.composite
def season_lists(draw):
    result = []
    for rank in range(draw(st.integers(0, 4))):
        first = draw(days)
        last = first + timedelta(days=draw(st.integers(0, 60)))
        result.append(Season(first, last, draw(st.floats(0.1, 5)), rank))
    return result


@tagged("post_install", "-at_install")
class TestSeasonCalculation(BaseCase):
    def test_examples_in_the_docstrings(self):
        for module in (seasons, demand):
            result = unittest.TestResult()
            doctest.DocTestSuite(module).run(result)
            self.assertTrue(result.testsRun)
            self.assertFalse(result.failures + result.errors)

    @given(season_lists(), days, st.integers(0, 40))
    def test_the_strongest_is_that_of_one_of_the_days(self, found, first, length):
        last = first + timedelta(days=length)
        factor, __ = seasons.strongest_ahead(found, first, last)
        each = [seasons.factor_on(found, first + timedelta(days=index)) for index in range(length + 1)]
        self.assertEqual(factor, max(each))

    @given(st.lists(st.integers(0, 100), max_size=60), st.integers(2, 9))
    def test_outliers_do_not_depend_on_the_unit(self, taken, dozen):
        found = demand.find_outliers([Day(quantity, -quantity) for quantity in taken])
        larger = demand.find_outliers([Day(quantity * dozen, -quantity * dozen) for quantity in taken])
        self.assertEqual([day.demand * dozen for day in found], [day.demand for day in larger])


@tagged("post_install", "-at_install")
class TestSeason(KanbanCommon):
    """48 a working day in the last four weeks, and what a factor makes of it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.partner_id.tz = "Europe/Brussels"
        cls._put_stock(cls.product, cls.shelf_a, 10000)
        cls.loop = cls._create_loop(
            source_location_id=cls.line_side.id, demand_horizon_days=28, handling_days=3, card_count=9
        )
        cls.pumps = cls.env["product.category"].create({"name": "Pumps"})
        cls.parts = cls.env["product.category"].create({"name": "Parts", "parent_id": cls.pumps.id})
        cls.product.categ_id = cls.parts

    def _consume(self, quantity, unusual=0):
        customers = self.env.ref("stock.stock_location_customers")
        for back in range(1, 29):
            moment = NOW - timedelta(days=back)
            if moment.weekday() < 5:
                taken = unusual if unusual and back == 5 else quantity
                move = self.env["stock.move"].create(
                    {
                        "product_id": self.product.id,
                        "product_uom_qty": taken,
                        "location_id": self.shelf_a.id,
                        "location_dest_id": customers.id,
                        "company_id": self.company.id,
                    }
                )
                move._action_confirm()
                move.quantity = taken
                move.picked = True
                move._action_done()
                move.date = moment

    def _create_season(self, **values):
        values = {
            "name": "Spring",
            "company_id": self.company.id,
            "product_id": self.product.id,
            "date_from": "2026-04-01",
            "date_to": "2026-05-31",
            "factor": 1.5,
            **values,
        }
        return self.env["lean.kanban.season"].with_user(self.planner).create(values)

    @freeze_time(NOW)
    def test_cards_are_proposed_before_the_season_begins(self):
        self._consume(48)
        self._create_season()
        self.loop._update_sizing()
        self.assertAlmostEqual(self.loop.daily_demand, 72)
        # 72 · 3 · 1.1 / 20 = 11.88
        self.assertEqual(self.loop.recommended_card_count, 13)
        self.assertIn("D 72.0/day (20 days, 48.0 × 1.5 for Spring)", self.loop.sizing_explanation)
        self.loop._update_sizing()
        self.assertAlmostEqual(self.loop.daily_demand, 72)

    @freeze_time(NOW)
    def test_a_season_that_has_begun_is_not_counted_twice(self):
        self._consume(72)
        self._create_season(date_from="2026-03-01")
        self.loop._update_sizing()
        self.assertAlmostEqual(self.loop.daily_demand, 72)

    @freeze_time(NOW)
    def test_after_the_season_its_history_counts_as_ordinary(self):
        self._consume(72)
        self._create_season(date_from="2026-03-01", date_to="2026-03-29")
        self.loop._update_sizing()
        self.assertAlmostEqual(self.loop.daily_demand, 48)
        self.assertEqual(self.loop.demand_factor, 1)

    @freeze_time(NOW)
    def test_a_season_far_ahead_changes_nothing(self):
        self._consume(48)
        self._create_season(date_from="2026-06-01", date_to="2026-06-30")
        self.loop._update_sizing()
        self.assertAlmostEqual(self.loop.daily_demand, 48)

    @freeze_time(NOW)
    def test_the_most_special_factor_counts(self):
        self._consume(48)
        self._create_season(product_id=False, categ_id=self.pumps.id, factor=2)
        self.loop._update_sizing()
        self.assertAlmostEqual(self.loop.daily_demand, 96)
        self._create_season(product_id=False, categ_id=self.parts.id, factor=3)
        self.loop._update_sizing()
        self.assertAlmostEqual(self.loop.daily_demand, 144)
        self._create_season(factor=1.5)
        self._create_season(product_id=False, loop_id=self.loop.id, factor=1.25)
        self.loop._update_sizing()
        self.assertAlmostEqual(self.loop.daily_demand, 60)

    @freeze_time(NOW)
    def test_an_expected_demand_is_taken_as_entered(self):
        self._create_season(date_from="2026-03-01")
        self.loop.expected_daily_demand = 10
        self.loop._update_sizing()
        self.assertEqual((self.loop.daily_demand, self.loop.demand_factor), (10, 1))

    @freeze_time(NOW)
    def test_an_unusual_day_is_shown(self):
        self._consume(48, unusual=700)
        self.loop._update_sizing()
        self.assertEqual(self.loop.demand_outlier_count, 1)
        self.assertIn("1 unusual: 03/25/2026: 700", self.loop.sizing_explanation)

    @freeze_time(NOW)
    def test_days_without_stock_are_said(self):
        product = self._create_product("Rare")
        loop = self._create_loop(
            full=0, product=product, source_location_id=self.line_side.id, demand_horizon_days=28, handling_days=3
        )
        self._put_stock(product, self.shelf_a, 100)
        quant = self.env["stock.quant"].search([("product_id", "=", product.id), ("location_id", "=", self.shelf_a.id)])
        move = self.env["stock.move"].create(
            {
                "product_id": product.id,
                "product_uom_qty": 100,
                "location_id": self.shelf_a.id,
                "location_dest_id": self.env.ref("stock.stock_location_customers").id,
                "company_id": self.company.id,
            }
        )
        move._action_confirm()
        move.quantity = 100
        move.picked = True
        move._action_done()
        move.date = NOW - timedelta(days=11)
        self.assertFalse(quant.quantity)
        loop._update_sizing()
        self.assertEqual(loop.demand_days_without_stock, 6)
        loop.card_ids._signal(source="manual")
        self._put_stock(product, self.line_side, 100)
        self._release()
        self._receive(loop.card_ids.move_ids.picking_id)
        self.assertEqual(quant.quantity, 60)
        loop._update_sizing()
        self.assertEqual(loop.demand_days_without_stock, 6)  # what came today was not there before
        self.assertIn("6 without stock left out", loop.sizing_explanation)

    def test_wrong_entries_are_refused(self):
        season = self._create_season()
        with self.assertRaises(ValidationError):
            self._create_season(name="Again", date_from="2026-05-31", date_to="2026-06-30")
        with self.assertRaises(ValidationError):
            self._create_season(categ_id=self.pumps.id)
        with self.assertRaises(ValidationError):
            self._create_season(product_id=False)
        with self.assertRaises(AccessError):
            season.with_user(self.operator).factor = 3
        self.assertEqual(season.with_user(self.operator).factor, 1.5)

    @freeze_time(NOW)
    def test_now_coming_over(self):
        season = self._create_season()
        seasons_model = self.env["lean.kanban.season"]
        self.assertEqual(season.state, "coming")
        self.assertIn(season, seasons_model.search([("state", "=", "coming")]))
        season.date_from = "2026-03-30"
        self.assertEqual(season.state, "current")
        self.assertIn(season, seasons_model.search([("state", "in", ("current", "over"))]))
        self.assertNotIn(season, seasons_model.search([("state", "!=", "current")]))

    @freeze_time(NOW)
    def test_queries_do_not_grow_with_loops(self):
        self._create_season(product_id=False, categ_id=self.pumps.id)
        loops = self.loop
        for index in range(30):
            product = self._create_product(f"Part {index}", categ_id=self.parts.id)
            loops |= self._create_loop(product=product, source_location_id=self.line_side.id)
        few = self._count_queries(loops[:3])
        self.assertLessEqual(self._count_queries(loops[3:]), few + 3)

    def _count_queries(self, loops):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        self.env["lean.kanban.season"].sudo()._get_seasons(loops.sudo())
        return self.cr.sql_log_count - before
