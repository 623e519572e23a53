# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
import doctest
import unittest
from datetime import date, datetime, timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..calculations import decay, fishbone, page, participation, replies, savings

amounts = st.floats(0, 1e7, allow_nan=False).map(lambda value: round(value, 2))
values = st.floats(-1e6, 1e6, allow_nan=False)
days = st.dates(date(2020, 1, 1), date(2035, 12, 31))
moments = st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1))


@st.composite
def trees(draw):
    """Causes of any shape: each is the child of one before it, or of none."""
    count = draw(st.integers(0, 25))
    causes = []
    for number in range(1, count + 1):
        parent = draw(st.one_of(st.none(), st.sampled_from(causes))) if causes else None
        category = parent.category if parent else draw(st.sampled_from(fishbone.CATEGORIES))
        causes.append(fishbone.Cause(number, category, draw(st.text(max_size=60)), parent and parent.id))
    return draw(st.permutations(causes))


@tagged("post_install", "-at_install")
class TestDoctests(BaseCase):
    def test_examples_in_the_docstrings(self):
        for module in (decay, fishbone, page, participation, replies, savings):
            result = unittest.TestResult()
            doctest.DocTestSuite(module).run(result)
            self.assertTrue(result.testsRun, module)
            self.assertFalse(result.failures + result.errors)


@tagged("post_install", "-at_install")
class TestDecay(BaseCase):
    @given(values, values, values, values, st.floats(0, 1))
    def test_mirrored_measures_are_judged_the_same(self, baseline, target, result, value, tolerance):
        one = decay.judge(decay.Gain(baseline, target, result), value, tolerance)
        other = decay.judge(decay.Gain(-baseline, -target, -result), -value, tolerance)
        self.assertEqual(one, other)

    @given(values, values, values, st.floats(0, 1))
    def test_what_was_reached_holds_and_the_baseline_is_no_gain(self, baseline, target, result, tolerance):
        gain = decay.Gain(baseline, target, result)
        assume(gain.reference > 1e-6)
        self.assertEqual(decay.judge(gain, result, tolerance).state, decay.HELD)
        lost = decay.judge(gain, baseline, tolerance)
        self.assertEqual(lost.state, decay.HELD if tolerance == 1 or 1 - tolerance < 1e-9 else decay.DECAYED)

    @given(values, values, values, values, st.floats(0, 1), st.floats(0, 1))
    def test_more_tolerance_never_turns_a_held_gain_into_a_lost_one(self, baseline, target, result, value, one, other):
        gain = decay.Gain(baseline, target, result)
        strict, kind = sorted((one, other))
        if decay.judge(gain, value, strict).state == decay.HELD:
            self.assertEqual(decay.judge(gain, value, kind).state, decay.HELD)

    @given(days, st.lists(st.integers(1, 400), min_size=1, max_size=6))
    def test_checks_lie_after_the_event_in_their_order(self, end, counts):
        dates = decay.check_dates(end, tuple(counts))
        self.assertEqual(list(dates.values()), sorted(dates.values()))
        self.assertTrue(all(due - end == timedelta(days=count) for count, due in dates.items()))

    def test_days_typed_by_a_person(self):
        self.assertEqual(decay.parse_days(" 90;30, 30 "), (30, 90))
        for text in ("", "soon", "0", "-5, 30", "1.5"):
            with self.assertRaises(ValueError):
                decay.parse_days(text)


@tagged("post_install", "-at_install")
class TestSavings(BaseCase):
    @given(amounts, days, st.sampled_from([savings.ONCE, savings.YEARLY]), st.sampled_from([0, 2, 3]))
    def test_the_months_add_up_to_the_amount(self, amount, start, recurrence, digits):
        amount = round(amount, digits)
        months = savings.phase(amount, recurrence, start, digits=digits)
        self.assertEqual(round(sum(months.values()), digits), amount)
        self.assertTrue(all(month.day == 1 for month in months))
        self.assertEqual(min(months), start.replace(day=1))

    @given(amounts, days, days)
    def test_nothing_is_actual_after_it_was_measured(self, amount, start, until):
        whole = savings.phase(amount, savings.YEARLY, start)
        known = savings.phase(amount, savings.YEARLY, start, until=until)
        self.assertTrue(all(month <= until for month in known))
        self.assertEqual(known, {month: value for month, value in whole.items() if month <= until})

    @given(st.lists(amounts, max_size=12), days)
    def test_cumulated_is_the_sum_so_far(self, values, start):
        months = [savings.month_of(start, index) for index in range(len(values))]
        found = savings.cumulate(months, dict(zip(months, values, strict=True)))
        for index, value in enumerate(found):
            self.assertAlmostEqual(value, sum(values[: index + 1]), places=2)

    @given(amounts, st.floats(0, 1))
    def test_a_stock_cut_is_cash_once_and_its_cost_each_year(self, amount, rate):
        cut = savings.stock_cut(amount, rate)
        self.assertEqual(cut.cash, amount)
        self.assertLessEqual(cut.carrying_a_year, cut.cash)


