# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import models


class LeanKanbanSupply(models.Model):
    _inherit = "lean.kanban.supply"

    def _check_procured(self):
        result = super()._check_procured()
        self.allocation_ids.purchase_line_id.order_id._review_kanban_drafts()
        return result
