# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
import doctest
import unittest
from math import ceil

from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from odoo.addons.lean_base.calculations import classification

from ..calculations import replay, risk
from ..calculations.replay import Cards, ReorderRule, TriangleCard, arrive

demands = st.lists(st.integers(0, 60) | st.floats(0, 60), min_size=1, max_size=80)
lead_times = st.lists(st.integers(0, 12) | st.floats(0, 12), min_size=1, max_size=6)
containers = st.floats(min_value=0.5, max_value=40) | st.integers(1, 40)
cards = st.builds(
    Cards,
    cards=st.integers(1, 20),
    container=containers,
    first_piece=st.booleans(),
    batch=st.integers(1, 4),
    every=st.integers(1, 5),
)
rules = st.builds(ReorderRule, st.integers(0, 90), st.integers(0, 200), st.sampled_from([0, 1, 12]))
triangles = st.builds(TriangleCard, st.integers(0, 90), st.integers(1, 90))
policies = cards | rules | triangles


@tagged("post_install", "-at_install")
class TestReplayProperties(BaseCase):
    def test_examples_in_the_docstrings(self):
        for module in (replay, risk, classification):
            result = unittest.TestResult()
            doctest.DocTestSuite(module).run(result)
            self.assertTrue(result.testsRun, module)
            self.assertFalse(result.failures + result.errors)

    @given(demands, policies, lead_times, st.integers(0, 100))
    def test_nothing_is_made_or_lost(self, demand, policy, leads, warm_up):
        result = replay.replay(demand, policy, arrive(len(demand), leads), warm_up)
        self.assertAlmostEqual(result.begin + result.received - result.served, result.end, places=6)
        self.assertGreaterEqual(min(result.stock, default=0), -1e-6)
        self.assertLessEqual(result.served, result.demanded + 1e-6)
        self.assertLessEqual(max(result.short_days, result.orders), len(result.stock))

    @given(demands, cards, lead_times)
    def test_cards_cap_the_stock(self, demand, policy, leads):
        opened = policy.container if policy.first_piece else 0
        result = replay.replay(demand, policy, arrive(len(demand), leads))
        self.assertLessEqual(max(result.stock), policy.full + opened + 1e-6)

    @given(demands, lead_times, st.integers(1, 20), containers, st.booleans(), st.integers(1, 5))
    def test_more_cards_never_serve_less(self, demand, leads, count, container, first_piece, every):
        arrivals = arrive(len(demand), leads)
        fewer, more = (
            replay.replay(demand, Cards(count + extra, container, first_piece, every=every), arrivals)
            for extra in (0, 1)
        )
        self.assertGreaterEqual(more.served, fewer.served - 1e-6)

    @given(st.integers(1, 60), st.integers(1, 12), st.integers(1, 40), st.booleans())
    def test_a_steady_demand_within_the_cards_is_always_served(self, rate, lead, container, first_piece):
        """D·L within (N - K)·C, as the formulas have it."""
        count = max(ceil(rate * lead / container), 1) + (0 if first_piece else 1)
        result = replay.replay([rate] * 60, Cards(count, container, first_piece), arrive(60, [lead]))
        self.assertEqual((result.fill_rate, result.short_days), (1, 0))

    @given(st.integers(2, 60), st.integers(1, 12))
    def test_a_steady_demand_beyond_the_cards_runs_short(self, rate, lead):
        """One card less than the formula, and a container of a day: it is really short."""
        result = replay.replay([rate] * 60, Cards(lead, rate), arrive(60, [lead + 1]))
        self.assertLess(result.fill_rate, 1)

    @given(st.integers(1, 60), st.integers(1, 12), st.integers(0, 400))
    def test_a_triangle_at_the_demand_of_the_lead_time_serves_all(self, rate, lead, more):
        """Point D·L, and a lot that lasts until the next one can arrive."""
        policy = TriangleCard(rate * lead, rate * lead + more)
        self.assertEqual(replay.replay([rate] * 60, policy, arrive(60, [lead])).fill_rate, 1)

    @given(demands, policies, lead_times, st.integers(0, 9))
    def test_the_same_seed_tells_the_same_story(self, demand, policy, leads, seed):
        first, second = (replay.replay(demand, policy, arrive(len(demand), leads, seed=seed)) for __ in range(2))
        self.assertEqual(first, second)

    @given(lead_times, st.integers(1, 200), st.integers(0, 9))
    def test_orders_do_not_overtake(self, leads, days, seed):
        arrivals = arrive(days, leads, seed)
        self.assertEqual(arrivals, sorted(arrivals))
        self.assertTrue(all(day < arrival <= day + 13 + days for day, arrival in enumerate(arrivals)))

    @given(demands, containers, lead_times, st.floats(0.5, 1))
    def test_enough_cards_are_the_fewest(self, demand, container, leads, service):
        arrivals = arrive(len(demand), leads)
        count = replay.fewest(demand, lambda cards: Cards(cards, container), arrivals, service=service)
        if count:
            self.assertGreaterEqual(replay.replay(demand, Cards(count, container), arrivals).fill_rate, service - 1e-6)
        if count and count > 1:
            self.assertLess(replay.replay(demand, Cards(count - 1, container), arrivals).fill_rate, service)

    def test_without_a_history_nothing_is_known(self):
        result = replay.replay([], Cards(2, 10), [])
        self.assertEqual((result.fill_rate, result.days_served, result.average_stock), (None, None, None))
        idle = replay.replay([0, 0], Cards(2, 10), arrive(2, [1]))
        self.assertEqual((idle.fill_rate, idle.days_served, idle.average_stock), (None, 1, 20))

    def test_bad_figures_are_errors(self):
        for bad in (
            lambda: Cards(0, 10),
            lambda: Cards(2, 0),
            lambda: TriangleCard(10, 0),
            lambda: arrive(5, []),
            lambda: arrive(5, [-1]),
            lambda: replay.replay([-1], Cards(2, 10), [1]),
            lambda: replay.replay([1, 1], Cards(2, 10), [1]),
        ):
            with self.assertRaises(ValueError):
                bad()


