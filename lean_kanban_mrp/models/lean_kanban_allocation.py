# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import api, fields, models


class LeanKanbanAllocation(models.Model):
    _inherit = "lean.kanban.allocation"

    production_id = fields.Many2one("mrp.production", index="btree_not_null", ondelete="set null")

    @api.model
    def _document_fields(self):
        return [*super()._document_fields(), "production_id"]
