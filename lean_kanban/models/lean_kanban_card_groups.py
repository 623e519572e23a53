# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import models


class LeanKanbanCard(models.Model):
    """Columns of the cards by state: an empty one is a narrow strip, not a screen of nothing."""

    _inherit = "lean.kanban.card"

    def _open_groups(self, *, groups, groupby, auto_unfold, **values):
        if auto_unfold and groupby[0] == "state":
            for group in groups:
                group["__fold"] = not group["__count"] or group["state"] == "retired"
        return super()._open_groups(groups=groups, groupby=groupby, auto_unfold=auto_unfold, **values)
