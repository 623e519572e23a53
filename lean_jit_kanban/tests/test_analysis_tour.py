# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo.tests import HttpCase, tagged

from odoo.addons.lean_jit.tests.analysis_common import AnalysisCommon


@tagged("post_install", "-at_install")
class TestAnalysisTour(AnalysisCommon, HttpCase):
    def test_from_a_row_to_a_loop(self):
        row = self._generate()
        self.assertEqual(row.proposal, "kanban")
        action = self.env.ref("lean_jit.lean_jit_analysis_action")
        self.start_tour(f"/odoo/action-{action.id}", "lean_jit_row_to_loop", login=self.manager.login)
        loop = self.env["lean.kanban.loop"].search([("company_id", "=", self.company.id)])
        self.assertRecordValues(
            loop,
            [{"product_id": self.kit.id, "location_id": self.stock.id, "state": "draft", "container_qty": 8}],
        )
