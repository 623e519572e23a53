# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from bisect import bisect_left, bisect_right
from datetime import timedelta

from odoo import api, models
from odoo.tools import SQL

from ..calculations.schedule import first_anchor, iterate_due

PLAN_BATCH = 200
INSERT_COLUMNS = (
    ("track_id", "int4"),
    ("plan_id", "int4"),
    ("equipment_id", "int4"),
    ("company_id", "int4"),
    ("number", "int4"),
    ("date_theoretical", "date"),
    ("date_due", "date"),
    ("anchor_date", "date"),
    ("anchor_number", "int4"),
    ("shift_days", "int4"),
    ("tolerance_days", "int4"),
    ("state", "varchar"),
    ("reason", "varchar"),
)

# Where it was moved to is kept as long as the tolerance around its new due date allows it.
KEPT_MOVE = SQL(
    """
    CASE WHEN lean_tpm_occurrence.date_moved != EXCLUDED.date_due
          AND lean_tpm_occurrence.date_moved BETWEEN EXCLUDED.date_due - EXCLUDED.tolerance_days
                                                 AND EXCLUDED.date_due + EXCLUDED.tolerance_days
         THEN lean_tpm_occurrence.date_moved END
    """
)


class LeanTpmPlan(models.Model):
    """Planning ahead: the ledger is brought to what the plans say, as often as one likes."""

    _inherit = "lean.tpm.plan"

    @api.model
    def _cron_plan(self):
        """Plan all running plans ahead, settle what is over, make the requests that come near."""
        plans = self.search([("state", "=", "running")])
        for start in range(0, len(plans), PLAN_BATCH):
            batch = plans[start : start + PLAN_BATCH]
            self.env["lean.batch"]._run(batch, "_run")
            remaining = max(len(plans) - start - PLAN_BATCH, 0)
            if not self.env["ir.cron"]._commit_progress(len(batch), remaining=remaining):
                return

    def _run(self):
        """One run of these plans; a run after ten idle days does what ten daily runs had done."""
        self._plan_ahead()
        self._settle()
        self._make_requests()

    def _plan_ahead(self):
        """Bring the open rows of the ledger to what the plans say; ended rows never change."""
        plans = self.sudo().filtered(lambda plan: plan.state == "running" and plan.active)
        tracks = plans._sync_tracks()
        tracks._release_suppressed()
        ledger = tracks._read_ledger()
        movers, meter_days = plans._get_workday_movers(), tracks._get_meter_days()
        new, stale = [], []
        for track in tracks:
            rows, following = ledger[track.id]
            plan, number = track.plan_id, min(rows, default=following)
            due = track._get_due(number, plan._get_horizon(), movers[plan], meter_days.get(track))
            new += track._prepare_rows(due, rows)
            stale += [rows[number].id for number in rows.keys() - {item.number for item in due}]
        self._upsert_rows(new)
        plans.env["lean.tpm.occurrence"].browse(stale)._close_by_plan(self.env._("The plan no longer asks for it."))
        plans._suppress_contained()

    def _get_horizon(self):
        return self.company_id._lean_today() + timedelta(days=self.ahead_days)

    def _sync_tracks(self):
        """One track for each piece of equipment of the plans; equipment that left is given up."""
        wanted = {(plan.id, equipment.id): plan for plan in self for equipment in plan._get_equipment()}
        tracks = self.env["lean.tpm.track"].with_context(active_test=False).search([("plan_id", "in", self.ids)])
        known = {(track.plan_id.id, track.equipment_id.id): track for track in tracks}
        gone = tracks.filtered(lambda track: track.active and (track.plan_id.id, track.equipment_id.id) not in wanted)
        gone._give_up()
        back = tracks.filtered(lambda track: not track.active and (track.plan_id.id, track.equipment_id.id) in wanted)
        back.active = True
        missing = [(plan, key[1]) for key, plan in wanted.items() if key not in known]
        new = self.env["lean.tpm.track"].create([plan._prepare_track(equipment) for plan, equipment in missing])
        return (tracks - gone) | new

    def _get_equipment(self):
        if self.equipment_id:
            return self.equipment_id.filtered("active")
        return self.category_id.equipment_ids.filtered(
            lambda equipment: equipment.active and equipment.company_id.id in (False, self.company_id.id)
        )

    def _prepare_track(self, equipment_id):
        return {
            "plan_id": self.id,
            "equipment_id": equipment_id,
            "anchor_date": self.date_start,
            "first_number": self._get_first_number(equipment_id),
        }

    def _get_first_number(self, equipment_id):
        """Equipment that joins a category later starts with the first date after it came."""
        equipment = self.env["maintenance.equipment"].browse(equipment_id)
        if self.equipment_id or equipment.effective_date <= self.date_start:
            return 0
        schedule = self._get_schedule()
        due = iterate_due(schedule, first_anchor(schedule), max(self._get_horizon(), equipment.effective_date))
        return next((item.number for item in due if item.theoretical >= equipment.effective_date), 0)

    def _get_workday_movers(self):
        """{plan: function that moves a date to a working day, or None}, each calendar read once."""
        memo, movers = {}, {}
        for plan in self:
            if plan.workday_move == "none":
                movers[plan] = None
                continue
            key = (plan._get_calendar(), plan.company_id, plan._get_earliest(), plan._get_horizon())
            if key not in memo:
                memo[key] = self.env["lean.tpm.workdays"]._get_days(*key)
            movers[plan] = _get_mover(memo[key], plan.workday_move)
        return movers

    def _get_earliest(self):
        """First day that may be asked for; the first of a year, so that plans share what is read."""
        first = min(self.track_ids.mapped("anchor_date") + [self.date_start, self.company_id._lean_today()])
        return first.replace(month=1, day=1)

    def _preview_dates(self, schedule, workday_move):
        """{(equipment, number): due date} of what would be open under another schedule; nothing is written.

        :param schedule: :class:`Plan`
        """
        span = (min(self._get_earliest(), schedule.start), self._get_horizon())
        days = self.env["lean.tpm.workdays"]._get_days(self._get_calendar(), self.company_id, *span)
        mover = None if workday_move == "none" else _get_mover(days, workday_move)
        last = self.track_ids._read_last_ended()
        dates = {}
        for track in self.track_ids:
            anchor = track._get_changed_anchor(schedule, last.get(track.id))
            first = max(anchor.number, track.first_number)
            for due in iterate_due(schedule, anchor, self._get_horizon(), mover, first):
                if due.is_in_season:
                    dates[track.equipment_id, due.number] = due.day
        return dates

    @api.model
    def _upsert_rows(self, rows):
        """Insert planned rows and move those that are still planned, all in one statement.

        The number of an occurrence is its identity: two runs at once insert a row once.
        """
        if not rows:
            return
        self.env["lean.tpm.occurrence"].flush_model()
        columns = SQL(", ").join(SQL.identifier(name) for name, __ in INSERT_COLUMNS)
        arrays = SQL(", ").join(
            SQL("%s::%s[]", [row[index] for row in rows], SQL(kind)) for index, (__, kind) in enumerate(INSERT_COLUMNS)
        )
        self.env.execute_query(
            SQL(
                """
                INSERT INTO lean_tpm_occurrence (%(columns)s, date_planned)
                     SELECT row.*, row.date_due FROM UNNEST(%(arrays)s) AS row(%(columns)s)
                ON CONFLICT (track_id, number) DO UPDATE
                        SET date_theoretical = EXCLUDED.date_theoretical, date_due = EXCLUDED.date_due,
                            anchor_date = EXCLUDED.anchor_date, anchor_number = EXCLUDED.anchor_number,
                            shift_days = EXCLUDED.shift_days, tolerance_days = EXCLUDED.tolerance_days,
                            state = EXCLUDED.state, reason = EXCLUDED.reason,
                            date_moved = %(moved)s, date_planned = COALESCE(%(moved)s, EXCLUDED.date_due)
                      WHERE lean_tpm_occurrence.state = 'planned'
                  RETURNING id
                """,
                columns=columns,
                arrays=arrays,
                moved=KEPT_MOVE,
            )
        )
        self.env["lean.tpm.occurrence"].invalidate_model()

    # What is over

    def _settle(self):
        """Give up what will not be done any more; a smaller package whose larger one is late comes back."""
        plans = self.sudo()
        plans._give_up_missed()
        plans.track_ids._release_suppressed()
        plans._suppress_contained()

    def _give_up_missed(self):
        """An open occurrence is missed once the next one is due, also where that one is done already."""
        rows = self.env["lean.tpm.occurrence"]
        open_rows = rows.search([("plan_id", "in", self.ids), ("state", "=", "planned")])
        following = rows.search(
            [
                ("track_id", "in", open_rows.track_id.ids),
                ("number", "in", [number + 1 for number in set(open_rows.mapped("number"))]),
            ]
        )
        by_place = {(row.track_id, row.number): row for row in following}
        missed = rows
        for row in open_rows:
            after = by_place.get((row.track_id, row.number + 1))
            if after and row._is_missed(after):
                missed += row
        missed._end("missed", reason=self.env._("Not done before the next one was due."))
        missed._close_requests()

    def _suppress_contained(self):
        """Smaller packages within reach of a larger one of the same equipment are done with it."""
        open_rows = self.env["lean.tpm.occurrence"].search(
            [("equipment_id", "in", self.track_ids.equipment_id.ids), ("state", "=", "planned")]
        )
        for group in open_rows.grouped("equipment_id").values():
            if len(group.plan_id) > 1:
                group._suppress()


def _get_mover(days, direction):
    """Function that moves a date to one of `days`, sorted; None without any. A date beyond them stays.

    Where dates are left out, it gives None for one that is none of the days.
    """
    worked = set(days)

    def move(day):
        if day in worked or not days[0] <= day <= days[-1]:
            return day
        if direction == "skip":
            return None
        index = bisect_left(days, day) if direction == "next" else bisect_right(days, day) - 1
        return days[index] if 0 <= index < len(days) else day

    return move if days else None
