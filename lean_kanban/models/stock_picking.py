# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import api, fields, models
from odoo.fields import Command


class StockPicking(models.Model):
    _name = "stock.picking"
    _inherit = ["stock.picking", "lean.kanban.document.mixin"]

    def copy_data(self, default=None):
        """A copy is an ordinary transfer: the cards wait for the one they asked for.

        Splits and pushed steps are copies of moves, not of transfers, and keep their cards.
        """
        vals_list = super().copy_data(default)
        commands = [command for vals in vals_list for command in vals.get("move_ids", ())]
        for command in commands:
            if command[0] == Command.CREATE:
                command[2].update(kanban_loop_id=False, kanban_root_move_id=False)
        return vals_list

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
