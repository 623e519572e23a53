# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import format_date

from ..calculations import savings

TIMELINE_DAYS = 31


class LeanKaizenEvent(models.Model):
    """What of an event is looked at: its week, its gains and its savings over time."""

    _inherit = "lean.kaizen.event"

    timeline = fields.Json(compute="_compute_timeline", export_string_translation=False)
    gain_chart = fields.Json(compute="_compute_gain_chart", export_string_translation=False)
    saving_chart = fields.Json(compute="_compute_saving_chart", export_string_translation=False)
    saving_summary = fields.Text(string="Savings by Kind", compute="_compute_saving_summary")
    gain_state = fields.Selection(
        selection=[("held", "Held"), ("decayed", "Decayed"), ("due", "Check overdue"), ("waiting", "To be checked")],
        string="Gain",
        compute="_compute_gain_state",
        search="_search_gain_state",
        help="The last check of each measure: held, decayed, or a check that is overdue.",
    )

    @api.depends(
        "date_start",
        "date_end",
        "lean_action_ids.date_start",
        "lean_action_ids.date_deadline",
        "lean_action_ids.state",
        "lean_action_ids.name",
        "lean_action_ids.user_id",
        "lean_action_ids.employee_id",
    )
    def _compute_timeline(self):
        for event in self:
            event.timeline = event._prepare_timeline()

    @api.depends("measure_ids.baseline", "measure_ids.target", "measure_ids.result", "check_ids.value")
    def _compute_gain_chart(self):
        for event in self:
            event.gain_chart = event._prepare_gain_chart()

    @api.depends("saving_ids.amount_forecast", "saving_ids.amount_actual", "saving_ids.state", "saving_ids.date_from")
    def _compute_saving_chart(self):
        for event in self:
            event.saving_chart = event._prepare_saving_chart()

    @api.depends("saving_ids.amount_forecast", "saving_ids.amount_actual", "saving_ids.state", "saving_ids.kind")
    def _compute_saving_summary(self):
        for event in self:
            event.saving_summary = "\n".join(event._get_saving_lines())

    @api.depends("check_ids.state", "check_ids.date_due", "measure_ids", "round", "step")
    def _compute_gain_state(self):
        for company, events in self.grouped("company_id").items():
            today = (company or self.env.company)._lean_today()
            for event in events:
                event.gain_state = event._get_gain_state(today)

    @api.model
    def _search_gain_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        events = self.search([("check_ids", "!=", False)])
        return [("id", "in", events.filtered(lambda event: event.gain_state in value).ids)]

    def _get_gain_state(self, today):
        """The worst of the last checks of this round; a decayed gain stays until it is measured again."""
        checks = self.check_ids.filtered(lambda check: check.state != "cancelled")
        planned = checks.filtered(lambda check: check.state == "planned")
        if any(check.date_due < today for check in planned):
            return "due"
        last = [
            measure.check_ids.filtered(lambda check: check.state in ("held", "decayed", "no_gain")).sorted(
                lambda check: (check.date_done, check.id)
            )[-1:]
            for measure in self.measure_ids
        ]
        states = {check.state for check in last if check}
        if "decayed" in states:
            return "decayed"
        return "held" if states == {"held"} else "waiting" if planned else False

    def _prepare_timeline(self):
        """Days of the event, and a bar for each action that touches them.

        An action runs from its planned start, else from the first day of the event, to its deadline.
        """
        if not self.date_start:
            return {"days": [], "bars": []}
        today = self.company_id._lean_today()
        actions = self._get_page_actions()
        last = max([self.date_end or self.date_start, *(a.date_deadline for a in actions if a.date_deadline)])
        last = max(min(last, self.date_start + timedelta(days=TIMELINE_DAYS - 1)), self.date_start)
        days = [self.date_start + timedelta(days=index) for index in range((last - self.date_start).days + 1)]
        return {
            "days": [
                {
                    "date": str(day),
                    "weekday": format_date(self.env, day, date_format="EEE"),
                    "label": format_date(self.env, day, date_format="d MMM"),
                    "is_today": day == today,
                    "is_weekend": day.weekday() > 4,
                    "is_event": day <= (self.date_end or self.date_start),
                }
                for day in days
            ],
            "bars": [action._prepare_kaizen_bar(days) for action in actions],
        }

    def _prepare_gain_chart(self):
        """The first measure with a result: baseline, result, then each check, beside the target."""
        measure = self.measure_ids.filtered(lambda item: item.result is not False)[:1] or self.measure_ids[:1]
        if not measure:
            return {"series": [], "empty": self.env._("A measure with its baseline and target is drawn here.")}
        checks = measure.check_ids.filtered(lambda check: check.value is not False).sorted(
            lambda check: (check.round, check.days)
        )
        labels = [self.env._("Before"), self.env._("Result")]
        labels += [self.env._("%s days", check.days) for check in checks]
        values = [measure.baseline, None if measure.result is False else measure.result]
        values += [check.value for check in checks]
        tones = ["none", "moving"] + ["bad" if check.state == "decayed" else "good" for check in checks]
        return {
            "type": "bar",
            "labels": labels,
            "series": [{"label": measure._get_label(), "values": values, "tones": tones}],
            "limits": [{"axis": "y", "value": measure.target, "label": self.env._("Target")}],
            "y_title": measure.unit or "",
        }

    def _prepare_saving_chart(self):
        """Cumulative forecast and actual of one kind, for kinds are not added up: the largest that has an actual."""
        counted = self.saving_ids.filtered(lambda saving: saving.state != "refused" and saving.date_from)
        if not counted:
            return {"series": [], "empty": self.env._("Savings are drawn here, month by month.")}
        by_kind = counted.grouped("kind")
        kind = max(by_kind, key=lambda name: self._rank_kind(by_kind[name]))
        forecast, actual, until = by_kind[kind]._phase_all()
        first, last = min(forecast), max(forecast)
        span = (last.year - first.year) * savings.MONTHS_A_YEAR + last.month - first.month
        months = [savings.month_of(first, index) for index in range(max(span, savings.MONTHS_A_YEAR - 1) + 1)]
        series = [
            {
                "label": self.env._("Forecast, cumulative"),
                "values": savings.cumulate(months, forecast),
                "tone": "none",
                "dashed": True,
            }
        ]
        if actual:
            series.append(
                {
                    "label": self.env._("Actual, cumulative"),
                    "values": savings.cumulate(months, actual, until),
                    "tone": "good",
                }
            )
        return {
            "type": "line",
            "labels": [format_date(self.env, month, date_format="MMM yy") for month in months],
            "series": series,
            "y_title": f"{by_kind[kind]._get_kind_label(kind)} ({self.currency_id.symbol})",
        }

    def _rank_kind(self, savings_of_kind):
        is_known = any(saving.amount_actual is not False for saving in savings_of_kind)
        return is_known, sum(savings_of_kind.mapped("amount_forecast"))

    def _get_saving_lines(self):
        """One line for each kind, once or yearly: forecast and what of it is confirmed."""
        lines = []
        counted = self.saving_ids.filtered(lambda saving: saving.state != "refused")
        for (kind, recurrence), group in counted.grouped(lambda saving: (saving.kind, saving.recurrence)).items():
            confirmed = group.filtered(lambda saving: saving.amount_actual is not False)
            currency = self.currency_id
            lines.append(
                self.env._(
                    "%(kind)s, %(recurrence)s: forecast %(forecast)s, actual %(actual)s",
                    kind=group._get_kind_label(kind),
                    recurrence=group._get_recurrence_label(recurrence),
                    forecast=currency.format(sum(group.mapped("amount_forecast"))),
                    actual=currency.format(sum(confirmed.mapped("amount_actual"))) if confirmed else "–",
                )
            )
        return lines
