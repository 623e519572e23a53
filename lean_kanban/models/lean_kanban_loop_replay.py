# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from datetime import timedelta

from odoo import api, fields, models

from ..calculations.conversion import propose_cards, propose_container
from .lean_kanban_loop_sizing import ENOUGH_REPLENISHMENTS, LEAD_TIME_HISTORY_DAYS
from .lean_kanban_loop_supply import UNKNOWN_LEAD_DAYS


class LeanKanbanLoop(models.Model):
    """What a replay of the history of a loop begins with."""

    _inherit = "lean.kanban.loop"

    def action_open_replay(self):
        """Replay the history of this loop with other numbers of cards."""
        self.ensure_one()
        self.check_access("write")
        return self.env["lean.kanban.replay"]._open_for(self._prepare_replay())

    def _prepare_replay(self):
        """Values of a replay of this loop as it is; it need not be saved."""
        measured, lead_days = self._get_replay_lead_time()
        return {
            "loop_id": self._origin.id,
            "company_id": self.company_id.id,
            "product_id": self.product_id.id,
            "location_id": self.location_id.id,
            "trigger": "signal" if self._is_triangle() else "card",
            "container_qty": self.container_product_qty,
            "number": self._get_replay_number(),
            "lot_container_count": self.lot_container_count,
            "signal_point": self.signal_point,
            "batch_size": self.batch_size,
            "lead_time_basis": "measured" if measured >= ENOUGH_REPLENISHMENTS else "fixed",
            "lead_time_days": lead_days,
            "unit_cost": self.product_id.with_company(self.company_id).standard_price,
            **self._prepare_replay_today(),
        }

    def _get_replay_number(self):
        """What a replay varies: the cards, or the container a triangle hangs at."""
        return self.signal_container if self._is_triangle() else self.card_count

    def _prepare_replay_today(self):
        """Today's rule: the reordering rule that orders until a draft starts, else the loop as it is."""
        if self.state == "draft":
            rules = self.env["stock.warehouse.orderpoint"]
            rule = self.replaced_orderpoint_id or rules._search_of_place(self.product_id, self.location_id)
            return rule._prepare_replay_today()
        return {
            "today": "cards",
            "today_number": self._get_replay_number(),
            "today_lot": self.lot_container_count,
        }

    def _get_replay_lead_time(self):
        """Number of measured replenishments, and working days to take where those are too few.

        0 days where the rules know no lead time either.
        """
        measured = self._get_measured_lead_times() if self._origin else []
        if self.lead_time_count:
            return len(measured), self.lead_time_days
        days = self._get_rule_lead_days()
        return len(measured), days + self._get_handling_days() if days < UNKNOWN_LEAD_DAYS else 0

    def _get_measured_lead_times(self):
        """Working days of the replenishments of one loop in the last year."""
        since = fields.Datetime.now() - timedelta(days=LEAD_TIME_HISTORY_DAYS)
        return self.env["lean.kanban.history"]._get_lead_times(self, since).get(self.id, [])

    @api.model
    def _prepare_product_replay(self, product, rule=None, container=None, cards=None):
        """Values of a replay for a product without a loop.

        :param rule: reordering rule that orders it today; one of the company where missing
        """
        rules = self.env["stock.warehouse.orderpoint"]
        company = self.env.company
        rule = rule or rules.search([("product_id", "=", product.id), ("company_id", "=", company.id)], limit=1)
        sizes = (rule.product_min_qty, rule.product_max_qty)
        container = container or propose_container(*sizes)
        loop = self.new(
            {
                "product_id": product.id,
                "location_id": (rule.location_id or self._default_location_id()).id,
                "company_id": (rule.company_id or company).id,
                "route_id": rule.route_id.id,
                "container_qty": container,
                "card_count": cards or propose_cards(*sizes, container),
            }
        )
        return {**loop._prepare_replay(), **rule._prepare_replay_today()}


class StockWarehouseOrderpoint(models.Model):
    _inherit = "stock.warehouse.orderpoint"

    @api.model
    def _search_of_place(self, product, location):
        """The reordering rule that orders for a place, if any: at it, else the nearest above."""
        rules = self.search([("product_id", "=", product.id), ("location_id", "parent_of", location.id)])
        return rules.sorted(lambda rule: len(rule.location_id.parent_path or ""), reverse=True)[:1]

    def _prepare_replay_today(self):
        if not self:
            return {"today": "none"}
        unit = self.replenishment_uom_id
        return {
            "today": "rule",
            "today_min": self.product_min_qty,
            "today_max": self.product_max_qty,
            "today_multiple": unit._compute_quantity(1, self.product_uom) if unit else 0,
        }


class ProductProduct(models.Model):
    _inherit = "product.product"

    def action_open_kanban_replay(self):
        """What if this product had a kanban loop?"""
        self.ensure_one()
        loops = self.env["lean.kanban.loop"]
        loops.check_access("create")
        return self.env["lean.kanban.replay"]._open_for(loops._prepare_product_replay(self))


class ProductTemplate(models.Model):
    _inherit = "product.template"

    def action_open_kanban_replay(self):
        """What if the variant of this template had a kanban loop?"""
        return self.product_variant_ids[:1].action_open_kanban_replay()
