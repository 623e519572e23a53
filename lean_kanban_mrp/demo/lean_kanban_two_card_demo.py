# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from datetime import timedelta

from odoo import api, models

TWO_CARD_DAYS = 18
FETCH_RHYTHM = 2  # working days
BAR_STOCK = 200


class LeanKanbanDemo(models.AbstractModel):
    _inherit = "lean.kanban.demo"

    @api.model
    def _play_two_cards(self):
        """Impellers: machining fills the supermarket, line 2 fetches, and the card upstream comes off by itself."""
        self = self._prepare()
        upstream, loop = self._get_made("impeller_200"), self._get_loop("impeller")
        timeline = self._open_timeline()
        days = timeline.get_days(TWO_CARD_DAYS, hour=6)
        timeline.add(days[0] - timedelta(hours=1), self._open_two_cards, upstream, loop)
        for day in days[:-1:FETCH_RHYTHM]:
            timeline.add(day + timedelta(minutes=40), self._fetch, timeline, loop, 1)
            timeline.add(day + timedelta(hours=4), self._make_freed, timeline, upstream)
        timeline.run()
        self._empty(loop, 1)

    def _open_two_cards(self, upstream, loop):
        """Bars for the lathe, full containers in the supermarket, and the line that fetches them."""
        bar = self.env.ref("lean_kanban_mrp.bom_impeller_200").bom_line_ids.product_id
        self._count_stock(bar, self.env.ref("lean_kanban.location_supermarket_b"), BAR_STOCK)
        self._start_full(upstream)
        loop.source_loop_id = upstream

    def _make_freed(self, timeline, upstream):
        """Machining makes what has been fetched, until the next day."""
        upstream._release()
        productions = upstream.card_ids.production_ids.filtered(lambda mo: mo.state not in ("done", "cancel"))
        productions.filtered(lambda mo: mo.state == "draft").action_confirm()
        timeline.add(timeline.date + timedelta(days=1), self._finish, productions)
