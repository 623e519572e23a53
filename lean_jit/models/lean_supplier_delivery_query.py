# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import api, fields, models
from odoo.tools import SQL

# The day of an instant at the place of receipt.
DAY = "(({instant}) AT TIME ZONE 'UTC' AT TIME ZONE line.promise_tz)::date"

# From outside is what does not leave the stock of a warehouse: vendors, companies in between, and
# the place of a subcontractor, which is internal but in no warehouse.
IS_OUTSIDE = "({place}.usage <> 'internal' OR {place}.warehouse_id IS NULL)"

# Left joins, which PostgreSQL leaves out where nothing of them is asked for: to count lines is to count them.
QUERY = """
SELECT facts.*,
       CASE WHEN verdict = 'on_time' THEN 'on_time' ELSE measured_state END AS state,
       COALESCE(verdict, '') <> 'excluded' AND measured_state NOT IN ('open', 'cancelled') AS is_counted,
       CASE WHEN measured_state IN ('open', 'cancelled') OR verdict = 'excluded' THEN NULL
            WHEN verdict = 'on_time' THEN 1 ELSE qty_in_window / qty_ordered END AS in_window_share,
       CASE WHEN measured_state IN ('open', 'cancelled') OR verdict = 'excluded' THEN NULL
            WHEN verdict = 'on_time' OR measured_state = 'on_time' THEN 1 ELSE 0 END AS on_time_share,
       CASE WHEN measured_state IN ('cancelled') THEN NULL
            ELSE GREATEST(COALESCE(completed_day, %(today)s) - date_due, 0) END AS days_late
  FROM (
    SELECT judged.*,
           CASE
             WHEN cancelled_day <= date_due AND qty_received <= 0 THEN 'cancelled'
             WHEN qty_received > qty_ordered * (1 + over_percent / 100 + 1e-6) THEN 'over'
             WHEN qty_in_window >= qty_ordered * (1 - 1e-6) THEN 'on_time'
             WHEN by_end >= qty_ordered * (1 - 1e-6) THEN 'early'
             WHEN qty_received >= qty_ordered * (1 - 1e-6) THEN 'late'
             WHEN %(today)s <= date_due THEN 'open'
             WHEN qty_received > 0 THEN 'partial'
             ELSE 'overdue'
           END AS measured_state
      FROM (
        SELECT line.id, line.id AS purchase_line_id, line.order_id, line.product_id, line.company_id,
               partner.commercial_partner_id AS partner_id,
               buying.user_id,
               line.date_promise_given AS date_confirmed,
               CASE line.promise_basis WHEN 'agreed' THEN line.date_agreed ELSE line.date_promised END
                 AS date_promised,
               line.window_start,
               line.window_end AS date_due,
               line.qty_promised::float8 AS qty_ordered,
               line.promise_origin, line.promise_tz,
               line.promise_over_percent::float8 AS over_percent,
               line.promise_paid_value::float8 AS paid_value,
               line.promise_listed_value::float8 AS listed_value,
               line.delivery_verdict AS verdict,
               {cancelled_day} AS cancelled_day,
               arrived.by_end,
               arrived.total AS qty_received,
               arrived.early AS qty_early,
               LEAST(arrived.by_end - arrived.early, line.qty_promised::float8) AS qty_in_window,
               arrived.total - arrived.by_end AS qty_late,
               GREATEST(arrived.total - line.qty_promised::float8, 0) AS qty_over,
               arrived.date_first AS date_first_arrival,
               arrived.date_last AS date_last_arrival,
               arrived.date_completed,
               arrived.completed_day,
               EXTRACT(EPOCH FROM arrived.date_completed - line.date_promise_given)::float8 / 86400 AS lead_days,
               COALESCE(arrived.returned, 0) AS qty_returned,
               COALESCE(arrived.rejected, 0) AS qty_rejected
          FROM purchase_order_line line
          LEFT JOIN purchase_order buying ON buying.id = line.order_id
          LEFT JOIN res_partner partner ON partner.id = line.partner_id
          {base_unit}
          {join_arrivals}
         WHERE line.window_end IS NOT NULL AND line.qty_promised > 0{only}{fence}
      ) judged{fence}
  ) facts
"""

