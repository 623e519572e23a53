# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
import doctest
import unittest
from collections import Counter

import freezegun

from odoo.tests import TransactionCase, tagged

from . import replay_carparts
from .replay import demand, policies, sizing
from .replay.plant import KanbanPlant, ReorderPlant

PARTS, MONTHS = 10, 2
OPEN_STATES = ("requested", "in_process", "in_transit")


class TestReplayCalculation(unittest.TestCase):
    """The replay without Odoo."""

    def test_doctests(self):
        for module in (demand, policies):
            result = doctest.testmod(module)
            self.assertTrue(result.attempted)
            self.assertFalse(result.failed)

    def test_kanban_is_core_rule_of_the_same_numbers(self):
        """N containers of C are a minimum of (N-1)·C+1 and a maximum of N·C, if the lot is one piece."""
        loop, rule = policies.Kanban(5, 1), policies.MinMax(5, 5)
        for on_hand in range(6):
            for on_order in range(6 - on_hand):
                self.assertEqual(loop.order(on_hand, on_order), rule.order(on_hand, on_order))


@tagged("post_install", "-at_install")
@unittest.skipUnless(replay_carparts.DATA.exists(), f"{replay_carparts.DATA.name} is not beside the checkout")
class TestReplayCarparts(TransactionCase):
    """Real demand through real loops: what is asked holds on each day."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.chosen = demand.load(replay_carparts.DATA, PARTS, MONTHS)
        cls.sizes = sizing.size(cls.chosen)

    def _create_plant(self, kind, policies_of_parts):
        freezer = freezegun.freeze_time(self.chosen.days[0])
        clock = freezer.start()
        self.addCleanup(freezer.stop)
        return kind(self.env, self.chosen, policies_of_parts, self.sizes.leads, clock)

    def _assert_as_simulated(self, plant, records):
        """Odoo comes to the same stock as the calculation, part by part and day by day."""
        simulated = sizing.simulate(self.chosen, plant.chosen, self.sizes.leads)
        for part, record, expected in zip(self.chosen.parts, records, simulated, strict=True):
            self.assertEqual(record, expected, part)
        self.assertTrue(sum(record.orders for record in records))

    def test_loops(self):
        plant = self._create_plant(KanbanPlant, self.sizes.kanban)
        records = plant.run(after_day=lambda day: self._assert_cards_sound(plant, day))
        self._assert_as_simulated(plant, records)
        self._assert_all_received(plant)
        self.assertEqual(set(plant.loops.card_ids.mapped("state")), {"full"})

    def test_reordering_rules(self):
        plant = self._create_plant(ReorderPlant, self.sizes.rules)
        records = plant.run()
        self._assert_as_simulated(plant, records)
        self._assert_all_received(plant)

    def _assert_cards_sound(self, plant, day):
        """No card is lost or ordered twice, and cards cap the stock."""
        cards = plant.loops.card_ids
        self.assertLessEqual(set(cards.mapped("state")), {"full", "requested", "in_process"}, day)
        ordered = cards.filtered(lambda card: card.state != "full")
        supplies = self.env["lean.kanban.supply"].search(
            [("loop_id", "in", plant.loops.ids), ("state", "in", OPEN_STATES)]
        )
        self.assertEqual(Counter(supplies.card_id.ids), Counter(ordered.ids), day)
        self.assertEqual(len(supplies), len(ordered), day)
        on_hand = plant.read_on_hand()
        for loop, policy in zip(plant.loops, plant.chosen, strict=True):
            self.assertEqual(len(loop.card_ids), policy.cards, day)
            open_lines = loop.card_ids.supply_id.allocation_ids.purchase_line_id
            on_order = sum(line.product_qty - line.qty_received for line in open_lines)
            total = on_hand.get(loop.product_id.id, 0) + on_order
            self.assertLessEqual(total, policy.cards * policy.container, day)

    def _assert_all_received(self, plant):
        lines = self.env["purchase.order.line"].search([("product_id", "in", plant.products.ids)])
        self.assertEqual(lines.mapped("qty_received"), lines.mapped("product_qty"))
        self.assertEqual(set(lines.order_id.mapped("receipt_status")), {"full"})
