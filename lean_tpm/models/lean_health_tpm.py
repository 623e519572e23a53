# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.lean_base.tools import Job, Queue


class LeanHealth(models.AbstractModel):
    """Whether maintenance is planned ahead."""

    _inherit = "lean.health"

    @api.model
    def _get_jobs(self):
        return super()._get_jobs() + [
            Job(
                "lean_tpm.ir_cron_tpm_plan",
                self.env._(
                    "Nothing new is planned, and no requests are made. The next run brings the ledger to what the "
                    "plans say, with the due dates of the days in between, and records what was missed."
                ),
            )
        ]

    @api.model
    def _get_queues(self):
        planned = Domain("state", "=", "planned") & Domain("plan_id.state", "=", "running")
        return super()._get_queues() + [
            Queue(
                code="tpm_to_request",
                name=self.env._("Due maintenance without a request"),
                model="lean.tpm.occurrence",
                domain=planned
                & Domain("plan_id.kind", "!=", "autonomous")
                & Domain("request_id", "=", False)
                & Domain("date_planned", "<", fields.Date.today()),
                date_field="date_planned",
                patience=timedelta(days=2),
                advice=self.env._(
                    "See whether the scheduled action that plans maintenance runs; the log names plans it could not run."
                ),
            )
        ]

    @api.model
    def _get_mailing_models(self):
        return [*super()._get_mailing_models(), "maintenance.request"]
