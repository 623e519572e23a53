# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from datetime import datetime, time, timedelta

import pytz

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_datetime

from ..calculations.runs import next_run

INSTANT = timedelta(seconds=1)
HORIZONS = (14, 400)  # days: as a rule the next run is near


class LeanKanbanRun(models.Model):
    """A milk run: set hours at which emptied cards are ordered together."""

    _name = "lean.kanban.run"
    _description = "Milk Run"
    _order = "name, id"
    _check_company_auto = True

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company, index=True)
    warehouse_id = fields.Many2one(
        "stock.warehouse",
        check_company=True,
        help="The run goes by the clock of this warehouse's address. Empty: by that of the company.",
    )
    calendar_id = fields.Many2one(
        "resource.calendar",
        "Working Days",
        check_company=True,
        default=lambda self: self.env.company.resource_calendar_id,
        help="The run goes on days this calendar works; holidays and weekends are passed over. Empty: every day.",
    )
    hour_ids = fields.One2many("lean.kanban.run.hour", "run_id", "Hours", copy=True)
    hours_label = fields.Char("Goes At", compute="_compute_hours_label")
    tz = fields.Char("Time Zone", compute="_compute_tz", compute_sudo=True, store=True)
    next_date = fields.Datetime("Next Run", readonly=True, copy=False)
    next_label = fields.Char("Goes Next", compute="_compute_next_label", help="On the clock of its place.")
    loop_ids = fields.One2many("lean.kanban.loop", "run_id", "Loops")
    loop_count = fields.Integer(compute="_compute_counts")
    waiting_count = fields.Integer("Waiting Cards", compute="_compute_counts")

    @api.depends("hour_ids.hour")
    def _compute_hours_label(self):
        for run in self:
            run.hours_label = ", ".join(run.hour_ids.sorted("hour").mapped("display_name"))

    @api.depends("warehouse_id.partner_id.tz", "company_id.partner_id.tz")
    def _compute_tz(self):
        for run in self:
            zone = run.warehouse_id.partner_id.tz
            run.tz = zone if zone in pytz.all_timezones_set else run.company_id._lean_tz().zone

    @api.depends("next_date")
    @api.depends_context("lang")
    def _compute_next_label(self):
        for run in self:
            date = run._get_next_date()
            run.next_label = date and run._format_moment(date)

    @api.depends("loop_ids.card_ids.state")
    def _compute_counts(self):
        loops = dict(self.env["lean.kanban.loop"]._read_group([("run_id", "in", self.ids)], ["run_id"], ["__count"]))
        domain = [("run_id", "in", self.ids), ("state", "=", "wait")]
        waiting = dict(self.env["lean.kanban.card"]._read_group(domain, ["run_id"], ["__count"]))
        for run in self:
            run.loop_count = loops.get(run, 0)
            run.waiting_count = waiting.get(run, 0)

    @api.constrains("hour_ids")
    def _check_hours(self):
        for run in self:
            if not run.hour_ids:
                raise ValidationError(self.env._("%s needs an hour at which it goes.", run.name))

    @api.constrains("active")
    def _check_not_used(self):
        for run in self.filtered(lambda r: not r.active):
            if run.loop_ids:
                raise ValidationError(
                    self.env._(
                        "%(run)s takes the cards of %(loops)s. Give these loops another run, or none, first.",
                        run=run.name,
                        loops=", ".join(run.loop_ids.mapped("name")),
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        runs = super().create(vals_list)
        runs._refresh()
        return runs

    def write(self, vals):
        result = super().write(vals)
        if {"hour_ids", "calendar_id", "warehouse_id", "company_id"} & set(vals):
            self._refresh()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        if used := self.filtered("loop_ids")[:1]:
            raise UserError(self.env._("%s is used by loops: give them another run, or none, first.", used.name))

    def action_run_now(self):
        """Order what waits for these runs now; the next run goes as planned."""
        return self.loop_ids.action_release_waiting()

    def action_view_loops(self):
        """The loops whose cards wait for these runs."""
        action = self.env["ir.actions.act_window"]._for_xml_id("lean_kanban.lean_kanban_loop_action")
        return {**action, "domain": [("run_id", "in", self.ids)], "context": {}}

    def action_view_waiting(self):
        """The cards that wait for these runs."""
        action = self.env["ir.actions.act_window"]._for_xml_id("lean_kanban.lean_kanban_card_action")
        return {**action, "domain": [("run_id", "in", self.ids), ("state", "=", "wait")], "context": {}}

    # When it goes

    def _get_zone(self):
        """The zone whose clock the run goes by."""
        return pytz.timezone(self.tz or "UTC")

    def _get_next_date(self, after=None):
        """The first run after a moment (UTC), now if not told; None where it never goes.

        A time that is planned already is believed, so that a scan reads no calendar.
        """
        self.ensure_one()
        now = fields.Datetime.now()
        after = max(after or now, now)
        if after == now and self.next_date and self.next_date > now:
            return self.next_date
        return self.sudo()._find_next_date(after)

    def _find_next_date(self, after):
        zone = self._get_zone()
        hours = self.hour_ids.mapped("hour")
        for horizon in HORIZONS:
            working = self._get_working_dates(after, horizon, zone)
            if date := next_run(after, hours, zone, working, horizon):
                return date
        return None

    def _get_working_dates(self, after, horizon, zone):
        """Local dates the calendar works, or None for every day."""
        if not self.calendar_id:
            return None
        first = pytz.utc.localize(after).astimezone(zone).date()
        start = zone.localize(datetime.combine(first, time.min))
        end = zone.localize(datetime.combine(first + timedelta(days=horizon + 1), time.min))
        intervals = self.calendar_id._work_intervals_batch(start, end, tz=zone)[False]
        return {moment.date() for begin, stop, __ in intervals for moment in (begin, stop - timedelta(seconds=1))}

    @api.model
    def _refresh_all(self):
        self.search([("hour_ids", "!=", False)])._refresh()

    def _refresh(self):
        """Plan the next run anew; cards that wait for one that moved wait for the new one.

        What was due by now stays due: a run is never lost because nobody was there to start it.
        """
        now = fields.Datetime.now()
        runs = self.sudo()
        for run in runs:
            date = run._find_next_date(now) or False
            if run.next_date != date:
                run.next_date = date
        runs._move_waiting_cards(now)

    def _move_waiting_cards(self, now):
        cards = self.env["lean.kanban.card"].sudo()
        domain = [("run_id", "in", self.ids), ("state", "=", "wait"), ("release_date", ">", now)]
        for run, dates in cards._read_group(domain, ["run_id"], ["release_date:array_agg"]):
            for planned in set(dates) - {run.next_date}:
                date = run._get_next_date(planned - INSTANT)
                if date != planned:
                    cards.search([*domain, ("run_id", "=", run.id), ("release_date", "=", planned)])._wait_until(date)

    def _format_run(self, date):
        """A run in words: "run 14:00"."""
        return self.env._("run %s", self._format_moment(date))

    def _format_moment(self, date):
        """A moment on the clock of the run's place, with its day where that is not today."""
        zone = self._get_zone()
        today = pytz.utc.localize(fields.Datetime.now()).astimezone(zone).date()
        days = (pytz.utc.localize(date).astimezone(zone).date() - today).days
        pattern = "HH:mm" if not days else "EEE HH:mm" if days < 7 else "d MMM HH:mm"
        return format_datetime(self.env, date, tz=zone.zone, dt_format=pattern)


class LeanKanbanRunHour(models.Model):
    _name = "lean.kanban.run.hour"
    _description = "Hour of a Milk Run"
    _order = "run_id, hour"

    run_id = fields.Many2one("lean.kanban.run", required=True, index=True, ondelete="cascade")
    hour = fields.Float(required=True, default=8, aggregator=None, help="On the clock of the run's place.")

    _hour_of_day = models.Constraint("CHECK(hour >= 0 AND hour < 24)", "An hour is from 00:00 to before 24:00.")
    _hour_unique = models.Constraint("UNIQUE(run_id, hour)", "The run goes at this hour already.")

    @api.depends("hour")
    def _compute_display_name(self):
        for line in self:
            minutes = round(line.hour * 60)
            line.display_name = f"{minutes // 60:02d}:{minutes % 60:02d}"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.run_id._refresh()
        return lines

    def write(self, vals):
        result = super().write(vals)
        self.run_id._refresh()
        return result

    def unlink(self):
        runs = self.run_id
        result = super().unlink()
        runs.exists()._refresh()
        return result
