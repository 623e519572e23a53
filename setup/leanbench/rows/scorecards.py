"""Scorecards of all vendors over N purchase lines that fell due in a month.

Beside the bare SQL aggregate over the same lines, which gives three of the figures of a
scorecard, explains none and keeps nothing; and beside core's on-time rate, which gives one.
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
TURNS = 3
AGGREGATE_MUST, AGGREGATE_AIM = 10, 3
DUE_DAYS = 28
QUERIES_MORE = 5  # in which two sizes may differ
# What came of each line in time, in all and when; then what that makes of each vendor.
AGGREGATE = """
    SELECT partner_id,
           AVG(LEAST(in_time, qty_promised) / qty_promised) AS otd,
           AVG((in_time >= qty_promised AND total <= qty_promised)::int) AS otif,
           AVG(EXTRACT(EPOCH FROM completed - date_promise_given) / 86400) AS lead_days
      FROM (
        SELECT line.partner_id, line.qty_promised, line.date_promise_given,
               COALESCE(SUM(move.quantity) FILTER (
                   WHERE (picking.date_arrived AT TIME ZONE 'UTC' AT TIME ZONE line.promise_tz)::date
                         BETWEEN line.window_start AND line.window_end), 0) AS in_time,
               COALESCE(SUM(move.quantity), 0) AS total,
               MAX(picking.date_arrived) AS completed
          FROM purchase_order_line line
          LEFT JOIN stock_move move ON move.purchase_line_id = line.id AND move.state = 'done'
          LEFT JOIN stock_picking picking ON picking.id = move.picking_id
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
        turns = [_measure(context, env, purchases, month) for _turn in range(TURNS)]
    ours, aggregate, core = (min(column, key=lambda turn: turn.seconds) for column in zip(*turns, strict=True))
    return [
        _report("scorecards, N lines", size, ours, "one SQL aggregate", aggregate, AGGREGATE_MUST, AGGREGATE_AIM),
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
    return ours, aggregate, core
