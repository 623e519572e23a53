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

    purchase_line_id = fields.Many2one("purchase.order.line", index="btree_not_null", ondelete="set null")

    @api.depends("purchase_line_id.order_id.name")
    def _compute_document_name(self):
        return super()._compute_document_name()

    @api.model
    def _document_fields(self):
        return [*super()._document_fields(), "purchase_line_id"]

    @api.model
    def _get_document_facts(self, field_name, documents):
        if field_name == "purchase_line_id":
            return self._get_purchase_line_facts(documents)
        return super()._get_document_facts(field_name, documents)

    @api.model
    def _get_purchase_line_facts(self, lines):
        chains = lines._get_kanban_chains()
        arrived = self._get_arrived_quantities(chains)
        return {
            line.id: DocumentFacts(
                line._get_kanban_stage(chains[line.id]),
                line.product_uom_qty - line._get_received_before_kanban(),
                arrived[line.id],
                line._is_kanban_open(chains[line.id]),
            )
            for line in lines
        }


class PurchaseOrderLine(models.Model):
    """What is known of a purchase line that brings cards."""

    _inherit = "purchase.order.line"

    def _get_kanban_chains(self):
        """{line id: its receipts and the steps pushed from them}"""
        moves = self.env["stock.move"].search([("kanban_purchase_line_id", "in", self.ids)])
        chains = dict.fromkeys(self.ids, moves.browse())
        groups = moves._without_returns().grouped("kanban_purchase_line_id")
        chains.update({line.id: chain for line, chain in groups.items()})
        return chains

    def _get_kanban_stage(self, chain):
        """How far the line has got: an order the vendor has not seen is no order."""
        if self.state == "purchase" and chain._is_kanban_in_transit():
            return IN_TRANSIT
        if self.state != "purchase" or self.order_id._is_kanban_unsent():
            return REQUESTED
        return IN_PROCESS

    def _is_kanban_open(self, chain):
        """Whether anything may still arrive.

        A confirmed order has no receipt for a moment, before core makes it.
        """
        if self.state == "cancel":
            return False
        return not chain or any(m.state not in ("done", "cancel") for m in chain)