# The moves of a line are read once. Parts of a kit are counted apart: a set has come when its scarcest part
# has. What was taken back from a vendor after all is no return.
ARRIVALS = """
SELECT {line_id}{early} AS early, {by_end} AS by_end, {total} AS total,
       MIN(part.date_first) AS date_first, MAX(part.date_last) AS date_last,
       CASE WHEN {total} >= line.qty_promised * (1 - 1e-6) THEN MAX(part.date_completed) END AS date_completed,
       CASE WHEN {total} >= line.qty_promised * (1 - 1e-6) THEN MAX(part.completed_day) END AS completed_day,
       GREATEST(MAX(part.returned), 0) AS returned, GREATEST(MAX(part.rejected), 0) AS rejected
  FROM {left_lines}(
    SELECT move.line_id, move.product_id,
           COALESCE(SUM(move.received) FILTER (WHERE move.day < move.window_start), 0) AS early,
           COALESCE(SUM(move.received) FILTER (WHERE move.day <= move.window_end), 0) AS by_end,
           COALESCE(SUM(move.received), 0) AS total,
           MIN(move.instant) FILTER (WHERE move.received > 0) AS date_first,
           MAX(move.instant) FILTER (WHERE move.received > 0) AS date_last,
           MIN(move.instant) FILTER (WHERE move.running >= move.qty_enough) AS date_completed,
           MIN(move.day) FILTER (WHERE move.running >= move.qty_enough) AS completed_day,
           SUM(move.returned) AS returned,
           SUM(move.returned) FILTER (WHERE move.is_reject) AS rejected
      FROM (
        SELECT moved.*, {day} AS day,
               SUM(moved.received) OVER (
                   PARTITION BY moved.line_id, moved.product_id ORDER BY moved.instant, moved.id) AS running
          FROM (
            SELECT line.id AS line_id, line.window_start, line.window_end, line.promise_tz,
                   line.qty_promised::float8 * (1 - 1e-6)::float8 AS qty_enough,
                   arrival.id, arrival.product_id, COALESCE(picking.date_arrived, arrival.date) AS instant,
                   CASE WHEN {is_receipt} THEN {quantity} END AS received,
                   CASE WHEN {to_vendor} THEN {quantity}
                        WHEN {from_vendor} THEN -({quantity}) END AS returned,
                   NOT {to_vendor} OR COALESCE(picking.return_reason, 'quality') IN ('quality', 'wrong') AS is_reject
              FROM {lines}stock_move arrival
              JOIN stock_location origin ON origin.id = arrival.location_id
              JOIN stock_location place ON place.id = arrival.location_dest_id
              JOIN uom_uom unit ON unit.id = arrival.product_uom
              LEFT JOIN stock_picking picking ON picking.id = arrival.picking_id
             WHERE arrival.purchase_line_id = line.id{only} AND arrival.state = 'done' AND {is_ordered}
          ) moved
      ) move
     GROUP BY move.line_id, move.product_id
  ) part{of_line}
"""

SETS = """CASE
    WHEN line.promise_kit_parts IS NULL THEN COALESCE(MIN({field}), 0)
    WHEN COUNT(part.product_id) < (SELECT COUNT(*) FROM jsonb_object_keys(line.promise_kit_parts)) THEN 0
    ELSE FLOOR(MIN({field}) + 1e-6) END"""

