# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from datetime import timedelta

from odoo import api, models

RUN_WEEKS = 3
EMPTIED_EVERY = 2  # working days


class LeanKanbanDemo(models.AbstractModel):
    _inherit = "lean.kanban.demo"

    @api.model
    def _play_runs(self):
        """Three weeks of cartons; two cards wait for the next round of the tugger."""
        self = self._prepare()
        timeline = self._open_timeline()
        loop = self.env.ref("lean_kanban.loop_carton_packing")
        days = timeline.get_days(7 * RUN_WEEKS, hour=9)
        timeline.add(days[0] - timedelta(hours=2), self._open_packing, loop)
        for day in days[:-1:EMPTIED_EVERY]:
            timeline.add(day, self._fetch, timeline, loop, 1)
        timeline.run()
        loop.run_id = self.env.ref("lean_kanban.run_tugger")
        self._empty(loop, 2)
        self.env.ref("lean_kanban.loop_bearing_line")._update_sizing()

    def _open_packing(self, loop):
        supermarket = self.env.ref("lean_kanban.location_supermarket_b")
        self._count_stock(loop.product_id, supermarket, 40 * loop.container_product_qty)
        self._start_full(loop)
