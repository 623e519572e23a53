# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo.tests import tagged

from .common import KanbanPurchaseCommon


@tagged("post_install", "-at_install")
class TestUndo(KanbanPurchaseCommon):
    """A scan taken back, against the real order."""

    def _undo(self, uid):
        return self.env["lean.kanban.card"].with_user(self.operator).undo_scan(uid)

    def test_a_draft_order_gets_smaller_and_goes(self):
        loop = self._create_loop()
        first, second, __ = loop.card_ids.sorted("number")
        self._scan(first, scan_uid="p1")
        self._scan(second, scan_uid="p2")
        self._release()
        line = self._get_lines()
        order = line.order_id
        self.assertTrue(self._undo("p1")["ok"])
        self.assertEqual(line.product_qty, 20)
        self.assertEqual((first.state, second.state), ("full", "requested"))
        self.assertTrue(self._undo("p2")["ok"])
        self.assertFalse(line.exists())
        self.assertEqual(order.state, "cancel")
        self.assertFalse(self._get_activities(loop))

    def test_a_confirmed_order_stays(self):
        loop = self._create_loop()
        card = loop.card_ids[0]
        self._scan(card, scan_uid="p1")
        self._release()
        self._confirm(self._get_lines().order_id)
        answer = self._undo("p1")
        self.assertFalse(answer["ok"])
        self.assertIn("confirmed", answer["message"])
        self.assertEqual(card.state, "in_process")
        self.assertEqual(self._get_lines().product_qty, 20)
