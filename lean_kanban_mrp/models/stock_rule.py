# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain


class StockRule(models.Model):
    """Each release makes its own production, which no other need joins."""

    _inherit = "stock.rule"

    @api.model
    def _get_supply_fields(self):
        return [*super()._get_supply_fields(), "bom_ids"]

    def _should_auto_confirm_procurement_mo(self, p):
        """A release confirms all its productions together, after they are allocated."""
        if p.kanban_loop_id:
            return False
        return super()._should_auto_confirm_procurement_mo(p)

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
            production_values.update(self._prepare_kanban_mo_vals(production_values, values, bom))
        return production_values

    def _prepare_kanban_mo_vals(self, production_values, values, bom):
        """The loop, its shelf, and dates a production can keep.

        Without a manufacturing lead time core starts an hour before the need, which
        for a card is now: its order would be late from the beginning.
        """
        loop = self.env["lean.kanban.loop"].browse(values["kanban_loop_id"])
        location = self.env["stock.location"].browse(production_values["location_dest_id"])
        start = max(production_values["date_start"], fields.Datetime.now())
        duration = timedelta(days=bom.produce_delay) or timedelta(hours=1)
        return {
            "kanban_loop_id": loop.id,
            "location_dest_id": loop._get_production_destination(location).id,
            "date_start": start,
            "date_deadline": max(values["date_planned"], start + duration),
        }
