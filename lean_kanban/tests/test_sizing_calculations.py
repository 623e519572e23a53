# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..calculations import demand, sizing
from ..calculations.demand import Day

amounts = st.floats(min_value=0, max_value=1e5)
more = st.floats(min_value=0, max_value=1e3)
containers = st.floats(min_value=0.1, max_value=1e4)
services = st.floats(min_value=0.5, max_value=0.999)
METHODS = {
    "toyota": lambda d, lead, c, s: sizing.toyota(d, lead, c, safety=s),
    "sap": lambda d, lead, c, s: sizing.sap(d, lead, c, safety_factor=1 + s),
    "statistical": lambda d, lead, c, s: sizing.statistical(d, lead, c, 0.5 + min(s, 0.99) / 2, d / 3, lead / 4),
}


@tagged("post_install", "-at_install")
class TestSizingProperties(BaseCase):
    @given(amounts, amounts, containers, st.floats(min_value=0, max_value=0.9), more)
    def test_more_demand_lead_time_or_safety_is_never_fewer_cards(self, rate, lead, container, safety, extra):
        for method in METHODS.values():
            cards = method(rate, lead, container, safety).cards
            self.assertGreaterEqual(method(rate + extra, lead, container, safety).cards, cards)
            self.assertGreaterEqual(method(rate, lead + extra, container, safety).cards, cards)
            self.assertGreaterEqual(method(rate, lead, container, safety + 0.05).cards, cards)

    @given(amounts, amounts, containers, st.integers(min_value=1, max_value=6).map(lambda power: 2.0**power))
    def test_units_cancel(self, rate, lead, container, unit):
        """Ten dozens in dozens are as many cards as 120 pieces in pieces."""
        pieces = sizing.toyota(rate * unit, lead, container * unit).cards
        self.assertEqual(sizing.toyota(rate, lead, container).cards, pieces)

    @given(amounts, amounts, containers)
    def test_sap_with_factor_one_is_toyota_without_safety(self, rate, lead, container):
        self.assertEqual(sizing.sap(rate, lead, container).cards, sizing.toyota(rate, lead, container).cards)

    @given(amounts, containers, st.integers(min_value=2, max_value=50))
    def test_the_container_for_a_number_of_cards_needs_no_more_cards(self, need, container, cards):
        size = sizing.container_for(need, cards)
        if size:
            self.assertLessEqual(sizing.toyota(need, 1, size).cards, cards)

    @given(st.integers(1, 100), containers, amounts, st.floats(min_value=0.1, max_value=365))
    def test_cards_never_outlive_the_shelf_life(self, cards, container, rate, life):
        capped = sizing.cap_by_shelf_life(cards, container, rate, life)
        self.assertTrue(capped == 1 or capped * container <= rate * life * (1 + 1e-6))

    def test_a_service_level_below_a_half_is_an_error(self):
        for level in (0.49, 1, 1.5):
            with self.assertRaises(ValueError):
                sizing.service_factor(level)

    def test_a_container_of_nothing_is_an_error(self):
        with self.assertRaises(ValueError):
            sizing.toyota(1, 1, 0)


@tagged("post_install", "-at_install")
class TestDemandProperties(BaseCase):
    @given(st.lists(st.integers(0, 500), min_size=1, max_size=60), st.integers(0, 1000))
    def test_with_stock_every_day_counts(self, taken, left):
        days = [Day(quantity, -quantity) for quantity in taken]
        summary = demand.summarize_demand(days, stock_now=left + 1)
        self.assertEqual(summary.days, len(taken))
        self.assertAlmostEqual(summary.mean * summary.days, sum(taken))

    @given(st.lists(st.integers(1, 500), min_size=1, max_size=30), st.integers(0, 30))
    def test_days_without_stock_change_nothing(self, taken, empty):
        """Sold out and then nothing for days: the demand is that of the days before."""
        days = [Day(quantity, -quantity) for quantity in taken]
        alone = demand.summarize_demand(days, 0)
        longer = demand.summarize_demand(days + [Day(0, 0)] * empty, 0)
        self.assertEqual((longer.mean, longer.stddev), (alone.mean, alone.stddev))
        self.assertEqual(longer.days_without_stock, empty)

    @given(st.lists(st.floats(min_value=0, max_value=400), min_size=1, max_size=60))
    def test_nine_of_ten_replenishments_keep_the_percentile(self, times):
        summary = demand.summarize_lead_times(times)
        self.assertIn(summary.p90, times)
        self.assertGreaterEqual(sum(value <= summary.p90 for value in times), 0.9 * len(times))

    @given(st.integers(0, 60), st.integers(0, 23))
    def test_working_days_never_exceed_the_days(self, days, hours):
        start = datetime(2026, 3, 2, 8)
        end = start + timedelta(days=days, hours=hours)
        every = {start.date() + timedelta(days=index) for index in range(days + 2)}
        full = demand.working_days_between(start, end, every)
        self.assertAlmostEqual(full, days + hours / 24)
        self.assertLessEqual(demand.working_days_between(start, end, set()), full)
