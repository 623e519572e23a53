# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import models

CORRECTED = {"quantity", "product_uom_id", "location_id", "location_dest_id"}


class StockMoveLine(models.Model):
    _inherit = "stock.move.line"

    def write(self, vals):
        """A corrected done line changes what has arrived and what is left."""
        result = super().write(vals)
        if CORRECTED & set(vals):
            done = self.filtered(lambda line: line.state == "done")
            if done:
                done.move_id._sync_kanban()
                self.env["lean.kanban.loop"]._settle_products(done.product_id)
        return result
