# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .common import KanbanCommon


@tagged("post_install", "-at_install")
class TestReceive(KanbanCommon):
    """Containers scanned as they arrive, against real transfers."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._put_stock(cls.product, cls.line_side, 500)
        cls.loop = cls._create_loop(source_location_id=cls.line_side.id)
        cls.first, cls.second, __ = cls.loop.card_ids

    def _receive_scan(self, card, uid=None, **values):
        return self._scan(card, mode="receive", scan_uid=uid, **values)

    def _book(self):
        """The booking as its cron runs it, without the commits."""
        for arrival in self.env["lean.kanban.arrival"].sudo().search([("state", "=", "waiting")]):
            arrival._run_job()

    def test_one_container_of_a_transfer_arrives_and_the_other_stays(self):
        self._empty(self.first, self.second)
        answer = self._receive_scan(self.first, "r1")
        self.assertEqual((answer["ok"], answer["level"]), (True, "success"))
        self.assertIn("being booked", answer["message"])
        # The scan says no more than what is true: the booking runs after it.
        self.assertEqual(self.first.state, "in_process")
        self._book()
        self.assertEqual((self.first.state, self.second.state), ("full", "in_process"))
        self.assertEqual(self.loop.quantity_on_hand, 80)
        self._receive_scan(self.second, "r2")
        self._book()
        self.assertEqual(self.second.state, "full")

    def test_sending_it_again_books_once(self):
        self._empty(self.first)
        self._receive_scan(self.first, "r1")
        self.assertEqual(self._receive_scan(self.first, "r1")["level"], "repeat")
        self.assertEqual(self._receive_scan(self.first, "r2")["level"], "repeat")
        self._book()
        self._book()
        self.assertEqual(self._receive_scan(self.first, "r3")["level"], "warning")
        self.assertEqual(self.loop.quantity_on_hand, 80)

    def test_undo_may_be_sent_again_and_after_a_failure(self):
        cards = self.env["lean.kanban.card"].with_user(self.operator)
        self._empty(self.first)
        self._receive_scan(self.first, "r1")
        self.assertTrue(cards.undo_scan("r1")["is_undone"])
        self.assertTrue(cards.undo_scan("r1")["is_undone"])
        self._receive_scan(self.first, "r2")
        self.env["lean.kanban.arrival"].sudo().search([("state", "=", "waiting")])._note_failure("Asks more")
        self.assertTrue(cards.undo_scan("r2")["is_undone"])
        self.assertFalse(self.first.reason)

    def test_what_cannot_be_booked_says_why_and_asks_the_owner(self):
        self._empty(self.first)
        move = self.first.move_ids
        move._do_unreserve()
        self.env["stock.quant"]._update_available_quantity(self.product, self.line_side, -500)
        self._receive_scan(self.first, "r1")
        self._book()
        self.assertEqual(self.first.state, "in_process")
        self.assertIn("earlier step", self.first.reason)
        self.assertTrue(self.loop.activity_ids)

    def test_the_container_that_is_scanned_is_filled_not_the_one_that_asked_first(self):
        self._empty(self.first, self.second)
        self._receive_scan(self.second, "r1")
        self._book()
        self.assertEqual((self.first.state, self.second.state), ("in_process", "full"))
        rest = self.env["stock.move"].search([("kanban_root_move_id", "=", self.first.move_ids.id)])
        self._receive(rest.picking_id)
        self.assertEqual((self.first.state, self.second.state), ("full", "full"))

    def test_without_an_order_the_container_simply_stands_full_and_is_taken_back(self):
        self._scan(self.first)
        answer = self._receive_scan(self.first, "r1")
        self.assertEqual((answer["level"], self.first.state), ("success", "full"))
        self.assertTrue(self.env["lean.kanban.card"].with_user(self.operator).undo_scan("r1")["is_undone"])
        self.assertEqual(self.first.state, "empty")
        self._release()
        self.assertEqual(self.first.state, "in_process")

    def test_a_lot_is_entered_on_the_transfer(self):
        self._empty(self.first)
        self.product.tracking = "lot"
        answer = self._receive_scan(self.first)
        self.assertEqual(answer["level"], "warning")
        self.assertIn("lot", answer["message"])

    def test_a_full_container_and_a_lost_one(self):
        self.assertEqual(self._receive_scan(self.first)["level"], "warning")
        self.first.action_declare_lost()
        self.assertEqual(self._receive_scan(self.first)["level"], "warning")

    def test_undo_until_it_is_booked(self):
        self._empty(self.first)
        self._receive_scan(self.first, "r1")
        cards = self.env["lean.kanban.card"].with_user(self.operator)
        self.assertTrue(cards.undo_scan("r1")["ok"])
        self._book()
        self.assertEqual(self.first.state, "in_process")
        self._receive_scan(self.second, "r2")
        self._empty(self.second)
        self._receive_scan(self.second, "r3")
        self._book()
        self.assertFalse(cards.undo_scan("r3")["ok"])

    def test_a_transfer_that_somebody_works_on_is_left_alone(self):
        self._empty(self.first)
        picking = self.first.move_ids.picking_id
        picking.move_ids.picked = True
        other = picking.move_ids.copy({"picking_id": picking.id, "product_id": self._create_product("Other").id})
        other._action_confirm()
        other.write({"quantity": 1, "picked": True})
        self._receive_scan(self.first, "r1")
        self._book()
        self.assertIn("being worked on", self.first.reason)

    def test_strangers_cannot_receive(self):
        with self.assertRaises(AccessError):
            self._receive_scan(self.first, user=new_test_user(self.env, "receive_clerk", groups="base.group_user"))

    def test_a_replenishment_leads_to_its_transfer_and_the_moves_behind_its_lead_time(self):
        self._empty(self.first)
        supply = self.first.supply_id.with_user(self.planner)
        picking = self.first.move_ids.picking_id
        self._receive(picking)
        action = supply.action_open_documents()
        self.assertEqual((action["res_model"], action["res_id"]), ("stock.picking", picking.id))
        lines = self.env["stock.move.line"].with_user(self.planner).search(supply.action_view_moves()["domain"])
        self.assertEqual(lines, picking.move_line_ids)
