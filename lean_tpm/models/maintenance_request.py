# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import api, fields, models
from odoo.exceptions import UserError


class MaintenanceRequest(models.Model):
    """A request that a plan made leads its occurrence, and the other way round."""

    _inherit = "maintenance.request"

    lean_occurrence_ids = fields.One2many("lean.tpm.occurrence", "request_id", "Plan Occurrences")
    lean_occurrence_count = fields.Integer(compute="_compute_lean_occurrence_count")

    @api.depends("lean_occurrence_ids")
    def _compute_lean_occurrence_count(self):
        for request in self:
            request.lean_occurrence_count = len(request.lean_occurrence_ids)

    @api.constrains("recurring_maintenance")
    def _check_one_recurrence(self):
        for request in self:
            if request.recurring_maintenance and request.sudo().lean_occurrence_ids:
                raise UserError(
                    self.env._(
                        "%s comes from a maintenance plan, which makes the next one: leave Recurrent off.", request.name
                    )
                )

    def write(self, vals):
        was_done = {request: request.stage_id.done for request in self}
        result = super().write(vals)
        if "stage_id" in vals:
            self.filtered(lambda request: request.stage_id.done and not was_done[request])._complete_occurrences()
            self.filtered(lambda request: not request.stage_id.done and was_done[request])._reopen_occurrences()
        if vals.get("archive"):
            self._cancel_occurrences(self.env._("Its request was cancelled."))
        return result

    @api.ondelete(at_uninstall=False)
    def _cancel_occurrences_of_deleted(self):
        self._cancel_occurrences(self.env._("Its request was deleted."))

    def _get_open_occurrences(self):
        return self.sudo().lean_occurrence_ids.filtered(lambda occurrence: occurrence.state in ("planned", "missed"))

    def _complete_occurrences(self):
        if not self.env.context.get("lean_tpm_closing"):
            self._get_open_occurrences().with_user(self.env.user).sudo().action_done()

    def _reopen_occurrences(self):
        occurrences = self.sudo().lean_occurrence_ids
        occurrences.filtered(lambda occurrence: occurrence.state in ("done", "late"))._reopen(
            self.env._("Its request was opened again.")
        )

    def _cancel_occurrences(self, reason):
        if not self.env.context.get("lean_tpm_closing"):
            self._get_open_occurrences()._end("skipped", reason=reason)

    def _end_with_occurrences(self):
        """Close what nobody has to do any more: as done where one of its occurrences was, else cancelled."""
        stage = self.env["maintenance.stage"].search([("done", "=", True)], limit=1)
        done = self.filtered(lambda request: set(request.lean_occurrence_ids.mapped("state")) & {"done", "late"})
        done.stage_id = stage
        (self - done).archive_equipment_request()
