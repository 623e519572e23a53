# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.lean_base.tools import UndefinedFloat


class MaintenanceRequest(models.Model):
    """A corrective request is a failure, with the hours that core's dates do not have."""

    _inherit = "maintenance.request"

    lean_is_failure = fields.Boolean(
        "Counts as a Failure",
        compute="_compute_lean_is_failure",
        store=True,
        readonly=False,
        help="The equipment could not do its work. Repairs beside it, such as a new label, are none.",
    )
    lean_failed_at = fields.Datetime(
        "Failed", index="btree_not_null", copy=False, help="When it stopped: now, if nobody says otherwise."
    )
    lean_restored_at = fields.Datetime(
        "Restored", copy=False, help="When it ran again: when the request was done, if nobody says otherwise."
    )
    lean_down_hours = UndefinedFloat(
        "Hours Down",
        digits=(16, 2),
        compute="_compute_lean_down_hours",
        store=True,
        aggregator="sum",
        help="From failed to restored, by the clock. Undefined until it is over.",
    )

    @api.depends("maintenance_type", "equipment_id")
    def _compute_lean_is_failure(self):
        for request in self:
            request.lean_is_failure = bool(request.maintenance_type == "corrective" and request.equipment_id)

    @api.depends("lean_failed_at", "lean_restored_at", "lean_is_failure")
    def _compute_lean_down_hours(self):
        for request in self:
            start, end = request.lean_failed_at, request.lean_restored_at
            is_over = request.lean_is_failure and start and end
            request.lean_down_hours = (end - start).total_seconds() / 3600 if is_over else None

    @api.constrains("lean_failed_at", "lean_restored_at")
    def _check_restored_after_failed(self):
        for request in self:
            if (
                request.lean_failed_at
                and request.lean_restored_at
                and request.lean_restored_at < request.lean_failed_at
            ):
                raise ValidationError(
                    self.env._(
                        "%s: equipment cannot be restored before it failed. Correct one of the times.", request.name
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        requests = super().create(vals_list)
        requests._stamp_failures()
        return requests

    def write(self, vals):
        were_done = self.filtered("stage_id.done") if "stage_id" in vals else self.browse()
        result = super().write(vals)
        # Opened again, the equipment is down again.
        reopened = were_done.filtered(lambda request: request.lean_restored_at and not request.stage_id.done)
        reopened.lean_restored_at = False
        if vals.keys() & {"stage_id", "lean_is_failure", "maintenance_type", "equipment_id"}:
            self._stamp_failures()
        return result

    def _stamp_failures(self):
        """Times that nobody entered are those at which the request was made and done."""
        now = fields.Datetime.now()
        failures = self.filtered("lean_is_failure")
        failures.filtered(lambda request: not request.lean_failed_at).lean_failed_at = now
        failures.filtered(lambda request: request.stage_id.done and not request.lean_restored_at).lean_restored_at = now
