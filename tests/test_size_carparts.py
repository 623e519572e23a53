# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
import doctest
import unittest

from odoo.tests import BaseCase, tagged

from . import size_carparts
from .replay import methods

PARTS = 2674
FEW = ("smooth", "erratic", "lumpy")
"""Classes of three hundred parts; the whole takes ten seconds, which is for the command."""


@tagged("post_install", "-at_install")
@unittest.skipUnless(size_carparts.DATA.exists(), f"{size_carparts.DATA.name} is not beside the checkout")
class TestSizeCarparts(BaseCase):
    """The table of the readme, and what it rests on."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.results = methods.compare(size_carparts.DATA, FEW)

    def _get_of(self, method):
        return [result.replay for result in self.results if result.method == method]

    def test_doctests(self):
        result = doctest.testmod(methods)
        self.assertTrue(result.attempted)
        self.assertFalse(result.failed)

    def test_the_readme_says_what_comes_out(self):
        table = size_carparts.README.read_text(encoding="utf-8").splitlines()
        for line in size_carparts.render(self.results):
            self.assertIn(line, table, "run tests/size_carparts.py --write")

    def test_every_part_is_counted(self):
        kinds = [
            methods.classify(record, months[:24]) for __, record, months in methods._read_parts(size_carparts.DATA)
        ]
        self.assertEqual(len(kinds), PARTS)
        unknown, __ = methods.count_unknown(size_carparts.DATA)
        self.assertEqual(kinds.count(methods.NONE_BEFORE), unknown)
        text = size_carparts.README.read_text(encoding="utf-8")
        for kind in {*methods.classification.CLASSES, methods.TOO_FEW}:
            self.assertIn(f"| {kind} | {kinds.count(kind):,} |", text)

    def test_a_year_of_the_same_demand_for_all_methods(self):
        by_part = {}
        for result in self.results:
            by_part.setdefault(result.name, []).append(result.replay)
        for name, replays in by_part.items():
            self.assertEqual(len(replays), len(methods.METHODS), name)
            self.assertEqual(len({(replay.demanded, len(replay.stock)) for replay in replays}), 1, name)
            for replay in replays:
                self.assertAlmostEqual(replay.begin + replay.received - replay.served, replay.end, msg=name)
        self.assertEqual({len(replay.stock) for replay in by_part.popitem()[1]}, {260})

    def test_a_higher_service_level_serves_more_from_more(self):
        low, high = self._get_of("statistical: 95 %"), self._get_of("statistical: 99 %")
        self.assertGreater(sum(r.served for r in high), sum(r.served for r in low))
        self.assertGreater(sum(r.average_stock for r in high), sum(r.average_stock for r in low))

    def test_the_replayed_year_is_not_known_to_the_sizing(self):
        """Without its demand the same parts get the same cards."""
        name, record, months = next(methods._read_parts(size_carparts.DATA))
        blind = {month: quantity for month, quantity in record.items() if month < months[24]}
        seen, unseen = (
            [result.replay.begin for result in methods._compare_part(name, "", known, months)]
            for known in (record, blind)
        )
        self.assertEqual(seen, unseen)
