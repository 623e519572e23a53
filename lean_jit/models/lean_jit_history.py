# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from collections import defaultdict
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ..calculations.history import SINCE, WEEK_DAYS, Week


class LeanJitHistory(models.AbstractModel):
    """Stock and use of all products of a company, from one statement each.

    Use is what leaves a warehouse for a customer, production, scrap or another warehouse, less
    what customers bring back; moves inside it, counts and returns to vendors are none.
    """

    _name = "lean.jit.history"
    _description = "History of Stock for the JIT Analysis"

    @api.model
    def _get_weeks(self, company, date, weeks):
        """{(product id, warehouse id): {weeks before `date`: :class:`Week`}}, days in the company's zone."""
        found = defaultdict(dict)
        self.env["stock.move.line"].flush_model()
        for product_id, warehouse_id, index, demand, change in self.env.execute_query(
            self._get_weeks_query(company, date, weeks)
        ):
            found[product_id, warehouse_id][index] = Week(float(demand), float(change))
        return found

    @api.model
    def _get_weeks_query(self, company, date, weeks):
        return SQL(
            """
            SELECT product_id, warehouse_id,
                   CASE WHEN day >= %(date)s THEN %(since)s ELSE (%(date)s - day - 1) / %(week)s END AS index,
                   SUM(demand), SUM(change)
              FROM (%(lines)s) line
             WHERE day >= %(start)s
          GROUP BY product_id, warehouse_id, index
            """,
            date=date,
            since=SINCE,
            week=WEEK_DAYS,
            start=date - timedelta(days=weeks * WEEK_DAYS),
            lines=self._get_lines_query(company, date - timedelta(days=weeks * WEEK_DAYS + 1)),
        )

    @api.model
    def _get_lines_query(self, company, start):
        """Done lines over the border of a warehouse, once for each side inside one."""
        return SQL(
            """
            SELECT line.product_id, place.warehouse_id,
                   (line.date AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date AS day,
                   CASE WHEN place.leaves AND (target.usage IN ('customer', 'production', 'internal', 'transit')
                                               OR move.scrap_id IS NOT NULL) THEN line.quantity_product_uom
                        WHEN NOT place.leaves AND source.usage = 'customer' THEN -line.quantity_product_uom
                        ELSE 0 END AS demand,
                   CASE WHEN place.leaves THEN -1 ELSE 1 END * line.quantity_product_uom AS change
              FROM stock_move_line line
              JOIN stock_move move ON move.id = line.move_id
              JOIN stock_location source ON source.id = line.location_id
              JOIN stock_location target ON target.id = line.location_dest_id
              JOIN LATERAL (VALUES
                       (source.usage, source.warehouse_id, target.usage, target.warehouse_id, TRUE),
                       (target.usage, target.warehouse_id, source.usage, source.warehouse_id, FALSE)
                   ) place (usage, warehouse_id, other_usage, other_warehouse_id, leaves) ON TRUE
             WHERE line.state = 'done' AND line.company_id = %(company)s AND line.date >= %(start)s
               AND place.usage = 'internal' AND place.warehouse_id IS NOT NULL
               AND (place.other_usage <> 'internal' OR place.other_warehouse_id IS DISTINCT FROM place.warehouse_id)
            """,
            zone=company._lean_tz().zone,
            company=company.id,
            start=fields.Datetime.to_datetime(start),
        )

    @api.model
    def _get_stocks(self, company):
        """{(product id, warehouse id): quantity on hand}, also what a customer owns left out."""
        self.env["stock.quant"].flush_model()
        query = SQL(
            """
            SELECT quant.product_id, location.warehouse_id, SUM(quant.quantity)
              FROM stock_quant quant
              JOIN stock_location location ON location.id = quant.location_id
             WHERE location.usage = 'internal' AND location.warehouse_id IS NOT NULL
               AND quant.company_id = %(company)s AND quant.owner_id IS NULL
          GROUP BY quant.product_id, location.warehouse_id
            """,
            company=company.id,
        )
        return {
            (product_id, warehouse_id): float(stock)
            for product_id, warehouse_id, stock in self.env.execute_query(query)
        }
