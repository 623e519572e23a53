# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo.fields import Command
from odoo.tests import tagged

from .common import KanbanMrpCommon


@tagged("post_install", "-at_install")
class TestProductionSteps(KanbanMrpCommon):
    """Production in two and three steps, and in chains of needs: finished goods end at
    the shelf, and components are nobody's containers.
    """

    def _get_pickings(self, production, picking_type):
        pickings = production.sudo().picking_ids
        found = pickings.filtered(lambda p: p.picking_type_id == picking_type)
        return found.with_user(self.storekeeper)

    def test_two_steps(self):
        self.warehouse.manufacture_steps = "pbm"
        loop, production = self._release_all()
        picking = self._get_pickings(production, self.warehouse.pbm_type_id)
        self.assertEqual(picking.move_ids.product_qty, 120)
        self.assertFalse(picking.move_ids.kanban_loop_id)
        self.assertFalse(picking.kanban_card_count)
        self._receive(picking)
        self.assertEqual(self._get_states(loop), ["in_process"] * 3)
        self._produce(production)
        self.assertEqual(self._get_states(loop), ["full"] * 3)
        self.assertEqual(self._get_on_hand(self.shelf_a), 60)

    def test_three_steps(self):
        self.warehouse.manufacture_steps = "pbm_sam"
        loop, production = self._release_all()
        self.assertEqual(production.location_dest_id, self.warehouse.sam_loc_id)
        self._receive(self._get_pickings(production, self.warehouse.pbm_type_id))
        self._produce(production)
        self.assertEqual(self._get_states(loop), ["in_transit"] * 3)
        picking = self._get_pickings(production, self.warehouse.sam_type_id)
        self.assertEqual(picking.move_ids.location_dest_id, self.shelf_a)
        self.assertEqual(picking.kanban_card_ids, self._get_cards(loop))
        self._receive(picking)
        self.assertEqual(self._get_states(loop), ["full"] * 3)
        self.assertEqual(self._get_on_hand(self.shelf_a), 60)

    def test_three_steps_in_parts(self):
        self.warehouse.manufacture_steps = "pbm_sam"
        loop, production = self._release_all()
        self._produce(production, 25)
        self.assertEqual(self._get_states(loop), ["in_transit", "in_process", "in_process"])
        store = self._get_pickings(production, self.warehouse.sam_type_id)
        self._receive(store, 20)
        self.assertEqual(self._get_states(loop), ["full", "in_process", "in_process"])
        self._receive(store.backorder_ids)
        self.assertEqual(self._get_states(loop), ["full", "in_process", "in_process"])
        self._produce(self._get_productions(loop)[1])
        self.assertEqual(self._get_states(loop), ["full", "in_transit", "in_transit"])
        rest = self._get_productions(loop)[1]
        pickings = self._get_pickings(rest, self.warehouse.sam_type_id)
        self._receive(pickings.filtered(lambda p: p.state != "done"))
        self.assertEqual(self._get_states(loop), ["full"] * 3)

    def test_scrap_after_production(self):
        """What is scrapped on the way does not arrive: its card is closed short."""
        self.warehouse.manufacture_steps = "pbm_sam"
        loop, production = self._release_all()
        self._produce(production)
        scrap = (
            self.env["stock.scrap"]
            .with_user(self.maker)
            .create(
                {
                    "production_id": production.id,
                    "product_id": self.product.id,
                    "scrap_qty": 5,
                    "location_id": self.warehouse.sam_loc_id.id,
                }
            )
        )
        scrap.action_validate()
        self.assertEqual(self._get_states(loop), ["in_transit"] * 3)
        picking = self._get_pickings(production, self.warehouse.sam_type_id)
        self._receive(picking, 55, backorder=False)
        self.assertEqual(self._get_states(loop), ["full", "full", "error"])
        self.assertEqual(len(self._get_notices(loop)), 1)

    def test_operation_type_that_ends_elsewhere(self):
        """No step leads from there to the shelf, so the production does."""
        elsewhere = self.line_side
        self.warehouse.manu_type_id.default_location_dest_id = elsewhere
        loop, production = self._release_all()
        self.assertEqual(production.location_dest_id, self.shelf_a)
        self._produce(production)
        self.assertEqual(self._get_states(loop), ["full"] * 3)

    def test_another_operation_type_by_hand(self):
        loop, production = self._release_all(ordering="manual")
        production.picking_type_id = self.warehouse.manu_type_id.sudo().copy()
        self.assertEqual(production.location_dest_id, self.shelf_a)
        production.action_confirm()
        self._produce(production)
        self.assertEqual(self._get_states(loop), ["full"] * 3)

    def test_putaway_below_the_shelf(self):
        box = self.env["stock.location"].create({"name": "Box", "location_id": self.shelf_a.id})
        self.env["stock.putaway.rule"].create(
            {
                "product_id": self.product.id,
                "location_in_id": self.shelf_a.id,
                "location_out_id": box.id,
            }
        )
        loop, production = self._release_all()
        self._produce(production)
        self.assertEqual(self._get_on_hand(box), 60)
        self.assertEqual(self._get_states(loop), ["full"] * 3)

    def test_component_made_to_order_carries_no_loop(self):
        route = self.env.ref("stock.route_warehouse0_mto")
        route.active = True
        component = self._create_component("Rotor", route_ids=[Command.link(route.id)])
        self._create_bom(component)
        self.product.bom_ids.unlink()
        self._create_bom(self.product, component)
        loop, production = self._release_all()
        made = self.env["mrp.production"].search([("product_id", "=", component.id)])
        self.assertRecordValues(made, [{"product_qty": 120, "state": "confirmed", "kanban_card_count": 0}])
        self.assertFalse(made.kanban_loop_id)
        moves = made.move_finished_ids | made.move_raw_ids | production.move_raw_ids
        self.assertFalse(moves.kanban_loop_id)
        self.assertFalse(moves.kanban_production_id)
        self._produce(made)
        self.assertEqual(self._get_states(loop), ["in_process"] * 3)
        self._produce(production)
        self.assertEqual(self._get_states(loop), ["full"] * 3)
