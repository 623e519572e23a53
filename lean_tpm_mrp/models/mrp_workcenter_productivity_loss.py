# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import api, fields, models

from ..calculations.shift_time import Kind

DEFAULTS = {"availability": "breakdown", "performance": "speed", "quality": "defect"}


class MrpWorkcenterProductivityLoss(models.Model):
    """Which of the six big losses a reason belongs to, or that it lies outside planned time."""

    _inherit = "mrp.workcenter.productivity.loss"

    lean_big_loss = fields.Selection(
        [
            ("breakdown", "Breakdowns and unplanned stops"),
            ("setup", "Set-up and adjustments"),
            ("minor", "Idling and minor stops"),
            ("speed", "Reduced speed"),
            ("defect", "Process defects"),
            ("startup", "Start-up rejects"),
            ("planned", "Planned maintenance (not in planned time)"),
            ("no_demand", "No demand (not in planned time)"),
        ],
        "Big Loss",
        compute="_compute_lean_big_loss",
        store=True,
        readonly=False,
        help="How overall equipment effectiveness counts the time: minor stops and reduced speed stay within the "
        "operating time and show as effectiveness, planned maintenance and no demand take time out of the planned one, "
        "everything else is time in which the work center stood.",
    )

    @api.depends("loss_id.loss_type")
    def _compute_lean_big_loss(self):
        for reason in self:
            reason.lean_big_loss = reason.lean_big_loss or DEFAULTS.get(reason.loss_id.loss_type, False)

    def _get_kind(self):
        """What a log of this reason says of the machine."""
        if self.lean_big_loss in ("planned", "no_demand"):
            return Kind.OUT
        if self.lean_big_loss == "minor":
            return Kind.MINOR
        # Core splits a log where the expected duration is over: the machine ran all the same.
        return Kind.RUN if self.loss_type in ("productive", "performance") else Kind.STOP
