# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import api, fields, models


class LeanKanbanCard(models.Model):
    _inherit = "lean.kanban.card"

    production_ids = fields.One2many("mrp.production", compute="_compute_documents", string="Manufacturing Orders")

    @api.model
    def _get_document_field_names(self):
        names = super()._get_document_field_names()
        return {**names, "production_id": "production_ids"}
