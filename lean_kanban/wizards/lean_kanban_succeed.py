# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.lean_kanban_card import AT_HAND, ON_THE_WAY


class LeanKanbanSucceed(models.TransientModel):
    """A new revision of the product takes over a running loop."""

    _name = "lean.kanban.succeed"
    _description = "New Product Revision for a Kanban Loop"

    loop_id = fields.Many2one("lean.kanban.loop", required=True)
    company_id = fields.Many2one(related="loop_id.company_id")
    old_product_id = fields.Many2one(related="loop_id.product_id", string="Now")
    product_id = fields.Many2one(
        "product.product",
        "New Revision",
        required=True,
        domain="[('type', '=', 'consu'), ('id', '!=', old_product_id), ('company_id', 'in', (False, company_id))]",
    )
    way = fields.Selection(
        [("use_up", "Use up the old"), ("at_once", "At once")],
        required=True,
        default="use_up",
        help="Use up the old: a new card replaces each old one as its container comes back empty. At once: all new "
        "cards start now, and the old containers leave the loop.",
    )
    container_qty = fields.Float(
        "Container",
        compute="_compute_container_qty",
        store=True,
        precompute=True,
        readonly=False,
        required=True,
        digits="Product Unit",
    )
    container_uom_id = fields.Many2one(related="loop_id.container_uom_id")
    at_hand_count = fields.Integer("At Hand", compute="_compute_counts")
    on_the_way_count = fields.Integer("On Order", compute="_compute_counts")
    free_count = fields.Integer("Change Now", compute="_compute_counts")
    withdrawal_loop_ids = fields.One2many(related="loop_id.withdrawal_loop_ids")
    complaint = fields.Char(compute="_compute_complaint")

    @api.depends("loop_id")
    def _compute_container_qty(self):
        for wizard in self:
            wizard.container_qty = wizard.loop_id.container_qty

    @api.depends("loop_id")
    def _compute_counts(self):
        for wizard in self:
            states = wizard.loop_id.card_ids.mapped("state")
            wizard.at_hand_count = sum(state in AT_HAND for state in states)
            wizard.on_the_way_count = sum(state in ON_THE_WAY for state in states)
            gone = wizard.at_hand_count + wizard.on_the_way_count
            wizard.free_count = max(wizard.loop_id.card_count - gone, 0)

    @api.depends("loop_id", "product_id")
    def _compute_complaint(self):
        for wizard in self:
            loop, product = wizard.loop_id, wizard.product_id
            wizard.complaint = loop._get_succession_complaint(product) if product else False

    def action_succeed(self):
        """Make the new loop and show it."""
        if self.complaint:
            raise UserError(self.complaint)
        successor = self.loop_id._succeed(
            self.product_id, at_once=self.way == "at_once", container_qty=self.container_qty
        )
        action = self.env["ir.actions.act_window"]._for_xml_id("lean_kanban.lean_kanban_loop_action")
        return {**action, "views": [(False, "form")], "res_id": successor.id, "context": {}}
