# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import api, models


class PurchaseOrderLine(models.Model):
    """Where core makes, enlarges, merges, changes and deletes lines that bring containers."""

    _inherit = "purchase.order.line"

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
