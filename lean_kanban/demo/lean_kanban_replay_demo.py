# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from datetime import timedelta

from odoo import api, models

GASKET_DAYS = 120
GASKETS_A_DAY = (8, 0, 24, 6, 0, 16, 40, 0, 12, 9, 0, 30)  # pumps come in bunches
GASKETS_LEFT = 95
O_RING_DAYS = 60
O_RINGS_A_DAY = (9, 14, 11, 12, 16)
O_RINGS_LEFT = 60


class LeanKanbanDemo(models.AbstractModel):
    """What there is to replay and to size: a rule that could be a loop, and a loop about to start."""

    _inherit = "lean.kanban.demo"

    @api.model
    def _play_consumption(self):
        """Months in which gaskets and O-rings were used up, and counted in again."""
        self = self._prepare()
        gasket = self.env.ref("lean_kanban.orderpoint_gasket")
        o_ring = self._get_loop("o_ring")
        timeline = self._open_timeline()
        self._plan_use(timeline, gasket, GASKET_DAYS, GASKETS_A_DAY, GASKETS_LEFT)
        self._plan_use(timeline, o_ring, O_RING_DAYS, O_RINGS_A_DAY, O_RINGS_LEFT)
        timeline.run()

    def _plan_use(self, timeline, place, days, rhythm, left):
        """Use so many a day up, so that so many are left.

        :param place: whatever has a product, a location and a company
        """
        dates = timeline.get_days(days, hour=9)[:-1]
        amounts = [rhythm[index % len(rhythm)] for index in range(len(dates))]
        start = dates[0] - timedelta(hours=1)
        timeline.add(start, self._count_stock, place.product_id, place.location_id, sum(amounts) + left)
        for date, amount in zip(dates, amounts, strict=True):
            if amount:
                timeline.add(date, self._use, place, amount)

    @api.model
    def _size_loops(self):
        """What the nightly job does: demand, lead time and recommended cards of all running loops."""
        self = self._prepare()
        loops = self.env["lean.kanban.loop"]
        loops.search([("state", "!=", "draft"), ("company_id", "=", self.env.company.id)])._update_sizing()
