# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import models

from .stock_rule import RuleMemo

UNKNOWN_LEAD_DAYS = 365  # what core counts where nobody supplies the product


class LeanKanbanLoop(models.Model):
    """Which rules supply a loop, and how long they take."""

    _inherit = "lean.kanban.loop"

    def _with_rule_memo(self):
        """These loops, in a context that searches each set of rules once."""
        return self.with_context(
            from_orderpoint=True,
            lean_kanban_rules=RuleMemo(self),
            bypass_delay_description=True,
            bypass_global_horizon_days=True,
        )

    def _get_supply_rules(self):
        """{loop: the rule procurement would use}"""
        loops = self.filtered(lambda lo: lo.product_id and lo.location_id)
        if "lean_kanban_rules" not in self.env.context:
            loops = loops._with_rule_memo()
        return {loop: loop._find_supply_rule().with_env(self.env) for loop in loops}

    def _find_supply_rule(self):
        """The rule at the place of this loop; with a memo it is found for all its loops at once."""
        memo = self.env.context.get("lean_kanban_rules")
        if memo is None:
            return self.env["stock.rule"]._get_rule(self.product_id, self.location_id, self._prepare_rule_values())
        (key,) = self._ids
        if key not in memo.sources:
            loops = memo.loops.with_env(self.env).filtered(lambda lo: lo.product_id and lo.location_id) | self
            memo.sources.update(loops._find_supply_rules())
        return memo.sources[key]

    def _find_supply_rules(self):
        """{loop id: rule}, searched once for all products that are supplied alike."""
        rules = self.env["stock.rule"]
        found = {}
        self.product_id._share_inherited(rules._get_supply_fields())
        for place, loops in self.grouped(lambda lo: (lo.location_id, lo.route_id, lo.company_id)).items():
            values = loops[0]._prepare_rule_values()
            warehouse = values["warehouse_id"]
            routes = rules._filter_bringing(warehouse.route_ids, place[0])
            alike = loops.grouped(lambda lo, w=warehouse, r=routes: rules._get_supply_key(lo.product_id, w, r))
            for same in alike.values():
                rule = rules._get_rule(same[0].product_id, place[0], values)
                found.update(dict.fromkeys(same._ids, rule))
        return found

    def _prepare_rule_values(self):
        return {"route_ids": self.route_id, "warehouse_id": self.warehouse_id, "company_id": self.company_id}

    def _get_supply_chain(self):
        """The rules that supply this loop: from its place to where something is taken from stock, bought or made.

        A chain that leads back to itself ends there.
        """
        rule = chain = self._find_supply_rule()
        while rule.action in ("pull", "pull_push") and rule.procure_method != "make_to_stock":
            location = rule.location_src_id
            values = {**self._prepare_rule_values(), "warehouse_id": location.warehouse_id}
            rule = rule._get_rule(self.product_id, location, values) - chain
            chain |= rule
        return chain

    def _get_rule_lead_days(self):
        """Days the rules need that supply this loop; a year, as core counts it, where nothing does.

        A loop that is fetched inside the company gets its rule as it starts.
        """
        chain = self._get_supply_chain()
        if not chain and not self.source_location_id:
            return UNKNOWN_LEAD_DAYS
        delays, __ = chain._get_lead_days(self.product_id, **self._prepare_lead_values())
        return delays["total_delay"]

    def _prepare_lead_values(self):
        return {}
