# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo.tests import tagged

from odoo.addons.lean_base.tests.check import CheckCase

from .test_scorecard import ScorecardCommon


@tagged("post_install", "-at_install")
class TestLeanCheck(CheckCase, ScorecardCommon):
    """Scorecards and the lines they are made of."""

    def _score(self):
        self._deliver(*["06-10"] * 5, "06-12", None)
        return self._generate().sudo()

    def test_clean_data_have_no_finding(self):
        self._score()
        self._generate(again=True)
        self.assert_clean()

    def test_line_that_is_not_valid(self):
        line = self._score().line_ids[0]
        self.corrupt("UPDATE lean_supplier_scorecard_line SET is_current = FALSE WHERE id = %s", line)
        self.assert_repaired("scorecard_line", line)
        self.assertTrue(line.is_current)

    def test_month_without_a_valid_scorecard(self):
        card = self._score()
        self.corrupt("UPDATE lean_supplier_scorecard SET is_current = FALSE WHERE id = %s", card)
        self.assert_left("scorecard_month", card)

    def test_figure_that_is_not_that_of_its_lines(self):
        card = self._score()
        self.corrupt("UPDATE lean_supplier_scorecard SET otif = 0.99 WHERE id = %s", card)
        self.assert_left("scorecard_figures", card)
        self.assertIn("0.99", self.find(card)[0].problem)

    def test_line_that_is_gone(self):
        card = self._score()
        self.corrupt("DELETE FROM lean_supplier_scorecard_line WHERE id = %s", card.line_ids[0])
        self.assert_left("scorecard_figures", card)
