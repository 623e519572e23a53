"""Scorecards of all vendors over N lines due in a month, beside bare SQL and core's figure on the vendor.

A vendor has a hundred lines due in the last closed month, each received within a day or two of it. The
bare statement counts the quantity in time of each vendor, from the same lines and moves, and keeps
nothing; ours copies each line, counts all metrics and writes the graded scorecards. Core computes
`on_time_rate` of the same vendors.
"""

from contextlib import closing
from typing import TYPE_CHECKING

from leanbench.context import Context, Measurement
from leanbench.result import Result

if TYPE_CHECKING:
    from odoo.api import Environment
    from odoo.models import BaseModel

TITLE = "scorecards of all vendors"
NEEDS = ("lean_jit",)

LINES_PER_VENDOR = 100
TURNS = 3
MUST_RATIO, AIM_RATIO = 10, 3

COPY_LINES = """
INSERT INTO purchase_order_line
SELECT (JSONB_POPULATE_RECORD(line, JSONB_BUILD_OBJECT(
           'id', NEXTVAL('purchase_order_line_id_seq'), 'date_planned', day, 'date_promised', day, 'date_agreed', day,
           'window_start', day - 2, 'window_end', day, 'date_promise_given', day - 10,
           'qty_received', line.product_qty))).*
  FROM purchase_order_line line
 CROSS JOIN GENERATE_SERIES(1, %s) number
 CROSS JOIN LATERAL (SELECT (DATE_TRUNC('month', NOW()) - (number %% 28 + 1) * INTERVAL '1 day')::date AS day) due
 WHERE line.id = ANY(%s)
"""
COPY_MOVES = """
INSERT INTO stock_move
SELECT (JSONB_POPULATE_RECORD(move, JSONB_BUILD_OBJECT(
           'id', NEXTVAL('stock_move_id_seq'), 'purchase_line_id', line.id, 'state', 'done',
           'quantity', move.product_qty, 'date', line.window_end + (line.id %% 5 - 3)::int))).*
  FROM purchase_order_line line
  JOIN purchase_order_line first ON first.order_id = line.order_id AND first.id = ANY(%(ids)s)
  JOIN stock_move move ON move.purchase_line_id = first.id
 WHERE line.id <> ALL(%(ids)s)
"""
BARE = """
SELECT line.partner_id, COUNT(*), AVG(LEAST(received.quantity / line.qty_promised, 1))
  FROM purchase_order_line line
  JOIN LATERAL (
        SELECT COALESCE(SUM(move.quantity), 0) AS quantity
          FROM stock_move move
         WHERE move.purchase_line_id = line.id AND move.state = 'done'
           AND move.date::date BETWEEN line.window_start AND line.window_end) received ON TRUE
 WHERE line.company_id = %s AND line.window_end >= %s AND line.window_end < %s
 GROUP BY line.partner_id
"""


def run(context: Context) -> list[Result]:
    """Two results for each size: beside bare SQL, and beside core."""
    results = []
    for size in context.sizes:
        name = context.clone()
        with context.environment(name) as env:
            results += measure_size(context, env, size)
    return results


def measure_size(context: Context, env: "Environment", size: int) -> list[Result]:
    """Ours, bare SQL and core in turns on the same rows; the best of the turns counts."""
    vendors = prepare(env, size)
    turns = [
        (_measure_ours(context, env, size), _measure_bare(context, env), _measure_core(context, env, vendors))
        for _turn in range(TURNS)
    ]
    ours, bare, core = (min(column, key=lambda turn: turn.seconds) for column in zip(*turns, strict=True))
    common = {"n": size, "ours_seconds": ours.seconds, "ours_queries": ours.queries, "note": f"best of {TURNS}"}
    return [
        Result(
            job="scorecards over N lines",
            reference_name="bare SQL",
            reference_seconds=bare.seconds,
            reference_queries=bare.queries,
            must_ratio=MUST_RATIO,
            aim_ratio=AIM_RATIO,
            **common,
        ),
        Result(
            job="scorecards over N lines",
            reference_name="core on_time_rate",
            reference_seconds=core.seconds,
            reference_queries=core.queries,
            **common,
        ),
    ]


def prepare(env: "Environment", size: int) -> "BaseModel":
    """Vendors with a confirmed order each, whose line and receipt are copied."""
    from odoo.fields import Command

    count = max(1, size // LINES_PER_VENDOR)
    vendors = env["res.partner"].create([{"name": f"Bench vendor {number}"} for number in range(count)])
    product = env["product.product"].create({"name": "Bench part", "is_storable": True})
    line = Command.create({"product_id": product.id, "product_qty": 10})
    orders = env["purchase.order"].create([{"partner_id": vendor.id, "order_line": [line]} for vendor in vendors])
    orders.button_confirm()
    env.flush_all()
    ids = orders.order_line.ids
    env.cr.execute(COPY_LINES, [size // count, ids])
    env.cr.execute(COPY_MOVES, {"ids": ids})
    env.cr.execute("ANALYZE")
    env.invalidate_all()
    return vendors


def _get_month(env: "Environment"):
    from odoo.fields import Date

    end = env.company._lean_today().replace(day=1)
    return Date.subtract(end, months=1), end


def _measure_ours(context: Context, env: "Environment", size: int) -> Measurement:
    first, end = _get_month(env)
    with closing(env.cr.savepoint()):
        with context.measure(env) as measurement:
            cards = env["lean.supplier.scorecard"].generate(first, end)
        lines = sum(cards.mapped("line_count"))
        if lines != size:
            raise RuntimeError(f"{lines} lines were scored where {size} were due")
    return measurement


def _measure_bare(context: Context, env: "Environment") -> Measurement:
    with context.measure(env) as measurement:
        env.cr.execute(BARE, [env.company.id, *_get_month(env)])
        env.cr.fetchall()
    return measurement


def _measure_core(context: Context, env: "Environment", vendors: "BaseModel") -> Measurement:
    with context.measure(env) as measurement:
        vendors.mapped("on_time_rate")
    return measurement
