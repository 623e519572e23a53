# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import api, models


class StockRule(models.Model):
    """Orders of cards stay apart from other orders, and loop from loop.

    Without the loop in every merge key two loops of one product for two shelves
    become one line to one shelf, or land in the line of a reordering rule.
    """

    _inherit = "stock.rule"

    @api.model
    def _get_supply_fields(self):
        return [*super()._get_supply_fields(), "seller_ids"]

    def _make_po_get_domain(self, company_id, values, partner):
        domain = super()._make_po_get_domain(company_id, values, partner)
        return domain + (("kanban_ordering", "=", values.get("kanban_ordering", False)),)

    def _prepare_purchase_order(self, company_id, origins, values):
        order_values = super()._prepare_purchase_order(company_id, origins, values)
        order_values["kanban_ordering"] = values[0].get("kanban_ordering", False)
        return order_values

    @api.model
    def _get_procurements_to_merge_groupby(self, procurement):
        key = super()._get_procurements_to_merge_groupby(procurement)
        return (*key, procurement.values.get("kanban_loop_id", False))

    @api.model
    def _merge_procurements(self, procurements_to_merge):
        """A merged need is for the supplies of all the needs in it."""
        merged = super()._merge_procurements(procurements_to_merge)
        for procurement, parts in zip(merged, procurements_to_merge, strict=True):
            if procurement.values.get("kanban_loop_id"):
                supplies = self.env["lean.kanban.supply"]
                for part in parts:
                    supplies |= part.values["kanban_supply_ids"]
                procurement.values["kanban_supply_ids"] = supplies
        return merged

    def _update_purchase_order_line(self, product_id, product_qty, product_uom, company_id, values, line):
        line_values = super()._update_purchase_order_line(
            product_id, product_qty, product_uom, company_id, values, line
        )
        return {**line_values, **self._prepare_kanban_line_values(values)}

    @api.model
    def _prepare_kanban_line_values(self, values):
        """What a purchase line gets that is made or enlarged for cards."""
        if not values.get("kanban_supply_ids"):
            return {}
        supplies = values["kanban_supply_ids"]
        return {
            "kanban_loop_id": values["kanban_loop_id"],
            "kanban_allocation_ids": supplies._prepare_allocation_commands(),
        }
