# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import api, models
from odoo.tools import SQL, split_every

from odoo.addons.lean_base.tools import Invariant

from .lean_supplier_scorecard_generate import METRICS_QUERY

BATCH = 1000
# What is compared: counts and sums; the points and the grade follow from them.
MONTH_FIGURES = ("month_line_count", "month_on_time_count", "month_otif", "month_otd", "month_lead_mean")
YEAR_FIGURES = (
    *("line_count", "on_time_count", "early_count", "late_count", "short_count", "other_count", "otif", "otd"),
    *("qty_received", "qty_rejected", "lot_count", "rejected_lot_count", "lead_count", "lead_mean"),
    *("paid_value", "listed_value"),
)
HARDLY = 1e-6


class LeanCheck(models.AbstractModel):
    """What holds of scorecards and the lines they are made of."""

    _inherit = "lean.check"

    @api.model
    def _get_invariants(self):
        return [
            *super()._get_invariants(),
            self._get_scorecard_line_invariant(),
            self._get_scorecard_month_invariant(),
            self._get_scorecard_figure_invariant(),
        ]

    @api.model
    def _get_scorecard_line_invariant(self):
        return Invariant(
            code="scorecard_line",
            model="lean.supplier.scorecard.line",
            statement=self.env._("A line of a scorecard is of its month, and valid as long as the scorecard is."),
            problem=self.env._(
                "It is of %(month)s and valid: %(valid)s; its scorecard is of %(card_month)s, %(card_valid)s."
            ),
            advice=self.env._("Let it be repaired."),
            find=SQL(
                """
                SELECT line.id, line.month::text AS month, COALESCE(line.is_current, FALSE) AS valid,
                       card.date_from::text AS card_month, COALESCE(card.is_current, FALSE) AS card_valid
                  FROM lean_supplier_scorecard_line line
                  JOIN lean_supplier_scorecard card ON card.id = line.scorecard_id
                 WHERE line.month != card.date_from OR line.is_current IS DISTINCT FROM card.is_current
              ORDER BY line.id
                """
            ),
            repair=self._repair_scorecard_lines,
            repaired=self.env._("It follows its scorecard."),
            chatter="scorecard_id",
        )

    @api.model
    def _repair_scorecard_lines(self, lines):
        for card, group in lines.grouped("scorecard_id").items():
            group.write({"month": card.date_from, "is_current": card.is_current})

    @api.model
    def _get_scorecard_month_invariant(self):
        return Invariant(
            code="scorecard_month",
            model="lean.supplier.scorecard",
            statement=self.env._("A vendor has one valid scorecard a month, which is its last revision."),
            problem=self.env._("%(count)s scorecards of this month are valid; the last revision is number %(last)s."),
            advice=self.env._("Score the month once more."),
            find=SQL(
                """
                SELECT MAX(id) AS id, COUNT(*) FILTER (WHERE is_current) AS count, MAX(revision) AS last
                  FROM lean_supplier_scorecard
              GROUP BY company_id, partner_id, date_from
                HAVING COUNT(*) FILTER (WHERE is_current) != 1
                    OR MAX(revision) FILTER (WHERE is_current) != MAX(revision)
              ORDER BY 1
                """
            ),
        )

    @api.model
    def _get_scorecard_figure_invariant(self):
        return Invariant(
            code="scorecard_figures",
            model="lean.supplier.scorecard",
            statement=self.env._("The figures of a scorecard are those of its lines."),
            problem=self.env._("%(figure)s is %(noted)s; its lines give %(found)s."),
            advice=self.env._("Score the month again: a revision is made, and this one is kept beside it."),
            find=self._find_wrong_scorecards,
        )

    @api.model
    def _find_wrong_scorecards(self):
        """Figures of the year are left out where a month of it was scored again later: that one is a revision."""
        self.env.cr.execute(
            """
            SELECT card.id, EXISTS (SELECT FROM lean_supplier_scorecard due
                                     WHERE due.company_id = card.company_id AND due.partner_id = card.partner_id
                                       AND due.date_from > card.date_from - INTERVAL '12 months'
                                       AND due.date_from < card.date_from AND due.revision > 1
                                       AND due.create_date > card.create_date)
              FROM lean_supplier_scorecard card WHERE card.is_current ORDER BY card.id
            """
        )
        figures = {
            card_id: MONTH_FIGURES if is_outdated else MONTH_FIGURES + YEAR_FIGURES
            for card_id, is_outdated in self.env.cr.fetchall()
        }
        cards = self.env["lean.supplier.scorecard"]
        batches = split_every(BATCH, figures, cards.browse)
        return [row for batch in batches for row in self._compare_figures(batch, figures)]

    @api.model
    def _compare_figures(self, cards, figures):
        self.env.cr.execute(METRICS_QUERY, [cards.ids])
        measured = {row["id"]: row for row in self.env.cr.dictfetchall()}
        rows = []
        for card in cards:
            found = measured[card.id]
            wrong = [name for name in figures[card.id] if not _agree(card[name], found[name])]
            if wrong:
                label = card._fields[wrong[0]]._description_string(self.env)
                rows.append({"id": card.id, "figure": label, "noted": card[wrong[0]], "found": _show(found[wrong[0]])})
        return rows


def _agree(noted, found):
    """Whether two figures are the same; undefined (False, None) agrees with undefined only."""
    if found is None or noted is False:
        return found is None and noted is False
    return abs(float(noted) - float(found)) <= HARDLY * max(1, abs(float(found)))


def _show(figure):
    return "–" if figure is None else f"{float(figure):g}"
