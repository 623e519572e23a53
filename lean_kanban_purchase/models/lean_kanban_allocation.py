# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import api, fields, models


class LeanKanbanAllocation(models.Model):
    _inherit = "lean.kanban.allocation"

    purchase_line_id = fields.Many2one("purchase.order.line", index="btree_not_null", ondelete="set null")

    @api.depends("purchase_line_id.order_id.name")
    def _compute_document_name(self):
        return super()._compute_document_name()

    @api.model
    def _document_fields(self):
        return [*super()._document_fields(), "purchase_line_id"]
