# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import api, fields, models


class MaintenanceEquipment(models.Model):
    _inherit = "maintenance.equipment"

    lean_area_id = fields.Many2one("lean.area", "Area", check_company=True, index="btree_not_null")
    lean_track_ids = fields.One2many("lean.tpm.track", "equipment_id", "Plans")
    lean_plan_count = fields.Integer(compute="_compute_lean_counts")
    lean_due_count = fields.Integer("Due", compute="_compute_lean_counts")

    @api.depends("lean_track_ids")
    def _compute_lean_counts(self):
        tracks = dict(
            self.env["lean.tpm.track"]._read_group([("equipment_id", "in", self.ids)], ["equipment_id"], ["__count"])
        )
        due = dict(
            self.env["lean.tpm.occurrence"]._read_group(
                [
                    ("equipment_id", "in", self.ids),
                    ("state", "=", "planned"),
                    ("date_planned", "<=", fields.Date.today()),
                ],
                ["equipment_id"],
                ["__count"],
            )
        )
        for equipment in self:
            equipment.lean_plan_count = tracks.get(equipment, 0)
            equipment.lean_due_count = due.get(equipment, 0)

    @api.model_create_multi
    def create(self, vals_list):
        equipment = super().create(vals_list)
        equipment._join_category_plans()
        return equipment

    def write(self, vals):
        before = self.category_id
        result = super().write(vals)
        if vals.keys() & {"category_id", "active", "company_id"}:
            self._join_category_plans(before)
        return result

    def _join_category_plans(self, categories=None):
        """Category plans follow equipment in and out."""
        categories = self.category_id | (categories or self.category_id)
        domain = ["|", ("category_id", "in", categories.ids), ("equipment_id", "in", self.ids)]
        self.env["lean.tpm.plan"].sudo().search([*domain, ("state", "=", "running")])._plan_ahead()

    def action_view_lean_occurrences(self):
        """The ledger of this equipment."""
        action = self.env["ir.actions.act_window"]._for_xml_id("lean_tpm.lean_tpm_occurrence_action")
        return {**action, "domain": [("equipment_id", "in", self.ids)], "context": {}}

    def action_view_lean_plans(self):
        """The plans of this equipment."""
        action = self.env["ir.actions.act_window"]._for_xml_id("lean_tpm.lean_tpm_plan_action")
        return {**action, "domain": [("track_ids.equipment_id", "in", self.ids)], "context": {}}
