# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.lean_jit.tests.analysis_common import AnalysisCommon


@tagged("post_install", "-at_install")
class TestProposal(AnalysisCommon):
    def test_a_proposal_becomes_a_draft_loop_sized_from_the_same_history(self):
        row = self._generate()
        action = row.action_make_kanban_loops()
        loop = self.env["lean.kanban.loop"].browse(action["res_id"])
        self.assertEqual((loop.product_id, loop.location_id, loop.state), (self.kit, self.stock, "draft"))
        # Ten a week are 7.1 in five days: a container of eight.
        self.assertEqual(loop.container_qty, 8)
        self.assertEqual(loop.card_count, loop.recommended_card_count)
        self.assertEqual(row.kanban_loop_ids, loop)
        with self.assertRaises(UserError):
            row.action_make_kanban_loops()

    def test_an_analysis_counts_in_the_containers_of_loops(self):
        self._generate().action_make_kanban_loops()
        self.assertEqual(self._generate().jit_lot % 8, 0)

    def test_a_buyer_who_may_not_plan_is_refused(self):
        row = self._generate().with_user(self.buyer)
        with self.assertRaises(AccessError):
            row.action_make_kanban_loops()
