# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import api, fields, models

from .lean_tpm_tag import UNFINISHED


class LeanTpmTag(models.Model):
    """A tag goes with the request or the actions it became."""

    _inherit = "lean.tpm.tag"

    def _follow_requests(self):
        """Done with its request, at it again when that is opened again."""
        done = self.filtered(lambda tag: tag.state in UNFINISHED and tag.request_id.stage_id.done)
        reopened = self.filtered(lambda tag: tag.state == "done" and not tag.request_id.stage_id.done)
        done.action_done()
        reopened.action_start()

    def _follow_actions(self):
        """Done when the last of its actions is, at it as long as one is not."""
        for tag in self:
            states = set(tag.lean_action_ids.mapped("state"))
            if states & set(UNFINISHED):
                if tag.state in ("open", "done"):
                    tag.action_start()
            elif states & {"done", "verified"} and tag.state in UNFINISHED:
                tag.action_done()


class MaintenanceRequest(models.Model):
    _inherit = "maintenance.request"

    lean_tag_ids = fields.One2many("lean.tpm.tag", "request_id", "Tags")

    def write(self, vals):
        result = super().write(vals)
        if "stage_id" in vals:
            tags = self.sudo().lean_tag_ids
            tags.with_user(self.env.user).sudo()._follow_requests()
        return result


class LeanAction(models.Model):
    _inherit = "lean.action"

    @api.model_create_multi
    def create(self, vals_list):
        actions = super().create(vals_list)
        actions._lead_tags()
        return actions

    def write(self, vals):
        result = super().write(vals)
        if "state" in vals:
            self._lead_tags()
        return result

    def _lead_tags(self):
        ids = [action.res_id for action in self if action.res_model == "lean.tpm.tag"]
        if ids:
            self.env["lean.tpm.tag"].sudo().browse(ids).exists()._follow_actions()
