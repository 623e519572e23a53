# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import api, fields, models


class LeanKanbanBufferRelease(models.TransientModel):
    """Stock leaves a locked buffer for its loop: how much, and why."""

    _name = "lean.kanban.buffer.release"
    _description = "Release a Locked Buffer"

    buffer_id = fields.Many2one("lean.kanban.buffer", required=True, ondelete="cascade")
    uom_id = fields.Many2one(related="buffer_id.uom_id")
    quantity = fields.Float(
        digits="Product Unit", required=True, compute="_compute_quantity", store=True, readonly=False
    )
    reason = fields.Char(required=True)

    @api.depends("buffer_id")
    def _compute_quantity(self):
        for wizard in self:
            wizard.quantity = wizard.buffer_id.quantity

    def action_release(self):
        """Give the quantity to the loop."""
        self.buffer_id._release_quantity(self.quantity, self.reason)
        return {"type": "ir.actions.act_window_close"}
