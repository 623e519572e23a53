# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from ..calculations.start_up import StartUp
from .common import KanbanCommon


@tagged("post_install", "-at_install")
class TestBuffer(KanbanCommon):
    """Three containers of 20 that circulate, beside 40 that are locked."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._put_stock(cls.product, cls.line_side, 1000)
        cls._put_stock(cls.product, cls.shelf_a, 40)
        cls.loop = cls._create_loop(source_location_id=cls.line_side.id, trigger="quantity")

    def _lock(self, quantity=40, **values):
        values = {
            "loop_id": self.loop.id,
            "quantity": quantity,
            "reason": "Single source",
            "authority": "Purchasing board",
            "review_date": fields.Date.today() + timedelta(days=90),
            "user_id": self.planner.id,
            **values,
        }
        return self.env["lean.kanban.buffer"].with_user(self.planner).create(values)

    def _book(self, quantity, source=None):
        move = self.env["stock.move"].create(
            {
                "product_id": self.product.id,
                "product_uom_qty": quantity,
                "location_id": (source or self.shelf_a).id,
                "location_dest_id": self.env.ref("stock.stock_location_customers").id,
                "company_id": self.company.id,
            }
        )
        move._action_confirm()
        move.quantity = quantity
        move.picked = True
        move._action_done()

    def test_cards_do_not_count_on_what_is_locked(self):
        self._book(40)
        self.assertEqual(self._get_states(self.loop), ["full"] * 3)
        self._lock()
        self.assertEqual(self.loop.quantity_on_hand, 20)
        self.assertEqual(sorted(self._get_states(self.loop)), ["empty", "empty", "full"])

    def test_nobody_draws_by_booking_alone(self):
        """What consumption leaves in the buffer signals all the cards; drawing further is noticed."""
        buffer = self._lock()
        self._book(60)
        self.assertEqual(self._get_states(self.loop), ["empty"] * 3)
        self.assertEqual(self.loop.quantity_on_hand, 0)
        self.assertFalse(buffer.is_short)
        self._book(15)
        buffer.invalidate_recordset()
        self.assertTrue(buffer.is_short)
        self.assertEqual(buffer.quantity_present, 25)
        self.assertEqual(self.loop.quantity_on_hand, 0)

    def test_a_release_gives_it_to_the_loop_and_says_so(self):
        buffer = self._lock()
        self._book(60)
        wizard = Form.from_action(self.env(user=self.planner), buffer.action_open_release())
        self.assertEqual(wizard.quantity, 40)
        wizard.quantity = 20
        wizard.reason = "Supplier on strike"
        wizard.save().action_release()
        self.assertRecordValues(buffer, [{"quantity": 20, "state": "locked"}])
        self.assertEqual(self.loop.quantity_on_hand, 20)
        self.assertEqual(self._get_states(self.loop).count("full"), 1)
        for record in (buffer, self.loop):
            self.assertIn("Supplier on strike", record.message_ids[:1].body)
        buffer._release_quantity(20, "All of it")
        self.assertEqual(buffer.state, "released")

    def test_it_is_drawn_from_by_no_other_way(self):
        buffer = self._lock()
        with self.assertRaises(UserError):
            buffer.quantity = 10
        with self.assertRaises(UserError):
            buffer.state = "released"
        with self.assertRaises(UserError):
            buffer.unlink()
        with self.assertRaises(UserError):
            buffer._release_quantity(50, "Too much")
        with self.assertRaises(AccessError):
            buffer.with_user(self.operator)._release_quantity(10, "I need it")
        with self.assertRaises(ValidationError):
            self._lock(quantity=0)
        buffer.quantity = 60
        self.assertEqual(self.loop.quantity_locked, 60)

    def test_a_place_of_its_own_inside_the_loop(self):
        cage = self.env["stock.location"].create({"name": "Cage", "location_id": self.shelf_a.id})
        self._put_stock(self.product, cage, 30)
        self.assertEqual(self.loop.quantity_on_hand, 130)
        buffer = self._lock(location_id=cage.id)
        self.assertEqual(self.loop.quantity_on_hand, 100)
        self.assertTrue(buffer.is_short)

    def test_a_place_beside_the_loop(self):
        self._put_stock(self.product, self.shelf_b, 40)
        buffer = self._lock(location_id=self.shelf_b.id)
        self.assertEqual(self.loop.quantity_on_hand, 100)
        self.assertEqual((buffer.quantity_present, buffer.is_short), (40, False))

    def test_going_live_counts_no_locked_stock(self):
        loop = (
            self.env["lean.kanban.loop"]
            .with_user(self.planner)
            .create(
                {
                    "product_id": self.product.id,
                    "location_id": self.shelf_b.id,
                    "source_location_id": self.line_side.id,
                    "container_qty": 20,
                    "card_count": 3,
                }
            )
        )
        self._put_stock(self.product, self.shelf_b, 60)
        self._lock(loop_id=loop.id)
        self.assertEqual(loop._propose_starts()[loop], StartUp(1, 0, 2))

    def test_the_board_counts_on_what_cards_may_draw(self):
        self.loop.expected_daily_demand = 20
        self.loop._update_sizing()
        self._lock(quantity=100)
        board = self.env["lean.kanban.loop"].with_user(self.operator).get_board({"loop_ids": self.loop.ids})
        self.assertEqual((board["loops"][0]["hours_left"], board["loops"][0]["zone"]), (0, "red"))

    def test_its_owner_is_asked_on_the_day_of_review_once(self):
        buffer = self._lock(review_date=fields.Date.today())
        other = self._lock(quantity=1)
        buffers = self.env["lean.kanban.buffer"]
        buffers._cron_review()
        buffers._cron_review()
        self.assertEqual(buffer.activity_ids.user_id, self.planner)
        self.assertEqual(len(buffer.activity_ids), 1)
        self.assertFalse(other.activity_ids)
        self.assertIn(buffer, buffers.search([("is_review_due", "=", True)]))
        buffer.review_date = fields.Date.today() + timedelta(days=30)
        self.assertFalse(buffer.activity_ids)

    def test_its_owner_hears_of_a_buffer_that_was_drawn_from(self):
        buffer = self._lock()
        self._book(80)
        self.env["lean.kanban.buffer"]._cron_review()
        self.assertEqual(buffer.activity_ids.summary, "Somebody has drawn from the locked buffer")

    def test_queries_do_not_grow_with_buffers(self):
        loops = self.loop
        self._lock(quantity=5)
        for index in range(15):
            product = self._create_product(f"Part {index}")
            loop = self._create_loop(product=product, source_location_id=self.line_side.id)
            loops |= loop
            self._lock(loop_id=loop.id, quantity=5)
        few = self._count_queries(loops[:2])
        self.assertLessEqual(self._count_queries(loops[2:]), few + 2)

    def _count_queries(self, loops):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        loops._get_quantities_on_hand()
        return self.cr.sql_log_count - before
