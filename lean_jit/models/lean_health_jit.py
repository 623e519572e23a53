# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from dateutil.relativedelta import relativedelta

from odoo import api, models
from odoo.tools import SQL

from odoo.addons.lean_base.tools import Job, Queue


class LeanHealth(models.AbstractModel):
    """Whether vendors are scored and stock is analysed."""

    _inherit = "lean.health"

    @api.model
    def _get_jobs(self):
        return super()._get_jobs() + [
            Job(
                "lean_jit.ir_cron_scorecard",
                self.env._(
                    "Closed months get no scorecards. The next run scores all closed months of the last year that "
                    "have none; those that have one stay as they are."
                ),
            ),
            Job(
                "lean_jit.ir_cron_jit_analysis",
                self.env._(
                    "The analysis stays that of the last run. The next run analyses as of its own day; a month left "
                    "out stays out, and can be made by hand with its date."
                ),
            ),
        ]

    @api.model
    def _get_queues(self):
        return super()._get_queues() + [
            Queue(
                code="jit_unscored",
                name=self.env._("Companies whose last closed month has no scorecards"),
                model="res.company",
                find=self._find_unscored_companies,
                advice=self.env._(
                    "See whether the scheduled action of scorecards runs, or choose Score Closed Months above the scorecards."
                ),
            )
        ]

    @api.model
    def _find_unscored_companies(self):
        """Companies to which something was promised for their last closed month, and that have no scorecard of it.

        A day of patience: the month is scored in the night after it closed.
        """
        months = {
            company.id: (company._lean_today() - relativedelta(days=1)).replace(day=1) - relativedelta(months=1)
            for company in self.env.companies
        }
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                SELECT asked.company_id
                  FROM UNNEST(%s::int[], %s::date[]) AS asked(company_id, month)
                 WHERE EXISTS (SELECT FROM purchase_order_line line
                                 JOIN purchase_order purchase
                                   ON purchase.id = line.order_id AND purchase.state = 'purchase'
                                WHERE line.company_id = asked.company_id AND line.qty_promised > 0
                                  AND line.window_end >= asked.month
                                  AND line.window_end < asked.month + INTERVAL '1 month')
                   AND NOT EXISTS (SELECT FROM lean_supplier_scorecard card
                                    WHERE card.company_id = asked.company_id AND card.date_from = asked.month)
                """,
                list(months),
                list(months.values()),
            )
        )
        return [company_id for (company_id,) in self.env.cr.fetchall()]
