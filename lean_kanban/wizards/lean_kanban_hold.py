# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import fields, models
from odoo.exceptions import UserError


class LeanKanbanHold(models.TransientModel):
    """Ask why loops are held."""

    _name = "lean.kanban.hold"
    _description = "Hold Kanban Loops"

    loop_ids = fields.Many2many("lean.kanban.loop", required=True)
    reason = fields.Char(required=True)

    def action_hold(self):
        """Hold the running loops: their cards are not ordered meanwhile."""
        running = self.loop_ids.filtered(lambda loop: loop.state == "active")
        if not running:
            raise UserError(self.env._("None of these loops is running: there is nothing to hold."))
        running.write({"state": "hold", "hold_reason": self.reason})
        return {"type": "ir.actions.act_window_close"}
