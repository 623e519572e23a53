# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
import doctest
import unittest

from hypothesis import assume, given
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..calculations import classes, exposure, history, lots, suitability, turnover
from ..calculations.history import Week, summarize_weeks
from ..calculations.lots import LotCosts

money = st.floats(min_value=0.01, max_value=10_000)
demands = st.floats(min_value=1, max_value=1_000_000)
costs = st.builds(LotCosts, demands, money, money, money, money)
weeks = st.dictionaries(st.integers(-1, 60), st.builds(Week, st.integers(0, 500), st.integers(-500, 500)))
ratios = st.none() | st.floats(0, 1)
days = st.none() | st.floats(0, 400)
products = st.builds(
    suitability.Product,
    st.sampled_from([None, "smooth", "intermittent", "erratic", "lumpy"]),
    st.none() | st.floats(0, 5),
    ratios,
    days,
    days,
    days,
    days,
    st.booleans(),
)


@tagged("post_install", "-at_install")
class TestDoctests(BaseCase):
    def test_examples_in_the_docstrings(self):
        for module in (classes, exposure, history, lots, suitability, turnover):
            result = unittest.TestResult()
            doctest.DocTestSuite(module).run(result)
            self.assertTrue(result.testsRun, module)
            self.assertFalse(result.failures + result.errors)


@tagged("post_install", "-at_install")
class TestLots(BaseCase):
    @given(costs, st.floats(0.1, 10))
    def test_no_lot_costs_less_than_the_economic_one(self, cost, factor):
        best = lots.economic_lot(cost)
        least = lots.traditional_cost(cost, best)
        self.assertGreaterEqual(lots.traditional_cost(cost, best * factor), least * (1 - 1e-9))

    @given(costs)
    def test_a_called_off_lot_is_smaller_and_never_dearer(self, cost):
        economic, just_in_time = lots.economic_lot(cost), lots.just_in_time_lot(cost)
        assume(just_in_time > 1)
        self.assertLessEqual(just_in_time, economic)
        # One order is placed in both cases, so the comparison starts at one lot a year.
        assume(economic <= cost.demand)
        self.assertLessEqual(
            lots.just_in_time_cost(cost, just_in_time), lots.traditional_cost(cost, economic) * (1 + 1e-9)
        )

    @given(costs, st.integers(1, 500))
    def test_containers_are_never_broken(self, cost, container):
        lot = lots.just_in_time_lot(cost, container)
        self.assertEqual(lot % container, 0)
        self.assertGreaterEqual(lot, container)


@tagged("post_install", "-at_install")
class TestHistory(BaseCase):
    @given(weeks, st.integers(0, 1000))
    def test_use_is_conserved(self, found, stock):
        stretch = summarize_weeks(found, stock, 52)
        inside = sum(week.demand for index, week in found.items() if 0 <= index < 52)
        if stretch is None:
            self.assertFalse(inside)
        else:
            self.assertEqual(stretch.used, inside)
            self.assertEqual(len(stretch.demands) * 7, stretch.days)
            self.assertGreaterEqual(stretch.average, 0)

    @given(weeks, st.integers(0, 1000))
    def test_what_came_since_is_no_part_of_the_period(self, found, stock):
        later = {**found, -1: Week(77, -77)}
        before = {index: week for index, week in found.items() if index != -1}
        self.assertEqual(summarize_weeks(later, stock - 77, 52), summarize_weeks(before, stock, 52))


@tagged("post_install", "-at_install")
class TestClasses(BaseCase):
    @given(st.dictionaries(st.integers(), st.integers(-5, 1000), min_size=1))
    def test_a_larger_value_never_has_a_lower_class(self, values):
        found = classes.abc_classes(values)
        for one in values:
            for other in values:
                if values[one] >= values[other]:
                    self.assertLessEqual(found[one], found[other])

    @given(st.lists(st.floats(1, 1000), min_size=2), st.floats(0.1, 100))
    def test_a_variation_has_no_unit(self, demand, factor):
        scaled = classes.variation([value * factor for value in demand])
        self.assertAlmostEqual(scaled, classes.variation(demand), places=6)


@tagged("post_install", "-at_install")
class TestSuitability(BaseCase):
    @given(products)
    def test_nothing_is_proposed_without_a_demand_and_pull_never_on_an_unsteady_one(self, product):
        judged = suitability.judge(product, suitability.Thresholds())
        if product.demand_kind is None and product.variation is None:
            self.assertEqual(judged.proposal, suitability.NO_DATA)
        if product.demand_kind == "lumpy" and (product.variation is None or product.variation > 0.5):
            self.assertEqual(judged.proposal, suitability.TRADITIONAL)
        self.assertTrue(judged.score is None or 0 <= judged.score <= 1)

    @given(products)
    def test_a_better_vendor_never_worsens_the_proposal(self, product):
        order = [suitability.NO_DATA, suitability.TRADITIONAL, suitability.HYBRID, suitability.KANBAN]
        better = suitability.Product(**{**product.__dict__, "reliability": 1.0, "lead_days": 1.0, "exposed_days": 0.0})
        limits = suitability.Thresholds()
        self.assertGreaterEqual(
            order.index(suitability.judge(better, limits).proposal),
            order.index(suitability.judge(product, limits).proposal),
        )
