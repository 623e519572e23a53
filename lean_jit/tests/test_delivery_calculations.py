# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
import doctest
import unittest
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..calculations import delivery, lead_time, score, wilson, windows
from ..calculations.delivery import Arrival, Promise, judge

DUE = date(2026, 3, 10)
days = st.integers(-40, 40).map(lambda offset: DUE + timedelta(days=offset))
quantities = st.integers(1, 1000)
arrivals = st.lists(st.builds(Arrival, day=days, quantity=quantities), max_size=8)
promises = st.builds(
    lambda quantity, early, late: Promise(quantity, DUE - timedelta(days=early), DUE + timedelta(days=late)),
    quantities,
    st.integers(0, 5),
    st.integers(0, 5),
)
points = st.none() | st.floats(0, 100)
all_points = st.fixed_dictionaries(dict.fromkeys(score.METRICS, points))
all_weights = st.fixed_dictionaries({metric: st.integers(0, 100) for metric in score.METRICS})


@tagged("post_install", "-at_install")
class TestDeliveryCalculations(BaseCase):
    def test_examples_in_the_docstrings(self):
        for module in (delivery, lead_time, score, wilson, windows):
            result = unittest.TestResult()
            doctest.DocTestSuite(module).run(result)
            self.assertTrue(result.testsRun, module)
            self.assertFalse(result.failures + result.errors)

    @given(promises, arrivals, days)
    def test_on_time_is_all_inside_the_window_and_nothing_else(self, promise, arrived, today):
        judged = judge(promise, arrived, today)
        self.assertLessEqual(judged.in_window, promise.quantity)
        self.assertEqual(judged.state == "on_time", judged.in_window == promise.quantity)

    @given(promises, arrivals, arrivals, days)
    def test_more_goods_never_make_it_less_complete(self, promise, arrived, more, today):
        before, after = judge(promise, arrived, today), judge(promise, arrived + more, today)
        self.assertGreaterEqual(after.in_window, before.in_window)
        if before.state in ("on_time", "early"):
            self.assertIn(after.state, ("on_time", "early"))

    @given(promises, arrivals, days)
    def test_a_day_later_is_never_better(self, promise, arrived, today):
        """Goods after the window are late, whatever the date anybody looks at them."""
        later = [Arrival(promise.end + timedelta(days=1), a.quantity) for a in arrived]
        self.assertEqual(judge(promise, later, today).in_window, 0)
        self.assertNotIn(judge(promise, later, today).state, ("on_time", "early"))

    @given(promises, arrivals)
    def test_open_ends_with_the_window(self, promise, arrived):
        self.assertNotEqual(judge(promise, arrived, promise.end + timedelta(days=1)).state, "open")

    @given(st.integers(0, 500), st.integers(0, 500))
    def test_the_interval_holds_the_share(self, hits, misses):
        if interval := wilson.wilson_interval(hits, hits + misses):
            self.assertTrue(0 <= interval.low <= hits / (hits + misses) + 1e-12)
            self.assertTrue(hits / (hits + misses) - 1e-12 <= interval.high <= 1)

    @given(st.integers(0, 100), st.integers(1, 100))
    def test_more_lines_narrow_the_interval(self, hits, misses):
        few, many = (wilson.wilson_interval(hits * n, (hits + misses) * n) for n in (1, 10))
        self.assertLess(many.high - many.low, few.high - few.low)

    @given(all_points, all_weights)
    def test_a_score_lies_among_its_points(self, given_points, weights):
        value = score.weighted_score(given_points, weights)
        if value is not None:
            defined = [point for point in given_points.values() if point is not None]
            self.assertTrue(min(defined) - 1e-9 <= value <= max(defined) + 1e-9)

    @given(all_points, all_weights, st.integers(5, 100), st.sampled_from(score.VITAL_METRICS))
    def test_weak_delivery_or_quality_is_never_better_than_c(self, given_points, weights, lines, metric):
        result = score.grade_score(given_points | {metric: 49}, weights | {metric: 1}, lines)
        self.assertEqual(result.grade, "C")

    @given(all_points, all_weights, st.integers(0, 4))
    def test_few_lines_are_no_grade(self, given_points, weights, lines):
        self.assertEqual(score.grade_score(given_points, weights, lines).grade, "no_data")

    @given(st.lists(st.floats(0, 1000), min_size=2, max_size=50))
    def test_percentiles_rise(self, values):
        summary = lead_time.summarize_lead_times(values)
        self.assertLessEqual(summary.median, summary.p90 + 1e-9)
        self.assertLessEqual(summary.p90, max(values) + 1e-9)

    def test_bad_input_is_an_error(self):
        with self.assertRaises(ValueError):
            judge(Promise(0, DUE, DUE), [], DUE)
        with self.assertRaises(ValueError):
            wilson.wilson_interval(3, 2)
