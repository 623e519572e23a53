# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo.exceptions import MissingError, UserError
from odoo.tests import tagged

from .common import KanbanCommon


@tagged("post_install", "-at_install")
class TestBadInput(KanbanCommon):
    """What a station or the board sends is answered, whatever it is."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.loop = cls._create_loop()
        cls.loops = cls.env["lean.kanban.loop"].with_user(cls.operator)

    def test_half_a_character_in_a_code(self):
        answer = self.env["lean.kanban.card"].with_user(self.operator).scan("\ud800")
        self.assertFalse(answer["ok"])
        card = self.loop.card_ids[0]
        self.assertTrue(self._scan(card, scan_uid="a\ud800\x00b")["ok"])
        self.assertTrue(self.env["lean.kanban.card"].with_user(self.operator).undo_scan("a\ud800b")["ok"])

    def test_a_time_before_all_times(self):
        for time in ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"):
            self.assertFalse(self._scan(self.loop.card_ids[0], scanned_at=time)["ok"])

    def test_filters_that_are_none(self):
        everything = self.loops.get_board()["loops"]
        for filters in ([1], "x", 7):
            self.assertEqual(self.loops.get_board(filters)["loops"], everything)
        self.assertFalse(self.loops.get_board({"loop_ids": ["x", 2**40]})["loops"])
        self.loops.get_dashboard({"days": 7, "company_id": []})

    def test_a_figure_that_is_none(self):
        for key in ({}, "x", None):
            with self.assertRaises(UserError):
                self.loops.get_dashboard_action(key, "x")
        self.assertEqual(self.loops.get_dashboard_action("red", ["x"])["domain"], [("id", "in", [])])

    def test_books_of_a_loop_and_of_one_that_is_gone(self):
        rows = self.env["lean.kanban.reconciliation"].with_user(self.planner)
        row = rows.search([("loop_id", "=", self.loop.id)])
        action = row.action_view_quants()
        quants = self.env[action["res_model"]].search(action["domain"])
        self.assertEqual((quants.product_id, sum(quants.mapped("quantity"))), (self.product, 60))
        with self.assertRaises(MissingError):
            rows.browse(2**31 - 1).action_view_quants()
