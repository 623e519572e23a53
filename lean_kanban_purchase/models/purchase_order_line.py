# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import api, fields, models
from odoo.exceptions import UserError


class PurchaseOrderLine(models.Model):
    _inherit = "purchase.order.line"

    kanban_loop_id = fields.Many2one("lean.kanban.loop", index="btree_not_null", copy=False, readonly=True)
    kanban_allocation_ids = fields.One2many("lean.kanban.allocation", "purchase_line_id", copy=False)

    @api.model
    def _prepare_purchase_order_line_from_procurement(
        self, product_id, product_qty, product_uom, location_dest_id, name, origin,
        company_id, values, po,
    ):  # fmt: skip
        line_values = super()._prepare_purchase_order_line_from_procurement(
            product_id, product_qty, product_uom, location_dest_id, name, origin,
            company_id, values, po,
        )  # fmt: skip
        rules = self.env["stock.rule"]
        return {**line_values, **rules._prepare_kanban_line_values(values)}

    def _find_candidate(
        self, product_id, product_qty, product_uom, location_id, name, origin,
        company_id, values,
    ):  # fmt: skip
        """A need of a loop joins a line of that loop only, any other one none."""
        loop_id = values.get("kanban_loop_id", False)
        lines = self.filtered(lambda line: line.kanban_loop_id.id == loop_id)
        return super(PurchaseOrderLine, lines)._find_candidate(
            product_id, product_qty, product_uom, location_id, name, origin,
            company_id, values,
        )  # fmt: skip

    def _prepare_stock_move_vals(self, picking, price_unit, product_uom_qty, product_uom):
        values = super()._prepare_stock_move_vals(picking, price_unit, product_uom_qty, product_uom)
        if self.kanban_loop_id:
            values["kanban_loop_id"] = self.kanban_loop_id.id
            values["kanban_purchase_line_id"] = self.id
        return values

    def _merge_po_line(self, rfq_line):
        """The line that is kept takes over the cards of the other."""
        result = super()._merge_po_line(rfq_line)
        allocations = rfq_line.sudo().kanban_allocation_ids
        allocations.write({"purchase_line_id": self.id})
        if allocations and not self.kanban_loop_id:
            self.kanban_loop_id = rfq_line.kanban_loop_id
        return result

    def write(self, vals):
        result = super().write(vals)
        if self._changes_kanban(vals):
            self._sync_kanban()
        return result

    @api.model
    def _changes_kanban(self, vals):
        """Whether cards have to follow; a release that enlarges a line does it itself."""
        followed = {"product_qty", "product_uom_id", "order_id"} & set(vals)
        return followed and "kanban_allocation_ids" not in vals

    def unlink(self):
        """Cards of a line that is deleted are empty again."""
        if self.env.context.get("lean_kanban_merge"):
            self._hand_over_cards()
        supplies = self.sudo().kanban_allocation_ids.supply_id
        named = self._name_before_unlink(supplies)
        result = super().unlink()
        supplies.with_context(lean_kanban_document=named)._update_from_documents()
        return result

    def _hand_over_cards(self):
        """Lines that core deletes in a merge have given their quantity to another."""
        for line in self.sudo().filtered("kanban_allocation_ids"):
            heirs = line.order_id.order_line.filtered(
                lambda other, line=line: (
                    other.product_id == line.product_id and other.kanban_loop_id == line.kanban_loop_id
                )
            )
            line.kanban_allocation_ids.purchase_line_id = (heirs - self)[:1]

    def _name_before_unlink(self, supplies):
        return ", ".join(self.order_id.mapped("name")) if supplies else False

    def _sync_kanban(self):
        lines = self.sudo().filtered("kanban_loop_id")
        if lines:
            supplies = self.env["lean.kanban.supply"]
            supplies._sync_documents({"purchase_line_id": lines})

    # Adoption by a loop that goes live

    def _get_open_quantity(self):
        """What is still to come, in the unit of the product."""
        if self.state != "purchase":
            return self.product_uom_qty
        return sum(self._get_pending_receipts().mapped("product_qty"))

    def _get_pending_receipts(self):
        moves = self.move_ids.filtered(lambda m: m.state not in ("done", "cancel"))
        return moves._without_returns()

    def _get_received_before_kanban(self):
        """Received by moves that bring no cards, in the unit of the product.

        What had arrived when a loop adopted the line is none of its cards' business.
        """
        done = self.move_ids.filtered(lambda m: m.state == "done" and not m.kanban_purchase_line_id)
        lines = done._without_returns().move_line_ids
        return sum(lines.mapped("quantity_product_uom"))

    def _brings_to(self, location):
        """Whether the goods of this line end in `location`."""
        targets = self._get_pending_receipts().location_final_id
        targets = targets or self.location_final_id
        targets = targets or self.order_id._get_final_location_record()
        return all(target._child_of(location) for target in targets)

    def _kanban_adopt(self, loop):
        """The line and its open receipts are for cards of `loop` from now on."""
        self.kanban_loop_id = loop
        self._get_pending_receipts().write({"kanban_loop_id": loop.id, "kanban_purchase_line_id": self.id})

    # What an allocation asks of its document

    def _kanban_document_name(self):
        return self.order_id.name

    def _kanban_date_expected(self):
        return self.date_planned

    def _kanban_open_document(self):
        """Open the order, with the rights of the user who asks."""
        return {
            "type": "ir.actions.act_window",
            "res_model": "purchase.order",
            "res_id": self.order_id.id,
            "views": [(False, "form")],
        }

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
