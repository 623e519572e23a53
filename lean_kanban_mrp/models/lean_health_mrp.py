# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import api, models
from odoo.fields import Domain

from odoo.addons.lean_base.tools import Queue


class LeanHealth(models.AbstractModel):
    """Productions of cards that wait for a person."""

    _inherit = "lean.health"

    @api.model
    def _get_queues(self):
        return super()._get_queues() + [
            Queue(
                code="mrp_unconfirmed",
                name=self.env._("Productions of cards that could not be confirmed"),
                model="mrp.production",
                domain=Domain("state", "=", "draft") & Domain("kanban_hint", "!=", False),
                date_field="create_date",
                advice=self.env._("The reason stands on the order: mend it, then confirm it."),
            )
        ]
