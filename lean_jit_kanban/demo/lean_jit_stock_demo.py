# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from datetime import timedelta

from odoo import api, models

from .stock_plan import HALF_YEAR, WEEKS, StockPlan

# Parts bought by plan, and their share of the value.
PARTS = {
    "motor_400": 0.26,
    "motor_750": 0.24,
    "control_cabinet": 0.2,
    "base_frame": 0.12,
    "mechanical_seal": 0.11,
    "bearing_6310": 0.07,
}
COST_OF_GOODS = 1_566_000
STOCK_THEN, STOCK_NOW = 412_000, 212_000


class LeanKanbanDemo(models.AbstractModel):
    """The stock of the demo factory: half of it is gone in a year, and its turns have doubled."""

    _inherit = "lean.kanban.demo"

    @api.model
    def _play_stock(self):
        """What cards do not bring is received and used up week by week, so that the plant's figures are right."""
        timeline = self._open_timeline()
        plan = self._plan_stock()
        products = {name: self.env.ref(f"lean_jit_kanban.product_{name}") for name in PARTS}
        weeks = {}
        for name, product in products.items():
            first, steps = plan.get_weeks(PARTS[name], product.standard_price)
            timeline.add(timeline.today - timedelta(weeks=WEEKS, days=4), self._stock_part, product, first)
            for ago, received, used in steps:
                weeks.setdefault(ago, []).append((product, received, used))
        for ago, parts in weeks.items():
            timeline.add(timeline.today - timedelta(weeks=ago, days=3), self._move_parts, parts)
        timeline.run()

    def _plan_stock(self):
        """What is left for these parts of the plant's stock and use, beside what cards bring."""
        then, now = (self._sum_up(weeks) for weeks in (HALF_YEAR, 0))
        return StockPlan(
            used=(COST_OF_GOODS - then[0], COST_OF_GOODS - now[0]),
            average=(STOCK_THEN - then[1], STOCK_NOW - now[1]),
        )

    def _sum_up(self, weeks):
        """Value used up a year and average stock, as analysed so many weeks ago."""
        rows = self._analyse(weeks).filtered(lambda row: row.turns is not False)
        return sum(rows.mapped("used_value")), sum(rows.mapped("average_value"))

    def _analyse(self, weeks):
        analysis = self.env["lean.jit.analysis"].with_user(self.env.ref("lean_base.user_manager"))
        today = self.env.ref("lean_base.company_alder")._lean_today()
        return analysis.generate(date=today - timedelta(weeks=weeks))

    def _stock_part(self, product, quantity):
        self._count_stock(product, self._get_store(), quantity)

    def _get_store(self):
        company = self.env.ref("lean_base.company_alder")
        return self.env["stock.warehouse"].search([("company_id", "=", company.id)], limit=1).lot_stock_id

    def _move_parts(self, parts):
        """A week: the vendors bring, the lines use up."""
        store, vendors = self._get_store(), self.env.ref("stock.stock_location_suppliers")
        values = [
            self._prepare_part_move(product, quantity, source, target)
            for product, received, used in parts
            for quantity, source, target in (
                (received, vendors, store),
                (used, store, product.property_stock_production),
            )
            if quantity
        ]
        moves = self.env["stock.move"].create(values)
        moves._action_confirm(merge=False)
        for move in moves:
            move.quantity = move.product_uom_qty
        moves.picked = True
        moves._action_done()

    def _prepare_part_move(self, product, quantity, source, target):
        return {
            "product_id": product.id,
            "product_uom_qty": quantity,
            "product_uom": product.uom_id.id,
            "location_id": source.id,
            "location_dest_id": target.id,
            "company_id": product.company_id.id,
        }
