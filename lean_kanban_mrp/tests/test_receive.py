# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo.tests import tagged

from .common import KanbanMrpCommon


@tagged("post_install", "-at_install")
class TestReceive(KanbanMrpCommon):
    """Containers that come off the machine, scanned."""

    def _receive_scan(self, card, uid):
        return self._scan(card, mode="receive", scan_uid=uid)

    def _book(self):
        self.env["lean.kanban.arrival"].sudo().search([("state", "=", "waiting")])._run_job()

    def test_a_container_is_produced_and_the_rest_stays(self):
        loop = self._create_loop(full=1)
        first, second = loop.card_ids[1:]
        self._release()
        production = first.production_ids | second.production_ids
        production.filtered(lambda order: order.state == "draft").with_user(self.maker).action_confirm()
        answer = self._receive_scan(first, "r1")
        self.assertTrue(answer["ok"], answer)
        self._book()
        self.assertEqual((first.state, second.state), ("full", "in_process"))
        self._receive_scan(second, "r2")
        self._book()
        self.assertEqual(second.state, "full")
        self.assertEqual(loop.quantity_on_hand, 3 * loop.container_product_qty)
