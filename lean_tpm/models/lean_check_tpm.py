# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import api, models
from odoo.tools import SQL

from odoo.addons.lean_base.tools import Invariant


class LeanCheck(models.AbstractModel):
    """What holds in the ledger of maintenance and its requests; meters and tags are in :mod:`lean_check_meter`."""

    _inherit = "lean.check"

    @api.model
    def _get_invariants(self):
        return [
            *super()._get_invariants(),
            self._get_gap_invariant(),
            self._get_stamp_invariant(),
            self._get_reason_invariant(),
            self._get_suppressed_invariant(),
            self._get_place_invariant(),
            *self._get_request_invariants(),
        ]

    @api.model
    def _get_gap_invariant(self):
        return Invariant(
            code="tpm_ledger",
            model="lean.tpm.track",
            statement=self.env._("A plan has every date in the ledger, from the first to the last, and each once."),
            problem=self.env._("%(plan)s has %(count)s of its %(expected)s dates, number %(first)s to %(last)s."),
            advice=self.env._("Restore the ledger from a backup: dates that were due are missing."),
            find=SQL(
                """
                SELECT row.track_id AS id, plan.name AS plan, COUNT(*) AS count, MIN(row.number) AS first,
                       MAX(row.number) AS last, MAX(row.number) - LEAST(MIN(row.number), MIN(track.first_number)) + 1
                       AS expected
                  FROM lean_tpm_occurrence row
                  JOIN lean_tpm_track track ON track.id = row.track_id
                  JOIN lean_tpm_plan plan ON plan.id = track.plan_id
              GROUP BY row.track_id, plan.name
                HAVING MAX(row.number) - MIN(row.number) + 1 != COUNT(*)
              ORDER BY row.track_id
                """
            ),
        )

    @api.model
    def _get_stamp_invariant(self):
        return Invariant(
            code="tpm_done",
            model="lean.tpm.occurrence",
            statement=self.env._("What was done says when and by whom; what was not says neither."),
            problem=self.env._("It is %(state)s, and done on %(done)s."),
            advice=self.env._("Open it again and say once more when it was done, or leave it out with a reason."),
            find=SQL(
                """
                SELECT id, state, COALESCE(date_done::text, '–') AS done FROM lean_tpm_occurrence
                 WHERE (state IN ('done', 'late')) != (date_done IS NOT NULL)
                    OR (date_done IS NOT NULL AND user_id IS NULL)
              ORDER BY id
                """
            ),
        )

    @api.model
    def _get_reason_invariant(self):
        return Invariant(
            code="tpm_reason",
            model="lean.tpm.occurrence",
            statement=self.env._("What was missed or left out says why."),
            problem=self.env._("It is %(state)s without a reason."),
            advice=self.env._("Ask the maintenance lead; open it again and leave it out with the reason."),
            find=SQL(
                """
                SELECT id, state FROM lean_tpm_occurrence
                 WHERE state IN ('missed', 'skipped') AND COALESCE(reason, '') = '' ORDER BY id
                """
            ),
        )

    @api.model
    def _get_suppressed_invariant(self):
        return Invariant(
            code="tpm_suppressed",
            model="lean.tpm.occurrence",
            statement=self.env._("What is done with a larger package names one of the same equipment."),
            problem=self.env._("It names no larger package of its equipment."),
            advice=self.env._("Let it be repaired: it is due again."),
            find=SQL(
                """
                SELECT small.id
                  FROM lean_tpm_occurrence small
             LEFT JOIN lean_tpm_occurrence large
                    ON large.id = small.suppressed_by_id AND large.equipment_id = small.equipment_id
                 WHERE small.state = 'suppressed' AND large.id IS NULL
              ORDER BY small.id
                """
            ),
            repair=self._release_lost_packages,
            repaired=self.env._("It is open again."),
            chatter="plan_id",
        )

    @api.model
    def _release_lost_packages(self, occurrences):
        occurrences._end("planned", suppressed_by_id=False, reason=False)

    @api.model
    def _get_place_invariant(self):
        return Invariant(
            code="tpm_track",
            model="lean.tpm.occurrence",
            statement=self.env._(
                "A date of the ledger is for the plan, the equipment and the company it was made for."
            ),
            problem=self.env._("Its plan, equipment or company is not that of its place in the plan."),
            advice=self.env._("Let it be repaired."),
            find=SQL(
                """
                SELECT row.id FROM lean_tpm_occurrence row JOIN lean_tpm_track track ON track.id = row.track_id
                 WHERE (row.plan_id, row.equipment_id) != (track.plan_id, track.equipment_id) ORDER BY row.id
                """
            ),
            repair=self._repair_place,
            repaired=self.env._("They were taken from its place in the plan."),
            chatter="plan_id",
        )

    @api.model
    def _repair_place(self, occurrences):
        for track, rows in occurrences.grouped("track_id").items():
            rows.write({"plan_id": track.plan_id.id, "equipment_id": track.equipment_id.id})

    # Requests

    @api.model
    def _get_request_invariants(self):
        return [
            Invariant(
                code="tpm_request_open",
                model="maintenance.request",
                statement=self.env._("A request of a plan closes with its date."),
                problem=self.env._("It is open, but all its dates have ended."),
                advice=self.env._("Let it be repaired."),
                find=SQL(
                    """
                    SELECT request.id
                      FROM maintenance_request request
                      JOIN maintenance_stage stage ON stage.id = request.stage_id AND NOT COALESCE(stage.done, FALSE)
                     WHERE NOT COALESCE(request.archive, FALSE)
                       AND EXISTS (SELECT FROM lean_tpm_occurrence WHERE request_id = request.id)
                       AND NOT EXISTS (SELECT FROM lean_tpm_occurrence
                                        WHERE request_id = request.id AND state IN ('planned', 'missed'))
                  ORDER BY request.id
                    """
                ),
                repair=lambda requests: requests.lean_occurrence_ids._close_requests(),
                repaired=self.env._("It was closed as its dates ended."),
            ),
            Invariant(
                code="tpm_request_done",
                model="lean.tpm.occurrence",
                statement=self.env._("A date ends with its request."),
                problem=self.env._("%(request)s is closed, but the date is open."),
                advice=self.env._("Say when it was done, or leave it out with a reason; or open the request again."),
                find=SQL(
                    """
                    SELECT row.id, request.name AS request
                      FROM lean_tpm_occurrence row
                      JOIN maintenance_request request ON request.id = row.request_id
                      JOIN maintenance_stage stage ON stage.id = request.stage_id
                     WHERE row.state = 'planned' AND (stage.done OR request.archive)
                  ORDER BY row.id
                    """
                ),
            ),
        ]
