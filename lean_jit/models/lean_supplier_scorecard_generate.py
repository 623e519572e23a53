# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from odoo.addons.lean_base.tools import store_measured

from ..calculations import lead_time, score
from ..calculations.wilson import wilson_interval
from .lean_supplier_scorecard_line import COPIED_FIELDS

GRADED_MONTHS = 12
MONTH = "DATE_TRUNC('month', {day}::timestamp)::date"

# A line is short where some of it came in time, and late where none of it did.
METRICS_QUERY = """
SELECT card.id,
       COUNT(*) FILTER (WHERE {in_month} AND line.is_counted) AS month_line_count,
       COUNT(*) FILTER (WHERE {in_month} AND line.on_time_share = 1) AS month_on_time_count,
       AVG(line.on_time_share) FILTER (WHERE {in_month}) AS month_otif,
       AVG(line.in_window_share) FILTER (WHERE {in_month}) AS month_otd,
       AVG(line.lead_days) FILTER (WHERE {in_month} AND line.is_counted) AS month_lead_mean,
       COUNT(*) FILTER (WHERE line.is_counted) AS line_count,
       COUNT(*) FILTER (WHERE line.on_time_share = 1) AS on_time_count,
       COUNT(*) FILTER (WHERE line.on_time_share = 0 AND line.state = 'early') AS early_count,
       COUNT(*) FILTER (WHERE line.on_time_share = 0 AND line.state = 'over') AS other_count,
       COUNT(*) FILTER (WHERE line.on_time_share = 0 AND {came_late} AND line.qty_in_window <= 0) AS late_count,
       COUNT(*) FILTER (WHERE line.on_time_share = 0 AND {came_late} AND line.qty_in_window > 0) AS short_count,
       AVG(line.on_time_share) AS otif,
       AVG(line.in_window_share) AS otd,
       COALESCE(SUM(line.qty_received), 0)::float8 AS qty_received,
       COALESCE(SUM(line.qty_rejected), 0)::float8 AS qty_rejected,
       COUNT(*) FILTER (WHERE line.qty_received > 0) AS lot_count,
       COUNT(*) FILTER (WHERE line.qty_rejected > 0) AS rejected_lot_count,
       COUNT(line.lead_days) FILTER (WHERE line.is_counted) AS lead_count,
       AVG(line.lead_days) FILTER (WHERE line.is_counted) AS lead_mean,
       STDDEV_SAMP(line.lead_days) FILTER (WHERE line.is_counted) AS lead_stddev,
       PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY line.lead_days) FILTER (WHERE line.is_counted) AS lead_median,
       PERCENTILE_CONT(0.9) WITHIN GROUP (ORDER BY line.lead_days) FILTER (WHERE line.is_counted) AS lead_p90,
       COALESCE(SUM(line.paid_value) FILTER (WHERE line.listed_value > 0), 0) AS paid_value,
       COALESCE(SUM(line.listed_value) FILTER (WHERE line.listed_value > 0), 0) AS listed_value
  FROM lean_supplier_scorecard card
  LEFT JOIN lean_supplier_scorecard due
    ON due.company_id = card.company_id AND due.partner_id = card.partner_id AND due.is_current
   AND due.date_from > card.date_from - INTERVAL '12 months' AND due.date_from <= card.date_from
  LEFT JOIN lean_supplier_scorecard_line line ON line.scorecard_id = due.id
 WHERE card.id = ANY(%s)
 GROUP BY card.id
""".format(in_month="line.month = card.date_from", came_late="line.state IN ('late', 'partial', 'overdue')")


