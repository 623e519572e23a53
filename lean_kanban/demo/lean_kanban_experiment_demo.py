# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from datetime import timedelta

from odoo import api, models
from odoo.fields import Domain

ENDED = Domain("state", "in", ("kept", "restored", "stopped"))
BEARING_TRIAL = 12  # working days ago
BEARING_DAYS = 28


class LeanKanbanDemo(models.AbstractModel):
    """Kaizen trials: one card less, judged every day."""

    _inherit = "lean.kanban.demo"

    @api.model
    def _get_endings(self):
        return {**super()._get_endings(), "lean.kanban.experiment": ENDED}

    def _plan_bearing_trial(self, timeline, days):
        """The bearings do with one card less since two weeks."""
        loop = self._get_loop("bearing")
        for day in days[-BEARING_TRIAL:]:
            self._plan_trial(timeline, day + timedelta(hours=3), loop, loop.card_count - 1, BEARING_DAYS)

    def _plan_trial(self, timeline, date, loop, card_count, days):
        """A morning on which a trial is judged, and the next one started until so many cards are left."""
        timeline.add(date, self._try_with_less, loop, card_count, days)

    def _try_with_less(self, loop, card_count, days):
        experiment = loop.experiment_id
        experiment._update_experiments()
        if experiment.state not in ("waiting", "running"):
            loop.activity_ids.action_done()  # read the next morning
        if not loop.experiment_id and loop.card_count > card_count and not loop._get_red_loops():
            self.env["lean.kanban.experiment"].create({"loop_id": loop.id, "days": days}).action_start()
