# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
import doctest
import unittest
from datetime import date, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from odoo.addons.lean_base.calculations import interval

from ..calculations import load, meters, outcome, packages, reliability, schedule
from ..calculations.meters import Reading
from ..calculations.packages import Package
from ..calculations.schedule import Interval, Plan, Season, Shift, anchor_after, first_anchor, iterate_due

days = st.dates(date(2020, 1, 1), date(2030, 12, 31))
intervals = st.builds(Interval, st.integers(1, 24), st.sampled_from(["day", "week", "month", "year"]))
shifts = st.builds(Shift, st.integers(0, 30), st.floats(0, 1))
plans = st.builds(Plan, days, intervals, st.booleans(), shifts, shifts)
UNTIL = date(2032, 1, 1)


@tagged("post_install", "-at_install")
class TestDoctests(BaseCase):
    def test_examples_in_the_docstrings(self):
        for module in (interval, load, meters, outcome, packages, reliability, schedule):
            result = unittest.TestResult()
            doctest.DocTestSuite(module).run(result)
            self.assertTrue(result.testsRun, module)
            self.assertFalse(result.failures + result.errors)


@tagged("post_install", "-at_install")
class TestWindow(BaseCase):
    @given(days, st.integers(0, 30), days, st.integers(1, 400), st.integers(1, 400), st.booleans())
    def test_it_lies_between_the_neighbours_and_not_in_the_past(self, due, tolerance, today, back, ahead, catches_up):
        before, after = due - timedelta(days=back), due + timedelta(days=ahead)
        window = load.get_window(due, tolerance, today, before, after, catches_up=catches_up)
        self.assertGreaterEqual(window.first, today)
        self.assertGreater(window.first, before)
        if today <= due + timedelta(days=tolerance):
            self.assertLess(window.last, after)
            self.assertLessEqual(window.last, due + timedelta(days=tolerance))
            self.assertEqual(window.contains(due), due >= today)

    @given(st.lists(st.tuples(days, st.floats(0, 100)), max_size=20), days, st.sampled_from(["day", "week"]))
    def test_no_hour_of_work_is_lost_or_counted_twice(self, work, today, unit):
        periods = load.get_periods(today, unit, 8)
        total = sum(length for day, length in work if day <= periods[-1].last)
        figures = load.add_up(work, None, periods, today)
        self.assertAlmostEqual(sum(figure.planned for figure in figures), total)


@tagged("post_install", "-at_install")
class TestSchedule(BaseCase):
    @given(plans)
    def test_occurrences_are_ordered_and_numbered_without_a_gap(self, plan):
        due = list(iterate_due(plan, first_anchor(plan), UNTIL))
        self.assertEqual([item.number for item in due], list(range(len(due))))
        self.assertTrue(all(one.theoretical < other.theoretical for one, other in pairwise(due)))

    @given(plans, days)
    def test_asking_in_two_parts_gives_what_asking_at_once_does(self, plan, cut):
        whole = list(iterate_due(plan, first_anchor(plan), UNTIL))
        first = list(iterate_due(plan, first_anchor(plan), min(cut, UNTIL)))
        rest = list(iterate_due(plan, first_anchor(plan), UNTIL, number=len(first)))
        self.assertEqual(first + rest, whole)

    @given(days, st.integers(1, 24), st.integers(0, 40))
    def test_months_are_anchored(self, start, count, times):
        due = Interval(count, "month").after(start, times)
        self.assertEqual((due.year * 12 + due.month) - (start.year * 12 + start.month), count * times)
        last_of_month = (due.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
        self.assertEqual(due.day, min(start.day, last_of_month.day))

    @given(plans, st.integers(0, 5), st.integers(-20, 60))
    def test_a_completion_never_brings_a_number_back(self, plan, number, deviation):
        due = schedule.due_at(plan, first_anchor(plan), number)
        done = due.theoretical + timedelta(days=deviation)
        anchor = anchor_after(plan, first_anchor(plan), number, done)
        later = next(iterate_due(plan, anchor, date.max, number=number + 1))
        self.assertEqual(later.number, number + 1)

    @given(plans, st.integers(0, 5))
    def test_a_completion_on_time_moves_nothing(self, plan, number):
        due = schedule.due_at(plan, first_anchor(plan), number)
        anchor = anchor_after(plan, first_anchor(plan), number, due.theoretical)
        # Counted from its completion, a month's end may shorten: 31 January, 28 February, 28 March.
        if not plan.is_floating:
            self.assertEqual(anchor, first_anchor(plan))

    @given(days, st.integers(1, 12), st.integers(1, 12))
    def test_a_season_and_its_complement_share_the_year(self, day, first, last):
        season = Season((first, 1), (last, 31))
        following = last % 12 + 1
        rest = Season((following, 1), ((first - 2) % 12 + 1, 31))
        if following != first:
            self.assertNotEqual(season.contains(day), rest.contains(day))


@tagged("post_install", "-at_install")
class TestPackages(BaseCase):
    @given(
        st.lists(
            st.tuples(st.sets(st.integers(0, 3)), st.sampled_from([7, 30, 90, 365]), st.integers(0, 30), st.booleans()),
            max_size=8,
        )
    )
    def test_only_a_living_larger_package_that_contains_it_suppresses(self, rows):
        items = {
            index: Package(index, frozenset(tasks), interval, date(2026, 6, 1) + timedelta(days=day), alive)
            for index, (tasks, interval, day, alive) in enumerate(rows)
        }
        for smaller, larger in packages.suppressed_by(list(items.values())).items():
            self.assertTrue(items[larger].is_alive)
            self.assertLess(items[smaller].interval_days, items[larger].interval_days)
            self.assertLessEqual(items[smaller].tasks, items[larger].tasks)


@tagged("post_install", "-at_install")
class TestMeters(BaseCase):
    @given(st.lists(st.integers(0, 999), max_size=30), st.integers(1000, 1000))
    def test_a_meter_that_runs_over_never_runs_back(self, values, rollover):
        start = datetime(2026, 6, 1)
        readings = [Reading(start + timedelta(hours=index), value) for index, value in enumerate(values)]
        found = meters.totals(readings, rollover)
        self.assertEqual(found, sorted(found))
        if values:
            self.assertEqual((values[0] + found[-1]) % rollover, values[-1])

    @given(st.lists(st.integers(0, 100), min_size=2, max_size=30))
    def test_a_reading_below_the_one_before_is_refused(self, values):
        start = datetime(2026, 6, 1)
        readings = [Reading(start + timedelta(hours=index), value) for index, value in enumerate(values)]
        if values == sorted(values):
            self.assertEqual(meters.totals(readings)[-1], values[-1] - values[0])
        else:
            with self.assertRaises(meters.LowerReading):
                meters.totals(readings)