class LeanSupplierScorecard(models.Model):
    """Making scorecards: deliveries copied in one statement, metrics in another, for all vendors at once."""

    _inherit = "lean.supplier.scorecard"

    @api.model
    def generate(self, date_from, date_to, *, again=False):
        """Score the closed months within a period, for all vendors of the user's companies.

        A month is closed when its last day is over. Months scored before are left as they are.

        :param date_from: a day of the first month
        :param date_to: a day of the last month; months that are not over are left out
        :param again: score them anew: that gives revisions, and the former ones are kept
        :return: the scorecards made
        """
        self._check_may_generate()
        date_from, date_to = fields.Date.to_date(date_from), fields.Date.to_date(date_to)
        if not date_from or not date_to or date_from > date_to:
            raise UserError(self.env._("Choose a period that ends after it begins."))
        cards = self.browse()
        for company in self.env.companies:
            cards += self.sudo()._generate(company, self._get_months(company, date_from, date_to), again=again)
        return cards.sudo(self.env.su)

    @api.model
    def _check_may_generate(self):
        groups = "purchase.group_purchase_manager,lean_base.group_lean_manager"
        if not self.env.su and not self.env.user.has_groups(groups):
            raise AccessError(self.env._("Only a purchasing or Lean manager may score vendors."))

    @api.model
    def _get_months(self, company, date_from, date_to):
        """First days of the closed months of a period, oldest first."""
        today = company._lean_today()
        month, months = date_from.replace(day=1), []
        while month <= date_to and month + relativedelta(months=1) <= today:
            months.append(month)
            month += relativedelta(months=1)
        return months

    @api.model
    def _generate(self, company, months, *, again=False):
        if not months:
            return self.browse()
        if again:
            self._retire(company, months)
        self.env.flush_all()
        cards = self._create_cards(company, months)
        cards._copy_lines(company, months)
        cards._score()
        return cards

    @api.model
    def _retire(self, company, months):
        """The valid scorecards of these months make room for their next revisions."""
        domain = [("company_id", "=", company.id), ("date_from", "in", months), ("is_current", "=", True)]
        cards = self.search(domain)
        cards.line_ids.write({"is_current": False})
        cards.write({"is_current": False})

    def _copy_lines(self, company, months):
        """Copy the deliveries due in the months of these scorecards."""
        self.env.flush_all()
        columns = SQL(", ").join(map(SQL.identifier, COPIED_FIELDS))
        copied = SQL(", ").join(SQL.identifier("delivery", name) for name in COPIED_FIELDS)
        self.env.cr.execute(
            SQL(
                """INSERT INTO lean_supplier_scorecard_line (
                       scorecard_id, %(columns)s, month, is_current)
                   SELECT card.id, %(copied)s, card.date_from, TRUE
                     FROM (%(deliveries)s) delivery
                     JOIN lean_supplier_scorecard card
                       ON card.partner_id = delivery.partner_id
                      AND card.date_from = %(month_of_line)s
                    WHERE card.id = ANY(%(cards)s)""",
                columns=columns,
                copied=copied,
                deliveries=self.env["lean.supplier.delivery"]._get_period_query(
                    company, months[0], months[-1] + relativedelta(months=1)
                ),
                cards=self.ids,
                month_of_line=SQL(MONTH.format(day="delivery.date_due")),
            )
        )
        # Until it is analysed the table has as few lines for the planner as it had last night: none, the first time.
        self.env.cr.execute("ANALYZE lean_supplier_scorecard_line (scorecard_id)")
        self.env["lean.supplier.scorecard.line"].invalidate_model()

    @api.model
    def _create_cards(self, company, months):
        """A scorecard for each vendor and month with a line in its twelve months, where there is none."""
        values = self._prepare_cards(company)
        self.env.cr.execute(
            SQL(
                """INSERT INTO lean_supplier_scorecard (partner_id, date_from, date_to, revision, %(names)s)
                   SELECT DISTINCT due.partner_id, month.date, (month.date + INTERVAL '1 month - 1 day')::date, (
                          SELECT COALESCE(MAX(former.revision), 0) + 1
                            FROM lean_supplier_scorecard former
                           WHERE former.company_id = %(company)s AND former.partner_id = due.partner_id
                             AND former.date_from = month.date
                          ), %(values)s
                     FROM UNNEST(%(months)s::date[]) month (date)
                     JOIN (
                          SELECT scored.partner_id, scored.date_from AS month
                            FROM lean_supplier_scorecard scored
                           WHERE scored.company_id = %(company)s AND scored.is_current AND EXISTS (
                                 SELECT FROM lean_supplier_scorecard_line line WHERE line.scorecard_id = scored.id)
                          UNION
                          SELECT DISTINCT partner.commercial_partner_id, %(month_of_line)s
                            FROM purchase_order_line line
                            JOIN res_partner partner ON partner.id = line.partner_id
                           WHERE line.company_id = %(company)s AND line.window_end >= %(first)s
                             AND line.window_end < %(end)s AND line.qty_promised > 0
                          ) due
                       ON due.month > month.date - INTERVAL '12 months' AND due.month <= month.date
                    WHERE NOT EXISTS (
                          SELECT FROM lean_supplier_scorecard card
                           WHERE card.company_id = %(company)s AND card.partner_id = due.partner_id
                             AND card.date_from = month.date AND card.is_current)
                    ORDER BY 2, 1
                RETURNING id""",
                names=SQL(", ").join(map(SQL.identifier, values)),
                values=SQL(", ").join(SQL("%s", value) for value in values.values()),
                month_of_line=SQL(MONTH.format(day="line.window_end")),
                first=months[0],
                end=months[-1] + relativedelta(months=1),
                months=months,
                company=company.id,
            )
        )
        return self.browse(card_id for (card_id,) in self.env.cr.fetchall())

    @api.model
    def _prepare_cards(self, company):
        """What scorecards of a company that are made together have in common."""
        return {
            "company_id": company.id,
            "is_current": True,
            "target": company.scorecard_otif_target / 100,
            **{f"{metric}_weight": weight for metric, weight in company._get_scorecard_weights().items()},
            **dict.fromkeys(("create_uid", "write_uid"), self.env.uid),
            **dict.fromkeys(("create_date", "write_date"), self.env.cr.now()),
        }

    def _score(self):
        """Metrics of these scorecards in one statement; points and grades from them."""
        if not self:
            return
        self.env.cr.execute(METRICS_QUERY, [self.ids])
        metrics = {row.pop("id"): row for row in self.env.cr.dictfetchall()}
        self.fetch(["company_id", "partner_id", "date_from", *(f"{metric}_weight" for metric in score.METRICS)])
        scores, figures = self._get_former_scores(), {}
        for card in self.sorted("date_from"):
            values = self._prepare_metrics(metrics[card.id])
            result = card._grade(values)
            key = (card.company_id, card.partner_id)
            values |= result | {"score_before": scores.get((*key, card.date_from - relativedelta(months=1)))}
            scores[(*key, card.date_from)] = result["score"]
            figures[card] = values
        store_measured(figures)

    def _get_former_scores(self):
        """{(company, vendor, month): score} of the month before the first of these."""
        month = min(self.mapped("date_from")) - relativedelta(months=1)
        former = self.search(
            [
                ("company_id", "in", self.company_id.ids),
                ("partner_id", "in", self.partner_id.ids),
                ("date_from", "=", month),
                ("is_current", "=", True),
            ]
        )
        return {(card.company_id, card.partner_id, month): card.score for card in former}

    @api.model
    def _prepare_metrics(self, row):
        """Metrics and points from what the statement counted."""
        interval = wilson_interval(row["on_time_count"], row["line_count"])
        ppm = score.parts_per_million(row["qty_rejected"], row["qty_received"])
        variance = score.price_variance(row["paid_value"], row["listed_value"])
        spread = lead_time.variation(row["lead_mean"], row["lead_stddev"])
        lots = score.lot_points(row["rejected_lot_count"], row["lot_count"])
        return row | {
            "otif_low": interval and interval.low,
            "otif_high": interval and interval.high,
            "ppm": ppm,
            "price_variance": variance,
            "delivery_points": score.delivery_points(row["otif"]),
            "quality_points": lots if ppm is None else score.ppm_points(ppm),
            "lead_time_points": score.stability_points(spread),
            "price_points": score.price_points(variance),
        }

    def _grade(self, values):
        """Score and grade, with the weights this scorecard was made with."""
        points = {metric: values[f"{metric}_points"] for metric in score.METRICS}
        weights = {metric: self[f"{metric}_weight"] for metric in score.METRICS}
        result = score.grade_score(points, weights, values["line_count"])
        return {
            "score": result.value,
            "grade": result.grade,
            "is_provisional": result.is_provisional,
            "capped_by": result.capped_by,
        }

    def action_generate_again(self):
        """Score this month anew, for all vendors: asked for by a person, and both are kept."""
        self.ensure_one()
        cards = self.with_company(self.company_id).with_context(allowed_company_ids=self.company_id.ids)
        cards = cards.generate(self.date_from, self.date_to, again=True)
        card = cards.filtered(lambda card: card.partner_id == self.partner_id)
        return card and {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": card.id,
            "view_mode": "form",
        }

    @api.model
    def action_generate_missing(self):
        """Score the closed months of the last year that have not been scored."""
        today = fields.Date.context_today(self)
        self.generate(today - relativedelta(months=GRADED_MONTHS), today)
        return self.env["ir.actions.act_window"]._for_xml_id("lean_jit.lean_supplier_scorecard_action")

    @api.model
    def _cron_generate(self):
        """Score the months that closed since the last run, company by company."""
        promised = self.env["purchase.order.line"]._read_group([("window_end", "!=", False)], ["company_id"])
        companies = [company for (company,) in promised]
        for done, company in enumerate(companies, start=1):
            self.env["lean.batch"]._run(company, "_generate_last_year", self._name)
            self.env["ir.cron"]._commit_progress(1, remaining=len(companies) - done)

    @api.model
    def _generate_last_year(self, company):
        today = company._lean_today()
        self.with_context(allowed_company_ids=company.ids).generate(today - relativedelta(months=GRADED_MONTHS), today)
