# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo.tests import tagged

from .common import KanbanPurchaseCommon


@tagged("post_install", "-at_install")
class TestWarehouses(KanbanPurchaseCommon):
    """One product in two warehouses of a company: bought for both, or one supplied by the other."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.depot = cls.env["stock.warehouse"].create(
            {"name": "Depot", "code": "DEP", "company_id": cls.company.id, "resupply_wh_ids": [(4, cls.warehouse.id)]}
        )
        cls.resupply = cls.depot.resupply_route_ids
        cls.central = cls._create_loop()

    def _create_depot_loop(self, **values):
        place = {"location_id": self.depot.lot_stock_id.id, "container_qty": 5, "card_count": 2}
        return self._create_loop(**{**place, **values})

    def test_bought_for_both(self):
        loop = self._create_depot_loop(full=0)
        self.assertEqual((loop.kind, loop.warehouse_id), ("supplier", self.depot))
        self._empty(self.central.card_ids[0])
        quantities = {line.order_id.picking_type_id: line.product_qty for line in self._get_lines()}
        self.assertEqual(quantities, {self.warehouse.in_type_id: 20, self.depot.in_type_id: 10})
        self._confirm(self._get_lines().order_id)
        order = self._get_lines().filtered(lambda line: line.kanban_loop_id == loop).order_id
        self._receive_order(order)
        self.assertEqual(self._get_states(loop), ["full", "full"])
        self.assertEqual(self._get_states(self.central), ["in_process", "full", "full"])

    def test_supplied_by_the_other_warehouse(self):
        loop = self._create_depot_loop(full=0, route_id=self.resupply.id)
        self.assertEqual(loop.kind, "withdrawal")
        self._release()
        self.assertFalse(self._get_lines())
        self.assertEqual(self._get_states(loop), ["in_process", "in_process"])
        arrival = loop.card_ids.move_ids
        self.assertEqual((arrival.product_uom_qty, arrival.location_dest_id), (10, self.depot.lot_stock_id))
        departure = arrival.move_orig_ids
        self.assertEqual(departure.location_id, self.warehouse.lot_stock_id)
        departure._action_assign()
        self._receive(departure.picking_id.with_user(self.storekeeper))
        self.assertEqual(self._get_states(loop), ["in_transit", "in_transit"])
        self._receive(arrival.picking_id.with_user(self.storekeeper), quantity=5)
        self.assertEqual(self._get_states(loop), ["full", "in_transit"])
        rest = arrival.search([("kanban_root_move_id", "=", arrival.id), ("state", "!=", "done")])
        self._receive(rest.picking_id.with_user(self.storekeeper))
        self.assertEqual(self._get_states(loop), ["full", "full"])

    def test_what_leaves_for_the_depot_is_demand_of_the_central_stock(self):
        self.central.sudo().trigger = "quantity"
        loop = self._create_depot_loop(full=0, route_id=self.resupply.id, container_qty=20)
        self.central.location_id.sudo().name = "Central shelf"
        self._release()
        departure = loop.card_ids.move_ids.move_orig_ids
        departure._action_assign()
        self._receive(departure.picking_id)
        self.assertEqual(self._get_states(self.central).count("empty"), 2)

    def test_a_cancelled_departure_empties_the_cards(self):
        loop = self._create_depot_loop(full=0, route_id=self.resupply.id)
        self._release()
        loop.card_ids.move_ids.move_orig_ids.picking_id.action_cancel()
        self.assertEqual(self._get_states(loop), ["empty", "empty"])
        self.assertEqual(loop.card_ids.mapped("is_held_back"), [True, True])
        self.assertOneActivity(loop, self.planner)

    def test_lead_time_is_that_of_all_its_rules(self):
        self.resupply.rule_ids.write({"delay": 2})
        loop = self._create_depot_loop(route_id=self.resupply.id)
        self.assertEqual(len(loop.sudo()._get_supply_chain()), 2)
        self.assertEqual(loop.sudo()._get_rule_lead_days(), 4)

    def test_a_chain_that_leads_back_to_itself_ends(self):
        """Two places that are each supplied from the other, to order."""
        route = self.env["stock.route"].create({"name": "Round and round"})
        places = (self.shelf_a, self.shelf_b)
        for target, source in (places, places[::-1]):
            self.env["stock.rule"].create(
                {
                    "name": target.name,
                    "route_id": route.id,
                    "action": "pull",
                    "procure_method": "make_to_order",
                    "location_src_id": source.id,
                    "location_dest_id": target.id,
                    "picking_type_id": self.warehouse.int_type_id.id,
                    "delay": 1,
                }
            )
        self.central.sudo().route_id = route
        other = self._create_depot_loop()
        (self.central | other).sudo()._update_sizing()
        self.assertEqual(self.central.lead_time_days, 2.5)
        self.assertGreater(other.lead_time_days, 0)
