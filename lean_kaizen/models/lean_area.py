# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import api, fields, models


class LeanArea(models.Model):
    _inherit = "lean.area"

    kaizen_event_count = fields.Integer(
        string="Kaizen Events",
        compute="_compute_kaizen_count",
        groups="lean_base.group_lean_user",
    )
    kaizen_idea_count = fields.Integer(
        string="Ideas",
        compute="_compute_kaizen_count",
        groups="lean_base.group_lean_user",
    )
    idea_url = fields.Char(string="Page for Ideas", compute="_compute_idea_url")
    idea_qr_image_url = fields.Char(string="QR Code for Ideas", compute="_compute_idea_url")

    def _compute_kaizen_count(self):
        """Running events and ideas that wait for a reply, in each area and its parts."""
        events = self._count_with_parts("lean.kaizen.event", [("step", "in", ("plan", "do", "check"))])
        ideas = self._count_with_parts("lean.kaizen.idea", [("state", "=", "new")])
        for area in self:
            area.kaizen_event_count = events.get(area.id, 0)
            area.kaizen_idea_count = ideas.get(area.id, 0)

    def _count_with_parts(self, model, domain):
        groups = self.env[model]._read_group([*domain, ("area_id", "child_of", self.ids)], ["area_id"], ["__count"])
        counts = {}
        for area, count in groups:
            for area_id in area.parent_path.split("/")[:-1]:
                counts[int(area_id)] = counts.get(int(area_id), 0) + count
        return counts

    @api.depends_context("lang")
    def _compute_idea_url(self):
        for area in self:
            area.idea_url = f"{area.get_base_url()}/lean/idea?area={area.id}" if area.id else False
            area.idea_qr_image_url = area.idea_url and area._get_qr_image_url(area.idea_url)

    def action_open_kaizen_events(self):
        """Open the kaizen events of this area and its parts."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("lean_kaizen.lean_kaizen_event_action")
        return action | {"domain": [("area_id", "child_of", self.id)], "context": {"default_area_id": self.id}}

    def action_open_kaizen_ideas(self):
        """Open the ideas about this area and its parts."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("lean_kaizen.lean_kaizen_idea_action")
        return action | {"domain": [("area_id", "child_of", self.id)], "context": {"default_area_id": self.id}}
