# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo.fields import Command
from odoo.tests import Form, tagged

from .common import KanbanMrpCommon


@tagged("post_install", "-at_install")
class TestProductionSplit(KanbanMrpCommon):
    """Cards follow when core makes several productions of one need, or one of them
    becomes several.
    """

    def _split(self, production, *quantities):
        action = production.action_split()
        wizards = self.env[action["res_model"]].with_user(self.maker)
        wizard = wizards.with_context(**action["context"]).create({})
        self._fill_split(wizard, quantities)
        wizard.action_split()

    def _fill_split(self, wizard, quantities):
        date = wizard.production_id.date_start
        lines = [Command.create({"quantity": quantity, "date": date}) for quantity in quantities]
        wizard.production_detailed_vals_ids = [Command.clear(), *lines]
        self.assertTrue(wizard.valid_details)

    def test_batch_size_makes_three(self):
        self.product.bom_ids.write({"enable_batch_size": True, "batch_size": 20})
        loop, productions = self._release_all()
        self.assertEqual(productions.mapped("product_qty"), [20, 20, 20])
        self.assertEqual(productions.mapped("state"), ["confirmed"] * 3)
        self.assertEqual(productions.mapped("kanban_card_count"), [1, 1, 1])
        self._produce(productions[1])
        self.assertEqual(self._get_states(loop), ["in_process", "full", "in_process"])
        self._produce(productions[0] | productions[2])
        self.assertEqual(self._get_states(loop), ["full"] * 3)

    def test_batch_size_across_containers(self):
        """Cards of 20 in batches of 25: the second card needs both first batches."""
        self.product.bom_ids.write({"enable_batch_size": True, "batch_size": 25})
        loop, productions = self._release_all()
        first, second, third = productions.sudo()
        self.assertEqual(productions.mapped("product_qty"), [25, 25, 25])
        self.assertEqual(
            self._get_allocated(*self._get_cards(loop)),
            [{first: 20}, {first: 5, second: 15}, {second: 10, third: 10}],
        )
        self._produce(first)
        self.assertEqual(self._get_states(loop), ["full", "in_process", "in_process"])
        self._produce(third)
        self.assertEqual(self._get_states(loop), ["full", "in_process", "in_process"])
        self._produce(second)
        self.assertEqual(self._get_states(loop), ["full"] * 3)

    def test_backorder(self):
        loop, production = self._release_all()
        self._produce(production, 25)
        __, backorder = self._get_productions(loop)
        first, second, third = self._get_cards(loop)
        self.assertRecordValues(
            backorder,
            [{"product_qty": 35, "kanban_card_ids": (second | third).ids}],
        )
        self.assertEqual(first.state, "full")
        self.assertEqual(
            self._get_allocated(second, third),
            [{production.sudo(): 5, backorder.sudo(): 15}, {backorder.sudo(): 20}],
        )
        self.assertEqual(second.supply_id.quantity_filled, 5)
        self._produce(backorder)
        self.assertEqual(self._get_states(loop), ["full"] * 3)
        self.assertEqual(self._get_on_hand(self.shelf_a), 60)

    def test_backorder_of_a_backorder(self):
        loop, production = self._release_all()
        self._produce(production, 25)
        self._produce(self._get_productions(loop)[1], 10)
        self.assertEqual(self._get_states(loop), ["full", "in_process", "in_process"])
        self._produce(self._get_productions(loop)[2], 5)
        self.assertEqual(self._get_states(loop), ["full", "full", "in_process"])
        self._produce(self._get_productions(loop)[3])
        self.assertEqual(self._get_states(loop), ["full"] * 3)

    def test_two_backorders_at_once(self):
        """Productions of two loops are produced in part together."""
        loop_a, production_a = self._release_all()
        loop_b, production_b = self._release_all(location_id=self.shelf_b.id)
        productions = production_a | production_b
        for production, quantity in zip(productions, (25, 48), strict=True):
            with Form(production) as form:
                form.qty_producing = quantity
        action = productions.button_mark_done()
        wizards = self.env[action["res_model"]].with_user(self.maker)
        Form(wizards.with_context(**action["context"])).save().action_backorder()
        self.assertEqual(self._get_states(loop_a), ["full", "in_process", "in_process"])
        self.assertEqual(self._get_states(loop_b), ["full", "full", "in_process"])
        self._produce(self._get_productions(loop_a)[1])
        self.assertEqual(self._get_states(loop_a), ["full"] * 3)
        self.assertEqual(self._get_states(loop_b), ["full", "full", "in_process"])
        self._produce(self._get_productions(loop_b)[1])
        self.assertEqual(self._get_states(loop_b), ["full"] * 3)

    def test_without_a_backorder(self):
        """One full, one short, and one that nothing came for: people decide."""
        loop, production = self._release_all()
        self._produce(production, 25, backorder=False)
        __, second, third = self._get_cards(loop)
        self.assertEqual(self._get_states(loop), ["full", "error", "empty"])
        self.assertEqual(production.state, "done")
        self.assertIn("Only 5.0 of 20.0", second.reason)
        self.assertIn(production.name, second.reason)
        self.assertTrue(third.is_held_back)
        self.assertIn(production.name, third.reason)
        self.assertEqual(len(self._get_notices(loop)), 2)
        second.with_user(self.operator).action_signal_full()
        third.with_user(self.operator).action_signal_empty()
        self.assertFalse(self._get_notices(loop))
        self._release()
        self.assertEqual(self._get_states(loop), ["full", "full", "in_process"])

    def test_split(self):
        loop, production = self._release_all()
        self._split(production, 30, 10, 20)
        productions = self._get_productions(loop)
        first, second, third = productions.sudo()
        self.assertEqual(productions.mapped("product_qty"), [30, 10, 20])
        self.assertEqual(
            self._get_allocated(*self._get_cards(loop)),
            [{first: 20}, {first: 10, second: 10}, {third: 20}],
        )
        self._produce(third)
        self.assertEqual(self._get_states(loop), ["in_process", "in_process", "full"])
        self._produce(first)
        self.assertEqual(self._get_states(loop), ["full", "in_process", "full"])
        self._produce(second)
        self.assertEqual(self._get_states(loop), ["full"] * 3)

    def test_split_draft(self):
        loop, production = self._release_all(ordering="manual")
        self._split(production, 20, 40)
        __, second = self._get_productions(loop)
        self.assertEqual(self._get_states(loop), ["requested"] * 3)
        second.action_confirm()
        self.assertEqual(self._get_states(loop), ["requested", "in_process", "in_process"])
        self._produce(second)
        self.assertEqual(self._get_states(loop), ["requested", "full", "full"])

    def test_split_several(self):
        loop_a, production_a = self._release_all()
        loop_b, production_b = self._release_all(location_id=self.shelf_b.id)
        action = (production_a | production_b).action_split()
        wizard = self.env[action["res_model"]].with_user(self.maker).browse(action["res_id"])
        for line in wizard.production_ids:
            self._fill_split(line, (20, 40))
            line.action_split()
        for loop in (loop_a, loop_b):
            __, second = self._get_productions(loop)
            self._produce(second)
            self.assertEqual(self._get_states(loop), ["in_process", "full", "full"])
        self.assertEqual(self._get_on_hand(self.shelf_b), 40)

    def test_cancelled_part(self):
        loop, production = self._release_all()
        self._split(production, 20, 40)
        self._get_productions(loop)[1].action_cancel()
        self.assertEqual(self._get_states(loop), ["in_process", "empty", "empty"])