TO_VENDOR = (
    "(place.usage = 'supplier' OR arrival.origin_returned_move_id IS NOT NULL "
    f"AND place.usage IN ('internal', 'transit') AND {IS_OUTSIDE.format(place='place')})"
)
# Few are returns: what each of them returned is looked up, not joined.
FROM_VENDOR = (
    "arrival.origin_returned_move_id IS NOT NULL AND 'supplier' = ("
    "SELECT returned_to.usage FROM stock_move returned JOIN stock_location returned_to"
    " ON returned_to.id = returned.location_dest_id WHERE returned.id = arrival.origin_returned_move_id)"
)
IS_RECEIPT = (
    f"arrival.origin_returned_move_id IS NULL AND {IS_OUTSIDE.format(place='origin')}"
    " AND origin.usage <> 'customer' AND place.usage NOT IN ('supplier', 'inventory')"
)
# Through the unit all others of its kind refer to; parts of a kit are kept in it. Most need no converting.
QUANTITY = (
    "CASE WHEN unit.id = base.id AND line.promise_kit_parts IS NULL THEN arrival.quantity::float8"
    " ELSE arrival.quantity::float8 * unit.factor::float8"
    " / COALESCE((line.promise_kit_parts ->> arrival.product_id::text)::float8, base.factor::float8) END"
)
IS_ORDERED = (
    "(CASE WHEN line.promise_kit_parts IS NULL THEN arrival.product_id = line.product_id"
    " ELSE jsonb_exists(line.promise_kit_parts, arrival.product_id::text) END)"
)


BASE_UNIT = """LEFT JOIN product_product product ON product.id = line.product_id
          LEFT JOIN product_template template ON template.id = product.product_tmpl_id
          LEFT JOIN uom_uom base ON base.id = template.uom_id"""

# Two ways to read the same: line by line for a page of a list, all at once for all lines of a period.
EACH = {
    "join_arrivals": "LEFT JOIN LATERAL ({arrivals}) arrived ON TRUE",
    "line_id": "",
    "left_lines": "",
    "lines": "",
    "of_line": "",
    "only": "",
    "fence": "",
}
TOGETHER = {
    "join_arrivals": "JOIN ({arrivals}) arrived ON arrived.line_id = line.id",
    "line_id": "line.id AS line_id, ",
    "left_lines": "purchase_order_line line LEFT JOIN ",
    "lines": f"purchase_order_line line {BASE_UNIT} CROSS JOIN ",
    "of_line": " ON part.line_id = line.id WHERE TRUE{only} GROUP BY line.id",
    "only": " AND line.company_id = %(company)s AND line.window_end >= %(first)s AND line.window_end < %(end)s",
    # Joined to a table that looks empty to the planner, all of it would be read anew for each of its rows.
    "fence": " OFFSET 0",
}


def build_query(way):
    """The statement behind the model.

    :param way: `EACH` looks up what becomes of a line for that line alone, so a list of eighty lines of
        a million reads eighty: a period, a vendor or an order is found by the index on the lines before
        receipts are looked at. `TOGETHER` reads all lines of a company that are due in a period.
    """
    sets = {name: SETS.format(field=f"part.{name}") for name in ("early", "by_end", "total")}
    arrivals = ARRIVALS.format(
        day=DAY.format(instant="moved.instant").replace("line.", "moved."),
        is_receipt=IS_RECEIPT,
        to_vendor=TO_VENDOR,
        from_vendor=FROM_VENDOR,
        quantity=QUANTITY,
        is_ordered=IS_ORDERED,
        line_id=way["line_id"],
        left_lines=way["left_lines"],
        lines=way["lines"],
        of_line=way["of_line"].format(only=way["only"]),
        only=way["only"],
        **sets,
    )
    return QUERY.format(
        join_arrivals=way["join_arrivals"].format(arrivals=arrivals),
        only=way["only"],
        fence=way["fence"],
        base_unit=BASE_UNIT,
        cancelled_day=DAY.format(instant="line.date_delivery_cancelled"),
    )


class LeanSupplierDelivery(models.Model):
    """The statement behind deliveries: purchase lines and moves, so it cannot disagree with receipts."""

    _inherit = "lean.supplier.delivery"

    @api.model
    def _get_today_sql(self):
        """Today at the place where a line is received."""
        return SQL(DAY.format(instant="%s::timestamp").replace("line.", ""), fields.Datetime.now())

    @property
    def _table_query(self):
        return SQL(build_query(EACH), today=self._get_today_sql())

    @api.model
    def _get_period_query(self, company, first, end):
        """The same rows for the lines of a company that are due from a day to before another."""
        return SQL(build_query(TOGETHER), today=self._get_today_sql(), company=company.id, first=first, end=end)
