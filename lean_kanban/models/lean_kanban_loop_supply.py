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
            lean_kanban_rules=RuleMemo(),
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
        """The rule at the place of this loop; found once for all products that are supplied alike."""
        rules = self.env["stock.rule"]
        values = self._prepare_rule_values()
        memo = self.env.context.get("lean_kanban_rules")
        if memo is None:
            return rules._get_rule(self.product_id, self.location_id, values)
        key = (
            self.location_id.id,
            self.product_id.route_ids._ids,  # core prefers them to those of the category
            rules._get_rule_search_key(
                values["route_ids"], None, self.product_id, values["warehouse_id"], values["company_id"].ids
            ),
        )
        if key not in memo.sources:
            memo.sources[key] = rules._get_rule(self.product_id, self.location_id, values)
        return memo.sources[key]

    def _prepare_rule_values(self):
        return {"route_ids": self.route_id, "warehouse_id": self.warehouse_id, "company_id": self.company_id}

    def _get_supply_chain(self):
        """The rules that supply this loop: from its place to where something is taken from stock, bought or made.

        A chain that leads back to itself ends there.
        """
        rule = chain = self._find_supply_rule()
        values = self._prepare_rule_values()
        while rule.action in ("pull", "pull_push") and rule.procure_method != "make_to_stock":
            location = rule.location_src_id
            values["warehouse_id"] = location.warehouse_id
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
