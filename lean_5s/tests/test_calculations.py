# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
import doctest
import unittest
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from odoo.addons.lean_base.calculations import interval
from odoo.addons.lean_base.calculations.interval import Interval

from ..calculations import radar, score, series
from ..calculations.score import (
    SECTIONS,
    Answer,
    compare,
    is_uniform,
    rank_lowest,
    replace_answers,
    score_audit,
)
from ..calculations.series import Series, choose_auditor

answers = st.builds(
    Answer,
    section=st.sampled_from(SECTIONS),
    score=st.none() | st.integers(0, 4),
    weight=st.floats(0.01, 100),
    is_na=st.booleans(),
    pass_score=st.integers(0, 4),
    is_critical=st.booleans(),
)
audits = st.lists(answers, max_size=20).map(
    lambda rows: [replace(row, identity=str(place)) for place, row in enumerate(rows)]
)
weekdays = st.frozensets(st.integers(0, 6), min_size=1)
schedules = st.builds(
    Series,
    start=st.dates(date(2020, 1, 1), date(2030, 12, 31)),
    interval=st.builds(Interval, st.integers(1, 6), st.sampled_from(["day", "week", "month"])),
    weekdays=weekdays,
)


@tagged("post_install", "-at_install")
class TestDoctests(BaseCase):
    def test_examples_in_the_docstrings(self):
        for module in (interval, radar, score, series):
            result = unittest.TestResult()
            doctest.DocTestSuite(module).run(result)
            self.assertTrue(result.testsRun, module)
            self.assertFalse(result.failures + result.errors)


@tagged("post_install", "-at_install")
class TestScore(BaseCase):
    @given(audits)
    def test_scores_are_within_0_and_100_or_undefined(self, rows):
        found = score_audit(rows)
        for value in (found.total, *found.sections.values()):
            self.assertTrue(value is None or 0 <= value <= 100, value)
        self.assertEqual(found.total is None, not any(row.counts for row in rows))

    @given(audits)
    def test_not_applicable_counts_as_if_not_asked(self, rows):
        self.assertEqual(score_audit(rows), score_audit([row for row in rows if not row.is_na]))

    @given(audits, st.randoms())
    def test_the_order_of_answers_does_not_matter(self, rows, chance):
        shuffled = list(rows)
        chance.shuffle(shuffled)
        self.assertEqual(score_audit(rows), score_audit(shuffled))

    @given(audits)
    def test_a_critical_failure_leaves_the_score(self, rows):
        plain = score_audit([replace(row, is_critical=False) for row in rows])
        found = score_audit(rows)
        self.assertEqual((found.total, found.sections), (plain.total, plain.sections))
        self.assertFalse(plain.is_failed)
        self.assertEqual(found.is_failed, any(row.is_critical and row.has_failed for row in rows))

    @given(audits, audits)
    def test_a_comparison_is_like_for_like(self, then, now):
        change = compare(then, now).change
        self.assertTrue(change is None or -100 <= change <= 100)
        self.assertIn(compare(now, now).change, (None, 0.0))
        gone = [Answer("sort", 0, weight=9, identity="asked no more")]
        self.assertEqual(compare(then + gone, now), compare(then, now))

    @given(audits)
    def test_the_lowest_come_first(self, rows):
        places = rank_lowest(rows)
        scores = [rows[place].score for place in places]
        self.assertEqual(scores, sorted(scores))
        self.assertEqual(len(places), min(3, sum(row.counts and row.score < 4 for row in rows)))

    @given(audits)
    def test_a_re_audit_with_the_same_answers_changes_nothing(self, rows):
        self.assertEqual(score_audit(replace_answers(rows, rows)), score_audit(rows))

    def test_every_section_counts_alike(self):
        rows = [Answer("sort", 4)] * 9 + [Answer("set", 0)]
        self.assertEqual(score_audit(rows).total, 50)

    def test_not_applicable_is_an_answer_too_when_all_are_the_same(self):
        self.assertTrue(is_uniform([Answer("sort", is_na=True)] * 5))
        self.assertFalse(is_uniform([Answer("sort", 3)] * 5 + [Answer("sort", is_na=True)]))

    def test_what_is_no_answer_is_refused(self):
        for values in ({"section": "six"}, {"score": 5}, {"score": -1}, {"weight": 0}):
            with self.subTest(values=values), self.assertRaises(ValueError):
                Answer(**{"section": "sort", **values})


@tagged("post_install", "-at_install")
class TestSeries(BaseCase):
    @given(schedules)
    def test_dates_rise_and_lie_on_working_days(self, schedule):
        rows = list(schedule.iterate(0, schedule.start + timedelta(days=200)))
        days = [day for __, day, __ in rows]
        self.assertEqual([number for number, __, __ in rows], list(range(len(rows))))
        self.assertEqual(days, sorted(days))
        self.assertTrue(all(day.weekday() in schedule.weekdays for day in days))
        self.assertEqual([following for __, __, following in rows[:-1]], days[1:])

    @given(schedules, st.integers(0, 200))
    def test_the_number_after_a_day_is_the_first_later_one(self, schedule, days):
        day = schedule.start + timedelta(days=days)
        number = schedule.number_after(day)
        self.assertGreater(schedule.date_of(number), day)
        self.assertTrue(number == 0 or schedule.date_of(number - 1) <= day)

    @given(st.lists(st.integers(1, 50), unique=True), st.frozensets(st.integers(1, 50)), st.integers(0, 100))
    def test_everybody_who_may_takes_an_equal_turn(self, auditors, excluded, first):
        eligible = [auditor for auditor in auditors if auditor not in excluded]
        turns = [choose_auditor(auditors, first + index, excluded) for index in range(len(eligible))]
        self.assertEqual(sorted(turns), sorted(eligible))
        if not eligible:
            self.assertIsNone(choose_auditor(auditors, first, excluded))
