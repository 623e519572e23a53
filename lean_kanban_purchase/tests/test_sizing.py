# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo.tests import tagged

from .common import KanbanPurchaseCommon


@tagged("post_install", "-at_install")
class TestSizing(KanbanPurchaseCommon):
    """How many cards a vendor's lead time asks for."""

    def test_the_vendor_says_how_long_it_takes(self):
        loop = self._create_loop(expected_daily_demand=48, handling_days=0)
        loop.action_update_sizing()
        self.assertEqual((loop.lead_time_days, loop.recommended_card_count), (3, 9))
        self.assertEqual(loop.proposal, "3 → 9")

    def test_without_a_vendor_nothing_is_recommended(self):
        """Core counts a year then, which is no lead time: 900 cards would be proposed."""
        loop = self._create_loop(expected_daily_demand=48)
        self.product.product_tmpl_id.seller_ids.unlink()
        loop.action_update_sizing()
        self.assertRecordValues(
            loop, [{"recommended_card_count": 0, "is_proposed": False, "stop_risk": 0, "proposal": False}]
        )
        self.assertIn("Nobody supplies this product", loop.sizing_explanation)
        replay = self.env["lean.kanban.replay"].browse(loop.with_user(self.planner).action_open_replay()["res_id"])
        self.assertEqual(replay.lead_time_days, 0)
