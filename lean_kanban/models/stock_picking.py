# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import api, fields, models


class StockPicking(models.Model):
    _name = "stock.picking"
    _inherit = ["stock.picking", "lean.kanban.document.mixin"]

    @api.depends("move_ids.kanban_loop_id")
    def _compute_kanban_card_ids(self):
        super()._compute_kanban_card_ids()

    def _get_kanban_allocations(self):
        """{picking: allocations to the documents its moves belong to}"""
        moves = self.move_ids.filtered("kanban_loop_id")
        return {picking: group._get_kanban_allocations() for picking, group in moves.grouped("picking_id").items()}


class StockMove(models.Model):
    _inherit = "stock.move"

    def _get_kanban_allocations(self):
        documents = self._get_kanban_documents()
        domains = [fields.Domain(name, "in", records.ids) for name, records in documents.items() if records]
        return self.env["lean.kanban.allocation"].sudo().search(fields.Domain.OR(domains))
