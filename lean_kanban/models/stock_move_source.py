# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import api, fields, models
from odoo.fields import Domain

from ..calculations.coverage import IN_PROCESS, IN_TRANSIT
from .lean_kanban_source_mixin import ENDED


class StockMove(models.Model):
    """Moves bring containers by themselves, or for the document at the root of their chain."""

    _name = "stock.move"
    _inherit = ["stock.move", "lean.kanban.source.mixin"]

    _kanban_allocation_field = "move_id"
    _kanban_chain_field = "kanban_root_move_id"

    kanban_loop_id = fields.Many2one("lean.kanban.loop", index="btree_not_null", ondelete="set null", readonly=True)
    kanban_root_move_id = fields.Many2one("stock.move", index="btree_not_null", ondelete="set null", readonly=True)
    kanban_allocation_ids = fields.One2many("lean.kanban.allocation", "move_id", copy=False)

    def _get_kanban_chains(self):
        """{move id: the move and those split or pushed from it}"""
        chains = super()._get_kanban_chains()
        return {move.id: move | chains[move.id] for move in self}

    def _without_returns(self):
        return self.filtered(lambda m: not m.origin_returned_move_id)

    def _filter_pending(self):
        """Those that are still to be made."""
        return self.filtered(lambda move: move.state not in ENDED)

    def _is_kanban_in_transit(self):
        """Whether all that is still to come of a chain has left its source.

        The place of a subcontractor is an internal one: what is received from there has not left yet.
        """
        pending = self._filter_pending()
        return bool(pending) and all(
            move.location_id.usage in ("internal", "transit") and move.picking_type_id.code != "incoming"
            for move in pending
        )

    def _get_kanban_stage(self, chain):
        return IN_TRANSIT if any(m.state == "done" for m in chain.move_orig_ids) else IN_PROCESS

    def _get_kanban_quantity(self, chain):
        return sum(chain.filtered(lambda m: m.state != "cancel").mapped("product_qty"))

    def _is_kanban_open(self, chain):
        return any(not move._is_kanban_orphan() for move in chain._filter_pending())

    def _is_kanban_orphan(self):
        """Whether what was to be sent here to order has been cancelled: core lets the arrival wait for ever."""
        was_to_order = self.rule_id.procure_method == "make_to_order"
        return was_to_order and not self.move_orig_ids and self.state != "assigned"

    def _get_kanban_documents(self):
        """{field of the allocation: documents these moves belong to}"""
        documents = {}
        for name in self.env["lean.kanban.allocation"]._document_fields():
            chain_field = self.env["lean.kanban.allocation"]._get_document_model(name)._kanban_chain_field
            documents[name] = self[chain_field]
        documents["move_id"] |= self
        return documents

    def _sync_kanban(self):
        moves = self.exists().sudo().filtered("kanban_loop_id")
        if moves:
            self.env["lean.kanban.supply"]._sync_documents(moves._get_kanban_documents())

    @api.model
    def _get_kanban_adoptable_domain(self, loops):
        return (
            super()._get_kanban_adoptable_domain(loops)
            & Domain("location_dest_id", "child_of", loops.location_id.ids)
            & Domain("location_id.usage", "in", ("internal", "transit"))
            & Domain("state", "not in", ("draft", *ENDED))
        )

    @api.model
    def _get_kanban_order(self):
        return "date, id"

    def _is_kanban_adoptable(self, loop):
        place = loop.location_id
        wanted_elsewhere = self.move_dest_ids.filtered(lambda move: move.state != "cancel")
        return (
            self.location_dest_id._child_of(place)
            and not self.location_id._child_of(place)
            and not wanted_elsewhere  # made to order for another document
        )

    def _get_kanban_open_quantity(self):
        return self.product_qty

    def _kanban_adopt(self, loop):
        self.write({"kanban_loop_id": loop.id})

    def _get_kanban_document(self):
        return self.picking_id

    def _kanban_document_name(self):
        return self.picking_id.name or self.reference

    def _kanban_date_expected(self):
        return self.date
