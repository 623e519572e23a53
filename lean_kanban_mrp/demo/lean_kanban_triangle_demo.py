# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from datetime import timedelta

from odoo import api, models

TRIANGLE_DAYS = 28
HOUSINGS_A_DAY = (3, 2, 4, 3, 3)
FIRST_STACK = 20  # housings: a lot above the point


class LeanKanbanDemo(models.AbstractModel):
    _inherit = "lean.kanban.demo"

    @api.model
    def _play_triangle(self):
        """Four weeks of lots that a triangle card orders as its container is reached."""
        self = self._prepare()
        timeline = self._open_timeline()
        loop = self._get_made("housing_400")
        days = timeline.get_days(TRIANGLE_DAYS, hour=12)
        timeline.add(days[0] - timedelta(hours=4), self._open_triangle, loop)
        for index, day in enumerate(days[:-1]):
            timeline.add(day, self._assemble, timeline, loop, HOUSINGS_A_DAY[index % 5])
        timeline.run()
        loops = loop | self._get_made("housing_200")
        loops._update_sizing()

    def _open_triangle(self, loop):
        """Castings for the weeks to come, and a stack above the point."""
        casting = self.env.ref("lean_kanban.product_casting_400")
        self._count_stock(casting, self.env.ref("lean_kanban.location_castings"), 8 * FIRST_STACK)
        self._count_stock(loop.product_id, loop.location_id, FIRST_STACK)
        loop.action_activate()

    def _assemble(self, timeline, loop, quantity):
        """Housings are used; what the card signals is milled until the next morning."""
        self._consume(loop, min(quantity, loop.quantity_on_hand))
        known = loop.card_ids.production_ids
        loop._release()
        productions = loop.card_ids.production_ids - known
        productions.filtered(lambda mo: mo.state == "draft").action_confirm()
        if productions:
            timeline.add(timeline.date + timedelta(hours=20), self._finish, productions)
