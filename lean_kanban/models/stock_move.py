# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class StockMove(models.Model):
    """Moves that bring containers of a loop.

    A document's moves form a chain: splits, backorders and the steps that follow by
    push rules are copies, so they carry the fields below with them. A transfer made
    for cards is the root of its own chain.
    """

    _inherit = "stock.move"

    kanban_loop_id = fields.Many2one("lean.kanban.loop", index="btree_not_null", ondelete="set null", readonly=True)
    kanban_root_move_id = fields.Many2one("stock.move", index="btree_not_null", ondelete="set null", readonly=True)
    kanban_allocation_ids = fields.One2many("lean.kanban.allocation", "move_id", copy=False)

    @api.model
    def _kanban_chain_fields(self):
        """Fields that point from a move to the document at the root of its chain."""
        return {"kanban_root_move_id": "move_id"}

    def _get_kanban_chains(self, field_name):
        """{move id: the move and those split or pushed from it}"""
        followers = self.search([(field_name, "in", self.ids)]) if self else self
        chains = {move.id: move for move in self}
        for follower in followers._without_returns():
            chains[follower[field_name].id] |= follower
        return chains

    def _without_returns(self):
        return self.filtered(lambda m: not m.origin_returned_move_id)

    def _is_kanban_in_transit(self):
        """Whether all that is still to come of a chain has left its source."""
        pending = self.filtered(lambda m: m.state not in ("done", "cancel"))
        return bool(pending) and all(move.location_id.usage in ("internal", "transit") for move in pending)

    def _get_kanban_documents(self):
        """{field of the allocation: documents these moves belong to}"""
        documents = {
            allocation_field: self[chain_field] for chain_field, allocation_field in self._kanban_chain_fields().items()
        }
        documents["move_id"] |= self
        return documents

    def _sync_kanban(self):
        moves = self.exists().sudo().filtered("kanban_loop_id")
        if moves:
            documents = moves._get_kanban_documents()
            self.env["lean.kanban.supply"]._sync_documents(documents)

    # What an allocation asks of its document

    def _kanban_document_name(self):
        return self.picking_id.name or self.reference

    def _kanban_date_expected(self):
        return self.date

    def _kanban_open_document(self):
        """Open the transfer, with the rights of the user who asks."""
        return {
            "type": "ir.actions.act_window",
            "res_model": "stock.picking",
            "res_id": self.picking_id.id,
            "views": [(False, "form")],
        }

    def _kanban_adopt(self, loop):
        """An open transfer is for cards of `loop` from now on."""
        self.write({"kanban_loop_id": loop.id})

    def _kanban_withdraw(self, quantity):
        """Move less, by a quantity in the unit of the product, or nothing at all."""
        chain = self._get_kanban_chains("kanban_root_move_id")[self.id]
        if len(chain) > 1 or self.picked or self.picking_id.printed or self.state in ("done", "cancel"):
            raise UserError(self.env._("%s is on its way already.", self._kanban_document_name()))
        quantity = self.product_id.uom_id._compute_quantity(quantity, self.product_uom)
        rest = self.product_uom_qty - quantity
        if self.product_uom.compare(rest, 0) > 0:
            self.product_uom_qty = rest
        else:
            self._action_cancel()

    # Where core merges, splits, pushes, finishes and cancels

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

    def _action_done(self, cancel_backorder=False):
        products = self.product_id
        moves = super()._action_done(cancel_backorder=cancel_backorder)
        (self | moves)._sync_kanban()
        self.env["lean.kanban.loop"]._settle_products(products)
        return moves

    def _action_cancel(self):
        result = super()._action_cancel()
        self._sync_kanban()
        return result

    def write(self, vals):
        result = super().write(vals)
        if "product_uom_qty" in vals:
            self.filtered("kanban_loop_id").filtered("kanban_allocation_ids")._sync_kanban()
        return result
