# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from datetime import timedelta

from odoo import api, models

from odoo.addons.lean_kanban.demo.timeline import OVER

PRODUCTION_DAYS = 21
RHYTHM = {"housing_200": 6, "rotor_100": 3, "pump_200": 2}  # working days a container
STOCKED = 160  # pumps


class LeanKanbanDemo(models.AbstractModel):
    _inherit = "lean.kanban.demo"

    @api.model
    def _get_endings(self):
        return {**super()._get_endings(), "mrp.production": OVER}

    @api.model
    def _play_productions(self):
        """Three weeks of cards that make, and what is being made now."""
        self = self._prepare()
        timeline = self._open_timeline()
        days = timeline.get_days(PRODUCTION_DAYS, hour=7)
        timeline.add(days[0] - timedelta(hours=2), self._stock_components)
        for name, rhythm in RHYTHM.items():
            loop = self._get_made(name)
            timeline.add(days[0] - timedelta(hours=1), self._start_full, loop)
            for day in days[::rhythm]:
                at = day + timedelta(minutes=7 * loop.id % 60)
                timeline.add(at, self._make, timeline, loop, 1)
        timeline.run()
        for name, count in (("housing_200", 1), ("rotor_100", 1), ("pump_200", 2)):
            self._empty_made(self._get_made(name), count)

    def _get_made(self, name):
        return self.env.ref(f"lean_kanban_mrp.loop_{name}")

    def _stock_components(self):
        """Enough of all components at line 2 for the weeks to come."""
        location = self.env.ref("lean_kanban.location_line_2")
        housing = self._get_made("housing_200").product_id
        for name in RHYTHM:
            bom = self.env.ref(f"lean_kanban_mrp.bom_{name}")
            for line in bom.bom_line_ids.filtered(lambda li: li.product_id != housing):
                quantity = STOCKED * line.product_qty
                self._count_stock(line.product_id, location, quantity)

    def _make(self, timeline, loop, count):
        """Containers are emptied; the next morning others have been made."""
        cards = self._empty_made(loop, count)
        productions = cards.production_ids
        productions.filtered(lambda mo: mo.state == "draft").action_confirm()
        done = timeline.date + timedelta(days=1)
        timeline.add(done, self._finish, productions)

    def _empty_made(self, loop, count):
        """Housings go into the pumps, whose orders take them from stock."""
        return self._empty(loop, count, consume=loop != self._get_made("housing_200"))

    def _finish(self, productions):
        """The whole quantity has been made."""
        productions.action_assign()
        for production in productions:
            production.qty_producing = production.product_qty
            production.set_qty_producing()
        productions.move_raw_ids.picked = True
        productions.with_context(skip_backorder=True).button_mark_done()