@tagged("post_install", "-at_install")
class TestRiskProperties(BaseCase):
    figures = st.floats(0.01, 1000)

    @given(figures, st.floats(0, 60), st.floats(0, 1e4), st.floats(0, 100), st.floats(0, 10), st.floats(0, 1e3))
    def test_more_cards_never_risk_more(self, demand, lead, covering, stddev, lead_stddev, more):
        fewer = risk.stop_risk(demand, lead, covering, stddev, lead_stddev)
        self.assertTrue(0 <= fewer <= 1)
        self.assertLessEqual(risk.stop_risk(demand, lead, covering + more, stddev, lead_stddev), fewer)

    @given(st.integers(1, 50), st.integers(1, 50), figures, figures)
    def test_going_there_and_back_costs_nothing(self, here, there, container, cost):
        change = risk.cash_change(here, there, container, cost)
        self.assertAlmostEqual(change, -risk.cash_change(there, here, container, cost))


@tagged("post_install", "-at_install")
class TestClassificationProperties(BaseCase):
    @given(st.lists(st.integers(0, 100), max_size=60))
    def test_every_demand_has_one_class_or_none(self, periods):
        pattern = classification.describe_demand(periods)
        if sum(quantity > 0 for quantity in periods) < classification.ENOUGH_DEMANDS:
            self.assertIsNone(pattern)
        else:
            self.assertIn(pattern.kind, classification.CLASSES)
            self.assertGreaterEqual(pattern.interval, 1)

    @given(st.lists(st.integers(1, 100), min_size=2, max_size=60), st.integers(2, 9))
    def test_units_do_not_matter_and_gaps_do(self, periods, factor):
        pattern = classification.describe_demand(periods)
        scaled = classification.describe_demand([quantity * factor for quantity in periods])
        self.assertAlmostEqual(scaled.variation, pattern.variation)
        gaps = classification.describe_demand([quantity for each in periods for quantity in (each, 0)])
        self.assertAlmostEqual(gaps.variation, pattern.variation)
        self.assertAlmostEqual(gaps.interval, 2)

    @given(st.lists(st.integers(0, 100), max_size=60), st.integers(1, 9))
    def test_whole_periods_of_the_latest_days(self, days, length):
        periods = classification.add_up_periods(days, length)
        self.assertEqual(len(periods), len(days) // length)
        self.assertEqual(sum(periods), sum(days[len(days) % length :]))
