# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from dateutil.relativedelta import relativedelta

from odoo import fields, models
from odoo.tools import format_date

from ..calculations import score
from .lean_supplier_scorecard import METRICS

WORST = 5


class LeanSupplierScorecard(models.Model):
    """What the page, the PDF and the portal show of a scorecard, in words and pictures."""

    _inherit = "lean.supplier.scorecard"

    month_label = fields.Char("Month", compute="_compute_month_label")
    interval = fields.Char(
        "Interval (95 %)", compute="_compute_interval", help="Wilson's interval of OTIF, in per cent."
    )
    sentence = fields.Char(compute="_compute_sentence")
    trend = fields.Char(compute="_compute_trend")
    trend_chart = fields.Json(compute="_compute_trend_chart")
    radar_chart = fields.Json(compute="_compute_radar_chart")
    worst_line_ids = fields.Many2many(comodel_name="lean.supplier.scorecard.line", compute="_compute_worst_line_ids")
    dispute_count = fields.Integer(compute="_compute_dispute_count")
    lines_needed = fields.Integer(compute="_compute_lines_needed")

    def _compute_month_label(self):
        for card in self:
            card.month_label = format_date(self.env, card.date_from, date_format="MMMM y")

    def _compute_interval(self):
        for card in self:
            low, high = card.otif_low, card.otif_high
            card.interval = "" if low is False else f"{round(low * 100)}–{round(high * 100)}"

    def _compute_sentence(self):
        for card in self:
            card.sentence = card._get_sentence()

    def _get_sentence(self):
        """OTIF with its interval, and what went wrong: what a buyer says to a vendor."""
        if self.otif is False:
            return self.env._("No line was due in these twelve months.")
        wrong = [
            self.env._("%s late", self.late_count) if self.late_count else "",
            self.env._("%s short", self.short_count) if self.short_count else "",
            self.env._("%s early", self.early_count) if self.early_count else "",
            self.env._("%s too much", self.other_count) if self.other_count else "",
        ]
        lines = self.env._("one line due") if self.line_count == 1 else self.env._("%s lines due", self.line_count)
        text = self.env._(
            "OTIF %(otif)s %% (%(interval)s), %(lines)s",
            otif=round(self.otif * 100),
            interval=self.interval,
            lines=lines,
        )
        wrong = ", ".join(filter(None, wrong))
        return f"{text}: {wrong}." if wrong else f"{text}."

    def _compute_trend(self):
        for card in self:
            card.trend = ""
            if card.score is not False and card.score_before is not False:
                change = round(card.score - card.score_before, 1)
                card.trend = f"▲ +{change}" if change > 0 else f"▼ {change}" if change < 0 else "▶ 0"

    def _compute_lines_needed(self):
        for card in self:
            card.lines_needed = max(score.NEEDED_LINES - card.line_count, 0)

    def _compute_dispute_count(self):
        groups = self.env["lean.delivery.dispute"]._read_group(
            [("partner_id", "in", self.partner_id.ids)], ["partner_id", "company_id"], ["__count"]
        )
        counts = {(partner, company): count for partner, company, count in groups}
        for card in self:
            card.dispute_count = counts.get((card.partner_id, card.company_id), 0)

    def _get_disputes(self):
        """Disputes of the lines behind the grade, those to decide first; as they stand today."""
        self.ensure_one()
        domain = [
            ("company_id", "=", self.company_id.id),
            ("partner_id", "=", self.partner_id.id),
            ("purchase_line_id.window_end", ">=", self.date_from - relativedelta(months=11)),
            ("purchase_line_id.window_end", "<=", self.date_to),
        ]
        found = self.env["lean.delivery.dispute"].sudo().search(domain)
        return found.sorted(lambda dispute: (dispute.state != "open", -dispute.id))

    def _compute_trend_chart(self):
        months = self._get_months_of_year()
        for card in self:
            card.trend_chart = card._prepare_trend_chart(months.get((card.company_id, card.partner_id), {}))

    def _get_months_of_year(self):
        """{(company, vendor): {month: scorecard}} of the valid scorecards up to these."""
        if not self.ids:
            return {}
        cards = self.search(
            [
                ("company_id", "in", self.company_id.ids),
                ("partner_id", "in", self.partner_id.ids),
                ("date_from", ">", min(self.mapped("date_from")) - relativedelta(years=1)),
                ("date_from", "<=", max(self.mapped("date_from"))),
                ("is_current", "=", True),
            ]
        )
        groups = cards.grouped(lambda card: (card.company_id, card.partner_id))
        return {key: {card.date_from: card for card in group} for key, group in groups.items()}

    def _prepare_trend_chart(self, cards):
        months = [self.date_from - relativedelta(months=back) for back in range(11, -1, -1)]
        values = [self._get_month_percent(cards.get(month)) for month in months]
        return {
            "type": "bar",
            "model": self._name,
            "labels": [format_date(self.env, month, date_format="MMM") for month in months],
            "series": [
                {
                    "label": self.env._("OTIF of the month (%)"),
                    "values": values,
                    "tones": [self._get_tone(value) for value in values],
                    "records": [cards[month].id if month in cards else False for month in months],
                }
            ],
            "limits": [{"axis": "y", "value": round(self.target * 100), "label": self.env._("Target")}],
            "y_min": 0,
            "y_max": 100,
        }

    def _get_month_percent(self, card):
        return None if not card or card.month_otif is False else round(card.month_otif * 100, 1)

    def _get_tone(self, percent):
        """Green at the target, amber up to ten points below it, else red."""
        if percent is None:
            return "none"
        below = self.target * 100 - percent
        return "good" if below <= 0 else "warn" if below <= 10 else "bad"

    def _compute_radar_chart(self):
        labels = dict(self._fields["capped_by"]._description_selection(self.env))
        for card in self:
            points = card._get_points()
            card.radar_chart = {
                "type": "radar",
                "labels": [card._get_spoke(labels[metric], points[metric]) for metric, _label in METRICS],
                "hide_ticks": True,
                "series": [{"label": self.env._("Points"), "values": [points[metric] for metric, _label in METRICS]}],
                "y_min": 0,
                "y_max": 100,
            }

    def _get_spoke(self, label, points):
        """A metric and its points in two lines at the end of its spoke, where no line runs through them."""
        return [label, self.env._("no data") if points is None else self.env._("%s points", round(points))]

    def _compute_worst_line_ids(self):
        lines = self.env["lean.supplier.scorecard.line"]
        for card in self:
            domain = [*card._get_graded_domain(), ("on_time_share", "=", 0)]
            card.worst_line_ids = lines.search(domain, order="days_late desc, in_window_share, id", limit=WORST)

    def _get_tiles(self):
        """The four metrics as the page shows them: name, figure, detail, points, weight, method that opens it."""
        self.ensure_one()
        labels = dict(self._fields["capped_by"]._description_selection(self.env))
        points = self._get_points()
        return [
            {
                "metric": metric,
                "label": labels[metric],
                "figure": figure,
                "detail": detail,
                "points": None if points[metric] is None else round(points[metric]),
                "weight": round(self[f"{metric}_weight"]),
            }
            for metric, (figure, detail) in self._get_figures().items()
        ]

    def _get_figures(self):
        none = self.env._("no data")
        return {
            "delivery": (
                none if self.otif is False else self.env._("%s %% OTIF", round(self.otif * 100)),
                "" if self.otd is False else self.env._("%s %% of the quantity in time", round(self.otd * 100)),
            ),
            "quality": self._get_quality_figures(none),
            "lead_time": (
                none if self.lead_mean is False else self.env._("%s days", round(self.lead_mean, 1)),
                "" if self.lead_p90 is False else self.env._("90 %% complete after %s days", round(self.lead_p90, 1)),
            ),
            "price": (
                none if self.price_variance is False else self._show_variance(self.price_variance * 100),
                "" if self.price_variance is False else self.env._("beside the price list, by value"),
            ),
        }

    def _show_variance(self, percent):
        """A sign only where there is a difference: "+0.0" is none."""
        return f"{percent:+.1f} %" if round(percent, 1) else "0 %"

    def _get_quality_figures(self, none):
        lots = self.env._(
            "%(rejected)s of %(lots)s deliveries rejected", rejected=self.rejected_lot_count, lots=self.lot_count
        )
        if not self.lot_count:
            return none, ""
        if self.ppm is False:
            return lots, self.env._("under 1,000 pieces: no ppm")
        return self.env._("%s ppm", f"{self.ppm:,.0f}"), lots
