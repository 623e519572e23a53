# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from collections import defaultdict
from datetime import datetime, timedelta

import pytz

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

from odoo.addons.lean_base.tools import run_safely

from ..calculations.oee import constraint
from ..calculations.shift_rows import share_out
from ..calculations.shift_time import Log, ShiftTime, Window, measure
from ..calculations.shift_windows import cut_into_windows, subtract

CENTER_BATCH = 20
FIRST_DAYS = 91  # measured at the first run
IN_USE_DAYS = (
    28  # after its last log a work center is no longer measured; also: over which a line's constraint is found
)
LOCK = 0x0EE  # of pg_try_advisory_xact_lock


class LeanOee(models.Model):
    """From the logs of people to rows of effectiveness: what is open is made anew, what is closed stays."""

    _inherit = "lean.oee"

    @api.model
    def _cron_measure(self):
        """Today and yesterday, every hour; after midnight also all that is open, and what is old enough is closed."""
        for company in self.env["res.company"].search([("lean_oee_open_days", ">", 0)]):
            if not self._measure_company(company):
                return

    @api.model
    def _measure_company(self, company):
        """Return whether there was time for all of it."""
        today = company._lean_today()
        is_first = company.lean_oee_measured_on != today
        first = self._get_open_since(company) if is_first else today - timedelta(days=1)
        centers = self._get_measured_centers(company, first)
        failed = centers.browse()
        for start in range(0, len(centers), CENTER_BATCH):
            batch = centers[start : start + CENTER_BATCH]
            failed |= run_safely(batch, lambda batch: self.with_company(company)._measure(batch, first, today))
            remaining = max(len(centers) - start - CENTER_BATCH, 0)
            if not self.env["ir.cron"]._commit_progress(len(batch), remaining=remaining):
                return False
        if is_first and not failed:  # a day is not closed without what could not be measured
            self._close(company)
            company.lean_oee_measured_on = today
        return True

    @api.model
    def _get_open_since(self, company):
        """The first day that is not closed; at the first run a quarter of a year ago."""
        closed = self.search([("company_id", "=", company.id), ("state", "=", "closed")], order="date desc", limit=1)
        today = company._lean_today()
        return closed.date + timedelta(days=1) if closed else today - timedelta(days=FIRST_DAYS)

    @api.model
    def _get_measured_centers(self, company, first):
        """Work centers on which somebody logged something not too long before."""
        since = datetime.combine(first - timedelta(days=IN_USE_DAYS), datetime.min.time())
        logs = self.env["mrp.workcenter.productivity"].sudo()
        groups = logs._read_group([("company_id", "=", company.id), ("date_start", ">=", since)], ["workcenter_id"])
        open_logs = logs._read_group([("company_id", "=", company.id), ("date_end", "=", False)], ["workcenter_id"])
        centers = self.env["mrp.workcenter"].union(*[center for (center,) in groups + open_logs])
        return centers.filtered(lambda center: not center.company_id or center.company_id == company)

    @api.model
    def _close(self, company):
        """Days on which late logs have had their time are closed for good."""
        limit = company._lean_today() - timedelta(days=company.lean_oee_open_days)
        rows = self.search([("company_id", "=", company.id), ("state", "=", "open"), ("date", "<", limit)])
        rows.state = "closed"
        return rows

    # What people call

    @api.model
    def action_refresh(self):
        """Measure today and yesterday now, in the companies of the user.

        :return: the time at which it was measured
        """
        if not self.env.user.has_group("lean_base.group_lean_user"):
            raise AccessError(self.env._("Equipment effectiveness is for Lean users."))
        rows = self.sudo()
        for company in self.env.companies:
            today = company._lean_today()
            centers = rows._get_measured_centers(company, today)
            rows.with_company(company)._measure(centers, today - timedelta(days=1), today)
        return fields.Datetime.now()

    def action_reopen(self):
        """Make closed days of these rows anew, with all that was logged since."""
        if not self.env.user.has_group("lean_base.group_lean_manager"):
            raise AccessError(self.env._("A closed day is opened again by a Lean manager."))
        self.check_access("read")
        for (company, day), rows in self.sudo().grouped(lambda row: (row.company_id, row.date)).items():
            centers = rows.workcenter_id
            domain = [("workcenter_id", "in", centers.ids), ("date", "=", day), ("company_id", "=", company.id)]
            self.sudo().search(domain).state = "open"
            self.sudo().with_company(company)._measure(centers, day, day)
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    # Measuring

    @api.model
    def _measure(self, centers, first, last):
        """Make the open rows of work centers from a day to a day, both with it; constant queries.

        Days of which a row is closed are left alone; so are work centers that somebody else measures now. A work
        center that companies share is measured for the current one, by its logs.
        """
        centers = self._lock_centers(centers.sudo())
        for company, group in centers.grouped(lambda center: center.company_id or self.env.company).items():
            closed = self._read_closed(group, company, first, last)
            values = [
                row
                for row in self.sudo()._measure_group(company, group, first, last)
                if (row["workcenter_id"], row["date"]) not in closed
            ]
            self._replace(group, company, first, last, values)
            self._mark_constraints(company, group.lean_area_id, first, last)

    @api.model
    def _lock_centers(self, centers):
        if not centers:
            return centers
        query = SQL("SELECT id FROM unnest(%s::int[]) AS id WHERE pg_try_advisory_xact_lock(%s, id)", centers.ids, LOCK)
        return centers.browse(row[0] for row in self.env.execute_query(query))

    @api.model
    def _read_closed(self, centers, company, first, last):
        domain = self._get_rows_domain(centers, company, first, last) + [("state", "=", "closed")]
        groups = self.sudo()._read_group(domain, ["workcenter_id", "date:day"])
        return {(center.id, day) for center, day in groups}

    @api.model
    def _get_rows_domain(self, centers, company, first, last):
        return [
            ("workcenter_id", "in", centers.ids),
            ("company_id", "=", company.id),
            ("date", ">=", first),
            ("date", "<=", last),
        ]

    @api.model
    def _replace(self, centers, company, first, last, values):
        domain = self._get_rows_domain(centers, company, first, last) + [("state", "=", "open")]
        self.sudo().search(domain).unlink()
        self.sudo().create(values)

    def _measure_group(self, company, centers, first, last):
        """Values of the rows of work centers of a company."""
        # The night shift of the day before has the first hours.
        frames = self.env["lean.shift"].sudo()._get_frames(company, first - timedelta(days=1), last)
        start, end = min(frame.start for frame in frames), max(frame.end for frame in frames)
        working = centers._get_lean_working_time(start, end)
        logs = self._read_logs(centers, company, start, end)
        outputs = logs.workorder_id._get_lean_outputs()
        by_center, big_losses = logs.grouped("workcenter_id"), self._get_big_losses()
        now = fields.Datetime.now()
        for center, (in_use_first, in_use_last) in self._read_use(centers, company, end).items():
            windows = self._get_windows(working[center], frames, start, end)
            own = by_center.get(center, logs.browse())
            measured = measure(windows, [log._get_lean_log() for log in own], now)
            by_key = defaultdict(list)
            for window in windows:
                by_key[window.key].append(window)
            yield from self._prepare_rows(
                center, company, measured, outputs, by_key, (max(in_use_first, first), in_use_last), big_losses
            )

    @api.model
    def _read_logs(self, centers, company, start, end):
        """Logs that reach into the span, and the others of their orders, over which the pieces spread."""
        logs = self.env["mrp.workcenter.productivity"].sudo()
        reach = ["|", ("date_end", "=", False), ("date_end", ">", start)]
        domain = [("workcenter_id", "in", centers.ids), ("company_id", "=", company.id)]
        found = logs.search([*domain, ("date_start", "<", end), *reach])
        return found | logs.search([*domain, ("workorder_id", "in", found.workorder_id.ids)])

    @api.model
    def _read_use(self, centers, company, end):
        """{work center: (first day, last day)} on which it is measured."""
        groups = (
            self.env["mrp.workcenter.productivity"]
            .sudo()
            ._read_group(
                [("workcenter_id", "in", centers.ids), ("company_id", "=", company.id), ("date_start", "<", end)],
                ["workcenter_id"],
                ["date_start:min", "date_start:max"],
            )
        )
        zone = company._lean_tz()

        def to_day(instant):
            return instant.replace(tzinfo=pytz.utc).astimezone(zone).date()

        # The night shift of an evening may have been logged after midnight.
        day = timedelta(days=1)
        return {center: (to_day(first) - day, to_day(last) + IN_USE_DAYS * day) for center, first, last in groups}

    @api.model
    def _get_windows(self, working, frames, start, end):
        """Working time by shift, and the time beside it: keys are (day, shift, whether it is planned)."""
        rest = [(start, end)]
        for first, last in working:
            rest = subtract(rest, first, last)
        return [
            Window((*window.key, is_planned), window.start, window.end)
            for spans, is_planned in ((working, True), (rest, False))
            for window in cut_into_windows(spans, frames)
        ]

    def _prepare_rows(self, center, company, measured, outputs, windows, in_use, big_losses):
        """Values of rows by day, shift and product."""
        first, last = in_use
        cells = {}
        for (day, shift, is_planned), time in measured.shifts.items():
            if not first <= day <= last or not (time.scheduled if is_planned else time.run):
                continue
            bounds = windows.get((day, shift, True)) or windows[day, shift, False]
            rows = share_out(time if is_planned else ShiftTime(run=time.run), outputs, measured.ran)
            for product, row in rows.items():
                if not is_planned and not row.operating:
                    continue
                values = cells.setdefault(
                    (day, shift, product), self._prepare_empty_row(center, company, day, shift, product, bounds)
                )
                if is_planned:
                    self._add_row(values, row, big_losses)
                else:
                    self._add_outside(values, row)
        return cells.values()

    @api.model
    def _get_big_losses(self):
        reasons = self.env["mrp.workcenter.productivity.loss"].sudo().search([("lean_big_loss", "!=", False)])
        return {reason.id: reason.lean_big_loss for reason in reasons}

    @api.model
    def _prepare_empty_row(self, center, company, day, shift, product, windows):
        return {
            "workcenter_id": center.id,
            "company_id": company.id,
            "area_id": center.lean_area_id.id,
            "date": day,
            "shift_id": shift,
            "product_id": product or False,
            "date_from": min(window.start for window in windows),
            "date_to": max(window.end for window in windows),
            "outside_hours": 0,
            "quantity": 0,
            "scrap_quantity": 0,
        }

    @api.model
    def _add_row(self, values, row, big_losses):
        times = row.times
        hours = {f"{name}_hours": getattr(times, name) / 60 for name in times.__dataclass_fields__}
        hours["stop_hours"] = sum(row.stops.values()) / 60
        hours["unexplained_hours"] = row.unexplained / 60
        hours["excluded_hours"] = row.excluded / 60
        values.update(hours)
        values["quantity"] += row.quantity
        values["scrap_quantity"] += row.scrap
        losses = row.get_losses(big_losses)
        values["loss_ids"] = [fields.Command.create(self._prepare_loss(values, loss)) for loss in losses]

    @api.model
    def _add_outside(self, values, row):
        """What ran beside the shifts made pieces, and is no planned time."""
        values["outside_hours"] += row.operating / 60
        values["quantity"] += row.quantity
        values["scrap_quantity"] += row.scrap

    @api.model
    def _prepare_loss(self, values, loss):
        same = ("workcenter_id", "company_id", "area_id", "date", "shift_id", "product_id")
        return {name: values[name] for name in same} | {
            "reason_id": loss.reason,
            "big_loss": loss.big_loss,
            "hours": loss.minutes / 60,
            "count": loss.count,
        }

    @api.model
    def _mark_constraints(self, company, areas, first, last):
        """Rows of the work center each line waits for count for the line."""
        since = first - timedelta(days=IN_USE_DAYS)
        domain = [("area_id", "in", areas.ids), ("company_id", "=", company.id), ("date", ">=", since)]
        groups = self.sudo()._read_group(
            [*domain, ("date", "<=", last)],
            ["area_id", "workcenter_id"],
            ["ideal_hours:sum", "planned_hours:sum", "excluded_hours:sum"],
        )
        loads = defaultdict(dict)
        for area, center, ideal, planned, excluded in groups:
            loads[area][center] = (ideal, planned + excluded)
        chosen = [(area.constraint_id or constraint(centers)) for area, centers in loads.items()]
        slow = self.env["mrp.workcenter"].union(*[center for center in chosen if center])
        rows = self.sudo().search([*domain, ("date", ">=", first), ("date", "<=", last), ("state", "=", "open")])
        rows.filtered(lambda row: row.workcenter_id in slow).is_constraint = True
        rows.filtered(lambda row: row.workcenter_id not in slow).is_constraint = False


class MrpWorkcenterProductivity(models.Model):
    _inherit = "mrp.workcenter.productivity"

    def _get_lean_log(self):
        return Log(
            self.date_start,
            self.date_end or None,
            self.loss_id._get_kind(),
            self.loss_id.id,
            self.workorder_id.id or None,
        )
