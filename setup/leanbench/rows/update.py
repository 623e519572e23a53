"""Demand, sizing and state of N loops, beside one SQL aggregate and beside OCA `ddmrp`.

Every product has 60 deliveries in the last twelve weeks. The aggregate is the least anybody
could do: the consumption of each product, in one statement. ddmrp, on a database of its own
with the same products and moves, calculates its average daily usage and its buffers as its
two scheduled jobs do. Both find records that were committed before, as a nightly job does.
"""

from contextlib import closing
from typing import TYPE_CHECKING

from leanbench import oca
from leanbench.context import Context, Measurement
from leanbench.result import Result
from leanbench.rows import _history

if TYPE_CHECKING:
    from odoo.api import Environment
    from odoo.models import BaseModel

TITLE = "demand, sizing and state of loops"
NEEDS = ("lean_kanban_purchase",)

TURNS, DDMRP_MOST = 5, 1_000
AGGREGATE_AIM, DDMRP_MUST = 5, 1 / 30
AGGREGATE = """
    SELECT line.product_id, SUM(line.quantity_product_uom)
      FROM stock_move_line line
      JOIN stock_location source ON source.id = line.location_id
      JOIN stock_location target ON target.id = line.location_dest_id
     WHERE line.state = 'done' AND line.date >= now() - INTERVAL '90 days'
       AND source.usage = 'internal' AND target.usage <> 'internal'
  GROUP BY line.product_id
"""


def run(context: Context) -> list[Result]:
    """For each size one result beside the aggregate and one beside ddmrp, which takes minutes for thousands."""
    peers = oca.database(context, "ddmrp")
    results, theirs = [], {}
    for size in context.sizes:
        ours, aggregate = _measure_ours(context, size)
        results.append(_beside_aggregate(size, ours, aggregate))
        if peers and size <= DDMRP_MOST:
            theirs[size] = _measure_ddmrp(context, peers, size)
        if theirs:
            results.append(_beside_ddmrp(size, ours, *max(theirs.items())))
    return results


def _beside_aggregate(size: int, ours: Measurement, aggregate: Measurement) -> Result:
    return Result(
        job="update N loops",
        n=size,
        ours_seconds=ours.seconds,
        ours_queries=ours.queries,
        reference_name="one SQL aggregate",
        reference_seconds=aggregate.seconds,
        reference_queries=aggregate.queries,
        aim_ratio=AGGREGATE_AIM,
        peak_mb=ours.peak_mb,
        note=f"best of {TURNS}, {_history.LINES_PER_PRODUCT} lines each",
    )


def _beside_ddmrp(size: int, ours: Measurement, measured: int, theirs: Measurement) -> Result:
    """Where ddmrp was not measured at this size, in proportion to what it took for the largest it was."""
    times = size // measured
    note = f"best of {TURNS}" if times == 1 else f"ddmrp: {times} x its {measured:,}"
    return Result(
        job="update N loops (ddmrp)",
        n=size,
        ours_seconds=ours.seconds,
        ours_queries=ours.queries,
        reference_name="OCA ddmrp 19.0",
        reference_seconds=theirs.seconds * times,
        reference_queries=theirs.queries * times,
        must_ratio=DDMRP_MUST,
        note=f"average daily usage and buffers, {note}",
    )


def _best(turns: list[Measurement]) -> Measurement:
    return min(turns, key=lambda turn: turn.seconds)


def _measure_ours(context: Context, size: int) -> tuple[Measurement, Measurement]:
    with context.environment(context.clone()) as env:
        loops = create_loops(env, _history.create_products(env, size))
        env.cr.commit()
        ours, aggregate = [], []
        for _turn in range(TURNS):
            with closing(env.cr.savepoint()), context.measure(env) as measurement:
                loops._update_sizing()
            ours.append(measurement)
            with context.measure(env) as measurement:
                env.cr.execute(AGGREGATE)
                env.cr.fetchall()
            aggregate.append(measurement)
        loops._update_sizing()
        if not all(demand > 0 for demand in loops.mapped("daily_demand")):
            raise RuntimeError("a loop has no demand")
    return _best(ours), _best(aggregate)


def create_loops(env: "Environment", products: "BaseModel") -> "BaseModel":
    """Running loops of these products, each with two full cards."""
    stock = _history.get_stock(env)
    loops = env["lean.kanban.loop"].create(
        [{"product_id": product.id, "location_id": stock.id, "container_qty": 20} for product in products]
    )
    env["lean.kanban.card"].create(
        [{"loop_id": loop.id, "number": number, "state": "full"} for loop in loops for number in (1, 2)]
    )
    loops.write({"state": "active"})
    env.flush_all()
    env.cr.execute("ANALYZE")
    return loops


# ddmrp


def _measure_ddmrp(context: Context, source: str, size: int) -> Measurement:
    """Its jobs commit, so each size has a copy of the database."""
    with context.environment(context.clone(source)) as env:
        buffers = _create_buffers(env, _history.create_products(env, size))
        env.cr.commit()
        turns = []
        for _turn in range(TURNS):
            with context.measure(env) as measurement:
                buffers.cron_ddmrp_adu()
                buffers.cron_ddmrp()
            turns.append(measurement)
        if not all(usage > 0 for usage in buffers.mapped("adu")):
            raise RuntimeError("a buffer has no usage")
    return _best(turns)


def _create_buffers(env: "Environment", products: "BaseModel") -> "BaseModel":
    warehouse = env["stock.warehouse"].search([("company_id", "=", env.company.id)], limit=1)
    warehouse.calendar_id = env.company.resource_calendar_id
    method = env["product.adu.calculation.method"].create(
        {"name": "Past", "method": "past", "source_past": "actual", "horizon_past": _history.HORIZON_DAYS}
    )
    profile = env.ref("ddmrp.stock_buffer_profile_replenish_purchased_medium_medium")
    return env["stock.buffer"].create(
        [
            {
                "buffer_profile_id": profile.id,
                "product_id": product.id,
                "location_id": warehouse.lot_stock_id.id,
                "warehouse_id": warehouse.id,
                "qty_multiple": 1,
                "adu_calculation_method": method.id,
            }
            for product in products
        ]
    )
