# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from dataclasses import dataclass
from datetime import date

from odoo import fields, models
from odoo.tools import SQL

from ..calculations.schedule import Anchor, anchor_after


@dataclass(frozen=True)
class OpenRow:
    """An open row of the ledger, as far as a plan may move it."""

    id: int
    date_theoretical: date
    date_due: date
    anchor_date: date
    anchor_number: int
    shift_days: int
    tolerance_days: int


class LeanTpmTrack(models.Model):
    """A plan on one piece of equipment: from where its due dates are counted."""

    _name = "lean.tpm.track"
    _description = "Maintenance Plan of an Equipment"
    _rec_name = "equipment_id"

    plan_id = fields.Many2one("lean.tpm.plan", required=True, index=True, ondelete="cascade")
    equipment_id = fields.Many2one("maintenance.equipment", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="plan_id.company_id", store=True, index=True)
    active = fields.Boolean(default=True)
    anchor_date = fields.Date(required=True)
    anchor_number = fields.Integer()
    anchor_shift = fields.Integer("Shift (days)")
    first_number = fields.Integer(help="What was due before the equipment joined is none of its occurrences.")
    occurrence_ids = fields.One2many("lean.tpm.occurrence", "track_id")

    _plan_equipment_unique = models.UniqueIndex("(plan_id, equipment_id)")

    def _get_anchor(self):
        return Anchor(self.anchor_date, self.anchor_number, self.anchor_shift)

    def _move_anchor(self, number, done):
        """Count later dates from a completion, as the plan says.

        :param number: of the occurrence
        :param done: date of its completion
        """
        plan = self.plan_id._get_schedule()
        if number < self.anchor_number:
            return
        anchor = anchor_after(plan, self._get_anchor(), number, done)
        self.write({"anchor_date": anchor.start, "anchor_number": anchor.number, "anchor_shift": anchor.shift})

    def _reanchor(self):
        """Count from what was done last, or from the start of a plan that was changed."""
        last = self._read_last_ended()
        for track in self:
            anchor = track._get_changed_anchor(track.plan_id._get_schedule(), last.get(track.id))
            track.write({"anchor_date": anchor.start, "anchor_number": anchor.number, "anchor_shift": anchor.shift})

    def _get_changed_anchor(self, schedule, last):
        """From where another schedule counts.

        :param last: (number, theoretical date) of the occurrence that ended last, None for none
        """
        if last is None:
            return Anchor(schedule.start)
        number, theoretical = last
        return Anchor(max(schedule.interval.after(theoretical), schedule.start), number + 1)

    def _read_last_ended(self):
        """{track id: (number, theoretical date) of the occurrence that ended last}"""
        self.env["lean.tpm.occurrence"].flush_model()
        query = SQL(
            """
            SELECT DISTINCT ON (track_id) track_id, number, date_theoretical
              FROM lean_tpm_occurrence
             WHERE track_id IN %s AND state != 'planned'
          ORDER BY track_id, number DESC
            """,
            tuple(self.ids) or (0,),
        )
        return {track_id: (number, day) for track_id, number, day in self.env.execute_query(query)}

    def _read_ledger(self):
        """{track id: ({number: :class:`OpenRow`}, number that follows the last row)}, from one statement.

        What is open before the anchor, as a later one was done first, stays where it is.
        """
        self.env["lean.tpm.occurrence"].flush_model()
        anchors = {track.id: track.anchor_number for track in self}
        ledger = {track.id: ({}, max(track.first_number, track.anchor_number)) for track in self}
        query = SQL(
            """
            SELECT track_id, number, state, id, date_theoretical, date_due, anchor_date, anchor_number, shift_days,
                   tolerance_days
              FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY track_id ORDER BY number DESC) AS place
                      FROM lean_tpm_occurrence WHERE track_id IN %s) row
             WHERE state = 'planned' OR place = 1
            """,
            tuple(self.ids) or (0,),
        )
        for track_id, number, state, *values in self.env.execute_query(query):
            rows, following = ledger[track_id]
            if state == "planned" and number >= anchors[track_id]:
                rows[number] = OpenRow(*values)
            ledger[track_id] = (rows, max(following, number + 1))
        return ledger

    def _prepare_rows(self, due, rows):
        """Values of the rows that are new, or stand elsewhere than the plan says.

        :param due: :class:`Due` of the plan, in their order
        :param rows: {number: :class:`OpenRow`}
        """
        plan = self.plan_id
        fixed = (self.anchor_date, self.anchor_number, self.anchor_shift, plan.tolerance_days)
        keys = (self.id, plan.id, self.equipment_id.id, plan.company_id.id)
        prepared = []
        for item in due:
            row = rows.get(item.number)
            dates = (item.theoretical, item.day)
            if row and item.is_in_season and (row.date_theoretical, row.date_due) == dates:
                continue
            ending = ("planned", None) if item.is_in_season else ("skipped", plan._explain_left_out(item.theoretical))
            prepared.append((*keys, item.number, *dates, *fixed, *ending))
        return prepared

    def _release_suppressed(self):
        """Smaller packages are open again as long as the larger one is not done."""
        occurrences = self.env["lean.tpm.occurrence"].search(
            [
                ("track_id", "in", self.ids),
                ("state", "=", "suppressed"),
                ("suppressed_by_id.state", "not in", ("done", "late")),
            ]
        )
        occurrences._end("planned", suppressed_by_id=False, reason=False)

    def _give_up(self):
        """The equipment left the plan: nothing more is due for it."""
        open_rows = self.env["lean.tpm.occurrence"].search([("track_id", "in", self.ids), ("state", "=", "planned")])
        open_rows._close_by_plan(self.env._("The equipment is not in this plan any more."))
        self.active = False
