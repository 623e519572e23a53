# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common import KanbanCommon


@tagged("post_install", "-at_install")
class TestSuccessor(KanbanCommon):
    """A new revision takes a loop over."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.new = cls._create_product("Seal kit B")
        for product in cls.product | cls.new:
            cls._put_stock(product, cls.line_side, 1000)
        cls.loop = cls._create_loop(
            source_location_id=cls.line_side.id, resignal_cancelled=True, signal_point="first_piece"
        )
        cls.first, cls.second, cls.third = cls.loop.card_ids

    def _take_over(self, way="use_up", product=None, loop=None):
        action = (loop or self.loop).with_user(self.planner).action_open_succession()
        wizard = Form(self.env["lean.kanban.succeed"].with_user(self.planner).with_context(**action["context"]))
        self.assertFalse(wizard.complaint)
        wizard.product_id = product or self.new
        wizard.way = way
        action = wizard.save().action_succeed()
        return self.env["lean.kanban.loop"].browse(action["res_id"])

    def test_the_old_is_used_up_container_by_container(self):
        self._empty(self.first)
        picking = self.first.move_ids.picking_id
        new = self._take_over()
        self.assertRecordValues(
            new,
            [
                {
                    "state": "active",
                    "card_count": 3,
                    "container_qty": 20,
                    "signal_point": "first_piece",
                    "resignal_cancelled": True,
                    "location_id": self.shelf_a.id,
                    "product_id": self.new.id,
                    "user_id": self.planner.id,
                }
            ],
        )
        self.assertFalse(new.card_ids)
        self.assertEqual(self.first.state, "in_process")
        answer = self._scan(self.second)
        self.assertEqual(answer["state"], "retired")
        self.assertIn("old revision is used up", answer["message"])
        self.assertIn(new.name, answer["message"])
        self._run_release()
        self.assertEqual(self._get_states(new), ["in_process"])
        self.assertEqual(new.card_ids.move_ids.product_id, self.new)
        self._receive(picking)
        self.assertEqual(self.first.state, "full")
        self._scan(self.first)
        self._scan(self.third)
        self._run_release()
        self._run_release()
        self.assertEqual(self._get_states(new), ["full", "in_process", "in_process"])  # one came with the old
        self.assertFalse(self.loop.active)
        self.assertEqual(set(self._get_states(self.loop)), {"retired"})
        self.assertIn("last card has retired", self.loop.message_ids.mapped("body")[0])

    def _run_release(self):
        """As the cron does, without its commits."""
        self.env["lean.kanban.loop"]._hand_over_all()
        self._release()

    def test_what_is_signalled_changes_at_once(self):
        self._scan(self.first)
        new = self._take_over()
        self.assertEqual((self.first.state, self._get_states(new)), ("retired", ["empty"]))

    def test_a_cancelled_order_is_ordered_as_the_new(self):
        self._empty(self.first)
        new = self._take_over()
        self.first.move_ids.picking_id.action_cancel()
        self._run_release()
        self.assertEqual(self.first.state, "retired")
        self.assertEqual(new.card_ids.move_ids.product_id, self.new)

    def test_a_card_in_error_is_retried_as_the_new(self):
        self.first._transition("error", "schedule", reasons="No vendor")
        new = self._take_over()
        self.assertEqual((self.first.state, self._get_states(new)), ("retired", ["empty"]))

    def test_at_once(self):
        self._empty(self.first)
        picking = self.first.move_ids.picking_id
        new = self._take_over("at_once")
        self.assertEqual(len(new.card_ids), 3)
        self.assertEqual(self._get_states(self.loop), ["in_process", "retired", "retired"])
        self._receive(picking)
        self._scan(self.first)
        self._run_release()
        self.assertFalse(self.loop.active)
        self.assertEqual(len(new.card_ids), 3)

    def test_handing_over_again_doubles_nothing(self):
        new = self._take_over()
        self._scan(self.first)
        for __ in range(3):
            self._run_release()
        self.assertEqual(len(new.card_ids), 1)

    def test_another_number_of_cards_meanwhile(self):
        new = self._take_over()
        new.card_count = 5
        self.assertEqual(len(new.card_ids), 2)
        self.loop.card_count = 4
        self.assertEqual(len(self.loop.card_ids), 3)

    def test_consumption_hands_over_as_well(self):
        other = self._create_product("Counted")
        loop = self._create_loop(product=other, source_location_id=self.line_side.id, trigger="quantity")
        new = self._take_over(product=self.new, loop=loop)
        self.env["stock.quant"]._update_available_quantity(other, self.shelf_a, -20)
        self.env["lean.kanban.loop"]._settle_products(other)
        self._run_release()
        self.assertEqual(self._get_states(new), ["in_process"])

    def test_two_cards_follow_upstream(self):
        fetched = self._create_loop(location_id=self.shelf_b.id, source_loop_id=self.loop.id)
        upstream = self._take_over()
        new = self._take_over(loop=fetched)
        self.assertEqual(new.source_loop_id, upstream)

    def test_both_loops_tell_and_somebody_prints(self):
        new = self._take_over()
        self.assertIn(new.name, self.loop.message_ids.mapped("body")[0])
        self.assertIn(self.loop.name, "".join(new.message_ids.mapped("body")))
        self.assertEqual(new.activity_ids.user_id, self.planner)

    def test_a_successor_given_up_lets_the_old_go_on(self):
        self._take_over().action_archive()
        self._scan(self.first)
        self.assertEqual(self.first.state, "empty")

    def test_what_cannot_take_over_is_refused(self):
        service = self._create_product("Help", type="service", is_storable=False)
        kilo = self._create_product("By weight", uom_id=self.env.ref("uom.product_uom_kgm").id)
        for product, reason in (
            (self.product, "holds Seal kit already"),
            (kilo, "Make a new loop"),
            (service, "not a goods product"),
        ):
            with self.assertRaisesRegex(UserError, reason), self.cr.savepoint():
                self._take_over(product=product)
        self._create_loop(product=self.new, source_location_id=self.line_side.id)
        with self.assertRaisesRegex(UserError, "number of cards instead"), self.cr.savepoint():
            self._take_over()
        self.assertFalse(self.loop.successor_id)

    def test_a_reordering_rule_of_the_new_is_respected(self):
        rule = self.env["stock.warehouse.orderpoint"].create(
            {
                "product_id": self.new.id,
                "location_id": self.shelf_a.id,
                "warehouse_id": self.warehouse.id,
                "trigger": "auto",
            }
        )
        with self.assertRaisesRegex(UserError, rule.name):
            self._take_over()

    def test_planners_only(self):
        wizard = self.env["lean.kanban.succeed"].with_user(self.operator)
        with self.assertRaises(AccessError):
            wizard.create({"loop_id": self.loop.id, "product_id": self.new.id})
