# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.lean_base.tools import Job, Queue

AT_ONCE = timedelta(hours=1)


class LeanHealth(models.AbstractModel):
    """Whether signalled cards are ordered, and what was scanned is booked."""

    _inherit = "lean.health"

    @api.model
    def _get_jobs(self):
        return [*super()._get_jobs(), *self._get_flow_jobs(), *self._get_review_jobs()]

    @api.model
    def _get_flow_jobs(self):
        """What runs right after a scan, and every hour to be safe."""
        return [
            Job(
                "lean_kanban.ir_cron_release",
                self.env._(
                    "Emptied containers are not ordered. Scans go on, and the next run orders all that is signalled, "
                    "once."
                ),
            ),
            Job(
                "lean_kanban.ir_cron_book_arrivals",
                self.env._("Containers scanned as received stay unbooked. The next run books all of them."),
            ),
            Job(
                "lean_kanban.ir_cron_quarantine",
                self.env._("Containers that are not OK stay booked where they were. The next run moves all of them."),
            ),
        ]

    @api.model
    def _get_review_jobs(self):
        return [
            Job(
                "lean_kanban.ir_cron_update_sizing",
                self.env._(
                    "Recommended numbers of cards stay those of the last run, with its date. The next run measures as "
                    "of its own day."
                ),
            ),
            Job(
                "lean_kanban.ir_cron_review_buffers",
                self.env._("Nobody is asked to review locked buffers. The next run asks about all that are due."),
            ),
            Job(
                "lean_kanban.ir_cron_missing",
                self.env._("Nobody is asked about lost cards. The next run asks about all there are then."),
            ),
            Job(
                "lean_kanban.ir_cron_update_experiments",
                self.env._(
                    "Kaizen trials go on beyond their days, and a card is not put back when its loop turns red. The "
                    "next run judges all of them."
                ),
            ),
        ]

    @api.model
    def _get_queues(self):
        return [*super()._get_queues(), *self._get_card_queues(), *self._get_scan_queues(), self._get_sizing_queue()]

    @api.model
    def _get_card_queues(self):
        signalled = Domain("state", "=", "empty") & Domain("is_held_back", "=", False)
        come = Domain("state", "=", "wait") & Domain("release_date", "<=", fields.Datetime.now())
        return [
            Queue(
                code="kanban_to_order",
                name=self.env._("Signalled cards that are not ordered"),
                model="lean.kanban.card",
                domain=(signalled | come) & Domain("loop_id.state", "=", "active"),
                date_field="date_state",
                patience=AT_ONCE,
                advice=self.env._("See whether the scheduled action that orders signalled cards runs."),
            ),
            Queue(
                code="kanban_error",
                name=self.env._("Cards that could not be ordered"),
                model="lean.kanban.card",
                domain=Domain("state", "=", "error"),
                date_field="date_state",
                advice=self.env._("The reason stands on the card: mend it, then choose Order Again."),
            ),
        ]

    @api.model
    def _get_scan_queues(self):
        return [
            Queue(
                code="kanban_to_book",
                name=self.env._("Received containers that are not booked"),
                model="lean.kanban.arrival",
                domain=Domain("state", "=", "waiting"),
                date_field="create_date",
                patience=AT_ONCE,
                advice=self.env._("See whether the scheduled action that books containers runs."),
            ),
            Queue(
                code="kanban_to_move",
                name=self.env._("Containers that are not OK and not in quarantine"),
                model="lean.kanban.rejection",
                domain=Domain("state", "in", ("waiting", "error")),
                date_field="date",
                patience=AT_ONCE,
                advice=self.env._("The reason stands on the rejection: move the goods by hand where it is an error."),
            ),
        ]

    @api.model
    def _get_sizing_queue(self):
        days = fields.Datetime.now() - timedelta(days=3)
        never = Domain("sizing_date", "=", False) & Domain("create_date", "<", days)
        stale = never | Domain("sizing_date", "<", days)
        return Queue(
            code="kanban_to_size",
            name=self.env._("Running loops that were not measured for three days"),
            model="lean.kanban.loop",
            domain=Domain("state", "=", "active") & stale,
            date_field="sizing_date",
            advice=self.env._(
                "See whether the scheduled action that recommends numbers of cards runs; the log names loops it could "
                "not measure."
            ),
        )
