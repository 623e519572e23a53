# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..calculations.start_up import StartUp, propose_per_stage


class LeanKanbanActivate(models.TransientModel):
    """Loops go live with the state their containers really have."""

    _name = "lean.kanban.activate"
    _description = "Start Kanban Loops"

    loop_ids = fields.Many2many("lean.kanban.loop", required=True)
    line_ids = fields.One2many(
        "lean.kanban.activate.line",
        "wizard_id",
        compute="_compute_line_ids",
        store=True,
        readonly=False,
    )

    started_count = fields.Integer(readonly=True)
    complaint_count = fields.Integer(compute="_compute_complaint_count")

    @api.depends("line_ids.complaint")
    def _compute_complaint_count(self):
        for wizard in self:
            wizard.complaint_count = len(wizard.line_ids.filtered("complaint"))

    @api.depends("loop_ids")
    def _compute_line_ids(self):
        for wizard in self:
            loops = wizard.loop_ids._origin.filtered(lambda lo: lo.state == "draft")
            starts = loops._propose_starts()
            wizard.line_ids = [Command.clear()] + [
                Command.create(self._prepare_line(loop, start)) for loop, start in starts.items()
            ]

    @api.model
    def _prepare_line(self, loop, start):
        return {
            "loop_id": loop.id,
            "full_count": start.full,
            "on_order_count": start.on_order,
            "per_stage": propose_per_stage(start.missing),
        }

    def action_start(self):
        """Make the cards and let the loops run that can; the others stay here with their reasons."""
        lines = self.line_ids
        startable = lines.filtered(lambda line: not line.complaint)
        starts = {line.loop_id.id: line._get_start() for line in startable}
        per_stage = {line.loop_id.id: line.per_stage for line in startable}
        complaints = lines.loop_id._activate_possible(starts, per_stage)
        if not complaints:
            return {"type": "ir.actions.act_window_close"}
        self.started_count += len(lines) - len(complaints)
        self.loop_ids = self.loop_ids.browse([loop.id for loop in complaints])
        action = self.env["ir.actions.act_window"]._for_xml_id("lean_kanban.lean_kanban_activate_action")
        return {**action, "res_id": self.id}


class LeanKanbanActivateLine(models.TransientModel):
    _name = "lean.kanban.activate.line"
    _description = "Start of a Kanban Loop"

    wizard_id = fields.Many2one("lean.kanban.activate", required=True, ondelete="cascade")
    loop_id = fields.Many2one("lean.kanban.loop", required=True)
    quantity_on_hand = fields.Float(related="loop_id.quantity_on_hand")
    container_qty = fields.Float(related="loop_id.container_product_qty")
    card_count = fields.Integer(related="loop_id.card_count")
    triangle_rule = fields.Char(compute="_compute_triangle_rule")
    full_count = fields.Integer(
        "Full",
        help="Containers that stand there full. For a triangle card: 1 where the stack is above its container.",
    )
    on_order_count = fields.Integer("On order", help="Containers that open orders will bring.")
    missing_count = fields.Integer("To order", compute="_compute_missing_count")
    per_stage = fields.Integer("A day", help="Cards to order a day, so that the start is no flood. 0: at once.")

    complaint = fields.Char("Cannot Start", compute="_compute_complaint")

    @api.depends("loop_id")
    def _compute_complaint(self):
        complaints = self.loop_id._get_start_complaints()
        for line in self:
            line.complaint = complaints.get(line.loop_id)

    @api.depends("loop_id")
    def _compute_triangle_rule(self):
        for line in self:
            loop = line.loop_id
            line.triangle_rule = loop._is_triangle() and self.env._(
                "a lot of %(lot)s at container %(container)s",
                lot=loop.lot_container_count,
                container=loop.signal_container,
            )

    @api.depends("card_count", "full_count", "on_order_count")
    def _compute_missing_count(self):
        for line in self:
            line.missing_count = line.card_count - line.full_count - line.on_order_count

    def _get_start(self):
        if min(self.full_count, self.on_order_count, self.missing_count) < 0:
            raise UserError(
                self.env._(
                    "%(loop)s has %(cards)s cards: full and on order together cannot "
                    "be more, and none can be below zero.",
                    loop=self.loop_id.display_name,
                    cards=self.card_count,
                )
            )
        return StartUp(self.full_count, self.on_order_count, self.missing_count)
