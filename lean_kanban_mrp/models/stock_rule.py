# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import models
from odoo.fields import Domain


class StockRule(models.Model):
    """Each release makes its own production, which no other need joins."""

    _inherit = "stock.rule"

    def _make_mo_get_domain(self, procurement, bom):
        domain = Domain(list(super()._make_mo_get_domain(procurement, bom)))
        if procurement.values.get("kanban_loop_id"):
            return Domain.FALSE
        return domain & Domain("kanban_loop_id", "=", False)

    def _prepare_mo_vals(
        self, product_id, product_qty, product_uom, location_dest_id, name, origin,
        company_id, values, bom,
    ):  # fmt: skip
        production_values = super()._prepare_mo_vals(
            product_id, product_qty, product_uom, location_dest_id, name, origin,
            company_id, values, bom,
        )  # fmt: skip
        if values.get("kanban_loop_id"):
            production_values["kanban_loop_id"] = values["kanban_loop_id"]
            self._direct_to_shelf(production_values, location_dest_id)
        return production_values

    def _direct_to_shelf(self, production_values, location):
        """Finished goods go to the shelf of the loop, where no further step does it."""
        stock = self.env["stock.location"].browse(production_values["location_dest_id"])
        if location._child_of(stock):
            production_values["location_dest_id"] = location.id
