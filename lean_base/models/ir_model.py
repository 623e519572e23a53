# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)

from odoo import models


class IrModel(models.Model):
    _inherit = "ir.model"

    def unlink(self):
        if not self._is_lean_base_going():
            self._detach_lean_actions()
        return super().unlink()

    def _detach_lean_actions(self):
        """Detach actions from models that go, e.g. when an addon is uninstalled.

        Installed again, its ids start at one and would meet the old actions.
        """
        domain = [("res_model", "in", self.mapped("model"))]
        self.env["lean.action"].sudo().search(domain)._detach_source()

    def _is_lean_base_going(self):
        """Return whether the table of the actions is being dropped itself."""
        module = self.env["ir.module.module"].sudo()._get("lean_base")
        return module.state == "to remove"
