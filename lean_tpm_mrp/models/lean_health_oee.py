# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.lean_base.tools import Job, Queue


class LeanHealth(models.AbstractModel):
    """Whether effectiveness is measured and meters are fed."""

    _inherit = "lean.health"

    @api.model
    def _get_jobs(self):
        return super()._get_jobs() + [
            Job(
                "lean_tpm_mrp.ir_cron_measure",
                self.env._(
                    "Effectiveness stands still. The next run measures all days that are not closed, from the logs of "
                    "the work orders."
                ),
            ),
            Job(
                "lean_tpm_mrp.ir_cron_feed_meters",
                self.env._(
                    "Meters that work orders feed stand still, and so do forecasts. The next run reads all that was "
                    "run since the last reading."
                ),
            ),
        ]

    @api.model
    def _get_queues(self):
        return super()._get_queues() + [
            Queue(
                code="oee_to_measure",
                name=self.env._("Companies whose effectiveness was not measured for two days"),
                model="res.company",
                domain=Domain("lean_oee_measured_on", "<", fields.Date.today() - timedelta(days=1)),
                date_field="lean_oee_measured_on",
                advice=self.env._("See whether the scheduled action that measures effectiveness runs."),
            )
        ]
