"""Release of N empty cards to purchase lines beside core's scheduler on the same need.

Every vendor sells 50 of the products, so an RFQ has as many lines at each N. The products
of the cards and those of the reordering rules are of the same shape and from the same
vendors. Both jobs run in turns on the same rows, each undone before the next, from flushed
and empty caches; the best of the turns counts, as the machine may be busy with others.
"""

from contextlib import closing
from typing import TYPE_CHECKING

from leanbench.context import Context, Measurement
from leanbench.result import Result

if TYPE_CHECKING:
    from odoo.api import Environment
    from odoo.models import BaseModel

TITLE = "release of empty cards to purchase lines"
NEEDS = ("lean_kanban_purchase",)

LINES_PER_VENDOR = 50
CONTAINER = 20
MAX_TURNS, CARDS_IN_ALL = 3, 3_000
MUST_RATIO, AIM_RATIO = 0.8, 0.6


def run(context: Context) -> list[Result]:
    """One result for each size."""
    name = context.clone()
    return [_measure_size(context, name, size) for size in context.sizes]


def _measure_size(context: Context, name: str, size: int) -> Result:
    with context.environment(name) as env:
        loops = prepare(env, size)
        ours, core = [], []
        for _turn in range(max(1, min(MAX_TURNS, CARDS_IN_ALL // size))):
            core.append(_measure_core(context, env, size))
            ours.append(_measure_release(context, env, loops))
    best, reference = _best(ours), _best(core)
    return Result(
        job="release N empty cards",
        n=size,
        ours_seconds=best.seconds,
        ours_queries=best.queries,
        reference_name="core scheduler",
        reference_seconds=reference.seconds,
        reference_queries=reference.queries,
        must_ratio=MUST_RATIO,
        aim_ratio=AIM_RATIO,
        note=f"best of {len(ours)}",
    )


def _best(turns: list[Measurement]) -> Measurement:
    return min(turns, key=lambda turn: turn.seconds)


def prepare(env: "Environment", size: int) -> "BaseModel":
    """Reordering rules for the first half of the products, a loop with an empty card for each other."""
    products = _create_products(env, size)
    stock = env["stock.warehouse"].search([("company_id", "=", env.company.id)], limit=1).lot_stock_id
    env["stock.warehouse.orderpoint"].create(
        [
            {
                "product_id": product.id,
                "location_id": stock.id,
                "product_min_qty": CONTAINER,
                "product_max_qty": CONTAINER,
            }
            for product in products[:size]
        ]
    )
    loops = env["lean.kanban.loop"].create(
        [
            {"product_id": product.id, "location_id": stock.id, "container_qty": CONTAINER, "card_count": 1}
            for product in products[size:]
        ]
    )
    env["lean.kanban.card"].create([{"loop_id": loop.id, "number": 1} for loop in loops])
    loops.write({"state": "active"})
    env.flush_all()
    env.cr.execute("ANALYZE")
    return loops


def _create_products(env: "Environment", size: int) -> "BaseModel":
    from odoo.fields import Command

    count = max(1, size // LINES_PER_VENDOR)
    vendors = env["res.partner"].create([{"name": f"Bench vendor {number}"} for number in range(count)])
    return env["product.product"].create(
        [
            {
                "name": f"Bench part {number}",
                "is_storable": True,
                "seller_ids": [
                    Command.create({"partner_id": vendors[number % size % count].id, "price": 4.2, "delay": 3})
                ],
            }
            for number in range(2 * size)
        ]
    )


def _measure_core(context: Context, env: "Environment", size: int) -> Measurement:
    with closing(env.cr.savepoint()):
        with context.measure(env) as measurement:
            env["stock.rule"].run_scheduler()
        _expect(_count_lines(env, loops=False), size, "purchase lines of core")
    return measurement


def _measure_release(context: Context, env: "Environment", loops: "BaseModel") -> Measurement:
    with closing(env.cr.savepoint()):
        with context.measure(env) as measurement:
            loops._release()
        _expect(_count_lines(env, loops=True), len(loops), "purchase lines of cards")
        _expect(set(loops.card_ids.mapped("state")), {"requested"}, "states of the cards")
    return measurement


def _count_lines(env: "Environment", *, loops: bool) -> int:
    return env["purchase.order.line"].search_count([("kanban_loop_id", "!=" if loops else "=", False)])


def _expect(found: object, wanted: object, what: str) -> None:
    if found != wanted:
        raise RuntimeError(f"{what}: {found} where {wanted} were due")
