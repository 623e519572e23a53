# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from datetime import datetime, time, timedelta

import pytz
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models

from odoo.addons.lean_base.tools import UndefinedFloat

from ..calculations.reliability import Reliability

RELIABILITY_DAYS = 365
CHART_MONTHS = 12


class MaintenanceEquipment(models.Model):
    """How equipment holds up: failures over the last year, or over its life where that is shorter.

    Under names of our own: core's mixin owns `mtbf` and `mttr`, in whole days, undefined read as zero.
    """

    _inherit = "maintenance.equipment"

    lean_failure_ids = fields.One2many(
        "maintenance.request", "equipment_id", "Failures", domain=[("lean_is_failure", "=", True)]
    )
    lean_failure_count = fields.Integer("Failures in a Year", compute="_compute_lean_reliability")
    lean_down_since = fields.Datetime("Down Since", compute="_compute_lean_reliability")
    lean_run_hours = fields.Float(
        "Operating Time (h)",
        compute="_compute_lean_reliability",
        help="Working hours less those it stood broken, over the last year or since it is in use.",
    )
    lean_mtbf = UndefinedFloat(
        "MTBF (h)",
        digits=(16, 1),
        compute="_compute_lean_reliability",
        help="Mean operating time between failures: operating time / failures. Undefined without a failure.",
    )
    lean_mttr = UndefinedFloat(
        "MTTR (h)",
        digits=(16, 1),
        compute="_compute_lean_reliability",
        help="Mean time to restoration, from the clock: hours from failed to restored / failures that are over. "
        "Undefined without one.",
    )
    lean_availability = UndefinedFloat(
        "Availability",
        compute="_compute_lean_reliability",
        help="MTBF / (MTBF + MTTR). Undefined where either is.",
    )
    lean_health_chart = fields.Json(compute="_compute_lean_health_chart")

    @api.depends("lean_failure_ids.lean_failed_at", "lean_failure_ids.lean_restored_at", "effective_date")
    def _compute_lean_reliability(self):
        now = fields.Datetime.now()
        since = self._get_lean_reliability_since(now)
        failures = self._read_lean_failures(min(since.values(), default=now))
        run_hours = self._get_lean_run_hours(since, now, failures)
        for equipment in self:
            own = failures[equipment.id].filtered(
                lambda failure, start=since[equipment.id]: failure.lean_failed_at >= start
            )
            over = own.filtered("lean_restored_at")
            figures = Reliability(run_hours[equipment.id], over.mapped("lean_down_hours"), len(own))
            equipment.lean_failure_count = len(own)
            equipment.lean_down_since = min((own - over).mapped("lean_failed_at"), default=False)
            equipment.lean_run_hours = figures.operating_hours
            equipment.lean_mtbf = figures.mtbf
            equipment.lean_mttr = figures.mttr
            equipment.lean_availability = figures.availability

    def _get_lean_reliability_since(self, now):
        """{id: instant} from which failures and operating time of equipment are counted."""
        year_ago = now - timedelta(days=RELIABILITY_DAYS)
        return {
            equipment.id: max(year_ago, datetime.combine(equipment.effective_date or year_ago.date(), time()))
            for equipment in self
        }

    def _read_lean_failures(self, since):
        """{id: failures of equipment since an instant}; one query."""
        domain = [("equipment_id", "in", self.ids), ("lean_failed_at", ">=", since)]
        found = self.env["maintenance.request"].sudo().search([*domain, ("lean_is_failure", "=", True)])
        found = found.filtered(lambda request: not request.archive).grouped("equipment_id")
        none = self.env["maintenance.request"]
        return {equipment.id: found.get(equipment, none) for equipment in self}

    def _get_lean_run_hours(self, since, now, failures):
        """{id: hours} that equipment was meant to run and was not broken.

        By the working calendar of its company; where none is set, around the clock.
        """
        work = self._get_lean_work_spans(min(since.values(), default=now), now)
        hours = {}
        for equipment in self:
            spans = work[equipment.company_id]
            start = since[equipment.id]
            down = [(failure.lean_failed_at, failure.lean_restored_at or now) for failure in failures[equipment.id]]
            lost = sum(_overlap(spans, max(first, start), last) for first, last in _unite(down))
            hours[equipment.id] = (_overlap(spans, start, now) - lost) / 3600
        return hours

    def _get_lean_work_spans(self, start, end):
        spans = {}
        for company in self.company_id | self.filtered(lambda equipment: not equipment.company_id).company_id:
            calendar = company.resource_calendar_id
            work = calendar and calendar._work_intervals_batch(pytz.utc.localize(start), pytz.utc.localize(end))[False]
            spans[company] = [_to_naive(interval) for interval in work] if calendar else [(start, end)]
        spans.setdefault(self.env["res.company"], [(start, end)])
        return spans

    @api.depends("lean_failure_ids.lean_failed_at", "lean_failure_ids.lean_restored_at")
    @api.depends_context("lang")
    def _compute_lean_health_chart(self):
        first = fields.Date.today().replace(day=1) - relativedelta(months=CHART_MONTHS - 1)
        failures = self._read_lean_failures(datetime.combine(first, time()))
        months = [first + relativedelta(months=number) for number in range(CHART_MONTHS)]
        for equipment in self:
            by_month = failures[equipment.id].grouped(lambda failure: failure.lean_failed_at.date().replace(day=1))
            rows = [by_month.get(month, self.env["maintenance.request"]) for month in months]
            equipment.lean_health_chart = equipment._get_health_chart(months, rows)

    def _get_health_chart(self, months, rows):
        """Hours down and failures by month; a chart without a failure is empty."""
        used = any(rows)
        return {
            "type": "bar",
            "title": self.env._("Hours down by month"),
            "labels": [f"{month:%Y-%m}" for month in months],
            "series": [
                {
                    "label": self.env._("Failures"),
                    "type": "line",
                    "values": [len(row) if used else None for row in rows],
                    "tone": "moving",
                },
                {
                    "label": self.env._("Hours down"),
                    "values": [round(sum(row.mapped("lean_down_hours")), 1) if used else None for row in rows],
                    "tone": "bad",
                },
            ],
            "empty": self.env._("No failure in twelve months."),
        }

    def action_view_lean_failures(self):
        """The failures of this equipment."""
        action = self.env["ir.actions.act_window"]._for_xml_id("lean_tpm.maintenance_request_action_failures")
        return {**action, "domain": [("equipment_id", "in", self.ids), ("lean_is_failure", "=", True)], "context": {}}


def _to_naive(interval):
    return tuple(instant.astimezone(pytz.utc).replace(tzinfo=None) for instant in interval[:2])


def _unite(spans):
    """Spans that overlap become one: a machine that is broken twice is down once."""
    united = []
    for start, end in sorted(spans):
        if united and start <= united[-1][1]:
            united[-1] = (united[-1][0], max(end, united[-1][1]))
        else:
            united.append((start, end))
    return united


def _overlap(spans, start, end):
    """Seconds that spans have in common with one from start to end."""
    common = (min(last, end) - max(first, start) for first, last in spans)
    return sum(max(length.total_seconds(), 0) for length in common)
