# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import api, models
from odoo.tools import SQL

from odoo.addons.lean_base.tools import Invariant


class LeanCheck(models.AbstractModel):
    _inherit = "lean.check"

    @api.model
    def _get_invariants(self):
        return [
            *super()._get_invariants(),
            Invariant(
                code="kanban_purchase_line",
                model="purchase.order.line",
                statement=self.env._("An order line that was made for cards knows its cards."),
                problem=self.env._("%(order)s orders %(quantity)s for %(loop)s, and no card waits for them."),
                advice=self.env._("Cancel the line, or receive it: the goods belong to no card."),
                find=SQL(
                    """
                    SELECT line.id, purchase.name AS order, line.product_qty AS quantity, loop.name AS loop
                      FROM purchase_order_line line
                      JOIN purchase_order purchase ON purchase.id = line.order_id
                      JOIN lean_kanban_loop loop ON loop.id = line.kanban_loop_id
                     WHERE purchase.state != 'cancel' AND line.product_qty > line.qty_received
                       AND NOT EXISTS (SELECT FROM lean_kanban_allocation part
                                        WHERE part.purchase_line_id = line.id AND part.quantity > 0)
                  ORDER BY line.id
                    """
                ),
            ),
        ]
