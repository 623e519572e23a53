# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .common import KanbanCommon


@tagged("post_install", "-at_install")
class TestManyLoops(KanbanCommon):
    """What a planner does with many loops at once."""

    def _create_drafts(self, *products, **values):
        values = {
            "location_id": self.shelf_a.id,
            "source_location_id": self.line_side.id,
            "container_qty": 20,
            **values,
        }
        loops = self.env["lean.kanban.loop"].with_user(self.planner)
        return loops.create([{"product_id": product.id, **values} for product in products])

    def _open_wizard(self, loops):
        action = loops.action_open_activation()
        return Form(self.env["lean.kanban.activate"].with_user(self.planner).with_context(**action["context"])).save()

    def test_those_start_that_can_and_the_others_say_why_not(self):
        products = [self._create_product(name) for name in ("Good", "Twice", "Gone", "Ruled")]
        self._create_loop(product=products[1], source_location_id=self.line_side.id)
        loops = self._create_drafts(*products)
        products[2].active = False
        self.env["stock.warehouse.orderpoint"].create(
            {
                "product_id": products[3].id,
                "location_id": self.shelf_a.id,
                "warehouse_id": self.warehouse.id,
                "trigger": "auto",
            }
        )
        wizard = self._open_wizard(loops)
        action = wizard.action_start()
        self.assertEqual(loops.mapped("state"), ["active", "draft", "draft", "draft"])
        self.assertEqual((action["res_id"], wizard.started_count), (wizard.id, 1))
        reasons = {line.loop_id: line.complaint for line in wizard.line_ids}
        self.assertEqual(set(reasons), set(loops[1:]))
        self.assertIn("number of cards instead", reasons[loops[1]])
        self.assertIn("archived", reasons[loops[2]])
        self.assertIn("reordering rule", reasons[loops[3]])
        products[2].active = True
        wizard.line_ids.invalidate_recordset(["complaint"])
        wizard.action_start()
        self.assertEqual(loops[2].state, "active")
        self.assertEqual(wizard.started_count, 2)

    def test_two_of_one_place_in_one_start(self):
        loops = self._create_drafts(self.product, self.product)
        self._open_wizard(loops).action_start()
        self.assertEqual(loops.mapped("state"), ["active", "draft"])

    def test_complaints_cost_the_same_for_many(self):
        products = [self._create_product(f"Part {index}") for index in range(40)]
        loops = self._create_drafts(*products)
        loops._prepare_supply()
        few = self._count_queries(loops[:4])
        self.assertLessEqual(self._count_queries(loops[4:]), few + 12)  # 32 loops more: what core reads of vendors

    def _count_queries(self, loops):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        loops._get_start_complaints()
        return self.cr.sql_log_count - before

    def test_many_are_held_with_one_reason(self):
        products = [self._create_product(name) for name in ("One", "Two")]
        loops = self._create_drafts(*products)
        loops[0].action_activate()
        wizard = self.env["lean.kanban.hold"].with_user(self.planner)
        wizard.create({"loop_ids": loops.ids, "reason": "Count"}).action_hold()
        self.assertEqual(loops.mapped("state"), ["hold", "draft"])
        with self.assertRaisesRegex(UserError, "nothing to hold"):
            wizard.create({"loop_ids": loops.ids, "reason": "Count"}).action_hold()

    def test_a_copy_says_that_it_needs_another_place(self):
        loop = self._create_loop(source_location_id=self.line_side.id)
        copy = loop.copy()
        self.assertEqual((copy.state, copy.twin_loop_id), ("draft", loop))
        copy.location_id = self.shelf_b
        self.assertFalse(copy.twin_loop_id)
        copy.action_activate()
        self.assertEqual(copy.state, "active")

    def test_an_archived_loop_comes_back_as_a_draft(self):
        loop = self._create_loop(source_location_id=self.line_side.id)
        loop.action_archive()
        self.assertFalse(loop.active)
        loop.action_unarchive()
        self.assertEqual((loop.state, loop.active), ("draft", True))
        loop.action_activate()
        circulating = loop.card_ids.filtered(lambda c: c.state != "retired")
        self.assertEqual(circulating.mapped("number"), [1, 2, 3])

    def test_a_copied_transfer_brings_no_cards(self):
        self._put_stock(self.product, self.line_side, 100)
        loop = self._create_loop(source_location_id=self.line_side.id)
        self._empty(loop.card_ids[0])
        picking = loop.card_ids[0].move_ids.picking_id
        copy = picking.copy()
        self.assertFalse(copy.move_ids.kanban_loop_id)
        self.assertFalse(copy.kanban_card_ids)
        copy.action_confirm()
        self._receive(copy, 20)
        self.assertEqual(loop.card_ids[0].state, "in_process")
        self._receive(picking)
        self.assertEqual(loop.card_ids[0].state, "full")

    def test_a_transfer_made_for_another_document_is_not_adopted(self):
        customers = self.env.ref("stock.stock_location_customers")
        values = {
            "product_id": self.product.id,
            "product_uom_qty": 20,
            "company_id": self.company.id,
            "picking_type_id": self.warehouse.int_type_id.id,
        }
        delivery = self.env["stock.move"].create(
            {**values, "location_id": self.shelf_a.id, "location_dest_id": customers.id}
        )
        fetched = self.env["stock.move"].create(
            {
                **values,
                "location_id": self.stock.id,
                "location_dest_id": self.shelf_a.id,
                "move_dest_ids": [(4, delivery.id)],
            }
        )
        fetched._action_confirm()
        loop = self._create_drafts(self.product)
        loop.action_activate(per_stage={loop.id: 0})
        self.assertFalse(fetched.kanban_loop_id)
        self.assertEqual(set(self._get_states(loop)), {"empty"})
