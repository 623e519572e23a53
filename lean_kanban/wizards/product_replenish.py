# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import api, fields, models


class ProductReplenish(models.TransientModel):
    """Who orders by hand is told of the loop that orders by card."""

    _inherit = "product.replenish"

    kanban_loop_ids = fields.Many2many("lean.kanban.loop", compute="_compute_kanban_loop_ids", compute_sudo=True)
    kanban_summary = fields.Text(compute="_compute_kanban_loop_ids", compute_sudo=True)

    @api.depends("product_id", "warehouse_id")
    def _compute_kanban_loop_ids(self):
        for wizard in self:
            loops = self.env["lean.kanban.loop"]
            if wizard.product_id and wizard.warehouse_id:
                locations = wizard.warehouse_id.view_location_id
                loops = loops.search(loops._get_governing_domain(wizard.product_id, locations))
            wizard.kanban_loop_ids = loops
            wizard.kanban_summary = "\n".join(loops.mapped("on_the_way_summary"))

    def action_open_kanban_loops(self):
        """The loops that order this product in the warehouse."""
        loops = self.kanban_loop_ids
        return loops._get_governing_action(loops, self.env._("Kanban Loops"))
