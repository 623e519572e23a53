# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class MrpProduction(models.Model):
    """A production fills containers."""

    _name = "mrp.production"
    _inherit = ["mrp.production", "lean.kanban.source.mixin"]

    _kanban_allocation_field = "production_id"
    _kanban_chain_field = "kanban_production_id"

    kanban_loop_id = fields.Many2one("lean.kanban.loop", index="btree_not_null", copy=False, readonly=True)
    kanban_allocation_ids = fields.One2many("lean.kanban.allocation", "production_id", copy=False)

    def _is_kanban_ordered(self):
        return self.state != "draft"

    def _get_kanban_quantity(self, chain):
        """Nothing where it has come to make another product."""
        same_product = self.product_id == self.kanban_loop_id.product_id
        return self.product_uom_qty if same_product else 0

    # Adoption by a loop that goes live

    @api.model
    def _get_kanban_adoptable_domain(self, loops):
        return super()._get_kanban_adoptable_domain(loops) & Domain("state", "in", ("draft", "confirmed"))

    @api.model
    def _get_kanban_order(self):
        return "date_finished, id"

    def _is_kanban_adoptable(self, loop):
        target = self.location_final_id or self.location_dest_id
        return target._child_of(loop.location_id) and not self.move_finished_ids.move_dest_ids

    def _get_kanban_open_quantity(self):
        return self.product_uom_qty

    def _kanban_adopt(self, loop):
        """The production is for cards of `loop` from now on."""
        self.kanban_loop_id = loop
        destination = self._get_kanban_destination()
        if self.location_dest_id != destination:
            self.location_dest_id = destination
        self._get_kanban_finished_moves().write(
            {
                "kanban_loop_id": loop.id,
                "kanban_production_id": self.id,
                "location_dest_id": destination.id,
            }
        )

    def _get_kanban_finished_moves(self):
        return self.move_finished_ids._filter_pending().filtered(lambda move: move.product_id == self.product_id)

    # What cards and people ask of it

    def _kanban_document_name(self):
        return self.name

    def _kanban_date_expected(self):
        return self.date_finished

    def _kanban_withdraw(self, quantity):
        """Make less, by a quantity in the unit of the product, or nothing at all."""
        if self.state not in ("draft", "confirmed") or self.qty_producing:
            raise UserError(self.env._("%s has been started: the planner can change it.", self.name))
        rest = self.product_qty - self.product_id.uom_id._compute_quantity(quantity, self.product_uom_id)
        if self.product_uom_id.compare(rest, 0) <= 0:
            self.action_cancel()
        elif self.state == "draft":
            self.product_qty = rest
        else:
            self.env["change.production.qty"].create({"mo_id": self.id, "product_qty": rest}).change_prod_qty()
