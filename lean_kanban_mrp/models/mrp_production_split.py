# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import models
from odoo.exceptions import UserError


class MrpProduction(models.Model):
    """Cards follow when core splits, backorders or merges productions."""

    _inherit = "mrp.production"

    def _get_backorder_mo_vals(self):
        values = super()._get_backorder_mo_vals()
        if self.kanban_loop_id:
            values["kanban_loop_id"] = self.kanban_loop_id.id
        return values

    def _split_productions(self, amounts=False, cancel_remaining_qty=False, set_consumed_qty=False):
        """Spread the cards of a production over the parts it is split into."""
        before = self.env["mrp.production"].browse(self.ids)
        bookkeeping = self.with_context(lean_kanban_bookkeeping=True)
        productions = super(MrpProduction, bookkeeping)._split_productions(
            amounts, cancel_remaining_qty, set_consumed_qty
        )
        productions = productions.with_env(self.env)
        for production, parts in before._get_split_parts(productions).items():
            if production.kanban_loop_id:
                parts._take_over_cards(production)
        before._sync_kanban()
        return productions

    def _get_split_parts(self, productions):
        """{production: it and what was split from it}, from core's answer, in which
        each of these productions is followed by its parts.
        """
        parts = {}
        for production in productions:
            if production in self:
                original = production
                parts[original] = self.browse()
            parts[original] |= production
        return parts

    def _take_over_cards(self, source):
        """Serve the cards of `source` by these productions in their order."""
        for production in self - source:
            production._kanban_adopt(source.kanban_loop_id)
        shares = [(production, production.product_uom_qty) for production in self]
        source.sudo().kanban_allocation_ids._move_to("production_id", shares)

    def action_merge(self):
        """The merged production is for the cards of all."""
        sources = self.browse(self.ids)
        bookkeeping = self.with_context(lean_kanban_bookkeeping=True)
        action = super(MrpProduction, bookkeeping).action_merge()
        merged = self.browse(action["res_id"])
        loop = sources.kanban_loop_id
        if loop:
            merged._kanban_adopt(loop)
            allocations = sources.sudo().kanban_allocation_ids
            allocations.write({"production_id": merged.id})
            merged._sync_kanban()
        return action

    def _pre_action_split_merge_hook(self, merge=False, split=False):
        loops = {production.kanban_loop_id for production in self}
        if merge and len(loops) > 1:
            raise UserError(
                self.env._("These productions are for different kanban loops. Merged, all of it would go to one place.")
            )
        return super()._pre_action_split_merge_hook(merge=merge, split=split)
