# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import api, models


class LeanKanbanLoop(models.Model):
    _inherit = "lean.kanban.loop"

    @api.model
    @api.readonly
    def get_import_templates(self):
        """The spreadsheet with a column for the vendor."""
        templates = super().get_import_templates()
        return [{**templates[0], "template": "/lean_kanban_purchase/static/xlsx/lean_kanban_loop.xlsx"}]
