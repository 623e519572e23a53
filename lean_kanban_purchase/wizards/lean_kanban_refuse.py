# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import fields, models


class LeanKanbanRefuse(models.TransientModel):
    """Why proposals of a vendor are refused; the vendor reads it."""

    _name = "lean.kanban.refuse"
    _description = "Refuse Proposals"

    proposal_ids = fields.Many2many("lean.kanban.proposal", required=True)
    reason = fields.Char(required=True, help="The vendor reads this in the portal and in a mail.")

    def action_refuse(self):
        """Refuse the proposals with the reason."""
        self.proposal_ids._refuse(self.reason)
        return {"type": "ir.actions.client", "tag": "soft_reload"}
