# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import api, fields, models


class LeanKanbanCard(models.Model):
    _inherit = "lean.kanban.card"

    purchase_line_ids = fields.One2many("purchase.order.line", compute="_compute_documents", string="Purchase Lines")
    vendor_id = fields.Many2one(related="loop_id.vendor_id")

    @api.model
    def _get_document_field_names(self):
        names = super()._get_document_field_names()
        return {**names, "purchase_line_id": "purchase_line_ids"}
