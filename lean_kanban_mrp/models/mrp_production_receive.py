# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import models
from odoo.exceptions import UserError


class MrpProduction(models.Model):
    """A container that comes off the machine is booked by its scan."""

    _inherit = "mrp.production"

    def _kanban_receive(self, quantity):
        """Produce a quantity in the unit of the product; the rest stays as a backorder."""
        self.ensure_one()
        pending = self.move_finished_ids.filtered(lambda move: move.state not in ("done", "cancel"))
        if not pending:
            # Made already: what is left is to bring it to its place.
            super()._kanban_receive(quantity)
            return
        self._check_kanban_producible()
        asked = self.product_id.uom_id._compute_quantity(quantity, self.product_uom_id)
        self.qty_producing = min(asked, self.product_qty)
        self._set_qty_producing()
        self.move_raw_ids.picked = True
        backorder = self.ids if self.product_uom_id.compare(self.qty_producing, self.product_qty) < 0 else []
        self.with_context(skip_backorder=True, skip_consumption=True, mo_ids_to_backorder=backorder).button_mark_done()

    def _check_kanban_producible(self):
        if self.state == "draft":
            raise UserError(self.env._("%s is not confirmed yet: nothing can come of it.", self.name))
        tracked = (self.move_raw_ids.product_id | self.product_id).filtered(lambda product: product.tracking != "none")
        if tracked:
            raise UserError(
                self.env._(
                    "Finish it on %(production)s: the lot of %(product)s has to be entered.",
                    production=self.name,
                    product=tracked[0].display_name,
                )
            )
        if self.workorder_ids.filtered(lambda order: order.state == "progress"):
            raise UserError(self.env._("%s is being worked on: finish it there.", self.name))
