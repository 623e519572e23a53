# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from math import ceil, floor

from odoo import api, fields, models
from odoo.tools import format_date

from ..calculations.demand import skip_before_first, summarize_demand, summarize_lead_times
from ..calculations.replay import Cards, ReorderRule, TriangleCard, arrive, fewest, replay
from .lean_kanban_replay import MOST_CARDS

MOST_LINES = 15
INPUTS = (
    "company_id",
    "product_id",
    "location_id",
    "history_days",
    "trigger",
    "container_qty",
    "number",
    "lot_container_count",
    "signal_point",
    "batch_size",
    "number_from",
    "number_to",
    "lead_time_basis",
    "lead_time_days",
    "today",
    "today_number",
    "today_lot",
    "today_min",
    "today_max",
    "today_multiple",
    "unit_cost",
)


class LeanKanbanReplay(models.TransientModel):
    """What a replay shows: candidates, two charts, and where its figures come from."""

    _inherit = "lean.kanban.replay"

    candidates = fields.Json(compute="_compute_result")
    stock_chart = fields.Json("Stock by the Day", compute="_compute_result")
    service_chart = fields.Json("Service and Stock", compute="_compute_result")
    explanation = fields.Text("Where the Figures Come From", compute="_compute_result")
    complaint = fields.Char(compute="_compute_result")

    @api.depends(*INPUTS)
    @api.depends_context("lang")
    def _compute_result(self):
        for wizard in self:
            wizard.update(wizard._get_result())

    def _get_result(self):
        nothing = dict.fromkeys(("candidates", "stock_chart", "service_chart", "explanation", "complaint"), False)
        if complaint := self._get_complaint():
            return {**nothing, "complaint": complaint}
        days = self._read_days()
        demand = [max(day.demand, 0) for day in days.values()]
        if not any(demand):
            return {**nothing, "complaint": self._get_no_history()}
        lead_times = self._get_lead_times()
        if not lead_times:
            return {**nothing, "complaint": self._get_no_lead_time()}
        today, runs = self._run(demand, arrive(len(demand), lead_times))
        return {
            **nothing,
            "candidates": self._prepare_candidates(today, runs),
            "stock_chart": self._prepare_stock_chart(list(days), today, runs[self.number]),
            "service_chart": self._prepare_service_chart(today, runs),
            "explanation": self._explain(days, demand, lead_times),
        }

    def _get_no_history(self):
        return self.env._(
            "Nothing has left %(location)s in the last %(days)s days, so there is nothing to replay: take a longer "
            "history, or the place it really leaves.",
            location=self.location_id.display_name,
            days=self.history_days,
        )

    def _get_no_lead_time(self):
        if self.lead_time_basis == "measured":
            return self.env._(
                "No replenishment of this loop is measured yet: take a lead time that is always the same."
            )
        return self.env._("The lead time is not known: enter working days from a signal to the full container.")

    # Replay

    def _read_days(self):
        """Days of the history, from that on which the product came to the place."""
        days = self.env["lean.kanban.history"]._get_place_days(
            self.product_id, self.location_id, self.company_id, self.history_days
        )
        return skip_before_first(days, self._get_stock())

    def _get_stock(self):
        """On hand for cards to draw: what is locked beside them is not theirs."""
        place = self.env["lean.kanban.loop"].new(
            {
                "product_id": self.product_id.id,
                "location_id": self.location_id.id,
                "company_id": self.company_id.id,
            }
        )
        return place._get_quantities_on_hand()[place]

    def _get_lead_times(self):
        """Working days to draw from; nothing where none is measured."""
        if self.lead_time_basis == "fixed":
            return [self.lead_time_days] if self.lead_time_days else []
        return self.loop_id._get_measured_lead_times() if self.loop_id else []

    def _make_policy(self, number):
        """The loop with so many cards, or with the triangle at that container."""
        if self.trigger == "signal":
            return TriangleCard(number * self.container_qty, self.lot_container_count * self.container_qty)
        return Cards(number, self.container_qty, self.signal_point == "first_piece", self.batch_size)

    def _make_today(self):
        """What orders today, or None. Addons add further rules."""
        if self.today == "rule":
            return ReorderRule(self.today_min, self.today_max, self.today_multiple)
        if self.today != "cards" or self.today_number <= 0:
            return None
        if self.trigger == "signal":
            return TriangleCard(self.today_number * self.container_qty, max(self.today_lot, 1) * self.container_qty)
        return self._make_policy(self.today_number)

    def _run(self, demand, arrivals):
        """Today's replay, or None, and {number: replay}; all on the same lead times."""
        today = self._make_today()
        runs = {number: replay(demand, self._make_policy(number), arrivals) for number in self._get_numbers()}
        return today and replay(demand, today, arrivals), runs

    def _get_numbers(self):
        """Numbers to compare: so many at even steps, the chosen one and today's."""
        step = max(ceil((self.number_to - self.number_from + 1) / MOST_LINES), 1)
        numbers = {*range(self.number_from, self.number_to + 1, step), self.number}
        if self.today == "cards" and 0 < self.today_number <= MOST_CARDS:
            numbers.add(self.today_number)
        return sorted(numbers)

    def _propose_numbers(self):
        """Compare around what would have been enough; choose that where nothing is recommended."""
        lead_times = not self._get_complaint() and self._get_lead_times()
        if not lead_times:
            return
        demand = [max(day.demand, 0) for day in self._read_days().values()]
        enough = fewest(demand, self._make_policy, arrive(len(demand), lead_times), most=MOST_CARDS)
        number = self._get_recommended_number() or (not self.loop_id and enough) or self.number
        numbers = {self.number, number, enough or number}
        self.write(
            {
                "number": number,
                "number_from": max(min(numbers) - 2, 1),
                "number_to": min(max(numbers) + 2, MOST_CARDS),
            }
        )

    def _get_recommended_number(self):
        loop = self.loop_id
        number = loop.recommended_signal_container if self.trigger == "signal" else loop.recommended_card_count
        return min(number, MOST_CARDS)

    # Show

    def _prepare_candidates(self, today, runs):
        recommended = self._get_recommended_number()
        rows = [
            {
                **self._prepare_row(run),
                "number": number,
                "is_today": self.today == "cards" and number == self.today_number,
                "is_recommended": number == recommended,
            }
            for number, run in runs.items()
        ]
        title = self.env._("At container") if self.trigger == "signal" else self.env._("Cards")
        rule = self._prepare_row(today) if today and self.today == "rule" else False
        return {
            "title": title,
            "unit": self.uom_id.name,
            "rule": rule,
            "rule_name": self._get_today_name(),
            "rows": rows,
        }

    def _prepare_row(self, run):
        return {
            "fill_rate": run.fill_rate * 100,
            "short_days": run.short_days,
            "days_served": run.days_served * 100,
            "stock": run.average_stock,
            "orders": run.orders,
            "cash": run.average_stock * self.unit_cost,
        }

    def _get_today_name(self):
        if self.today == "rule":
            return self.env._("Rule %(low)s/%(high)s", low=f"{self.today_min:g}", high=f"{self.today_max:g}")
        return self._name_number(self.today_number, self.env._("today"))

    def _name_number(self, number, note=None):
        name = self.env._("At container %s", number) if self.trigger == "signal" else self.env._("%s cards", number)
        return f"{name} ({note})" if note else name

    def _prepare_stock_chart(self, dates, today, run):
        series = [{"label": self._name_number(self.number), "values": self._round(run.stock), "tone": "good"}]
        is_same = self.today == "cards" and self.today_number == self.number
        if today and not is_same:
            values = self._round(today.stock)
            series.append({"label": self._get_today_name(), "values": values, "tone": "none", "dashed": True})
        return {
            "type": "line",
            "title": self.env._("Stock at the end of each working day"),
            "labels": [format_date(self.env, date, date_format="d MMM") for date in dates],
            "series": series,
            "y_title": self.uom_id.name,
        }

    @api.model
    def _round(self, values):
        return [round(value, 2) for value in values]

    def _prepare_service_chart(self, today, runs):
        others = {number: run for number, run in runs.items() if number != self.number}
        series = [
            self._prepare_points(self.env._("Candidates"), "moving", others),
            self._prepare_points(self._name_number(self.number), "good", {self.number: runs[self.number]}),
        ]
        if today:
            point = {
                **self._prepare_points(self._get_today_name(), "bad", {0: today}),
                "names": [self._get_today_name()],
            }
            series.append(point)
        lowest = min(point["y"] for points in series for point in points["values"])
        return {
            "type": "scatter",
            "title": self.env._("Share of the demand served, by average stock"),
            "series": series,
            "x_title": self.env._("Average stock (%s)", self.uom_id.name),
            "y_title": self.env._("Demand served (%)"),
            "y_min": max(floor(lowest / 10) * 10 - 10, 0),
            "y_max": 100,
        }

    def _prepare_points(self, label, tone, runs):
        return {
            "label": label,
            "tone": tone,
            "values": [{"x": round(run.average_stock, 1), "y": round(run.fill_rate * 100, 1)} for run in runs.values()],
            "names": [self._name_number(number) for number in runs],
        }

    # Explain

    def _explain(self, days, demand, lead_times):
        lines = [self._explain_demand(list(days), demand), self._explain_lead_time(lead_times)]
        summary = summarize_demand(list(days.values()), self._get_stock())
        if summary and summary.days_without_stock:
            lines.append(
                self.env._(
                    "On %s of these days there was nothing to take: the real demand may have been higher.",
                    summary.days_without_stock,
                )
            )
        lines.append(
            self.env._(
                "Each run begins full. What is missing is lost and counts as short; what is ordered in the evening "
                "arrives in the morning, that many working days later. Cash is the average stock at cost."
            )
        )
        return "\n".join(lines)

    def _explain_demand(self, dates, demand):
        return self.env._(
            "Demand: %(total)s %(unit)s left %(location)s on %(moved)s of %(days)s working days, %(first)s to %(last)s; "
            "%(mean)s a day, %(most)s at most.",
            total=f"{sum(demand):g}",
            unit=self.uom_id.name,
            location=self.location_id.display_name,
            moved=sum(quantity > 0 for quantity in demand),
            days=len(demand),
            first=format_date(self.env, dates[0]),
            last=format_date(self.env, dates[-1]),
            mean=f"{sum(demand) / len(demand):.1f}",
            most=f"{max(demand):g}",
        )

    def _explain_lead_time(self, lead_times):
        if self.lead_time_basis == "fixed":
            return self.env._("Lead time: %s working days, always.", f"{self.lead_time_days:g}")
        summary = summarize_lead_times(lead_times)
        return self.env._(
            "Lead time: drawn from %(count)s replenishments of the last year, %(low)s to %(high)s working days, mean "
            "%(mean)s; the same draws for all.",
            count=summary.count,
            low=f"{min(lead_times):.1f}",
            high=f"{max(lead_times):.1f}",
            mean=f"{summary.mean:.1f}",
        )
