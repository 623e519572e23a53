# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import api, models
from odoo.tools import SQL, split_every

from odoo.addons.lean_base.tools import Invariant

from ..calculations.coverage import add_up
from .lean_kanban_supply import OPEN_STATES

BATCH = 1000
HARDLY = 0.00001


class LeanCheck(models.AbstractModel):
    """What holds between replenishments and the documents that bring them, and between loops and reordering rules."""

    _inherit = "lean.check"

    @api.model
    def _get_invariants(self):
        return [
            *super()._get_invariants(),
            self._get_filled_invariant(),
            self._get_allocated_invariant(),
            self._get_documents_invariant(),
            self._get_owner_invariant(),
        ]

    @api.model
    def _get_filled_invariant(self):
        return Invariant(
            code="kanban_supply_filled",
            model="lean.kanban.supply",
            statement=self.env._("What has arrived of a replenishment is what arrived of its allocations."),
            problem=self.env._("%(filled)s are noted, %(sum)s arrived."),
            advice=self.env._("Let it be repaired."),
            find=SQL(
                """
                SELECT supply.id, supply.quantity_filled AS filled, COALESCE(SUM(part.quantity_filled), 0) AS sum
                  FROM lean_kanban_supply supply LEFT JOIN lean_kanban_allocation part ON part.supply_id = supply.id
              GROUP BY supply.id
                HAVING ABS(COALESCE(supply.quantity_filled, 0) - COALESCE(SUM(part.quantity_filled), 0)) > %s
              ORDER BY supply.id
                """,
                HARDLY,
            ),
            repair=self._repair_filled,
            repaired=self.env._("What arrived of its allocations is noted."),
            chatter="card_id",
        )

    @api.model
    def _repair_filled(self, supplies):
        for supply in supplies:
            supply.quantity_filled = sum(supply.allocation_ids.mapped("quantity_filled"))

    @api.model
    def _get_allocated_invariant(self):
        return Invariant(
            code="kanban_allocation",
            model="lean.kanban.supply",
            statement=self.env._("All that an open replenishment asks for is expected of documents."),
            problem=self.env._("%(quantity)s are asked for, %(sum)s are expected of documents."),
            advice=self.env._("Compare its order with the container. Cancel the order and signal the card again."),
            find=SQL(
                """
                SELECT supply.id, supply.quantity, COALESCE(SUM(part.quantity), 0) AS sum
                  FROM lean_kanban_supply supply LEFT JOIN lean_kanban_allocation part ON part.supply_id = supply.id
                 WHERE supply.state IN %s
              GROUP BY supply.id
                HAVING ABS(supply.quantity - COALESCE(SUM(part.quantity), 0)) > %s AND COUNT(part.id) > 0
              ORDER BY supply.id
                """,
                OPEN_STATES,
                HARDLY,
            ),
        )

    @api.model
    def _get_documents_invariant(self):
        return Invariant(
            code="kanban_supply_documents",
            model="lean.kanban.supply",
            statement=self.env._("A replenishment is as far as its documents."),
            problem=self.env._(
                "It is %(state)s with %(filled)s arrived; its documents say %(outcome)s with %(arrived)s."
            ),
            advice=self.env._("Let it be repaired: its card follows."),
            find=self._find_stale_supplies,
            repair=lambda supplies: supplies._update_from_documents(),
            repaired=self.env._("It follows its documents again, and its card too."),
            chatter="card_id",
        )

    @api.model
    def _find_stale_supplies(self):
        supplies = self.env["lean.kanban.supply"]
        ids = supplies.search([("state", "in", OPEN_STATES)], order="id").ids
        return [row for batch in split_every(BATCH, ids, supplies.browse) for row in self._compare_documents(batch)]

    @api.model
    def _compare_documents(self, supplies):
        coverage = supplies.allocation_ids._get_coverage()
        rows = []
        for supply in supplies:
            total = add_up([coverage[allocation] for allocation in supply.allocation_ids])
            outcome = supply._get_outcome(total)
            if outcome != supply.state or supply.uom_id.compare(total.filled, supply.quantity_filled):
                rows.append(
                    {
                        "id": supply.id,
                        "state": supply.state,
                        "filled": f"{supply.quantity_filled:g}",
                        "outcome": outcome,
                        "arrived": f"{total.filled:g}",
                    }
                )
        return rows

    @api.model
    def _get_owner_invariant(self):
        return Invariant(
            code="kanban_owner",
            model="lean.kanban.loop",
            statement=self.env._("A product in a place is ordered by a loop or by a reordering rule, not by both."),
            problem=self.env._("The reordering rule %(rule)s at %(place)s orders too."),
            advice=self.env._("Archive the rule, or the loop."),
            find=self._find_second_owners,
        )

    @api.model
    def _find_second_owners(self):
        loops = self.env["lean.kanban.loop"].search([("state", "=", "active"), ("active", "=", True)], order="id")
        rules = self.env["stock.warehouse.orderpoint"].search(
            [("product_id", "in", loops.product_id.ids), ("trigger", "=", "auto"), ("active", "=", True)]
        )
        by_product = rules.grouped("product_id")
        return [
            {"id": loop.id, "rule": rule.name, "place": rule.location_id.display_name}
            for loop in loops
            for rule in loop._filter_competing(by_product.get(loop.product_id, rules.browse()))
        ]
