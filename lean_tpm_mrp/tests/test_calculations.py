# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
import doctest
import unittest
from datetime import datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..calculations import oee, shift_rows, shift_time, shift_windows
from ..calculations.oee import Oee, lost_time, pareto
from ..calculations.shift_rows import Output, share_out
from ..calculations.shift_time import Kind, Log, Window, measure
from ..calculations.shift_windows import Frame, cut_into_windows

MIDNIGHT = datetime(2026, 6, 1)
NOW = MIDNIGHT + timedelta(minutes=900)


def at(minute):
    return MIDNIGHT + timedelta(minutes=minute)


minutes = st.integers(0, 1000)
logs = st.builds(
    lambda start, length, kind, reason, order: Log(
        at(start), None if length is None else at(start + length), kind, reason, order
    ),
    minutes,
    st.none() | st.integers(0, 400),
    st.sampled_from(list(Kind)),
    st.sampled_from(["tool", "jam"]),
    st.none() | st.integers(1, 3),
)
windows = st.lists(minutes, min_size=2, max_size=8, unique=True).map(
    lambda edges: [
        Window(index % 2, at(start), at(end))
        for index, (start, end) in enumerate(zip(sorted(edges)[::2], sorted(edges)[1::2], strict=False))
    ]
)
percents = st.integers(0, 100).map(lambda number: number / 100)
times = st.tuples(percents, percents, percents, st.integers(0, 200).map(lambda number: number / 100)).map(
    lambda part: Oee(900, 900 * part[0], 900 * part[0] * part[1], 900 * part[3], 900 * part[3] * part[2])
)


@tagged("post_install", "-at_install")
class TestDoctests(BaseCase):
    def test_examples_in_the_docstrings(self):
        for module in (oee, shift_rows, shift_time, shift_windows):
            result = unittest.TestResult()
            doctest.DocTestSuite(module).run(result)
            self.assertTrue(result.testsRun, module)
            self.assertFalse(result.failures + result.errors)


@tagged("post_install", "-at_install")
class TestShiftTime(BaseCase):
    @given(windows, st.lists(logs, max_size=12))
    def test_each_minute_of_a_shift_counts_once(self, shifts, log_list):
        found = measure(shifts, log_list, NOW).shifts
        for key, shift in found.items():
            over = sum(
                max((min(window.end, NOW) - window.start).total_seconds() / 60, 0)
                for window in shifts
                if window.key == key
            )
            parts = shift.excluded + shift.operating + sum(shift.stops.values()) + shift.unexplained
            self.assertAlmostEqual(shift.scheduled, over)
            self.assertAlmostEqual(shift.scheduled, parts)

    @given(windows, st.lists(logs, max_size=8))
    def test_the_same_word_of_a_second_person_changes_no_minute(self, shifts, log_list):
        once, twice = measure(shifts, log_list, NOW), measure(shifts, log_list * 2, NOW)
        for key, shift in once.shifts.items():
            other = twice.shifts[key]
            self.assertAlmostEqual(shift.operating, other.operating)
            self.assertAlmostEqual(shift.planned, other.planned)
            self.assertAlmostEqual(sum(shift.stops.values()), sum(other.stops.values()))

    @given(windows, st.lists(logs, max_size=8))
    def test_what_is_inside_is_part_of_what_ran(self, shifts, log_list):
        result = measure(shifts, log_list, NOW)
        inside = sum(sum(shift.run.values()) for shift in result.shifts.values())
        self.assertLessEqual(inside, sum(result.ran.values()) + 1e-6)

    @given(windows, st.lists(logs, max_size=8))
    def test_rows_of_products_add_up_to_their_shift(self, shifts, log_list):
        outputs = {
            order: Output(product, 10, 1, ideal, ideal * 0.9)
            for order, product, ideal in ((1, "A", 50), (2, "B", 20), (3, "A", 0))
        }
        result = measure(shifts, log_list, NOW)
        for shift in result.shifts.values():
            rows = share_out(shift, outputs, result.ran)
            self.assertAlmostEqual(sum(row.times.planned for row in rows.values()), shift.planned)
            self.assertAlmostEqual(sum(row.times.operating for row in rows.values()), shift.operating)
            for row in rows.values():
                lost = sum(loss.minutes for loss in row.get_losses({"tool": "setup", "jam": "minor"}))
                times = row.times
                self.assertAlmostEqual(times.good + lost + times.operating - times.rated, times.planned)

    @given(windows, st.lists(logs, max_size=8))
    def test_a_stop_is_counted_once(self, shifts, log_list):
        result = measure(shifts, log_list, NOW)
        counted = sum(sum(shift.counts.values()) for shift in result.shifts.values())
        self.assertLessEqual(counted, sum(log.kind in (Kind.STOP, Kind.MINOR) for log in log_list))

    @given(windows)
    def test_frames_share_out_working_time(self, work):
        spans = [(window.start, window.end) for window in work]
        frames = [Frame("one", at(100), at(400)), Frame("two", at(300), at(700)), Frame("rest", at(0), at(2000))]
        cut = cut_into_windows(spans, frames)
        total = sum((end - start for start, end in spans), timedelta())
        self.assertEqual(sum((window.end - window.start for window in cut), timedelta()), total)
        self.assertTrue(all(one.end <= other.start for one, other in pairwise(cut)))


@tagged("post_install", "-at_install")
class TestOee(BaseCase):
    @given(times)
    def test_the_index_is_the_product_of_its_factors(self, one):
        factors = (one.availability, one.effectiveness, one.quality)
        if None not in factors:
            self.assertAlmostEqual(one.oee, factors[0] * factors[1] * factors[2])

    @given(times, st.floats(0, 0.5), st.floats(0, 0.5))
    def test_losses_and_good_time_are_the_planned_time(self, one, breakdown, minor):
        stood = one.planned - one.operating
        losses = lost_time(one, {"breakdown": stood * breakdown}, minor=one.rated * minor)
        self.assertAlmostEqual(one.good + sum(losses.values()), one.planned)

    @given(times, times)
    def test_a_sum_lies_between_its_parts(self, one, other):
        total = (one + other).availability
        self.assertLessEqual(min(one.availability, other.availability) - 1e-9, total)
        self.assertGreaterEqual(max(one.availability, other.availability) + 1e-9, total)

    @given(st.dictionaries(st.text(max_size=3), st.floats(-10, 100), max_size=8))
    def test_a_pareto_falls_and_ends_at_all(self, losses):
        rows = pareto(losses)
        self.assertEqual([row[1] for row in rows], sorted((row[1] for row in rows), reverse=True))
        if rows:
            self.assertAlmostEqual(rows[-1][2], 1)
