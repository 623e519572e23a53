# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.lean_base.tools import Job, Queue


class LeanHealth(models.AbstractModel):
    """Whether audits are planned, asked for and settled."""

    _inherit = "lean.health"

    @api.model
    def _get_jobs(self):
        return super()._get_jobs() + [
            Job(
                "lean_5s.ir_cron_5s_run",
                self.env._(
                    "No audit is planned or recorded as missed. The next run plans all that came due, with the days "
                    "they were due on, and records what was missed in between."
                ),
            )
        ]

    @api.model
    def _get_queues(self):
        planned = Domain("state", "=", "planned")
        return super()._get_queues() + [
            Queue(
                code="5s_to_settle",
                name=self.env._("Audits that are over and not recorded as missed"),
                model="lean.5s.audit",
                domain=planned & Domain("date_following", "<=", fields.Date.today()),
                date_field="date_following",
                patience=timedelta(days=2),
                advice=self.env._("See whether the scheduled action that plans audits runs."),
            ),
            Queue(
                code="5s_without_auditor",
                name=self.env._("Planned audits without an auditor"),
                model="lean.5s.audit",
                domain=planned & Domain("auditor_id", "=", False),
                advice=self.env._("Name auditors in the schedule: nobody who is named may audit there any more."),
            ),
        ]
