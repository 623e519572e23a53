# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import models


class LeanKanbanCard(models.Model):
    """Cards that a vendor prints."""

    _inherit = "lean.kanban.card"

    def _register_missing_printing(self):
        """Register cards without a good paper; a copy of a good one makes no paper void."""
        cards = self.sudo().filtered(lambda card: not card.printed_revision or card.needs_reprint)
        cards._register_printing()
