# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import models
from odoo.exceptions import UserError


class LeanKanbanSupply(models.Model):
    """From a replenishment to what it came with, down to the moves."""

    _inherit = "lean.kanban.supply"

    def action_open_documents(self):
        """Open the order, production or transfer of these replenishments."""
        self.check_access("read")
        documents = filter(None, (allocation._get_document() for allocation in self.sudo().allocation_ids))
        document = next(documents, None)
        if not document:
            raise UserError(self.env._("No order is left of this replenishment."))
        return document._kanban_open_document()

    def action_view_moves(self):
        """The moves that brought the containers, step by step: their dates are its lead time."""
        self.check_access("read")
        moves = self.env["stock.move"]
        for name in self.env["lean.kanban.allocation"]._document_fields():
            for chain in self.sudo().allocation_ids[name]._get_kanban_chains().values():
                moves |= chain.sudo(False)
        action = self.env["ir.actions.act_window"]._for_xml_id("stock.stock_move_line_action")
        return {**action, "name": self.env._("Moves"), "domain": [("move_id", "in", moves.ids)], "context": {}}
