# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from collections import Counter, defaultdict
from datetime import datetime, time, timedelta

import pytz

from odoo import api, fields, models
from odoo.tools import SQL

from ..calculations.demand import QUIET_DAY, Day, working_days_between
from ..calculations.history import Place, get_effect


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
        """{loop id: :class:`Day` of each working day of its horizon, oldest first, and of today} in one company

        A day on which goods moved counts as worked, whatever the calendar says. Loops where nothing moved are left
        out.
        """
        company = loops.company_id
        horizons = Counter(loops.mapped("demand_horizon_days"))
        working = self._get_working_dates(company, max(horizons))
        moved = self._read_daily(loops, self._get_day_starts(company, max(horizons)))
        today = company._lean_today()
        worked = {
            span: {date for date in working if date >= today - timedelta(days=span)} | {today} for span in horizons
        }
        return {
            loop.id: self._fill_days(worked[loop.demand_horizon_days], moved[loop.id])
            for loop in loops
            if loop.id in moved
        }

    @api.model
    def _fill_days(self, worked, moved):
        """Days worked, and others on which goods moved, oldest first."""
        return [moved.get(date, QUIET_DAY) for date in sorted(worked | moved.keys())]

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
        """{loop id: {date: :class:`Day` on which goods moved}}, today included.

        :param starts: as :meth:`_get_day_starts` returns them, for the longest horizon of `loops`
        """
        places = [
            Place(loop.id, loop.product_id.id, loop.location_id.parent_path, loop.demand_horizon_days) for loop in loops
        ]
        return self._read_daily_of_places(places, starts)

    @api.model
    def _read_daily_of_places(self, places, starts):
        """{id of the place: {date: :class:`Day` on which goods moved}}, today included.

        :param places: list of :class:`Place`
        :param starts: {date: UTC time at which it begins}; the last has no end
        """
        dates = list(starts)
        by_product = defaultdict(list)
        for place in places:
            by_product[place.product_id].append(place)
        moved = defaultdict(dict)
        rows = self._read_moved(list(by_product), list(starts.values()))
        locations = self._get_moved_locations(rows)
        for product_id, source_id, target_id, is_scrap, indexes, quantities in rows:
            for place in by_product[product_id]:
                effect = get_effect(locations[source_id], locations[target_id], place.path, is_scrap)
                if effect:
                    first = len(dates) - 1 - place.days
                    self._add_days(moved[place.id], effect, dates, first, zip(indexes, quantities, strict=True))
        return moved

    @api.model
    def _read_moved(self, product_ids, starts):
        """Rows of product, location left, location entered, whether scrapped, places in `starts`, quantities.

        A single table: with statistics from before a big import the planner would join locations and loops line by
        line. Times are compared with the beginnings of days: to convert each to the zone of its company costs more
        than all the rest. Lines come as arrays, and are added up here: to sort them by day costs as much as to read
        them.
        """
        self.env["stock.move.line"].flush_model(["product_id", "date", "state", "quantity_product_uom"])
        return self.env.execute_query(
            SQL(
                """
                SELECT product_id, location_id, location_dest_id,
                       location_dest_id IN (SELECT id FROM stock_location WHERE usage = 'inventory')
                       AND EXISTS (
                           SELECT FROM stock_move move WHERE move.id = line.move_id AND move.scrap_id IS NOT NULL
                       ) AS is_scrap,
                       array_agg(width_bucket(date, %(starts)s)), array_agg(quantity_product_uom::float8)
                  FROM stock_move_line line
                 WHERE product_id = ANY(%(products)s) AND state = 'done' AND date >= %(since)s
                   AND location_id <> location_dest_id AND quantity_product_uom <> 0
              GROUP BY product_id, location_id, location_dest_id, is_scrap
                """,
                starts=starts,
                products=product_ids,
                since=starts[0],
            )
        )

    @api.model
    def _get_moved_locations(self, rows):
        """{location id: (path, usage)} of all that goods left or entered."""
        ids = {location_id for __, *pair, __, __, __ in rows for location_id in pair}
        locations = self.env["stock.location"].sudo().browse(ids)
        return {location.id: (location.parent_path, location.usage) for location in locations}

    @api.model
    def _add_days(self, days, effect, dates, first, moved):
        """Add to {date: :class:`Day`} what moved from one location to another, from the first day that counts."""
        demand, change = effect
        for index, quantity in moved:
            if index > first:
                date = dates[index - 1]
                known_demand, known_change, __ = days.get(date, QUIET_DAY)
                days[date] = Day(known_demand + demand * quantity, known_change + change * quantity, date)

    @api.model
    def _get_lead_times(self, loops, since):
        """{loop id: working days from signal to full container of each replenishment} in one company"""
        times = defaultdict(list)
        supplies = self._read_replenishments(loops, since)
        if supplies:
            company = loops.company_id
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
