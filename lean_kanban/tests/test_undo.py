# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .common import KanbanCommon


@tagged("post_install", "-at_install")
class TestUndo(KanbanCommon):
    """A scan taken back, against real transfers."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._put_stock(cls.product, cls.line_side, 500)
        cls.loop = cls._create_loop(source_location_id=cls.line_side.id)
        cls.first, cls.second, __ = cls.loop.card_ids

    def _undo(self, uid, user=None):
        return self.env["lean.kanban.card"].with_user(user or self.operator).undo_scan(uid)

    def test_before_the_release_nothing_is_ordered(self):
        self._scan(self.first, scan_uid="u1")
        answer = self._undo("u1")
        self.assertTrue(answer["is_undone"])
        self.assertEqual((self.first.state, self.first.reason), ("full", False))
        self._release()
        self.assertFalse(self.first.supply_ids)
        self.assertEqual(self.first.event_ids[0].message, "Scan undone")

    def test_the_transfer_is_cancelled_with_it(self):
        self._scan(self.first, scan_uid="u1")
        self._release()
        move = self.first.move_ids
        self.assertTrue(self._undo("u1")["ok"])
        self.assertEqual(move.state, "cancel")
        self.assertEqual(self.first.state, "full")
        self.assertFalse(self.first.is_held_back)
        self.assertFalse(self.loop.activity_ids)

    def test_other_cards_of_the_transfer_stay(self):
        self._scan(self.first, scan_uid="u1")
        self._scan(self.second, scan_uid="u2")
        self._release()
        move = self.second.move_ids
        self._undo("u1")
        self.assertEqual(move.product_uom_qty, 20)
        self.assertEqual((self.first.state, self.second.state), ("full", "in_process"))
        self._receive(move.picking_id, 20)
        self.assertEqual(self.second.state, "full")

    def test_what_has_begun_is_not_undone(self):
        self._scan(self.first, scan_uid="u1")
        self._release()
        self._receive(self.first.move_ids.picking_id, 5)
        answer = self._undo("u1")
        self.assertEqual((answer["ok"], answer["level"]), (False, "warning"))
        self.assertIn("on its way", answer["message"])
        self.assertEqual(self.first.state, "in_process")
        self.assertEqual(self.first.supply_id.allocation_ids.quantity, 20)

    def test_only_the_last_scan_and_only_once(self):
        self._scan(self.first, scan_uid="u1")
        self._undo("u1")
        self.assertFalse(self._undo("u1")["ok"])
        self._scan(self.first, scan_uid="u2")
        self.assertFalse(self._undo("u1")["ok"])
        self.assertIn(self.first.state, ("empty", "full"))
        self.assertTrue(self._undo("u2")["ok"] or self.first.state == "full")

    def test_bad_ids_are_answered(self):
        for uid in (None, "", "nope", 7, [], {}, "x" * 999, "a\x00b"):
            self.assertFalse(self._undo(uid)["ok"])

    def test_strangers_cannot_undo(self):
        self._scan(self.first, scan_uid="u1")
        with self.assertRaises(AccessError):
            self._undo("u1", new_test_user(self.env, "undo_clerk", groups="base.group_user"))
