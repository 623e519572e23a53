"""Eight stations scan 120 cards of one vendor at once, through a real server.

Each station is a process with a web session of its own that scans its cards without a
pause. The release runs beside them, as in a plant; when all is done there is one RFQ with
every card on it once. Three rounds, each with another vendor; the quietest counts, as the
machine may be busy with others.
"""

import math
import os
import statistics
from contextlib import closing
from typing import TYPE_CHECKING

from leanbench.context import Context
from leanbench.result import Result
from leanbench.rows import _stations
from leanbench.server import OdooServer

if TYPE_CHECKING:
    from odoo.api import Environment

TITLE = "scans at eight stations"
NEEDS = ("lean_kanban_purchase",)

ROUNDS, STATIONS, CARDS = 3, 8, 120
WORKERS = 4
RELEASE_SECONDS = 120
MUST_SECONDS, AIM_SECONDS = 0.3, 0.1
CONFLICT_WORDS = ("could not serialize", "deadlock detected", "tries left")


def run(context: Context) -> list[Result]:
    """One result; the budget is the 99th percentile."""
    name = context.clone()
    with context.environment(name, commit=True) as env:
        rounds = [_stations.create_loops(env, CARDS, ordering="manual") for _round in range(ROUNDS)]
        _stations.prepare_server(env)
    with context.server(name, workers=WORKERS, cron_threads=1) as server:
        seconds = [_scan_all(context, server, barcodes) for barcodes in rounds]
        conflicts = count_conflicts(server)
    with context.environment(name) as env:
        _check_orders(env)
    if conflicts:
        raise RuntimeError(f"{conflicts} lines about conflicts in the server's log")
    return [_result(seconds)]


def _result(seconds: list[list[float]]) -> Result:
    best = min(seconds, key=lambda values: percentile(values, 0.99))
    others = ", ".join(f"{percentile(values, 0.99):.3f}" for values in seconds)
    return Result(
        job="one scan, p99, eight stations at once",
        n=CARDS,
        measured=percentile(best, 0.99),
        unit="s",
        must_limit=MUST_SECONDS,
        aim_limit=AIM_SECONDS,
        note=f"p50 {statistics.median(best):.3f} s, max {max(best):.3f} s; p99 of the rounds {others} s; "
        f"no conflict, one RFQ; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores",
    )


def percentile(values: list[float], share: float) -> float:
    """The smallest value that `share` of all do not exceed (nearest rank).

    >>> percentile([3.0, 1.0, 2.0], 0.5)
    2.0
    """
    return sorted(values)[math.ceil(share * len(values)) - 1]


def count_conflicts(server: OdooServer) -> int:
    """Lines of the server's log that tell of transactions in each other's way."""
    lines = server.log.read_text(encoding="utf-8", errors="replace").splitlines()
    return sum(any(word in line for word in CONFLICT_WORDS) for line in lines)


def _scan_all(context: Context, server: OdooServer, barcodes: list[str]) -> list[float]:
    """One round: seconds of each scan, once all cards are on orders."""
    scans = _stations.scan_together(server, barcodes, STATIONS)
    signalled = sum(scan["signalled"] for scan in scans)
    if signalled != CARDS or len(scans) != CARDS:
        raise RuntimeError(f"{signalled} of {CARDS} scans signalled their card")
    with closing(context.project.server.connect(server.database)) as connection, connection.cursor() as cursor:

        def is_released() -> bool:
            query = "SELECT count(*) FROM lean_kanban_card WHERE barcode = ANY(%s) AND state = 'requested'"
            cursor.execute(query, (barcodes,))
            return cursor.fetchone()[0] == CARDS

        _stations.wait_until(is_released, RELEASE_SECONDS, f"{CARDS} cards on orders")
    return [scan["seconds"] for scan in scans]


def _check_orders(env: "Environment") -> None:
    """One RFQ for each vendor, which holds each card once."""
    orders = env["purchase.order"].search([])
    for order in orders:
        allocations = order.order_line.kanban_allocation_ids
        found = {
            "orders of the vendor": len(
                orders.filtered(lambda other, order=order: other.partner_id == order.partner_id)
            ),
            "allocations": len(allocations),
            "cards on them": len(allocations.card_id),
            "supplies of the cards": len(allocations.card_id.supply_ids),
            "containers asked": sum(order.order_line.mapped("product_qty")) / _stations.CONTAINER,
        }
        wanted = {**dict.fromkeys(found, CARDS), "orders of the vendor": 1}
        if found != wanted:
            raise RuntimeError(f"after the release: {found} where {wanted} were due")
    if len(orders) != ROUNDS:
        raise RuntimeError(f"{len(orders)} orders where {ROUNDS} were due")
