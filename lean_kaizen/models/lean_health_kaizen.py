# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from datetime import timedelta

from odoo import api, models
from odoo.fields import Domain

from odoo.addons.lean_base.tools import Job, Queue


class LeanHealth(models.AbstractModel):
    """Whether gains are checked."""

    _inherit = "lean.health"

    @api.model
    def _get_jobs(self):
        return super()._get_jobs() + [
            Job(
                "lean_kaizen.ir_cron_check_gains",
                self.env._(
                    "Nobody is asked for the checks of gains. The next run asks once for each that is due, with the "
                    "day it was due on."
                ),
            )
        ]

    @api.model
    def _get_queues(self):
        checks = self.env["lean.kaizen.check"]
        return super()._get_queues() + [
            Queue(
                code="kaizen_to_ask",
                name=self.env._("Checks of gains nobody was asked for"),
                model="lean.kaizen.check",
                domain=checks._get_due_domain() & Domain("is_asked", "=", False),
                date_field="date_due",
                patience=timedelta(days=2),
                advice=self.env._("Name a leader or sponsor of the event, and see whether the scheduled action runs."),
            ),
            Queue(
                code="kaizen_error",
                name=self.env._("Events whose checks could not be planned"),
                model="lean.kaizen.event",
                domain=Domain("check_error", "!=", False),
                advice=self.env._("The reason stands on the event; the next run tries again."),
            ),
        ]
