# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo.tests import tagged

from .common import KanbanMrpCommon


@tagged("post_install", "-at_install")
class TestUndo(KanbanMrpCommon):
    """A scan taken back, against the real production."""

    def _undo(self, uid):
        return self.env["lean.kanban.card"].with_user(self.operator).undo_scan(uid)

    def test_a_production_gets_smaller_and_goes(self):
        loop = self._create_loop()
        first, second, __ = self._get_cards(loop)
        self._scan(first, scan_uid="m1")
        self._scan(second, scan_uid="m2")
        self._release()
        production = self._get_productions(loop)
        self.assertEqual((production.state, production.product_qty), ("confirmed", 40))
        self.assertTrue(self._undo("m1")["ok"])
        self.assertEqual(production.product_qty, 20)
        self.assertEqual((first.state, second.state), ("full", "in_process"))
        self.assertTrue(self._undo("m2")["ok"])
        self.assertEqual(production.state, "cancel")
        self.assertEqual(second.state, "full")

    def test_a_started_production_stays(self):
        loop = self._create_loop()
        card = self._get_cards(loop)[0]
        self._scan(card, scan_uid="m1")
        self._release()
        self._get_productions(loop).qty_producing = 5
        answer = self._undo("m1")
        self.assertFalse(answer["ok"])
        self.assertIn("started", answer["message"])
        self.assertEqual(card.state, "in_process")
