# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from collections import defaultdict
from datetime import datetime, time, timedelta

import pytz

from odoo import api, fields, models
from odoo.tools import SQL

from ..calculations.demand import QUIET_DAY, Day, working_days_between


class LeanKanbanHistory(models.AbstractModel):
    """What happened at the places of loops, read for all of them at once.

    Demand is what leaves the location of a loop for a customer, production, scrap or another
    place, less what customers bring back. Moves within the location are no demand, nor are
    inventory counts and returns to vendors.
    """

    _name = "lean.kanban.history"
    _description = "History of Kanban Loops"

    @api.model
    def _open_demand(self, product, location, since):
        """Show the moves that a demand is taken from."""
        action = self.env["ir.actions.act_window"]._for_xml_id("stock.stock_move_line_action")
        domain = [
            ("product_id", "=", product.id),
            ("state", "=", "done"),
            ("date", ">=", since),
            ("location_id", "child_of", location.id),
            "!",
            ("location_dest_id", "child_of", location.id),
        ]
        return {**action, "name": self.env._("Demand"), "domain": domain, "context": {}}

    @api.model
    def _get_days(self, loops):
        """{loop id: :class:`Day` of each working day of its horizon, oldest first}

        A day on which goods moved counts as worked, whatever the calendar says.
        """
        days = {}
        for company, group in loops.grouped("company_id").items():
            horizon = max(group.mapped("demand_horizon_days"))
            working = self._get_working_dates(company, horizon)
            moved = self._read_daily(group, self._get_day_starts(company, horizon))
            today = company._lean_today()
            for span, same in loops.browse(moved).grouped("demand_horizon_days").items():
                since = today - timedelta(days=span)
                days.update(self._fill_days({date for date in working if date >= since}, same, moved))
        return days

    @api.model
    def _fill_days(self, working, loops, moved):
        """Pairs of loop id and its days: those worked, and others on which goods moved."""
        worked = sorted(working)
        for loop_id in loops._ids:
            quantities = moved[loop_id]
            dates = worked if quantities.keys() <= working else sorted(quantities.keys() | working)
            yield loop_id, [quantities.get(date, QUIET_DAY) for date in dates]

    @api.model
    def _get_day_starts(self, company, days):
        """{date: UTC time at which it begins} of the last `days` days where the company is, and of today."""
        zone = company._lean_tz()
        today = company._lean_today()
        dates = [today - timedelta(days=back) for back in range(days, -1, -1)]
        starts = (zone.localize(datetime.combine(date, time.min)) for date in dates)
        return {
            date: start.astimezone(pytz.utc).replace(tzinfo=None) for date, start in zip(dates, starts, strict=True)
        }

    @api.model
    def _get_working_dates(self, company, days):
        """Dates of the last `days` days on which the company works, today excluded."""
        zone = company._lean_tz()
        today = company._lean_today()
        start = zone.localize(datetime.combine(today - timedelta(days=days), time.min))
        end = zone.localize(datetime.combine(today, time.min))
        calendar = company.resource_calendar_id
        intervals = calendar._work_intervals_batch(start, end, tz=zone)[False]
        return {begin.date() for begin, __, __ in intervals}

    @api.model
    def _read_daily(self, loops, starts):
        """{loop id: {date: :class:`Day` on which goods moved}}, today excluded.

        :param starts: as :meth:`_get_day_starts` returns them, for the longest horizon of `loops`
        """
        self.env["stock.move.line"].flush_model(["product_id", "date", "state", "quantity_product_uom"])
        loops.flush_recordset(["product_id", "location_id", "demand_horizon_days"])
        return self._read_daily_of_places(self._get_places_query(loops), starts)

    @api.model
    def _read_daily_of_places(self, places, starts):
        """The same for what a query of (id, product_id, location_id, demand_horizon_days) names."""
        dates = list(starts)
        moved = defaultdict(dict)
        for place_id, index, demand, change in self.env.execute_query(self._get_daily_query(places, starts)):
            date = dates[index - 1]
            moved[place_id][date] = Day(demand, change, date)
        return moved

    @api.model
    def _get_places_query(self, loops):
        return SQL(
            "SELECT id, product_id, location_id, demand_horizon_days FROM lean_kanban_loop WHERE id IN %s",
            tuple(loops.ids),
        )

    @api.model
    def _get_daily_query(self, places, starts):
        """Consumption and change of stock by place and day, the day as its place in `starts`.

        Times are compared with the beginnings of days: to convert each to the zone of its company costs more than
        all the rest.
        """
        return SQL(
            """
            SELECT line.loop_id, width_bucket(line.date, %(starts)s) AS day,
                   SUM(CASE WHEN line.leaves AND line.is_demand THEN line.quantity
                            WHEN NOT line.leaves AND line.from_usage = 'customer' THEN -line.quantity
                            ELSE 0 END),
                   SUM(CASE WHEN line.leaves THEN -line.quantity ELSE line.quantity END)
              FROM (%(lines)s) line
             WHERE line.leaves <> line.enters
          GROUP BY line.loop_id, day
            """,
            starts=list(starts.values()),
            lines=self._get_lines_query(places, starts),
        )

    @api.model
    def _get_lines_query(self, places, starts):
        """Done lines of the products of loops, and how each stands to the place of its loop."""
        return SQL(
            """
            SELECT loop.id AS loop_id, line.date, line.quantity_product_uom::float8 AS quantity,
                   starts_with(source.parent_path, place.parent_path) AS leaves,
                   starts_with(target.parent_path, place.parent_path) AS enters,
                   source.usage AS from_usage,
                   target.usage IN ('customer', 'production', 'internal', 'transit')
                       OR target.usage = 'inventory' AND EXISTS (
                           SELECT FROM stock_move move WHERE move.id = line.move_id AND move.scrap_id IS NOT NULL
                       ) AS is_demand
              FROM (%(places)s) loop
              JOIN stock_location place ON place.id = loop.location_id
              JOIN stock_move_line line ON line.product_id = loop.product_id
              JOIN stock_location source ON source.id = line.location_id
              JOIN stock_location target ON target.id = line.location_dest_id
             WHERE line.state = 'done' AND line.date < %(end)s
               AND line.date >= (%(starts)s)[%(count)s - loop.demand_horizon_days]
            """,
            places=places,
            starts=list(starts.values()),
            end=list(starts.values())[-1],
            count=len(starts),
        )

    @api.model
    def _get_lead_times(self, loops, since):
        """{loop id: working days from signal to full container of each replenishment}"""
        times = defaultdict(list)
        for company, group in loops.grouped("company_id").items():
            supplies = self._read_replenishments(group, since)
            if not supplies:
                continue
            span = (fields.Datetime.now() - min(signalled for __, signalled, __ in supplies)).days + 1
            working = self._get_working_dates(company, span) | {company._lean_today()}
            for loop_id, signalled, done in supplies:
                times[loop_id].append(working_days_between(signalled, done, working))
        return times

    @api.model
    def _read_replenishments(self, loops, since):
        """Rows of (loop id, signalled, done): records of them would fill the memory."""
        domain = [
            ("loop_id", "in", loops.ids),
            ("state", "=", "done"),
            ("date_signalled", "!=", False),
            ("date_done", ">=", since),
        ]
        query = self.env["lean.kanban.supply"].sudo()._search(domain, order="id")
        return self.env.execute_query(query.select("loop_id", "date_signalled", "date_done"))
