# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from datetime import timedelta

from odoo import api, models
from odoo.fields import Domain

from odoo.addons.lean_base.tools import Job, Queue


class LeanHealth(models.AbstractModel):
    """Whether orders of cards reach their vendors."""

    _inherit = "lean.health"

    @api.model
    def _get_jobs(self):
        return super()._get_jobs() + [
            Job(
                "lean_kanban_purchase.ir_cron_send_digests",
                self.env._(
                    "Vendors who want one e-mail a day get none. The next run sends each of them all orders that "
                    "wait, in one e-mail."
                ),
            )
        ]

    @api.model
    def _get_queues(self):
        confirmed = Domain("state", "=", "purchase")
        return super()._get_queues() + [
            Queue(
                code="purchase_to_send",
                name=self.env._("Confirmed orders of cards that wait to be sent"),
                model="purchase.order",
                domain=confirmed & Domain("kanban_send_state", "=", "to_send"),
                date_field="date_approve",
                patience=timedelta(days=4),
                advice=self.env._(
                    "See whether the scheduled action of the daily mails runs, and at which hour the vendor wants them."
                ),
            ),
            Queue(
                code="purchase_not_sent",
                name=self.env._("Orders of cards that could not be sent"),
                model="purchase.order",
                domain=confirmed & Domain("kanban_send_state", "=", "failed"),
                date_field="date_approve",
                advice=self.env._("The reason is in the buyer's activity on the order: mend it, then send again."),
            ),
        ]

    @api.model
    def _get_mailing_models(self):
        return [*super()._get_mailing_models(), "purchase.order"]
