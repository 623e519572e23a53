"""Scorecards of all vendors over N purchase lines that fell due in a month.

Beside the bare SQL aggregate over the same lines, which gives the figures of a scorecard and
keeps neither them nor the lines behind them; and beside core's on-time rate, which is one figure.
"""

from contextlib import closing
from datetime import date, timedelta
from typing import TYPE_CHECKING

from leanbench.context import Context, Measurement
from leanbench.result import Result
from leanbench.rows import _purchases

if TYPE_CHECKING:
    from odoo.api import Environment

TITLE = "scorecards of all vendors"
NEEDS = ("lean_jit",)

SIZES = (100, 1_000, 10_000)
TURNS = 5
AGGREGATE_MUST, AGGREGATE_AIM = 10, 3
BUDGET_SIZE = 10_000  # of fewer lines the statement takes a millisecond, and ours what a dozen of them take
DUE_DAYS = 28
QUERIES_MORE = 5  # in which two sizes may differ
# What came of each line before, in and after its window, when it was complete and what went back; then what
# that makes of each vendor: the figures of a scorecard, for one unit, no kits and no disputes.
AGGREGATE = """
    SELECT partner_id,
           COUNT(*) AS lines,
           AVG(LEAST(in_time, qty_promised) / qty_promised) AS otd,
           AVG((in_time >= qty_promised AND total <= qty_promised)::int) AS otif,
           COUNT(*) FILTER (WHERE early > 0) AS early,
           COUNT(*) FILTER (WHERE early + in_time < qty_promised) AS late,
           AVG(lead_days) AS lead_mean,
           STDDEV_SAMP(lead_days) AS lead_stddev,
           PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY lead_days) AS lead_median,
           PERCENTILE_CONT(0.9) WITHIN GROUP (ORDER BY lead_days) AS lead_p90,
           SUM(returned) / NULLIF(SUM(total), 0) * 1e6 AS ppm,
           SUM(promise_paid_value) / NULLIF(SUM(promise_listed_value), 0) - 1 AS price_variance
      FROM (
        SELECT line.id, line.partner_id, line.qty_promised::float8 AS qty_promised,
               line.promise_paid_value, line.promise_listed_value,
               COALESCE(SUM(quantity) FILTER (WHERE is_receipt AND day < line.window_start), 0) AS early,
               COALESCE(SUM(quantity) FILTER (
                   WHERE is_receipt AND day BETWEEN line.window_start AND line.window_end), 0) AS in_time,
               COALESCE(SUM(quantity) FILTER (WHERE is_receipt), 0) AS total,
               COALESCE(SUM(quantity) FILTER (WHERE NOT is_receipt), 0) AS returned,
               EXTRACT(EPOCH FROM MAX(arrived) FILTER (WHERE is_receipt) - line.date_promise_given)::float8 / 86400
                   AS lead_days
          FROM purchase_order_line line
          LEFT JOIN (
            SELECT move.purchase_line_id, move.quantity::float8 AS quantity, place.usage = 'internal' AS is_receipt,
                   COALESCE(picking.date_arrived, move.date) AS arrived,
                   (COALESCE(picking.date_arrived, move.date) AT TIME ZONE 'UTC' AT TIME ZONE bought.promise_tz)::date
                       AS day
              FROM stock_move move
              JOIN purchase_order_line bought ON bought.id = move.purchase_line_id
              JOIN stock_location place ON place.id = move.location_dest_id
              LEFT JOIN stock_picking picking ON picking.id = move.picking_id
             WHERE move.state = 'done'
          ) came ON came.purchase_line_id = line.id
         WHERE line.window_end BETWEEN %(first)s AND %(last)s AND line.company_id = %(company)s
      GROUP BY line.id
      ) each
  GROUP BY partner_id
"""


def run(context: Context) -> list[Result]:
    """For each size one result beside the aggregate and one beside core; it fails where queries grow."""
    results = [result for size in context.sizes for result in _measure_size(context, size)]
    queries = [result.ours_queries for result in results]
    if max(queries) > min(queries) + QUERIES_MORE:
        raise RuntimeError(f"queries grow with lines or vendors: {queries}")
    return results


def _measure_size(context: Context, size: int) -> list[Result]:
    month = (date.today().replace(day=1) - timedelta(days=1)).replace(day=1)
    with context.environment(context.clone()) as env:
        purchases = _purchases.create_purchases(env, size, first=month, days=DUE_DAYS)
        env.cr.commit()
        turns = [_measure(context, env, purchases, month) for _turn in range(TURNS)]
    ours, aggregate, core = (min(column, key=lambda turn: turn.seconds) for column in zip(*turns, strict=True))
    budget = (AGGREGATE_MUST, AGGREGATE_AIM) if size >= BUDGET_SIZE else ()
    return [
        _report("scorecards, N lines", size, ours, "one SQL aggregate", aggregate, *budget),
        _report("scorecards, N lines (core)", size, ours, "core on_time_rate", core),
    ]


def _report(
    job: str,
    size: int,
    ours: Measurement,
    name: str,
    reference: Measurement,
    must: float | None = None,
    aim: float | None = None,
) -> Result:
    return Result(
        job=job,
        n=size,
        ours_seconds=ours.seconds,
        ours_queries=ours.queries,
        reference_name=name,
        reference_seconds=reference.seconds,
        reference_queries=reference.queries,
        must_ratio=must,
        aim_ratio=aim,
        peak_mb=ours.peak_mb,
        note=f"best of {TURNS}, {max(1, size // _purchases.LINES_PER_VENDOR)} vendors",
    )


def _measure(
    context: Context, env: "Environment", purchases: _purchases.Purchases, month: date
) -> tuple[Measurement, Measurement, Measurement]:
    """Ours, the aggregate and core, one after another on the same lines; ours is undone."""
    last = month + timedelta(days=DUE_DAYS)
    with closing(env.cr.savepoint()), context.measure(env) as ours:
        cards = env["lean.supplier.scorecard"].generate(month, last)
        env.flush_all()
        lines = sum(cards.mapped("month_line_count"))
    if (len(cards), lines) != (len(purchases.vendors), purchases.count):
        raise RuntimeError(f"{len(cards)} scorecards of {lines} lines")
    with context.measure(env) as aggregate:
        env.cr.execute(AGGREGATE, {"first": month, "last": last, "company": env.company.id})
        env.cr.fetchall()
    with context.measure(env) as core:
        purchases.vendors.mapped("on_time_rate")
    context.tidy(env, "lean_supplier_scorecard", "lean_supplier_scorecard_line", "purchase_order_line")
    return ours, aggregate, core
