# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from ..calculations.meters import crosses, forecast_due
from ..calculations.schedule import Due, iterate_due


class LeanTpmPlan(models.Model):
    """Plans that hang on what a machine has run, or on what it shows."""

    _inherit = "lean.tpm.plan"

    trigger = fields.Selection(
        [
            ("calendar", "The calendar"),
            ("meter", "A meter"),
            ("first", "Whichever comes first"),
            ("threshold", "A threshold"),
        ],
        required=True,
        default="calendar",
        tracking=True,
        help="Calendar: every so many days. Meter: every so many hours or pieces. Threshold: when a value is passed.",
    )
    meter_name = fields.Char("Meter", help="Name of the meter on the equipment, such as Spindle hours.")
    meter_interval = fields.Float("Every (by the Meter)", digits=(16, 2))
    meter_lead = fields.Float("Ahead (by the Meter)", digits=(16, 2), help="Due so much before the interval is over.")
    threshold_kind = fields.Selection(
        [("above", "Rises above"), ("below", "Falls below"), ("increase", "Rises at once by")], default="above"
    )
    threshold = fields.Float(digits=(16, 2))

    @api.constrains("trigger", "meter_name", "meter_interval", "meter_lead")
    def _check_meter(self):
        for plan in self.filtered(lambda plan: plan.trigger != "calendar"):
            if not plan.meter_name:
                raise ValidationError(self.env._("%s: name the meter it hangs on.", plan.name))
            if plan.trigger != "threshold" and not 0 <= plan.meter_lead < plan.meter_interval:
                raise ValidationError(
                    self.env._("%s: the interval of the meter is more than zero, and more than its lead.", plan.name)
                )

    @api.model
    def _follow_meters(self, meters):
        """Readings came: forecasts move, thresholds that were passed make occurrences."""
        plans = self.search(
            [
                ("state", "=", "running"),
                ("trigger", "!=", "calendar"),
                ("meter_name", "in", meters.mapped("name")),
                ("track_ids.equipment_id", "in", meters.equipment_id.ids),
            ]
        )
        plans._plan_ahead()
        plans.filtered(lambda plan: plan.trigger == "threshold")._make_requests()


class LeanTpmTrack(models.Model):
    _inherit = "lean.tpm.track"

    meter_base = fields.Float(digits=(16, 2), help="Total of the meter when it was done last.")

    def _move_anchor(self, number, done):
        plan = self.plan_id
        if plan.trigger in ("meter", "first"):
            meter = self._get_meters().get(self)
            self.meter_base = meter.total if meter else 0
        if plan.trigger in ("calendar", "first"):
            super()._move_anchor(number, done)

    def _get_meters(self):
        """{track: its meter}, found by equipment and name"""
        meters = self.env["lean.tpm.meter"].search([("equipment_id", "in", self.equipment_id.ids)])
        by_name = {(meter.equipment_id, meter.name): meter for meter in meters}
        found = {track: by_name.get((track.equipment_id, track.plan_id.meter_name)) for track in self}
        return {track: meter for track, meter in found.items() if meter}

    def _get_meter_days(self):
        """{track: day on which its meter makes it due}, without those that hang on the calendar alone"""
        tracks = self.filtered(lambda track: track.plan_id.trigger != "calendar")
        meters = tracks._get_meters()
        by_threshold = tracks.filtered(lambda track: track.plan_id.trigger == "threshold" and track in meters)
        by_interval = self.browse(track.id for track in meters) - by_threshold
        return by_interval._get_interval_days(meters) | by_threshold._get_threshold_days(meters)

    def _get_interval_days(self, meters):
        """Day on which the meter has run its interval, or will have by its average."""
        reached = self._read_reached(meters)
        days = {}
        for track in self:
            plan, meter = track.plan_id, meters[track]
            days[track] = reached.get(track.id) and track._get_day(reached[track.id])
            days[track] = days[track] or forecast_due(
                track.company_id._lean_today(),
                last=track.meter_base,
                interval=plan.meter_interval,
                current=meter.total,
                per_day=meter.daily_average or None,
                lead=plan.meter_lead,
            )
        return {track: day for track, day in days.items() if day}

    def _read_reached(self, meters):
        """{track id: instant of the first reading at which the interval was over}"""
        self.env["lean.tpm.reading"].flush_model()
        needs = [track.meter_base + track.plan_id.meter_interval - track.plan_id.meter_lead for track in self]
        query = SQL(
            """
            SELECT need.track_id,
                   (SELECT reading.date FROM lean_tpm_reading reading
                     WHERE reading.meter_id = need.meter_id AND reading.total >= need.total
                  ORDER BY reading.date, reading.id LIMIT 1) AS date
              FROM UNNEST(%s::int4[], %s::int4[], %s::numeric[]) need (track_id, meter_id, total)
            """,
            self.ids,
            [meters[track].id for track in self],
            needs,
        )
        return {track_id: date for track_id, date in self.env.execute_query(query) if date}

    def _get_threshold_days(self, meters):
        """Day on which the threshold was passed, where nobody has seen to it since."""
        seen = self._read_last_seen()
        days = {}
        for track in self:
            plan, before = track.plan_id, None
            for reading in meters[track].reading_ids.sorted(lambda row: (row.date, row.id)):
                passed = crosses(before, reading.value, plan.threshold, plan.threshold_kind)
                if passed and reading.date > seen.get(track, reading.date - timedelta(seconds=1)):
                    days.setdefault(track, track._get_day(reading.date))
                before = reading.value
        return days

    def _read_last_seen(self):
        """{track: instant up to which somebody has seen to its threshold}"""
        ended = [("track_id", "in", self.ids), ("state", "!=", "planned")]
        groups = self.env["lean.tpm.occurrence"]._read_group(ended, ["track_id"], ["date_done:max", "write_date:max"])
        return {track: done or written for track, done, written in groups}

    def _get_due(self, number, until, mover, day):
        """What the plan asks for, the calendar and the meter together, in the order of dates.

        :param number: of the first open or new occurrence
        :param day: on which the meter makes it due; None where it does not
        """
        plan = self.plan_id
        if plan.trigger in ("calendar", "first"):
            due = list(iterate_due(plan._get_schedule(), self._get_anchor(), until, mover, number))
            if not day or (due and day >= due[0].theoretical):
                return due
            # Sooner by the meter; the later ones are the calendar's.
            return [Due(number, day, day, True), *due[1:]]
        if not day or day > until:
            return []
        return [Due(number, day, (mover and plan.trigger == "meter" and mover(day)) or day, True)]

    def _get_day(self, instant):
        zone = self.company_id._lean_tz().zone
        return fields.Datetime.context_timestamp(self.with_context(tz=zone), instant).date()
