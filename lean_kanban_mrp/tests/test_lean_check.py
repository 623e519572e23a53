# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo.tests import tagged

from odoo.addons.lean_base.tests.check import CheckCase

from .common import KanbanMrpCommon


@tagged("post_install", "-at_install")
class TestLeanCheck(CheckCase, KanbanMrpCommon):
    """Productions and the cards they were made for."""

    def test_production_for_no_card(self):
        loop = self._create_loop()
        card = self._get_cards(loop)[0]
        self._empty(card)
        production = card.production_ids
        self.assert_clean()
        self.corrupt("DELETE FROM lean_kanban_allocation WHERE production_id = %s", production)
        self.assert_left("kanban_production", production)
