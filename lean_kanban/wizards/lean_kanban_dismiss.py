# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError


class LeanKanbanDismiss(models.TransientModel):
    """Ask why recommended numbers of cards are not followed."""

    _name = "lean.kanban.dismiss"
    _description = "Dismiss Sizing Proposals"

    loop_ids = fields.Many2many("lean.kanban.loop", required=True)
    duration = fields.Selection(
        [("changed", "Until another number is recommended"), ("days", "For some days")],
        required=True,
        default="changed",
    )
    days = fields.Integer(default=30)
    reason = fields.Char(required=True)

    def action_dismiss(self):
        """Dismiss the proposals of these loops."""
        self.loop_ids._dismiss_proposal(self.reason, self._get_last_day())
        return {"type": "ir.actions.act_window_close"}

    def _get_last_day(self):
        if self.duration == "changed":
            return False
        if self.days <= 0:
            raise UserError(self.env._("Dismiss for one day or more."))
        return fields.Date.context_today(self) + timedelta(days=self.days)
