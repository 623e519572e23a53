# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import api, models

from ..calculations.demand import QUIET_DAY
from ..calculations.history import Place


class LeanKanbanHistory(models.AbstractModel):
    """The history of a place that need not have a loop."""

    _inherit = "lean.kanban.history"

    @api.model
    def _get_place_days(self, product, location, company, days):
        """{date: :class:`Day` of each working day of the last `days` days, oldest first, today excluded}

        The same demand as that of a loop of this product at this place.
        """
        place = Place(0, product.id, location.parent_path, days)
        moved = self._read_daily_of_places([place], self._get_day_starts(company, days)).get(0, {})
        moved.pop(company._lean_today(), None)
        dates = sorted(self._get_working_dates(company, days) | set(moved))
        return {date: moved.get(date, QUIET_DAY) for date in dates}
