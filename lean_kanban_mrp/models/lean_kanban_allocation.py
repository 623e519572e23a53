# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import api, fields, models

from odoo.addons.lean_kanban.calculations.coverage import (
    IN_PROCESS,
    IN_TRANSIT,
    REQUESTED,
    DocumentFacts,
)


class LeanKanbanAllocation(models.Model):
    _inherit = "lean.kanban.allocation"

    production_id = fields.Many2one("mrp.production", index="btree_not_null", ondelete="set null")

    @api.model
    def _document_fields(self):
        return [*super()._document_fields(), "production_id"]

    @api.model
    def _get_document_facts(self, field_name, documents):
        if field_name == "production_id":
            return self._get_production_facts(documents)
        return super()._get_document_facts(field_name, documents)

    @api.model
    def _get_production_facts(self, productions):
        chains = productions._get_kanban_chains()
        arrived = self._get_arrived_quantities(chains)
        return {
            production.id: DocumentFacts(
                production._get_kanban_stage(chains[production.id]),
                production._get_kanban_quantity(),
                arrived[production.id],
                production._is_kanban_open(chains[production.id]),
            )
            for production in productions
        }


class MrpProduction(models.Model):
    """What is known of a manufacturing order that fills cards."""

    _inherit = "mrp.production"

    def _get_kanban_chains(self):
        """{production id: its finished moves and the steps pushed from them}"""
        moves = self.env["stock.move"].search([("kanban_production_id", "in", self.ids)])
        chains = dict.fromkeys(self.ids, moves.browse())
        groups = moves._without_returns().grouped("kanban_production_id")
        chains.update({mo.id: chain for mo, chain in groups.items()})
        return chains

    def _get_kanban_quantity(self):
        """Quantity this makes for its loop, in the product's unit."""
        same_product = self.product_id == self.kanban_loop_id.product_id
        return self.product_uom_qty if same_product else 0

    def _get_kanban_stage(self, chain):
        if self.state == "draft":
            return REQUESTED
        return IN_TRANSIT if chain._is_kanban_in_transit() else IN_PROCESS

    def _is_kanban_open(self, chain):
        if self.state == "cancel":
            return False
        if self.state != "done" and not chain:
            return True
        return any(m.state not in ("done", "cancel") for m in chain)
