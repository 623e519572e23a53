# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import api, models
from odoo.tools import SQL

from odoo.addons.lean_base.tools import Invariant

from ..calculations import decay
from .lean_kaizen_check import JUDGED_STATES

HARDLY = 1e-6


class LeanCheck(models.AbstractModel):
    """What holds of gains, the checks that follow them, and savings."""

    _inherit = "lean.check"

    @api.model
    def _get_invariants(self):
        return [
            *super()._get_invariants(),
            self._get_verdict_invariant(),
            self._get_judged_invariant(),
            self._get_closed_invariant(),
            *self._get_saving_invariants(),
        ]

    @api.model
    def _get_verdict_invariant(self):
        return Invariant(
            code="kaizen_gain",
            model="lean.kaizen.check",
            statement=self.env._("What a check found follows from what it measured and what it compared with."),
            problem=self.env._("It says %(state)s; what was measured says %(expected)s."),
            advice=self.env._("Measure again with a further check: what was found is not changed."),
            find=self._find_wrong_verdicts,
        )

    @api.model
    def _find_wrong_verdicts(self):
        checks = self.env["lean.kaizen.check"].search([("state", "in", JUDGED_STATES)], order="id")
        rows = []
        for check in checks:
            expected = self._get_expected_verdict(check)
            if expected is None or not self._agrees(check, expected):
                rows.append({"id": check.id, "state": check.state, "expected": expected.state if expected else "–"})
        return rows

    @api.model
    def _get_expected_verdict(self, check):
        """The verdict by what the check keeps; None where it kept nothing."""
        kept = (check.reference_baseline, check.reference_target, check.reference_result)
        if check.value is False or False in [value is not False for value in (*kept, check.tolerance)]:
            return None
        return decay.judge(decay.Gain(*kept), check.value, check.tolerance / 100)

    @api.model
    def _agrees(self, check, expected):
        if check.state != expected.state or (check.retained is False) != (expected.retained is None):
            return False
        return expected.retained is None or abs(check.retained - expected.retained) <= HARDLY

    @api.model
    def _get_judged_invariant(self):
        return Invariant(
            code="kaizen_check_done",
            model="lean.kaizen.check",
            statement=self.env._("A check that was made says when and what was measured, one to come does not."),
            problem=self.env._("It is %(state)s, made on %(day)s, and %(value)s was measured."),
            advice=self.env._("Add a further check and measure again."),
            find=SQL(
                """
                SELECT id, state, COALESCE(date_done::text, '–') AS day, COALESCE(value::text, '–') AS value
                  FROM lean_kaizen_check
                 WHERE (state IN %s) != (date_done IS NOT NULL AND value IS NOT NULL)
                    OR (state = 'cancelled' AND COALESCE(cancel_reason, '') = '')
              ORDER BY id
                """,
                JUDGED_STATES,
            ),
        )

    @api.model
    def _get_closed_invariant(self):
        return Invariant(
            code="kaizen_closed",
            model="lean.kaizen.event",
            statement=self.env._("A closed event waits for no check."),
            problem=self.env._("%(count)s of its checks are still to be made."),
            advice=self.env._("Open the event again and make them, or leave them out with a reason."),
            find=SQL(
                """
                SELECT event.id, COUNT(*) AS count
                  FROM lean_kaizen_event event
                  JOIN lean_kaizen_check plan ON plan.event_id = event.id AND plan.state = 'planned'
                 WHERE event.step = 'closed'
              GROUP BY event.id ORDER BY event.id
                """
            ),
        )

    @api.model
    def _get_saving_invariants(self):
        return [
            Invariant(
                code="kaizen_saving",
                model="lean.kaizen.saving",
                statement=self.env._("A saving was approved, and confirmed, by somebody else than who entered it."),
                problem=self.env._("It is %(state)s, approved on %(approved)s and confirmed on %(confirmed)s."),
                advice=self.env._("A Lean manager takes it back to draft; then it goes through its approval."),
                find=SQL(
                    """
                    SELECT saving.id, saving.state, COALESCE(date_approved::text, '–') AS approved,
                           COALESCE(date_confirmed::text, '–') AS confirmed
                      FROM lean_kaizen_saving saving
                 LEFT JOIN hr_employee author ON author.id = saving.author_employee_id
                 LEFT JOIN hr_employee actual ON actual.id = saving.actual_author_employee_id
                     WHERE (saving.state IN ('approved', 'confirmed')
                            AND (approved_by_id IS NULL OR approved_by_id = COALESCE(author.user_id, author_id)))
                        OR (saving.state = 'confirmed'
                            AND (confirmed_by_id IS NULL OR amount_actual IS NULL
                                 OR confirmed_by_id = COALESCE(actual.user_id, actual_author_id)))
                        OR (saving.state NOT IN ('approved', 'confirmed') AND amount_actual IS NOT NULL)
                  ORDER BY saving.id
                    """
                ),
            ),
            Invariant(
                code="kaizen_stock_cut",
                model="lean.kaizen.saving",
                statement=self.env._("What less stock saves each year belongs to the cash it freed in the same event."),
                problem=self.env._("It belongs to “%(cash)s”, which is no cash of its event."),
                advice=self.env._("Enter the stock cut anew in its event."),
                find=SQL(
                    """
                    SELECT yearly.id, cash.name AS cash
                      FROM lean_kaizen_saving yearly JOIN lean_kaizen_saving cash ON cash.id = yearly.stock_cut_id
                     WHERE cash.event_id != yearly.event_id OR cash.kind != 'cash' OR cash.recurrence != 'once'
                  ORDER BY yearly.id
                    """
                ),
            ),
        ]
