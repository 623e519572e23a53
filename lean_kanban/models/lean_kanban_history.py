# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from collections import defaultdict
from datetime import datetime, time, timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ..calculations.demand import Day, working_days_between


class LeanKanbanHistory(models.AbstractModel):
    """What happened at the places of loops, read for all of them at once.

    Demand is what leaves the location of a loop for a customer, production, scrap or another
    place, less what customers bring back. Moves within the location are no demand, nor are
    inventory counts and returns to vendors.
    """

    _name = "lean.kanban.history"
    _description = "History of Kanban Loops"

    @api.model
    def _get_days(self, loops):
        """{loop id: :class:`Day` of each working day of its horizon, oldest first}

        A day on which goods moved counts as worked, whatever the calendar says.
        """
        moved = defaultdict(dict)
        for loop_id, date, demand, change in self._read_daily(loops):
            moved[loop_id][date] = Day(demand, change)
        days = {}
        for company, group in loops.grouped("company_id").items():
            working = self._get_working_dates(company, max(group.mapped("demand_horizon_days")))
            for loop in group.filtered(lambda lo: lo.id in moved):
                days[loop.id] = self._fill_days(loop, moved[loop.id], working)
        return days

    @api.model
    def _fill_days(self, loop, moved, working):
        first = loop.company_id._lean_today() - timedelta(days=loop.demand_horizon_days)
        dates = {date for date in working if date >= first} | set(moved)
        return [moved.get(date, Day(0, 0)) for date in sorted(dates)]

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
    def _read_daily(self, loops):
        """Rows of (loop id, local date, demand, change of stock), today excluded."""
        if not loops:
            return []
        self.env["stock.move.line"].flush_model()
        loops.flush_recordset()
        return self.env.execute_query(self._get_daily_query(loops))

    @api.model
    def _get_daily_query(self, loops):
        return SQL(
            """
            SELECT place.loop_id, line.day,
                   SUM(CASE WHEN line.leaves AND line.is_demand THEN line.quantity
                            WHEN NOT line.leaves AND line.from_usage = 'customer' THEN -line.quantity
                            ELSE 0 END),
                   SUM(CASE WHEN line.leaves THEN -line.quantity ELSE line.quantity END)
              FROM (%(places)s) place
              JOIN LATERAL (%(lines)s) line ON TRUE
          GROUP BY place.loop_id, line.day
            """,
            places=self._get_places_query(loops),
            lines=self._get_lines_query(),
        )

    @api.model
    def _get_places_query(self, loops):
        """Each loop with the path of its location, its time zone and its horizon."""
        return SQL(
            """
            SELECT loop.id AS loop_id, loop.product_id, location.parent_path AS path,
                   COALESCE(partner.tz, 'UTC') AS zone,
                   %(now)s - loop.demand_horizon_days * INTERVAL '1 day' AS since
              FROM lean_kanban_loop loop
              JOIN stock_location location ON location.id = loop.location_id
              JOIN res_company company ON company.id = loop.company_id
              JOIN res_partner partner ON partner.id = company.partner_id
             WHERE loop.id IN %(ids)s
            """,
            now=fields.Datetime.now(),
            ids=tuple(loops.ids),
        )

    @api.model
    def _get_lines_query(self):
        """Done lines across the border of the place in the outer query."""
        return SQL(
            """
            SELECT (line.date AT TIME ZONE 'UTC' AT TIME ZONE place.zone)::date AS day,
                   line.quantity_product_uom AS quantity,
                   source.parent_path LIKE place.path || '%%' AS leaves,
                   source.usage AS from_usage,
                   target.usage IN ('customer', 'production', 'internal', 'transit')
                       OR move.scrap_id IS NOT NULL AS is_demand
              FROM stock_move_line line
              JOIN stock_move move ON move.id = line.move_id
              JOIN stock_location source ON source.id = line.location_id
              JOIN stock_location target ON target.id = line.location_dest_id
             WHERE line.product_id = place.product_id AND line.state = 'done' AND line.date >= place.since
               AND (line.date AT TIME ZONE 'UTC' AT TIME ZONE place.zone)::date
                   < (%(now)s AT TIME ZONE 'UTC' AT TIME ZONE place.zone)::date
               AND (source.parent_path LIKE place.path || '%%') <> (target.parent_path LIKE place.path || '%%')
            """,
            now=fields.Datetime.now(),
        )

    @api.model
    def _get_lead_times(self, loops, since):
        """{loop id: working days from signal to full container of each replenishment}"""
        supplies = self.env["lean.kanban.supply"].search_fetch(
            [
                ("loop_id", "in", loops.ids),
                ("state", "=", "done"),
                ("date_signalled", "!=", False),
                ("date_done", ">=", since),
            ],
            ["loop_id", "company_id", "date_signalled", "date_done"],
        )
        times = defaultdict(list)
        for company, group in supplies.grouped("company_id").items():
            span = (fields.Datetime.now() - min(group.mapped("date_signalled"))).days + 1
            working = self._get_working_dates(company, span) | {company._lean_today()}
            for supply in group:
                elapsed = working_days_between(supply.date_signalled, supply.date_done, working)
                times[supply.loop_id.id].append(elapsed)
        return times
