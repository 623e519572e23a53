"""What the server does to open the board: N cards of loops with five cards each, one of them on order.

The request is answered as a user's: with access rules, from an empty cache to the text that is sent.
"""

import json
from typing import TYPE_CHECKING

from leanbench.context import Context, Measurement
from leanbench.result import Result
from leanbench.rows import _history

if TYPE_CHECKING:
    from odoo.api import Environment

TITLE = "opening the board"
NEEDS = ("lean_kanban_purchase",)

SIZES = (500, 5_000)
CARDS_PER_LOOP, TURNS, CONTAINER = 5, 3, 20
MUST_SECONDS = 1
QUERIES_MORE = 5  # in which two sizes may differ


def run(context: Context) -> list[Result]:
    """One result for each size; it fails where queries grow with cards."""
    name = context.clone()
    results = [_measure_size(context, name, size) for size in context.sizes]
    queries = [result.ours_queries for result in results]
    if max(queries) > min(queries) + QUERIES_MORE:
        raise RuntimeError(f"queries grow with cards: {queries}")
    return results


def _measure_size(context: Context, name: str, size: int) -> Result:
    with context.environment(name) as env:
        _prepare(env, size // CARDS_PER_LOOP)
        turns = [_measure(context, env, size) for _turn in range(TURNS)]
    best = min(turns, key=lambda turn: turn.seconds)
    return Result(
        job="open the board, N cards",
        n=size,
        ours_seconds=best.seconds,
        ours_queries=min(turn.queries for turn in turns),  # the first fills caches of the registry,
        measured=best.seconds,
        unit="s",
        must_limit=MUST_SECONDS,
        peak_mb=best.peak_mb,
        note=f"best of {TURNS}",
    )


def _prepare(env: "Environment", count: int) -> None:
    """Sized loops, with a card of each on an order."""
    products = _history.create_products(env, count)
    stock = _history.get_stock(env)
    loops = env["lean.kanban.loop"].create(
        [
            {
                "product_id": product.id,
                "location_id": stock.id,
                "container_qty": CONTAINER,
                "card_count": CARDS_PER_LOOP,
            }
            for product in products
        ]
    )
    states = ["full"] * (CARDS_PER_LOOP - 1) + ["empty"]
    env["lean.kanban.card"].create(
        [
            {"loop_id": loop.id, "number": number, "state": state}
            for loop in loops
            for number, state in enumerate(states, start=1)
        ]
    )
    loops.write({"state": "active"})
    loops._release()
    loops._update_sizing()
    env.flush_all()
    env.cr.execute("ANALYZE")


def _measure(context: Context, env: "Environment", size: int) -> Measurement:
    user = env["res.users"].search([("login", "=", "bench_planner")]) or _create_user(env)
    loops = env["lean.kanban.loop"].with_user(user)
    with context.measure(env) as measurement:
        board = loops.get_board()
        json.dumps(board)
    cards = sum(row["cards"] for row in board["loops"])
    if cards != size:
        raise RuntimeError(f"the board shows {cards} cards where {size} were due")
    return measurement


def _create_user(env: "Environment"):
    from odoo.fields import Command

    return env["res.users"].create(
        {
            "name": "Bench planner",
            "login": "bench_planner",
            "group_ids": [Command.set(env.ref("lean_base.group_lean_manager").ids)],
        }
    )
