# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import api, fields, models


class StockMove(models.Model):
    _inherit = "stock.move"

    kanban_production_id = fields.Many2one(
        "mrp.production",
        index="btree_not_null",
        ondelete="set null",
        readonly=True,
        help="The production at the root of this chain of moves: core keeps it on the first step only.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        """Finished goods are for the cards of their own production.

        Whoever makes the move: a form sends it without our fields, a copy brings those
        of another production.
        """
        for vals in vals_list:
            if vals.get("production_id") and not vals.get("scrap_id"):
                vals.update(self._prepare_kanban_production(vals))
        return super().create(vals_list)

    @api.model
    def _prepare_kanban_production(self, vals):
        production = self.env["mrp.production"].sudo().browse(vals["production_id"])
        loop = production.kanban_loop_id
        if not loop or vals.get("product_id") != production.product_id.id:
            return {"kanban_loop_id": False, "kanban_production_id": False}
        return {"kanban_loop_id": loop.id, "kanban_production_id": production.id}
