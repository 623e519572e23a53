# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from datetime import timedelta

from odoo import api, models

from .stock_plan import HALF_YEAR

# Calendar days until a vendor delivers again, as the buyers have heard from it.
RECOVERY_DAYS = {"sahyadri": 35, "kestrel": 12, "leie": 5, "meander": 10, "fjord": 14}
CASTINGS_LAST = 9  # days
RUSH_DAYS_AGO = 5


class LeanKanbanDemo(models.AbstractModel):
    """Where just-in-time fits in the demo factory, week by week for half a year."""

    _inherit = "lean.kanban.demo"

    @api.model
    def _play_analysis(self):
        """What buyers and authorities have said, a rush of orders, then an analysis of each week."""
        self = self._prepare()
        self.env.ref("lean_base.company_alder").lean_jit_weeks = HALF_YEAR
        for name, days in RECOVERY_DAYS.items():
            self.env.ref(f"lean_kanban_purchase.partner_{name}").lean_recovery_days = days
        # The insurer of the fire pumps asks for a set of seals that is always there.
        self.env.ref("lean_kanban.product_seal_kit").lean_is_stock_prescribed = True
        self._rush_castings()
        self._play_stock()
        for weeks in range(HALF_YEAR, -1, -1):
            self._analyse(weeks)

    def _rush_castings(self):
        """A customer takes what was meant for three weeks: castings for nine days are left, and 35 days away."""
        loop = self._get_bought("casting_200")
        row = self._analyse(0).filtered(lambda row: row.product_id == loop.product_id)
        used = row.daily_demand * row.period_days
        # What is left after the rush lasts nine days at a demand that counts the rush as well.
        rush = (row.stock_quantity * row.period_days - CASTINGS_LAST * used) / (row.period_days + CASTINGS_LAST)
        timeline = self._open_timeline()
        timeline.add(timeline.today - timedelta(days=RUSH_DAYS_AGO), self._use_castings, loop, round(rush))
        timeline.run()

    def _use_castings(self, loop, rush):
        """What stands at the lines goes first, then whole containers of the rack, then out of the next one."""
        domain = [("product_id", "=", loop.product_id.id), ("location_id.usage", "=", "internal")]
        quants = self.env["stock.quant"].search([*domain, ("location_id", "!=", loop.location_id.id)])
        for quant in quants:
            free = min(int(quant.available_quantity), rush)
            if free > 0:
                self._use(quant, free, origin=self.env._("Rush order"))
                rush -= free
        emptied = self._empty(loop, int(rush // loop.container_product_qty)) if rush > 0 else loop.card_ids.browse()
        rest = rush - len(emptied) * loop.container_product_qty
        if rest > 0:
            self._consume(loop, rest)
