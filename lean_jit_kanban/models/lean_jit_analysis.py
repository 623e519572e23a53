# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from math import ceil

from odoo import api, fields, models
from odoo.exceptions import UserError

# A container that lasts longer than this ties up what it was to set free.
CONTAINER_DAYS = 5


class LeanJitAnalysis(models.Model):
    """A proposal becomes a kanban loop, and an analysis knows the containers of loops."""

    _inherit = "lean.jit.analysis"

    kanban_loop_ids = fields.Many2many("lean.kanban.loop", compute="_compute_kanban_loop_ids", string="Kanban Loops")
    kanban_loop_count = fields.Integer(compute="_compute_kanban_loop_ids")

    @api.depends("product_id", "warehouse_id")
    def _compute_kanban_loop_ids(self):
        loops = self.env["lean.kanban.loop"].search(
            [("product_id", "in", self.product_id.ids), ("warehouse_id", "in", self.warehouse_id.ids)]
        )
        by_place = loops.grouped(lambda loop: (loop.product_id, loop.warehouse_id))
        for row in self:
            row.kanban_loop_ids = by_place.get((row.product_id, row.warehouse_id))
            row.kanban_loop_count = len(row.kanban_loop_ids)

    @api.model
    def _get_containers(self, company, products):
        loops = self.env["lean.kanban.loop"].search(
            [("company_id", "=", company.id), ("product_id", "in", products.ids)], order="state, id"
        )
        containers = {(loop.product_id, loop.warehouse_id): loop.container_product_qty for loop in loops}
        return super()._get_containers(company, products) | containers

    def action_make_kanban_loops(self):
        """Make a draft loop for each row that has none, sized from its history; the planner checks and starts it."""
        self.env["lean.kanban.loop"].check_access("create")
        new = self.filtered(lambda row: not row.kanban_loop_count and row.daily_demand > 0)
        if not new:
            raise UserError(
                self.env._("Each of these products has a kanban loop already, or is not used at all: nothing to make.")
            )
        loops = self.env["lean.kanban.loop"].create([row._prepare_kanban_loop() for row in new])
        loops._update_sizing()
        loops.action_apply_sizing()
        self.invalidate_recordset(["kanban_loop_ids", "kanban_loop_count"])
        return self._open_loops(loops)

    def _prepare_kanban_loop(self):
        return {
            "product_id": self.product_id.id,
            "location_id": self.warehouse_id.lot_stock_id.id,
            "company_id": self.company_id.id,
            "container_qty": self._propose_container(),
            "demand_horizon_days": max(self.period_days, 1),
            "note": self.reasons,
        }

    def _propose_container(self):
        """The JIT lot, at most what is used in a few days: a lot that is cheap to fetch and short to wait for."""
        lot = min(self.jit_lot or self.daily_demand, self.daily_demand * CONTAINER_DAYS)
        return max(ceil(lot), 1)

    def action_view_kanban_loops(self):
        """The loops of these products at these warehouses."""
        return self._open_loops(self.kanban_loop_ids)

    @api.model
    def _open_loops(self, loops):
        action = self.env["ir.actions.act_window"]._for_xml_id("lean_kanban.lean_kanban_loop_action")
        if len(loops) == 1:
            return {**action, "views": [(False, "form")], "res_id": loops.id}
        return {**action, "domain": [("id", "in", loops.ids)], "context": {}}
