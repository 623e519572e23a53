"""Scan stations before a real server: their data, their processes, what they answered."""

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from leanbench import clients
from leanbench.server import OdooServer

if TYPE_CHECKING:
    from odoo.api import Environment

LOGIN = "bench_operator"
PASSWORD = "bench_operator"  # noqa: S105 (a database that lives for seconds)
CARDS_PER_LOOP = 3
CONTAINER = 20
POLL_SECONDS = 0.02
SCRIPT = Path(__file__).with_name("_scan_client.py")


def create_loops(env: "Environment", cards: int, *, ordering: str) -> list[str]:
    """Running loops of one new vendor with full cards; returns the barcodes.

    Neighbours in the list are of one loop, so stations that take every eighth card meet
    at the loops.
    """
    from odoo.fields import Command

    vendor = env["res.partner"].create({"name": "Bench vendor", "email": "vendor@example.com"})
    stock = env["stock.warehouse"].search([("company_id", "=", env.company.id)], limit=1).lot_stock_id
    products = env["product.product"].create(
        [
            {
                "name": f"Bench part {number}",
                "is_storable": True,
                "seller_ids": [Command.create({"partner_id": vendor.id, "price": 4.2, "delay": 3})],
            }
            for number in range(-(-cards // CARDS_PER_LOOP))
        ]
    )
    values = {"location_id": stock.id, "container_qty": CONTAINER, "card_count": CARDS_PER_LOOP, "ordering": ordering}
    loops = env["lean.kanban.loop"].create([{"product_id": product.id, **values} for product in products])
    for product in products:
        env["stock.quant"]._update_available_quantity(product, stock, CONTAINER * CARDS_PER_LOOP)
    loops.action_activate()
    return loops.card_ids.sorted("id").mapped("barcode")[:cards]


def prepare_server(env: "Environment") -> None:
    """An operator who may scan, and nothing that disturbs the measurement or leaves the machine."""
    _create_operator(env)
    _keep_mail_here(env)
    _postpone_other_jobs(env)


def _create_operator(env: "Environment") -> None:
    from odoo.fields import Command

    groups = env.ref("base.group_user") | env.ref("lean_base.group_lean_user")
    values = {"name": "Bench operator", "login": LOGIN, "password": PASSWORD}
    env["res.users"].create({**values, "group_ids": [Command.set(groups.ids)]})


def _keep_mail_here(env: "Environment") -> None:
    """Orders are sent to a port where nobody listens, whatever mail server the machine has."""
    env["ir.mail_server"].create({"name": "Nowhere", "smtp_host": "127.0.0.1", "smtp_port": 9})


def _postpone_other_jobs(env: "Environment") -> None:
    """In a new database every scheduled job is due at once, some of which ask the internet."""
    from datetime import timedelta

    from odoo import fields

    others = env["ir.cron"].search([("id", "!=", env.ref("lean_kanban.ir_cron_release").id)])
    others.nextcall = fields.Datetime.now() + timedelta(days=1)


def scan_together(server: OdooServer, barcodes: Sequence[str], stations: int) -> list[dict]:
    """All stations log in, wait for each other, and then scan their cards at once."""
    address = urlsplit(server.url)
    where = {"host": address.hostname, "port": address.port, "database": server.database}
    person = {"login": LOGIN, "password": PASSWORD}
    jobs = [{**where, **person, "barcodes": barcodes[number::stations]} for number in range(stations)]
    return [scan for answer in clients.run_together(SCRIPT, jobs) for scan in answer]


def wait_until(condition: Callable[[], bool], seconds: float, what: str) -> None:
    """Poll until `condition` holds."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise RuntimeError(f"not within {seconds:g} s: {what}")
        time.sleep(POLL_SECONDS)
