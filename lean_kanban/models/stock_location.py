# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import fields, models


class StockLocation(models.Model):
    _inherit = "stock.location"

    kanban_loop_count = fields.Integer(compute="_compute_kanban_loop_count", groups="lean_base.group_lean_user")

    def _compute_kanban_loop_count(self):
        """Loops whose containers stand here or below."""
        groups = self.env["lean.kanban.loop"]._read_group(
            [("location_id", "child_of", self.ids)], ["location_id"], ["__count"]
        )
        counts = [(place.sudo().parent_path, count) for place, count in groups]
        for location in self:
            path = location.parent_path
            location.kanban_loop_count = sum(count for place, count in counts if path and place.startswith(path))

    def action_view_kanban_loops(self):
        """The loops whose containers stand in these locations."""
        action = self.env["ir.actions.act_window"]._for_xml_id("lean_kanban.lean_kanban_loop_action")
        context = {"default_location_id": self.id} if len(self) == 1 else {}
        return {**action, "domain": [("location_id", "child_of", self.ids)], "context": context}


class StockWarehouse(models.Model):
    _inherit = "stock.warehouse"

    kanban_loop_count = fields.Integer(compute="_compute_kanban_loop_count", groups="lean_base.group_lean_user")

    def _compute_kanban_loop_count(self):
        groups = self.env["lean.kanban.loop"]._read_group(
            [("warehouse_id", "in", self.ids)], ["warehouse_id"], ["__count"]
        )
        counts = dict(groups)
        for warehouse in self:
            warehouse.kanban_loop_count = counts.get(warehouse, 0)

    def action_view_kanban_loops(self):
        """The loops of these warehouses."""
        action = self.env["ir.actions.act_window"]._for_xml_id("lean_kanban.lean_kanban_loop_action")
        return {**action, "domain": [("warehouse_id", "in", self.ids)], "context": {}}
