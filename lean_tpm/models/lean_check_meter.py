# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import api, models
from odoo.tools import SQL

from odoo.addons.lean_base.tools import Invariant

# Each reading with the one before; what the machine ran between them, as calculations/meters.py counts it.
STEPS = """
    SELECT reading.id, reading.meter_id, reading.total, reading.value, reading.date, meter.kind, meter.rollover,
           COALESCE(reading.is_replacement, FALSE) AS is_replacement,
           CASE WHEN reading.is_replacement THEN COALESCE(reading.replaced_value, 0) ELSE reading.value END AS shown,
           LAG(reading.value) OVER meter AS before, COALESCE(LAG(reading.total) OVER meter, 0) AS total_before
      FROM lean_tpm_reading reading JOIN lean_tpm_meter meter ON meter.id = reading.meter_id
    WINDOW meter AS (PARTITION BY reading.meter_id ORDER BY reading.date, reading.id)
"""
HARDLY = 0.005  # totals are stored with two digits


class LeanCheck(models.AbstractModel):
    """What holds of meters, of answers and of tags."""

    _inherit = "lean.check"

    @api.model
    def _get_invariants(self):
        return [
            *super()._get_invariants(),
            self._get_lower_invariant(),
            self._get_total_invariant(),
            self._get_tag_invariant(),
            self._get_machine_invariant(),
        ]

    @api.model
    def _get_lower_invariant(self):
        return Invariant(
            code="tpm_meter_lower",
            model="lean.tpm.reading",
            statement=self.env._("A counter never shows less than before, unless it ran over or was replaced."),
            problem=self.env._("It shows %(shown)s; the reading before showed %(before)s."),
            advice=self.env._("Correct the reading, or say that the meter was replaced and what the old one showed."),
            find=SQL(
                f"""
                SELECT id, shown, before FROM ({STEPS}) step
                 WHERE kind = 'counter' AND shown < before AND (COALESCE(rollover, 0) = 0 OR before > rollover)
              ORDER BY id
                """  # noqa: S608 (a constant)
            ),
        )

    @api.model
    def _get_total_invariant(self):
        return Invariant(
            code="tpm_meter_total",
            model="lean.tpm.reading",
            statement=self.env._("What a meter ran in total follows from its readings."),
            problem=self.env._("%(total)s is noted, %(expected)s follows from the reading before."),
            advice=self.env._("Let it be repaired."),
            find=SQL(
                f"""
                SELECT id, total, expected
                  FROM (SELECT id, total, CASE WHEN kind = 'value' THEN value
                                               WHEN before IS NULL THEN 0
                                               WHEN shown >= before THEN total_before + shown - before
                                               WHEN rollover >= before THEN total_before + rollover - before + shown
                                               END AS expected
                          FROM ({STEPS}) step) row
                 WHERE ABS(COALESCE(total, 0) - expected) > %s
              ORDER BY id
                """,  # noqa: S608 (a constant)
                HARDLY,
            ),
            repair=lambda readings: readings.meter_id._recompute_totals(),
            repaired=self.env._("The totals of its meter were worked out anew."),
            chatter="meter_id",
        )

    @api.model
    def _get_tag_invariant(self):
        return Invariant(
            code="tpm_tag_done",
            model="lean.tpm.tag",
            statement=self.env._("A tag that was mended says when, an open one does not."),
            problem=self.env._("It is %(state)s, and mended on %(done)s; it was found on %(found)s."),
            advice=self.env._("Open it again, and close it when it was mended."),
            find=SQL(
                """
                SELECT id, state, COALESCE(date_done::text, '–') AS done, date_found::text AS found FROM lean_tpm_tag
                 WHERE (state = 'done') != (date_done IS NOT NULL) OR date_done < date_found ORDER BY id
                """
            ),
        )

    @api.model
    def _get_machine_invariant(self):
        return Invariant(
            code="tpm_tag_machine",
            model="lean.tpm.tag",
            statement=self.env._("A tag of a check hangs on the machine that was checked."),
            problem=self.env._("It hangs on another machine than the one whose check found it."),
            advice=self.env._("Look which machine it is, and correct the tag."),
            find=SQL(
                """
                SELECT tag.id
                  FROM lean_tpm_tag tag JOIN lean_tpm_occurrence row ON row.id = tag.occurrence_id
                 WHERE tag.equipment_id IS DISTINCT FROM row.equipment_id ORDER BY tag.id
                """
            ),
        )
