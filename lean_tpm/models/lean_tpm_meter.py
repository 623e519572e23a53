# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.lean_base.tools import UndefinedFloat

from ..calculations.meters import LowerReading, Reading, average_per_day, totals

# What a machine does now says more of next month than what it did last year.
AVERAGE_DAYS = 90


class LeanTpmMeter(models.Model):
    """A counter on a piece of equipment: hours, cycles, pieces, or a value such as a temperature."""

    _name = "lean.tpm.meter"
    _description = "Meter"
    _inherit = ["mail.thread"]
    _order = "equipment_id, name, id"

    name = fields.Char("Meter", required=True, translate=True)
    active = fields.Boolean(default=True)
    equipment_id = fields.Many2one("maintenance.equipment", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company, readonly=False
    )
    code = fields.Char(help="By which a machine names this meter when it posts readings.", index="btree_not_null")
    unit = fields.Char(required=True, default=lambda self: self.env._("h"))
    kind = fields.Selection(
        [("counter", "Counts up"), ("value", "Goes up and down")],
        required=True,
        default="counter",
        help="A counter never shows less than before, unless it runs over or is replaced.",
    )
    rollover = fields.Float("Runs Over At", help="Display value at which it begins at zero again. 0: never.")
    reading_ids = fields.One2many("lean.tpm.reading", "meter_id")
    last_value = UndefinedFloat("Shows", digits=(16, 2), compute="_compute_last", aggregator=None)
    last_date = fields.Datetime("Read", compute="_compute_last")
    total = fields.Float("Run in Total", digits=(16, 2), compute="_compute_last", aggregator=None)
    daily_average = UndefinedFloat(
        "Average a Day",
        digits=(16, 2),
        compute="_compute_daily_average",
        aggregator=None,
        help="Over the last 90 days. Undefined below two readings.",
    )
    chart = fields.Json(compute="_compute_chart")

    _rollover_positive = models.Constraint("CHECK (rollover >= 0)", "A meter runs over at more than zero.")
    _code_unique = models.UniqueIndex(
        "(company_id, code) WHERE code IS NOT NULL", "Another meter of the company has this code already."
    )

    @api.depends("name", "equipment_id")
    def _compute_display_name(self):
        for meter in self:
            meter.display_name = f"{meter.equipment_id.name} · {meter.name}"

    @api.depends("reading_ids.value", "reading_ids.total", "reading_ids.date")
    def _compute_last(self):
        last = {reading.meter_id: reading for reading in self._read_last()}
        for meter in self:
            reading = last.get(meter)
            meter.last_value = reading.value if reading else None
            meter.last_date = reading.date if reading else False
            meter.total = reading.total if reading else 0

    def _read_last(self):
        readings = self.env["lean.tpm.reading"]
        groups = readings._read_group([("meter_id", "in", self.ids)], ["meter_id"], ["date:max"])
        found = readings.search([("meter_id", "in", self.ids), ("date", "in", [date for __, date in groups])])
        latest = dict(groups)
        return found.filtered(lambda reading: reading.date == latest[reading.meter_id])

    @api.depends("kind", "reading_ids.total", "reading_ids.date")
    def _compute_daily_average(self):
        """What a counter adds a day; a value that may fall has none."""
        since = fields.Datetime.now() - timedelta(days=AVERAGE_DAYS)
        counters = self.filtered(lambda meter: meter.kind != "value")
        readings = self.env["lean.tpm.reading"].search(
            [("meter_id", "in", counters.ids), ("date", ">=", since)], order="date, id"
        )
        by_meter = readings.grouped("meter_id")
        for meter in self:
            rows = by_meter.get(meter, readings.browse())
            meter.daily_average = average_per_day([Reading(row.date, row.total) for row in rows])

    @api.depends("reading_ids.value", "reading_ids.date")
    @api.depends_context("lang")
    def _compute_chart(self):
        for meter in self:
            rows = meter.reading_ids.sorted("date")[-60:]
            meter.chart = {
                "type": "line",
                "title": meter.display_name,
                "labels": [fields.Date.to_string(row.date.date()) for row in rows],
                "series": [{"label": meter.name, "values": rows.mapped("value"), "filled": True}],
                "y_title": meter.unit,
                "empty": self.env._("No reading yet."),
            }

    def _recompute_totals(self):
        """What was run in total at each reading; a back-dated one changes those after it."""
        for meter in self:
            rows = meter.reading_ids.sorted(lambda reading: (reading.date, reading.id))
            for reading, total in zip(rows, meter._get_totals(rows), strict=True):
                if reading.total != total:
                    reading.total = total

    def _get_totals(self, rows):
        if self.kind == "value":
            return rows.mapped("value")
        try:
            return totals([row._get_reading() for row in rows], self.rollover or None)
        except LowerReading as error:
            raise ValidationError(
                self.env._(
                    "%(meter)s: %(error)s If the meter ran over, say at which value; if it was replaced, enter what the "
                    "old one showed.",
                    meter=self.display_name,
                    error=error,
                )
            ) from error

    def action_view_readings(self):
        """The readings of these meters."""
        action = self.env["ir.actions.act_window"]._for_xml_id("lean_tpm.lean_tpm_reading_action")
        context = {"default_meter_id": self.id} if len(self) == 1 else {}
        return {**action, "domain": [("meter_id", "in", self.ids)], "context": context}