@tagged("post_install", "-at_install")
class TestReplies(BaseCase):
    @given(moments, st.timedeltas(timedelta(0), timedelta(days=400)), st.floats(0.1, 100))
    def test_late_is_when_it_took_longer_than_promised(self, asked, waited, limit):
        replied = asked + waited
        took = replies.days_to_reply(asked, replied)
        self.assertGreaterEqual(took, 0)
        self.assertEqual(replies.is_late(asked, replied, replied, limit), took > limit)

    @given(st.lists(st.one_of(st.none(), st.floats(0, 500)), max_size=20))
    def test_the_typical_reply_lies_among_the_replies(self, waits):
        known = [value for value in waits if value is not None]
        typical = replies.typical_reply(waits)
        if known:
            self.assertTrue(min(known) <= typical <= max(known))
        else:
            self.assertIsNone(typical)


@tagged("post_install", "-at_install")
class TestParticipation(BaseCase):
    @given(st.integers(0, 50), st.lists(st.integers(1, 60), max_size=80))
    def test_a_share_or_undefined(self, headcount, contributors):
        share = participation.participation(participation.Team(headcount, tuple(contributors)))
        if headcount:
            self.assertTrue(0 <= share <= 1)
        else:
            self.assertIsNone(share)


@tagged("post_install", "-at_install")
class TestFishbone(BaseCase):
    @given(trees())
    def test_each_cause_is_drawn_once_within_the_drawing(self, causes):
        drawing = fishbone.draw(causes)
        self.assertEqual(sorted(twig.id for twig in drawing.twigs), sorted(cause.id for cause in causes))
        for twig in drawing.twigs:
            self.assertTrue(0 <= twig.text_x < twig.x2 <= drawing.width)
            self.assertTrue(0 <= twig.y <= drawing.height)

    @given(trees())
    def test_no_two_causes_of_a_bone_share_a_row(self, causes):
        drawing = fishbone.draw(causes)
        rows = [(twig.category, twig.y) for twig in drawing.twigs]
        self.assertEqual(len(rows), len(set(rows)))

    @given(trees())
    def test_a_why_stands_below_its_cause(self, causes):
        drawing = fishbone.draw(causes)
        heights = {twig.id: twig.y for twig in drawing.twigs}
        for cause in causes:
            if cause.parent:
                self.assertGreater(heights[cause.id], heights[cause.parent])

    @given(trees())
    def test_the_chain_of_whys_ends_with_the_cause(self, causes):
        for cause in causes:
            chain = fishbone.chain(causes, cause.id)
            self.assertEqual(chain[-1], cause.text)
            self.assertLessEqual(len(chain), len(causes))


@tagged("post_install", "-at_install")
class TestPage(BaseCase):
    @given(st.text(alphabet="ab \n", max_size=200), st.integers(1, 40))
    def test_a_wider_box_never_needs_more_lines(self, text, width):
        self.assertLessEqual(page.count_lines(text, width + 1), page.count_lines(text, width))

    @given(st.text(alphabet="ab ", min_size=1, max_size=200), st.integers(1, 40))
    def test_lines_hold_all_letters(self, text, width):
        letters = len(text.replace(" ", ""))
        self.assertGreaterEqual(page.count_lines(text, width) * width, letters)

    def test_the_examples_that_the_browser_is_tested_on_too(self):
        for text, width, lines in [("", 5, 0), ("one two three", 7, 2), ("a\nb", 10, 2), ("unbreakable", 4, 3)]:
            self.assertEqual(page.count_lines(text, width), lines)
