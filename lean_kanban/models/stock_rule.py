# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import api, fields, models


class RuleMemo:
    """Rules found for many loops at once, handed on in the context."""

    def __init__(self, loops):
        self.loops = loops
        self.rules = {}
        self.sources = {}


class StockRoute(models.Model):
    _inherit = "stock.route"

    is_kanban = fields.Boolean(help="Made for kanban loops that are fetched inside the company.")


class StockRule(models.Model):
    _inherit = "stock.rule"

    @api.model
    def _search_rule_for_warehouses(self, route_ids, packaging_uom_id, product_id, warehouse_ids, domain):
        """Search each set of rules once in a release.

        Thousands of loops share a handful of routes and warehouses; core asks anew
        for each procurement. Outside a release nothing is remembered.
        """
        memo = self.env.context.get("lean_kanban_rules")
        arguments = (route_ids, packaging_uom_id, product_id, warehouse_ids, domain)
        if memo is None:
            return super()._search_rule_for_warehouses(*arguments)
        key = self._get_rule_search_key(*arguments)
        if key not in memo.rules:
            memo.rules[key] = super()._search_rule_for_warehouses(*arguments)
        return memo.rules[key]

    @api.model
    def _get_rule_search_key(self, route_ids, packaging_uom_id, product_id, warehouse_ids, domain):
        """All that core's search of rules depends on."""
        product_routes = product_id.route_ids | product_id.categ_id.total_route_ids
        warehouse_routes = warehouse_ids.route_ids.filtered(
            lambda route: self._filter_warehouse_routes(product_id, warehouse_ids, route)
        )
        return (
            route_ids and route_ids._ids,
            packaging_uom_id and packaging_uom_id._ids,
            product_routes._ids,
            warehouse_ids and warehouse_ids._ids,
            warehouse_routes._ids,
            repr(domain),
        )

    @api.model
    def _filter_bringing(self, routes, location):
        """Routes with a rule that brings something to `location`, as a need there would find it.

        A shared route has rules of other companies too, whose places its reader may not see.
        """
        return routes.filtered(
            lambda route: any(
                rule.action != "push" and location._child_of(rule.location_dest_id) for rule in route.sudo().rule_ids
            )
        )

    @api.model
    def _get_supply_key(self, product, warehouse, routes):
        """What tells how one product is supplied at a place from how another is.

        :param routes: those of `warehouse` that bring something there
        """
        chosen = [route.id for route in routes if self._filter_warehouse_routes(product, warehouse, route)]
        return product.route_ids._ids, product.categ_id.id, *chosen

    @api.model
    def _get_supply_fields(self):
        """Fields of a product's template that tell how it is supplied."""
        return ["categ_id", "route_ids"]

    def _get_stock_move_values(
        self, product_id, product_qty, product_uom, location_dest_id, name, origin,
        company_id, values,
    ):  # fmt: skip
        """A transfer asked for by cards carries its loop and their allocations."""
        move_values = super()._get_stock_move_values(
            product_id, product_qty, product_uom, location_dest_id, name, origin,
            company_id, values,
        )  # fmt: skip
        if supplies := values.get("kanban_supply_ids"):
            move_values["kanban_loop_id"] = values["kanban_loop_id"]
            move_values["kanban_allocation_ids"] = supplies._prepare_allocation_commands()
        return move_values
