# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo.fields import Command
from odoo.tests import Form, tagged

from .common import KanbanMrpCommon


@tagged("post_install", "-at_install")
class TestProductionChange(KanbanMrpCommon):
    """What people do to a production, and what its cards do then."""

    def _assert_newest_dropped(self, loop, production, state):
        newest = self._get_cards(loop)[2]
        self.assertEqual(self._get_states(loop), [state, state, "empty"])
        self.assertTrue(newest.is_held_back)
        self.assertEqual(production.kanban_card_count, 2)
        self.assertEqual(len(self._get_notices(loop)), 1)
        self._release()
        self.assertEqual(self._get_productions(loop), production)
        newest.with_user(self.operator).action_signal_empty()
        self.assertFalse(self._get_notices(loop))
        self._release()
        self.assertEqual(len(self._get_productions(loop)), 2)
        self.assertEqual(newest.state, "in_process" if state == "in_process" else state)

    def test_quantity_reduced(self):
        loop, production = self._release_all()
        self._change_quantity(production, 40)
        self._assert_newest_dropped(loop, production, "in_process")

    def test_quantity_of_a_draft_reduced(self):
        loop, production = self._release_all(ordering="manual")
        with Form(production) as form:
            form.product_qty = 40
        self._assert_newest_dropped(loop, production, "requested")

    def test_quantity_raised(self):
        loop, production = self._release_all()
        self._change_quantity(production, 80)
        self.assertEqual(self._get_states(loop), ["in_process"] * 3)
        self._produce(production)
        self.assertEqual(self._get_states(loop), ["full"] * 3)
        self.assertEqual(self._get_on_hand(self.shelf_a), 80)

    def test_quantity_reduced_in_three_steps(self):
        self.warehouse.manufacture_steps = "pbm_sam"
        loop, production = self._release_all()
        self._change_quantity(production, 40)
        self.assertEqual(self._get_states(loop), ["in_process", "in_process", "empty"])
        self._produce(production)
        self.assertEqual(self._get_states(loop), ["in_transit", "in_transit", "empty"])

    def test_quantity_of_a_draft_raised(self):
        loop, production = self._release_all(ordering="manual")
        with Form(production) as form:
            form.product_qty = 100
        production.action_confirm()
        self._produce(production)
        self.assertEqual(self._get_states(loop), ["full"] * 3)

    def test_another_product_on_a_draft(self):
        other = self._create_product("Other")
        loop, production = self._release_all(ordering="manual")
        with Form(production) as form:
            form.product_id = other
        self.assertEqual(self._get_states(loop), ["empty"] * 3)

    def test_overproduction(self):
        loop, production = self._release_all()
        self._produce(production, 70)
        self.assertEqual(production.qty_produced, 70)
        self.assertEqual(self._get_states(loop), ["full"] * 3)

    def test_cancelled(self):
        loop, production = self._release_all()
        production.action_cancel()
        self.assertEqual(self._get_states(loop), ["empty"] * 3)
        self.assertIn(production.name, self._get_cards(loop)[0].reason)
        self.assertEqual(len(self._get_notices(loop)), 1)
        self._release()
        self.assertEqual(self._get_productions(loop), production)

    def test_cancelled_and_ordered_again_by_itself(self):
        loop, production = self._release_all(resignal_cancelled=True)
        production.action_cancel()
        self._release()
        self.assertEqual(len(self._get_productions(loop)), 2)
        self.assertEqual(self._get_states(loop), ["in_process"] * 3)

    def test_deleted(self):
        loop, production = self._release_all(ordering="manual")
        name = production.name
        production.unlink()
        self.assertEqual(self._get_states(loop), ["empty"] * 3)
        self.assertIn(name, self._get_cards(loop)[0].reason)
        self.assertEqual(len(self._get_notices(loop)), 1)

    def test_cancelled_after_part_of_it_is_done(self):
        loop, production = self._release_all()
        self._produce(production, 25)
        self._get_productions(loop)[1].action_cancel()
        self.assertEqual(self._get_states(loop), ["full", "error", "empty"])

    def test_duplicate_fills_no_card(self):
        loop, production = self._release_all()
        duplicate = production.copy()
        self.assertFalse(duplicate.kanban_loop_id)
        self.assertFalse(duplicate.move_finished_ids.kanban_production_id)
        duplicate.action_confirm()
        self._produce(duplicate)
        self.assertEqual(self._get_states(loop), ["in_process"] * 3)
        self._produce(production)
        self.assertEqual(self._get_states(loop), ["full"] * 3)

    def test_unbuilt(self):
        loop, production = self._release_all()
        self._produce(production)
        unbuild = (
            self.env["mrp.unbuild"]
            .with_user(self.maker)
            .create(
                {
                    "product_id": self.product.id,
                    "mo_id": production.id,
                    "product_qty": 20,
                    "location_id": self.shelf_a.id,
                    "location_dest_id": self.stock.id,
                }
            )
        )
        unbuild.action_unbuild()
        self.assertEqual(unbuild.state, "done")
        self.assertEqual(self._get_states(loop), ["full"] * 3)

    def test_component_scrapped(self):
        loop, production = self._release_all()
        component = production.move_raw_ids.product_id
        scrap = (
            self.env["stock.scrap"]
            .with_user(self.maker)
            .create(
                {
                    "production_id": production.id,
                    "product_id": component.id,
                    "scrap_qty": 5,
                    "location_id": self.stock.id,
                }
            )
        )
        scrap.action_validate()
        self.assertEqual(scrap.state, "done")
        self.assertEqual(self._get_states(loop), ["in_process"] * 3)
        self._produce(production)
        self.assertEqual(self._get_states(loop), ["full"] * 3)

    def test_finished_goods_scrapped_before_the_rest_is_done(self):
        loop, production = self._release_all()
        self._produce(production, 25)
        scrap = (
            self.env["stock.scrap"]
            .with_user(self.maker)
            .create(
                {
                    "production_id": production.id,
                    "product_id": self.product.id,
                    "scrap_qty": 5,
                    "location_id": self.shelf_a.id,
                }
            )
        )
        scrap.action_validate()
        self.assertEqual(scrap.state, "done")
        self.assertEqual(self._get_states(loop), ["full", "in_process", "in_process"])
        self._produce(self._get_productions(loop)[1])
        self.assertEqual(self._get_states(loop), ["full"] * 3)

    def test_byproducts_do_not_count(self):
        chips = self._create_component("Chips")
        self.product.bom_ids.byproduct_ids = [Command.create({"product_id": chips.id, "product_qty": 3})]
        loop, production = self._release_all()
        byproduct = production.move_byproduct_ids
        self.assertFalse(byproduct.kanban_production_id)
        self.assertEqual(byproduct.location_dest_id, self.stock)
        self._produce(production, 20, backorder=False)
        self.assertEqual(byproduct.quantity, 60)
        self.assertEqual(self._get_states(loop), ["full", "empty", "empty"])
