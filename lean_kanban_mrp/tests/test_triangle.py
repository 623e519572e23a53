# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo.fields import Command
from odoo.tests import tagged

from .common import KanbanMrpCommon


@tagged("post_install", "-at_install")
class TestTriangle(KanbanMrpCommon):
    """Two castings that share a machining center, each with a triangle card."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.center = cls.env["mrp.workcenter"].create(
            {
                "name": "CNC 2",
                "company_id": cls.company.id,
                "time_start": 40,
                "time_stop": 20,
                "resource_calendar_id": cls.company.resource_calendar_id.id,
            }
        )
        cls.company.resource_calendar_id.hours_per_day = 8
        cls.loops = cls._create_triangle("Housing", 5) | cls._create_triangle("Cover", 5)

    @classmethod
    def _create_triangle(cls, name, minutes, **values):
        product = cls._create_product(name)
        product.bom_ids.operation_ids = [
            Command.create({"name": "Deburr", "workcenter_id": cls.center.id, "time_cycle_manual": 1}),
            Command.create({"name": "Mill", "workcenter_id": cls.center.id, "time_cycle_manual": minutes}),
        ]
        cls._put_stock(product, cls.shelf_a, 200)
        loop = (
            cls.env["lean.kanban.loop"]
            .with_user(cls.planner)
            .create(
                {
                    "product_id": product.id,
                    "location_id": cls.shelf_a.id,
                    "container_qty": 20,
                    "trigger": "signal",
                    "lot_container_count": 4,
                    "signal_container": 2,
                    "expected_daily_demand": 40,
                    "ordering": "automatic",
                    **values,
                }
            )
        )
        loop.action_activate()
        return loop

    def test_a_lot_is_one_manufacturing_order(self):
        loop = self.loops[0]
        self._scan(loop.card_ids)
        self._release()
        production = loop.card_ids.production_ids
        self.assertRecordValues(production, [{"product_qty": 80, "state": "confirmed"}])
        production.with_user(self.maker).qty_producing = 30
        production.with_user(self.maker).set_qty_producing()
        production.move_raw_ids.picked = True
        production.with_user(self.maker).with_context(
            skip_backorder=True, mo_ids_to_backorder=production.ids
        ).button_mark_done()
        self.assertEqual((loop.card_ids.state, loop.card_ids.supply_id.quantity_filled), ("in_process", 30))

    def test_times_come_from_the_longest_operation(self):
        loop = self.loops[0]
        self.assertEqual(loop.sudo().operation_id.name, "Mill")
        self.assertEqual(loop.sudo().workcenter_id, self.center)
        self.loops._update_sizing()
        # 2 × 60 min of changeover; 2 × 40 × 5 = 400 of 480 min a day run: EPEI 120 / 80 = 1.5 days
        self.assertRecordValues(
            loop,
            [{"machine_changeover": 120, "machine_run_time": 400, "machine_available": 480, "machine_item_count": 2}],
        )
        self.assertIn("EPEI 1.50 d", loop.sizing_explanation)
        loop.changeover_minutes = 20
        loop.run_minutes = 4
        self.loops._update_sizing()
        self.assertRecordValues(loop, [{"machine_changeover": 80, "machine_run_time": 360}])

    def test_a_routing_that_comes_later_is_found(self):
        loop = self._create_triangle("Ring", 2)
        loop.sudo().operation_id = False
        loop._update_sizing()
        self.assertEqual(loop.sudo().operation_id.name, "Mill")
