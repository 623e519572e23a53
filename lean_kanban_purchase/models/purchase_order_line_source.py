# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.lean_kanban.calculations.coverage import IN_TRANSIT


class PurchaseOrderLine(models.Model):
    """A line of an order brings containers."""

    _name = "purchase.order.line"
    _inherit = ["purchase.order.line", "lean.kanban.source.mixin"]

    _kanban_allocation_field = "purchase_line_id"
    _kanban_chain_field = "kanban_purchase_line_id"

    kanban_loop_id = fields.Many2one("lean.kanban.loop", index="btree_not_null", copy=False, readonly=True)
    kanban_allocation_ids = fields.One2many("lean.kanban.allocation", "purchase_line_id", copy=False)

    def _is_kanban_ordered(self):
        """An order the vendor has not seen is no order."""
        return self.state == "purchase" and not self.order_id._is_kanban_unsent()

    def _get_kanban_stage(self, chain):
        """What has left the gate is in transit, although the vendor was never told by us."""
        if self.state == "purchase" and chain._is_kanban_in_transit():
            return IN_TRANSIT
        return super()._get_kanban_stage(chain)

    def _get_kanban_quantity(self, chain):
        return self.product_uom_qty - self._get_received_before_kanban()

    def _get_received_before_kanban(self):
        """Received by moves that bring no cards, in the unit of the product.

        What had arrived when a loop adopted the line is none of its cards' business.
        """
        done = self.move_ids.filtered(lambda m: m.state == "done" and not m.kanban_purchase_line_id)
        lines = done._without_returns().move_line_ids
        return sum(lines.mapped("quantity_product_uom"))

    # Adoption by a loop that goes live

    @api.model
    def _get_kanban_adoptable_domain(self, loops):
        return (
            super()._get_kanban_adoptable_domain(loops)
            & Domain("state", "in", ("draft", "sent", "to approve", "purchase"))
            & Domain("order_id.receipt_status", "not in", ("full",))
        )

    @api.model
    def _get_kanban_order(self):
        return "date_planned, id"

    def _is_kanban_adoptable(self, loop):
        targets = self._get_pending_receipts().location_final_id
        targets = targets or self.location_final_id
        targets = targets or self.order_id._get_final_location_record()
        return all(target._child_of(loop.location_id) for target in targets)

    def _get_kanban_open_quantity(self):
        if self.state != "purchase":
            return self.product_uom_qty
        return sum(self._get_pending_receipts().mapped("product_qty"))

    def _get_pending_receipts(self):
        return self.move_ids._filter_pending()._without_returns()

    def _kanban_adopt(self, loop):
        self.kanban_loop_id = loop
        self._get_pending_receipts().write({"kanban_loop_id": loop.id, "kanban_purchase_line_id": self.id})

    # What cards and people ask of it

    def _get_kanban_document(self):
        return self.order_id

    def _kanban_document_name(self):
        return self.order_id.name

    def _kanban_date_expected(self):
        return self.date_planned

    def _kanban_withdraw(self, quantity):
        """Order less, by a quantity in the unit of the product, or nothing at all."""
        order = self.order_id
        if order.state != "draft":
            raise UserError(self.env._("%s has been sent or confirmed: the buyer can change it.", order.name))
        rest = self.product_qty - self.product_id.uom_id._compute_quantity(quantity, self.product_uom_id)
        if self.product_uom_id.compare(rest, 0) > 0:
            self.product_qty = rest
            return
        self.unlink()
        if not order.order_line:
            order.button_cancel()
