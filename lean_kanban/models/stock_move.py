# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Command

from .lean_kanban_source_mixin import ENDED


class StockMove(models.Model):
    """Where core merges, splits, pushes, finishes and cancels moves that bring containers.

    A document's moves form a chain: splits, backorders and the steps that follow by push rules are copies, so they
    carry its fields with them. A transfer made for cards is the root of its own chain.
    """

    _inherit = "stock.move"

    def _kanban_withdraw(self, quantity):
        """Move less, by a quantity in the unit of the product, or nothing at all."""
        chain = self._get_kanban_chains()[self.id]
        if len(chain) > 1 or self.picked or self.picking_id.printed or self.state in ENDED:
            raise UserError(self.env._("%s is on its way already.", self._kanban_document_name()))
        quantity = self.product_id.uom_id._compute_quantity(quantity, self.product_uom)
        rest = self.product_uom_qty - quantity
        if self.product_uom.compare(rest, 0) > 0:
            self.product_uom_qty = rest
        else:
            self._action_cancel()

    @api.model
    def _prepare_merge_moves_distinct_fields(self):
        return super()._prepare_merge_moves_distinct_fields() + ["kanban_loop_id"]

    def _merge_moves_fields(self):
        """The move that is kept takes over what the others were for."""
        values = super()._merge_moves_fields()
        others = (self[1:] | self[1:].kanban_root_move_id) - self[0]
        if others.filtered("kanban_loop_id"):
            root = self[0].kanban_root_move_id or self[0]
            followers = self.search([("kanban_root_move_id", "in", others.ids)])
            (followers - root - self).write({"kanban_root_move_id": root.id})
            allocations = others.sudo().kanban_allocation_ids
            root.sudo().kanban_allocation_ids = [Command.link(allocation.id) for allocation in allocations]
        return values

    def _prepare_move_split_vals(self, qty):
        values = super()._prepare_move_split_vals(qty)
        if self.kanban_loop_id:
            values["kanban_root_move_id"] = (self.kanban_root_move_id or self).id
        return values

    def _split(self, qty, restrict_partner_id=False):
        """Cards stay as they are until the rest has its own move: for a moment nobody brings it."""
        bookkeeping = self.with_context(lean_kanban_bookkeeping=True)
        return super(StockMove, bookkeeping)._split(qty, restrict_partner_id)

    def _action_done(self, cancel_backorder=False):
        products = self.product_id
        moves = super()._action_done(cancel_backorder=cancel_backorder)
        done = self | moves
        (done | done.move_dest_ids)._sync_kanban()  # what has left another warehouse is in transit
        self.env["lean.kanban.loop"]._settle_products(products)
        return moves

    def _action_cancel(self):
        moves = self | self.move_dest_ids  # core cuts what was to follow loose
        result = super()._action_cancel()
        moves._sync_kanban()
        return result

    def write(self, vals):
        result = super().write(vals)
        if "product_uom_qty" in vals:
            self.filtered("kanban_loop_id").filtered("kanban_allocation_ids")._sync_kanban()
        return result
