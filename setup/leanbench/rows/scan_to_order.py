"""Seconds from the answer of a scan to the confirmed and sent order.

The loops order by themselves; one worker runs scheduled jobs. The cards are scanned one
after another, each after the order of the one before has been sent. The slowest counts.
"""

import shutil
import statistics
import time
from contextlib import closing

from leanbench.context import Context
from leanbench.result import Result
from leanbench.rows import _stations
from leanbench.server import OdooServer

TITLE = "scan to sent order"
NEEDS = ("lean_kanban_purchase",)

CARDS = 6
TIMEOUT_SECONDS = 60
MUST_SECONDS, AIM_SECONDS = 15, 5
SENT = """
    SELECT count(*) FROM purchase_order
    WHERE kanban_send_state = 'sent' AND state = 'purchase'
"""


def run(context: Context) -> list[Result]:
    """One result."""
    name = context.clone()
    with context.environment(name, commit=True) as env:
        barcodes = _stations.create_loops(env, CARDS, ordering="automatic")
        _stations.prepare_server(env)
    with context.server(name, workers=2, cron_threads=1) as server:
        seconds = [_measure(context, server, code, order) for order, code in enumerate(barcodes, start=1)]
    return [
        Result(
            job="scan to sent order",
            n=CARDS,
            measured=max(seconds),
            unit="s",
            must_limit=MUST_SECONDS,
            aim_limit=AIM_SECONDS,
            note=f"median {statistics.median(seconds):.2f} s, one cron worker, {_kind_of_mail()}",
        )
    ]


def _measure(context: Context, server: OdooServer, barcode: str, order: int) -> float:
    """Scan a card; seconds until one more order is sent than before."""
    with closing(context.project.server.connect(server.database)) as connection, connection.cursor() as cursor:
        (scan,) = _stations.scan_together(server, [barcode], 1)

        def is_sent() -> bool:
            cursor.execute(SENT)
            return cursor.fetchone()[0] == order

        _stations.wait_until(is_sent, TIMEOUT_SECONDS, f"order {order} confirmed and sent")
        return time.time() - scan["finished_at"]


def _kind_of_mail() -> str:
    return "PDF attached" if shutil.which("wkhtmltopdf") else "order in the mail, no wkhtmltopdf"
