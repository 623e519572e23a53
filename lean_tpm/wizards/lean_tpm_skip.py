# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import fields, models


class LeanTpmSkip(models.TransientModel):
    """Asks why occurrences are left out."""

    _name = "lean.tpm.skip"
    _description = "Leave Maintenance Out"

    occurrence_ids = fields.Many2many("lean.tpm.occurrence", required=True)
    reason = fields.Char(required=True)

    def action_skip(self):
        """Leave them out, with the reason."""
        return self.occurrence_ids.action_skip(self.reason)
