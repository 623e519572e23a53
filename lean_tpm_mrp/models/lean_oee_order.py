# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import models

from ..calculations.shift_rows import Output


class MrpWorkorder(models.Model):
    """What work orders made, and what that takes at the standard."""

    _inherit = "mrp.workorder"

    def _get_lean_outputs(self):
        """{id: Output} of these work orders, in minutes and in the unit of the product; constant queries."""
        scrapped = self._read_lean_scrap()
        return {order.id: order._get_lean_output(scrapped.get(order, 0)) for order in self}

    def _get_lean_output(self, scrap):
        product, unit = self.product_id, self.product_uom_id
        made, minutes = self.qty_produced, self._get_lean_unit_minutes()
        # An order that has reported nothing yet says nothing of its speed.
        is_known = minutes is not None and (made or self.state == "done")
        return Output(
            product=product.id,
            quantity=unit._compute_quantity(made, product.uom_id, round=False),
            scrap=unit._compute_quantity(scrap, product.uom_id, round=False),
            ideal=made * minutes if is_known else None,
            good=(made - scrap) * minutes if is_known else None,
        )

    def _get_lean_unit_minutes(self):
        """Minutes a unit of the order takes at best: the fixed duration of its operation, over its capacity.

        Not the computed duration, which is the mean of what was achieved and so says 100 % of anything;
        not the time efficiency, by which planning allows for losses. None where there is no operation.
        """
        operation = self.operation_id
        capacity, __, __ = self.workcenter_id._get_capacity(
            self.product_id, self.product_uom_id, operation.bom_id.product_qty or 1
        )
        return operation.time_cycle_manual / capacity if operation.time_cycle_manual and capacity else None

    def _read_lean_scrap(self):
        """{work order: scrapped pieces of its product}; what names only the production is its last step's."""
        scraps = self.env["stock.scrap"].search(
            [
                ("state", "=", "done"),
                "|",
                ("workorder_id", "in", self.ids),
                "&",
                ("workorder_id", "=", False),
                ("production_id", "in", self.production_id.ids),
            ]
        )
        scrapped = {}
        # Of its moves: core computes the quantity on the scrap again in batches, to one for all but the first.
        for scrap in scraps:
            order = scrap.workorder_id or scrap.production_id.workorder_ids[-1:]
            if order in self and scrap.product_id == order.product_id:
                pieces = sum(
                    move.product_uom._compute_quantity(move.quantity, order.product_uom_id, round=False)
                    for move in scrap.move_ids.filtered(lambda move: move.state == "done")
                )
                scrapped[order] = scrapped.get(order, 0) + pieces
        return scrapped
