# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import models


class StockMove(models.Model):
    _inherit = "stock.move"

    def _action_cancel(self):
        """A receipt that is cancelled whole before anything came was cancelled by us."""
        result = super()._action_cancel()
        lines = self.filtered(lambda move: move.state == "cancel").purchase_line_id.sudo()
        lines.filtered(lambda line: set(line.move_ids.mapped("state")) == {"cancel"})._mark_delivery_cancelled()
        return result
