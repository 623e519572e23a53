# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import api, models
from odoo.tools import SQL

from odoo.addons.lean_base.tools import Invariant

from ..calculations.score import MAX_SCORE, SECTIONS

HARDLY = 0.051  # scores are stored with one digit


class LeanCheck(models.AbstractModel):
    """What holds of audits, their answers and their schedules, and of red tags."""

    _inherit = "lean.check"

    @api.model
    def _get_invariants(self):
        return [
            *super()._get_invariants(),
            self._get_answer_score_invariant(),
            self._get_entry_invariant(),
            self._get_complete_invariant(),
            self._get_score_invariant(),
            self._get_audit_end_invariant(),
            *self._get_schedule_invariants(),
            *self._get_red_tag_invariants(),
        ]

    @api.model
    def _get_answer_score_invariant(self):
        return Invariant(
            code="audit_answer_score",
            model="lean.5s.answer",
            statement=self.env._("The score of an answer is what was chosen."),
            problem=self.env._("%(choice)s was chosen, %(score)s is its score."),
            advice=self.env._("Let it be repaired."),
            find=SQL(
                """
                SELECT id, COALESCE(choice, '–') AS choice, COALESCE(score::text, '–') AS score FROM lean_5s_answer
                 WHERE score IS DISTINCT FROM CASE WHEN choice IN ('0', '1', '2', '3', '4') THEN choice::numeric END
              ORDER BY id
                """
            ),
            repair=self._recompute_answers,
            repaired=self.env._("The score follows from what was chosen."),
            chatter="audit_id",
        )

    @api.model
    def _recompute_answers(self, answers):
        for name in ("score", "has_failed"):
            self.env.add_to_compute(answers._fields[name], answers)
        answers.flush_recordset()

    @api.model
    def _get_entry_invariant(self):
        return Invariant(
            code="audit_answer_entry",
            model="lean.5s.answer",
            statement=self.env._("An answer is the last one that a phone sent for it and that counts."),
            problem=self.env._("The answer is %(choice)s; %(entry)s was sent last."),
            advice=self.env._("Let it be repaired while the audit is open. A signed one stays: audit once more."),
            find=SQL(
                """
                SELECT answer.id, COALESCE(answer.choice, '–') AS choice, entry.choice AS entry,
                       audit.state = 'in_progress' AS is_repairable
                  FROM lean_5s_answer answer
                  JOIN lean_5s_audit audit ON audit.id = answer.audit_id
                  JOIN (SELECT DISTINCT ON (answer_id) answer_id, choice FROM lean_5s_entry
                         WHERE is_applied AND choice IS NOT NULL ORDER BY answer_id, date_made DESC, id DESC) entry
                    ON entry.answer_id = answer.id
                 WHERE entry.choice IS DISTINCT FROM answer.choice
              ORDER BY answer.id
                """
            ),
            repair=self._repair_answers,
            repaired=self.env._("It is what the phone sent last."),
            chatter="audit_id",
        )

    @api.model
    def _repair_answers(self, answers):
        entries = self.env["lean.5s.entry"].search(
            [("answer_id", "in", answers.ids), ("is_applied", "=", True), ("choice", "!=", False)],
            order="date_made, id",
        )
        last = {entry.answer_id: entry for entry in entries}
        for answer in answers:
            entry = last[answer]
            answer._record(choice=entry.choice, date_answered=entry.date_made, user_id=entry.user_id.id)

    @api.model
    def _get_complete_invariant(self):
        return Invariant(
            code="audit_complete",
            model="lean.5s.audit",
            statement=self.env._("A signed audit has an answer to each of its questions."),
            problem=self.env._("%(answered)s of %(count)s questions are answered."),
            advice=self.env._("Audit the area once more: what is signed is not changed."),
            find=SQL(
                """
                SELECT audit.id, COUNT(answer.id) AS count, COUNT(answer.choice) AS answered
                  FROM lean_5s_audit audit LEFT JOIN lean_5s_answer answer ON answer.audit_id = audit.id
                 WHERE audit.state = 'done'
              GROUP BY audit.id
                HAVING COUNT(answer.id) = 0 OR COUNT(answer.id) != COUNT(answer.choice)
              ORDER BY audit.id
                """
            ),
        )

    @api.model
    def _get_score_invariant(self):
        """The score of each S and the mean of those that have one, worked out in the database."""
        stored = SQL(" UNION ALL ").join(
            SQL(
                "SELECT id, score AS total, %s::varchar AS section, %s AS score FROM lean_5s_audit WHERE state = 'done'",
                section,
                SQL.identifier(f"score_{section}"),
            )
            for section in SECTIONS
        )
        return Invariant(
            code="audit_score",
            model="lean.5s.audit",
            statement=self.env._("The scores of a signed audit are those of its answers."),
            problem=self.env._("Its score is %(total)s %%; its answers give %(expected)s %%, or one S differs."),
            advice=self.env._("Audit the area once more: what is signed is not changed."),
            find=SQL(
                """
                SELECT stored.id, COALESCE(MIN(stored.total)::text, '–') AS total,
                       COALESCE(ROUND(AVG(found.score), 1)::text, '–') AS expected
                  FROM (%(stored)s) stored
             LEFT JOIN (SELECT audit_id, section, 100 * SUM(weight * score) / NULLIF(SUM(weight * %(most)s), 0) AS score
                          FROM lean_5s_answer WHERE choice != 'na' GROUP BY audit_id, section) found
                    ON found.audit_id = stored.id AND found.section = stored.section
              GROUP BY stored.id
                HAVING BOOL_OR((stored.score IS NULL) != (found.score IS NULL)
                               OR ABS(stored.score - found.score) > %(hardly)s)
                    OR (MIN(stored.total) IS NULL) != (AVG(found.score) IS NULL)
                    OR ABS(MIN(stored.total) - AVG(found.score)) > %(hardly)s
              ORDER BY stored.id
                """,
                stored=stored,
                most=MAX_SCORE,
                hardly=HARDLY,
            ),
        )

    @api.model
    def _get_audit_end_invariant(self):
        return Invariant(
            code="audit_end",
            model="lean.5s.audit",
            statement=self.env._("An audit that ended says when it was signed, or why it was not done."),
            problem=self.env._("It is %(state)s, signed on %(done)s, with the reason “%(reason)s”."),
            advice=self.env._("Ask the auditor, and note it in the chatter."),
            find=SQL(
                """
                SELECT id, state, COALESCE(date_done::text, '–') AS done, COALESCE(reason, '–') AS reason
                  FROM lean_5s_audit
                 WHERE (state = 'done') != (date_done IS NOT NULL AND signed_by_id IS NOT NULL)
                    OR (state IN ('missed', 'cancelled') AND COALESCE(reason, '') = '')
              ORDER BY id
                """
            ),
        )

    @api.model
    def _get_schedule_invariants(self):
        return [
            Invariant(
                code="audit_series",
                model="lean.5s.schedule",
                statement=self.env._("A schedule has each of its dates, from the first to the last, once."),
                problem=self.env._("It has %(count)s audits, number %(first)s to %(last)s."),
                advice=self.env._("Restore the missing audits from a backup."),
                find=SQL(
                    """
                    SELECT schedule_id AS id, COUNT(*) AS count, MIN(number) AS first, MAX(number) AS last
                      FROM lean_5s_audit WHERE schedule_id IS NOT NULL
                  GROUP BY schedule_id
                    HAVING MAX(number) + 1 != COUNT(*)
                  ORDER BY schedule_id
                    """
                ),
            ),
            Invariant(
                code="audit_day",
                model="lean.5s.audit",
                statement=self.env._("A schedule asks for one audit a date."),
                problem=self.env._("Its schedule has %(count)s audits on %(day)s."),
                advice=self.env._("Cancel the one that nobody has done, with the reason."),
                find=SQL(
                    """
                    SELECT audit.id, audit.date_planned::text AS day, twin.count
                      FROM lean_5s_audit audit
                      JOIN (SELECT schedule_id, date_planned, MIN(id) AS first, COUNT(*) AS count FROM lean_5s_audit
                             WHERE schedule_id IS NOT NULL AND state != 'cancelled'
                          GROUP BY schedule_id, date_planned HAVING COUNT(*) > 1) twin
                        ON twin.schedule_id = audit.schedule_id AND twin.date_planned = audit.date_planned
                     WHERE audit.id != twin.first AND audit.state != 'cancelled'
                  ORDER BY audit.id
                    """
                ),
            ),
        ]

    @api.model
    def _get_red_tag_invariants(self):
        return [
            Invariant(
                code="red_tag_number",
                model="lean.5s.red.tag",
                statement=self.env._("No two red tags of a company have the same number."),
                problem=self.env._("%(count)s tags are %(name)s."),
                advice=self.env._("Print one of them anew, under a new number."),
                find=SQL(
                    """
                    SELECT tag.id, tag.name, twin.count
                      FROM lean_5s_red_tag tag
                      JOIN (SELECT company_id, name, MIN(id) AS first, COUNT(*) AS count FROM lean_5s_red_tag
                             WHERE name != '/' GROUP BY company_id, name HAVING COUNT(*) > 1) twin
                        ON twin.name = tag.name AND twin.company_id = tag.company_id AND tag.id != twin.first
                  ORDER BY tag.id
                    """
                ),
            ),
            Invariant(
                code="red_tag_decided",
                model="lean.5s.red.tag",
                statement=self.env._("A red tag that was decided says what becomes of it, when, and by whom."),
                problem=self.env._("It is %(state)s: decided on %(day)s, %(disposition)s."),
                advice=self.env._("Decide anew: it goes back to the holding area and on from there."),
                find=SQL(
                    """
                    SELECT id, state, COALESCE(date_decided::text, '–') AS day,
                           COALESCE(disposition, '–') AS disposition
                      FROM lean_5s_red_tag
                     WHERE (state IN ('decided', 'done')
                            AND (disposition IS NULL OR date_decided IS NULL OR decided_by_id IS NULL))
                        OR (state = 'done') != (date_done IS NOT NULL)
                  ORDER BY id
                    """
                ),
            ),
        ]
