# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import api, fields, models
from odoo.exceptions import UserError


class PurchaseOrder(models.Model):
    _name = "purchase.order"
    _inherit = ["purchase.order", "lean.kanban.document.mixin"]

    kanban_ordering = fields.Selection(
        [("manual", "Proposed"), ("automatic", "By itself")],
        index="btree_not_null",
        copy=False,
        readonly=True,
        help="Made by kanban cards: proposed to the buyer, or confirmed and sent by itself.",
    )

    @api.depends("order_line.kanban_allocation_ids")
    def _compute_kanban_card_ids(self):
        super()._compute_kanban_card_ids()

    def _get_kanban_allocations(self):
        """{order: allocations to its lines}"""
        return {order: order.order_line.kanban_allocation_ids for order in self}

    def write(self, vals):
        result = super().write(vals)
        if {"state", "kanban_send_state"} & set(vals):
            self.order_line._sync_kanban()
        return result

    def button_draft(self):
        """A cancelled order that is wanted after all takes back the cards that still wait for a decision."""
        cancelled = self.filtered(lambda order: order.state == "cancel")
        result = super().button_draft()
        lines = cancelled.sudo().order_line.filtered("kanban_loop_id")
        taken = lines._kanban_take_back()
        for order, own in lines.grouped("order_id").items():
            if not own.kanban_allocation_ids.card_id & taken:
                order.message_post(body=self.env._("Its kanban cards were ordered elsewhere meanwhile: none is on it."))
        return result

    def _prepare_grouped_data(self, rfq):
        """Orders of cards merge among themselves."""
        return super()._prepare_grouped_data(rfq) + (rfq.kanban_ordering,)

    def action_merge(self):
        """Merge, unless core would send the goods of two loops to one shelf."""
        rfqs = self.filtered(lambda order: order.state in ("draft", "sent"))
        for group in rfqs.grouped(self._prepare_grouped_data).values():
            group._check_kanban_merge()
        merging = self.with_context(lean_kanban_merge=True)
        return super(PurchaseOrder, merging).action_merge()

    def _check_kanban_merge(self):
        lines = self.order_line.filtered(lambda line: not line.display_type)
        for product, same in lines.grouped("product_id").items():
            loops = set(same.mapped("kanban_loop_id.id")) | {False for line in same if not line.kanban_loop_id}
            if len(self) > 1 and len(loops) > 1:
                raise UserError(
                    self.env._(
                        "%s is ordered here for more than one kanban loop. Merged, all "
                        "of it would go to one place: merge the other orders only.",
                        product.display_name,
                    )
                )
