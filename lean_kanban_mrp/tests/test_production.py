# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.fields import Command, Datetime
from odoo.tests import tagged

from .common import KanbanMrpCommon


@tagged("post_install", "-at_install")
class TestProduction(KanbanMrpCommon):
    """From an empty container to a manufacturing order to a full container."""

    def test_scan_makes_a_production(self):
        loop = self._create_loop()
        self.assertEqual(loop.kind, "production")
        card = self._get_cards(loop)[0]
        self._empty(card)
        production = self._get_productions(loop)
        self.assertRecordValues(
            production,
            [
                {
                    "product_id": self.product.id,
                    "product_qty": 20,
                    "state": "confirmed",
                    "origin": loop.name,
                    "location_dest_id": self.shelf_a.id,
                    "location_final_id": self.shelf_a.id,
                    "kanban_card_count": 1,
                    "kanban_card_ids": card.ids,
                }
            ],
        )
        self.assertRecordValues(
            card,
            [
                {
                    "state": "in_process",
                    "production_ids": production.ids,
                    "document_names": production.name,
                    "date_expected": production.date_finished,
                }
            ],
        )
        self.assertEqual(self._get_allocated(card), [{production.sudo(): 20}])

    def test_production_fills_the_card_at_its_shelf(self):
        loop = self._create_loop()
        card = self._get_cards(loop)[0]
        self._empty(card)
        supply = card.supply_id
        before = self._get_on_hand(self.shelf_a)
        production = self._get_productions(loop)
        self._produce(production)
        self.assertEqual(production.state, "done")
        self.assertEqual(production.move_finished_ids.move_line_ids.location_dest_id, self.shelf_a)
        self.assertEqual(self._get_on_hand(self.shelf_a), before + 20)
        self.assertEqual(card.state, "full")
        self.assertRecordValues(supply, [{"state": "done", "quantity_filled": 20}])
        self.assertFalse(card.supply_id)

    def test_several_cards_make_one_production(self):
        loop, production = self._release_all()
        self.assertEqual(len(production), 1)
        self.assertEqual(production.product_qty, 60)
        self.assertEqual(production.kanban_card_ids, self._get_cards(loop))
        self._produce(production)
        self.assertEqual(self._get_states(loop), ["full"] * 3)

    def test_scanning_and_releasing_twice_makes_one(self):
        loop = self._create_loop()
        card = self._get_cards(loop)[0]
        self._scan(card)
        self._scan(card)
        self._release()
        self._release()
        with freeze_time(Datetime.now() + timedelta(minutes=1)):
            answer = self._scan(card)
        self.assertEqual(len(self._get_productions(loop)), 1)
        self.assertIn(self._get_productions(loop).name, answer["message"])

    def test_each_release_makes_its_own_production(self):
        loop = self._create_loop()
        first, second, __ = self._get_cards(loop)
        self._empty(first)
        self._empty(second)
        productions = self._get_productions(loop)
        self.assertEqual(productions.mapped("product_qty"), [20, 20])
        self._produce(productions[1])
        self.assertEqual(self._get_states(loop), ["in_process", "full", "full"])

    def test_two_loops_of_one_product_fill_their_own_shelf(self):
        loop_a = self._create_loop()
        loop_b = self._create_loop(location_id=self.shelf_b.id, container_qty=5)
        self._empty(self._get_cards(loop_a)[0], self._get_cards(loop_b)[0])
        production_a, production_b = map(self._get_productions, (loop_a, loop_b))
        self.assertEqual(production_a.product_qty, 20)
        self.assertEqual(production_b.product_qty, 5)
        before = self._get_on_hand(self.shelf_b)
        self._produce(production_b)
        self.assertEqual(self._get_on_hand(self.shelf_b), before + 5)
        self.assertEqual(self._get_cards(loop_b)[0].state, "full")
        self.assertEqual(self._get_cards(loop_a)[0].state, "in_process")

    def test_container_in_dozens(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        self.product.uom_ids = [Command.link(dozen.id)]
        loop = self._create_loop(container_qty=2, container_uom_id=dozen.id)
        self._empty(self._get_cards(loop)[0])
        production = self._get_productions(loop)
        self.assertRecordValues(
            production,
            [{"product_qty": 24, "product_uom_id": self.product.uom_id.id}],
        )
        self._produce(production)
        self.assertEqual(self._get_states(loop), ["full"] * 3)

    def test_bill_of_materials_in_dozens(self):
        self.product.bom_ids.product_uom_id = self.env.ref("uom.product_uom_dozen")
        loop = self._create_loop(container_qty=24)
        self._empty(*self._get_cards(loop)[:2])
        production = self._get_productions(loop)
        self.assertRecordValues(production, [{"product_qty": 4, "product_uom_qty": 48}])
        self._produce(production)
        self.assertEqual(self._get_states(loop), ["full"] * 3)

    def test_product_tracked_by_lots(self):
        product = self._create_product("Valve", tracking="lot")
        loop = self._create_loop(full=0, product=product)
        self._release()
        production = self._get_productions(loop)
        production.action_generate_serial()
        self._produce(production)
        self.assertEqual(production.state, "done")
        lot = production.move_finished_ids.move_line_ids.lot_id
        self.assertEqual(lot, production.lot_producing_ids)
        self.assertEqual(self._get_states(loop), ["full"] * 3)

    def test_work_orders_from_the_shop_floor(self):
        center = self.env["mrp.workcenter"].create({"name": "Assembly"})
        self.product.bom_ids.operation_ids = [
            Command.create({"name": name, "workcenter_id": center.id}) for name in ("Assemble", "Test")
        ]
        loop, production = self._release_all()
        self.assertEqual(production.state, "confirmed")
        first, second = production.workorder_ids
        first.button_start()
        first.button_finish()
        self.assertEqual(self._get_states(loop), ["in_process"] * 3)
        second.button_start()
        second.button_finish()
        self._produce(production)
        self.assertEqual(production.state, "done")
        self.assertEqual(self._get_states(loop), ["full"] * 3)

    def test_operator_sees_the_order_but_may_not_touch_it(self):
        loop, production = self._release_all()
        cards = self._get_cards(loop).with_user(self.operator)
        self.assertEqual(cards[0].document_names, production.name)
        action = cards[0].action_open_documents()
        self.assertEqual((action["res_model"], action["res_id"]), ("mrp.production", production.id))
        with self.assertRaises(AccessError):
            production.with_user(self.operator).button_mark_done()

    def test_production_opens_its_cards(self):
        loop, production = self._release_all()
        action = production.action_view_kanban_cards()
        cards = self.env[action["res_model"]].with_user(self.maker).search(action["domain"])
        self.assertEqual(cards, self._get_cards(loop))
