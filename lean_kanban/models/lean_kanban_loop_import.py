# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import api, models
from odoo.exceptions import UserError


class LeanKanbanLoop(models.Model):
    """Loops out of a spreadsheet, with Odoo's own import.

    They come in as drafts and are started together. Imported again by their external id they change, also while they
    run; what must not change then is refused with the row.
    """

    _inherit = "lean.kanban.loop"

    @api.model
    @api.readonly
    def get_import_templates(self):
        """The spreadsheet that the import offers to fill in."""
        return [
            {
                "label": self.env._("Import Template for Kanban Loops"),
                "template": "/lean_kanban/static/xlsx/lean_kanban_loop.xlsx",
            }
        ]

    @api.model_create_multi
    def create(self, vals_list):
        """A file cannot start a loop: it would run without cards."""
        if self.env.context.get("import_file") and any(vals.get("state", "draft") != "draft" for vals in vals_list):
            raise UserError(
                self.env._(
                    "Loops are imported as drafts. Leave the state out, and start them from the list afterwards."
                )
            )
        return super().create(vals_list)
