# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..calculations.conversion import propose_cards, propose_container


class LeanKanbanConvert(models.TransientModel):
    """Reordering rules become kanban loops; each rule ends as its loop starts."""

    _name = "lean.kanban.convert"
    _description = "Turn Reordering Rules into Kanban Loops"

    orderpoint_ids = fields.Many2many("stock.warehouse.orderpoint", required=True)
    line_ids = fields.One2many(
        "lean.kanban.convert.line", "wizard_id", compute="_compute_line_ids", store=True, readonly=False
    )

    @api.depends("orderpoint_ids")
    def _compute_line_ids(self):
        for wizard in self:
            rules = wizard.orderpoint_ids._origin
            wizard.line_ids = [Command.clear()] + [Command.create(self._prepare_line(rule)) for rule in rules]

    @api.model
    def _prepare_line(self, rule):
        multiple = 0
        if unit := rule.replenishment_uom_id:
            multiple = unit._compute_quantity(1, rule.product_uom)
        container = propose_container(rule.product_min_qty, rule.product_max_qty, multiple)
        return {
            "orderpoint_id": rule.id,
            "container_qty": container,
            "card_count": propose_cards(rule.product_min_qty, rule.product_max_qty, container),
        }

    def _open(self):
        """Show this conversion, whose lines are kept."""
        action = self.env["ir.actions.act_window"]._for_xml_id("lean_kanban.lean_kanban_convert_action")
        return {**action, "res_id": self.id}

    def action_convert(self):
        """Make draft loops, which the planner checks and starts."""
        loops = self.env["lean.kanban.loop"].create([line._prepare_loop() for line in self.line_ids])
        action = self.env["ir.actions.act_window"]._for_xml_id("lean_kanban.lean_kanban_loop_action")
        return {**action, "domain": [("id", "in", loops.ids)], "context": {}}


class LeanKanbanConvertLine(models.TransientModel):
    _name = "lean.kanban.convert.line"
    _description = "Reordering Rule to Turn into a Kanban Loop"

    wizard_id = fields.Many2one("lean.kanban.convert", required=True, ondelete="cascade")
    orderpoint_id = fields.Many2one("stock.warehouse.orderpoint", "Rule", required=True)
    product_id = fields.Many2one(related="orderpoint_id.product_id")
    location_id = fields.Many2one(related="orderpoint_id.location_id")
    product_min_qty = fields.Float(related="orderpoint_id.product_min_qty", string="Minimum")
    product_max_qty = fields.Float(related="orderpoint_id.product_max_qty", string="Maximum")
    container_qty = fields.Float("Container", digits="Product Unit")
    card_count = fields.Integer("Cards")
    loop_quantity = fields.Float("Loop Holds", digits="Product Unit", compute="_compute_loop_quantity")

    @api.depends("container_qty", "card_count")
    def _compute_loop_quantity(self):
        for line in self:
            line.loop_quantity = line.container_qty * line.card_count

    def _prepare_loop(self):
        if self.container_qty <= 0 or self.card_count <= 0:
            raise UserError(self.env._("%s: a loop needs a container and cards.", self.product_id.display_name))
        rule = self.orderpoint_id
        return {
            "product_id": rule.product_id.id,
            "location_id": rule.location_id.id,
            "route_id": rule.route_id.id,
            "company_id": rule.company_id.id,
            "container_qty": self.container_qty,
            "container_uom_id": rule.product_uom.id,
            "card_count": self.card_count,
            "replaced_orderpoint_id": rule.id,
        }

    def action_open_replay(self):
        """Replay the history of the product with this loop beside its rule."""
        self.ensure_one()
        loops = self.env["lean.kanban.loop"].with_company(self.orderpoint_id.company_id)
        values = loops._prepare_product_replay(self.product_id, self.orderpoint_id, self.container_qty, self.card_count)
        return self.env["lean.kanban.replay"]._open_for({**values, "convert_line_id": self.id})
