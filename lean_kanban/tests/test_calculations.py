# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
import doctest
import unittest

from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..calculations import coverage, demand, sizing, start_up
from ..calculations.coverage import STAGES, DocumentFacts, add_up, cover, share_out

quantities = st.integers(min_value=0, max_value=10_000)
containers = st.integers(min_value=1, max_value=500)
facts = st.builds(
    DocumentFacts,
    stage=st.sampled_from(STAGES),
    quantity=quantities,
    arrived=quantities,
    is_open=st.booleans(),
)


@tagged("post_install", "-at_install")
class TestDoctests(BaseCase):
    def test_examples_in_the_docstrings(self):
        for module in (coverage, demand, sizing, start_up):
            result = unittest.TestResult()
            doctest.DocTestSuite(module).run(result)
            self.assertTrue(result.testsRun, module)
            self.assertFalse(result.failures + result.errors)


@tagged("post_install", "-at_install")
class TestCoverage(BaseCase):
    @given(st.lists(containers, max_size=20), quantities)
    def test_shares_never_exceed_what_is_there_or_asked(self, asked, available):
        shares = share_out(asked, available)
        self.assertEqual(sum(shares), min(sum(asked), available))
        self.assertTrue(all(0 <= s <= a for s, a in zip(shares, asked, strict=True)))

    @given(st.lists(containers, min_size=1, max_size=20), quantities)
    def test_the_oldest_is_served_first(self, asked, available):
        shares = share_out(asked, available)
        for index, share in enumerate(shares[:-1]):
            if share < asked[index]:
                self.assertFalse(any(shares[index + 1 :]))

    @given(st.lists(containers, max_size=20), facts)
    def test_what_arrived_is_covered(self, asked, document):
        for part in cover(asked, document):
            self.assertLessEqual(part.filled, part.covered)

    @given(st.lists(containers, min_size=1, max_size=20), facts)
    def test_a_closed_document_leaves_no_stage(self, asked, document):
        parts = [(part, document) for part in cover(asked, document)]
        outcome = add_up(parts)
        if not document.is_open:
            self.assertIsNone(outcome.stage)
        if outcome.stage:
            self.assertGreater(outcome.covered, outcome.filled)

    @given(st.lists(containers, max_size=20))
    def test_a_document_that_is_gone_covers_nothing(self, asked):
        self.assertFalse(any(part.covered for part in cover(asked, None)))


@tagged("post_install", "-at_install")
class TestStartUp(BaseCase):
    @given(containers, quantities, st.lists(quantities, max_size=10), containers)
    def test_every_card_has_one_state(self, cards, on_hand, on_order, container):
        start = start_up.propose_start(cards, on_hand, on_order, container)
        self.assertEqual(start.full + start.on_order + start.missing, cards)
        self.assertGreaterEqual(min(start.full, start.on_order, start.missing), 0)
        self.assertLessEqual(start.full * container, on_hand)

    @given(quantities, containers)
    def test_stages_hold_no_more_than_their_size(self, missing, per_stage):
        missing %= 300
        stages = start_up.stages(missing, per_stage)
        self.assertEqual(stages, sorted(stages))
        self.assertTrue(all(stages.count(s) <= per_stage for s in set(stages)))

    def test_a_container_of_nothing_is_an_error(self):
        with self.assertRaises(ValueError):
            start_up.containers_in(10, 0)
