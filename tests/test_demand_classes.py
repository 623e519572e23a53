# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
import csv
import unittest
from collections import Counter
from fractions import Fraction
from math import isclose
from pathlib import Path

from odoo.tests import BaseCase, tagged

from odoo.addons.lean_base.calculations.classification import describe_demand

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "carparts_demand.csv"
PARTS, MONTHS = 2674, 51
TOLERANCE = 1e-9


def read_demands():
    """{part: its demands month by month}; months before a part existed are not in the file."""
    demands = {}
    with DATA.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            demands.setdefault(row["part"], []).append(int(row["quantity"]))
    return demands


def expect(periods):
    """(ADI, CV², class) in exact fractions by sums of squares; None below two periods with a demand."""
    filled = [demand for demand in periods if demand > 0]
    count, total, squares = len(filled), sum(filled), sum(demand * demand for demand in filled)
    if count < 2:
        return None
    interval = Fraction(len(periods), count)
    variation = Fraction((count * squares - total * total) * count, (count - 1) * total * total)
    is_frequent, is_even = interval <= Fraction("1.32"), variation <= Fraction("0.49")
    kinds = {
        (True, True): "smooth",
        (False, True): "intermittent",
        (True, False): "erratic",
        (False, False): "lumpy",
    }
    return interval, variation, kinds[is_frequent, is_even]


@tagged("post_install", "-at_install")
@unittest.skipUnless(DATA.exists(), f"{DATA.name} is not beside the checkout")
class TestDemandClasses(BaseCase):
    """ADI, CV² and class of all parts of a real shop, beside another way to compute them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.demands = read_demands()
        cls.expected = {part: expect(periods) for part, periods in cls.demands.items()}

    def test_every_part(self):
        for part, periods in self.demands.items():
            pattern, expected = describe_demand(map(float, periods)), self.expected[part]
            if expected is None:
                self.assertIsNone(pattern, part)
                continue
            interval, variation, kind = expected
            self.assertTrue(isclose(pattern.interval, interval, rel_tol=0, abs_tol=TOLERANCE), part)
            self.assertTrue(isclose(pattern.variation, variation, rel_tol=0, abs_tol=TOLERANCE), part)
            self.assertEqual(pattern.kind, kind, part)

    def test_the_file_is_whole_and_asks_for_every_class(self):
        self.assertEqual(len(self.demands), PARTS)
        self.assertEqual(max(map(len, self.demands.values())), MONTHS)
        kinds = Counter(expected and expected[2] for expected in self.expected.values())
        self.assertEqual(kinds.total(), PARTS)
        self.assertGreaterEqual(kinds.keys(), {"smooth", "intermittent", "erratic", "lumpy", None})
