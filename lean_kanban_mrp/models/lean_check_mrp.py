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
                code="kanban_production",
                model="mrp.production",
                statement=self.env._("A production that was made for cards knows its cards."),
                problem=self.env._("It makes %(quantity)s for %(loop)s, and no card waits for them."),
                advice=self.env._("Cancel it, or finish it: the goods belong to no card."),
                find=SQL(
                    """
                    SELECT production.id, production.product_qty AS quantity, loop.name AS loop
                      FROM mrp_production production JOIN lean_kanban_loop loop ON loop.id = production.kanban_loop_id
                     WHERE production.state NOT IN ('done', 'cancel')
                       AND NOT EXISTS (SELECT FROM lean_kanban_allocation part
                                        WHERE part.production_id = production.id AND part.quantity > 0)
                  ORDER BY production.id
                    """
                ),
            ),
        ]
