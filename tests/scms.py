# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
"""Real deliveries as purchase orders: confirmed when they were sent, received when they arrived.

By hand, to fill a demonstration database (half an hour for all of it)::

    ./setup/odoo shell < tests/scms.py          # 200 lines
    LINES=0 ./setup/odoo shell < tests/scms.py  # all 10,324

The file is `../shared/data/scms_deliveries.csv`: the US government's SCMS programme, 2006 to 2015.
"""

import csv
import os
import sys
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from freezegun import freeze_time

NOON = time(12)
# Where the file does not say when an order was sent: so many days before its day.
UNKNOWN_LEAD = 60


@dataclass(frozen=True)
class Delivery:
    """A line of the file."""

    number: int
    order: str
    vendor: str
    item: str
    quantity: float
    price: float
    sent: date
    scheduled: date
    delivered: date


def find_file():
    """The file, beside the checkout; None where it is not."""
    roots = [Path.cwd(), *Path.cwd().parents]
    if "__file__" in globals():
        roots = [*Path(__file__).resolve().parents, *roots]
    found = (root / "shared/data/scms_deliveries.csv" for root in roots)
    return next((path for path in found if path.exists()), None)


def read_deliveries(path, limit=None):
    """Deliveries of the file in its order; one without a quantity is left out."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = [_read(row) for row in csv.DictReader(file)]
    rows = [row for row in rows if row.quantity > 0]
    return rows[:limit] if limit else rows


def _read(row):
    scheduled, delivered = date.fromisoformat(row["scheduled"]), date.fromisoformat(row["delivered"])
    sent = date.fromisoformat(row["po_sent"]) if row["po_sent"] else scheduled - timedelta(days=UNKNOWN_LEAD)
    # a few orders were sent on paper after the goods had come
    sent = min(sent, scheduled, delivered)
    price = float(row["pack_price"] or 0)
    quantity = float(row["quantity"])
    return Delivery(
        int(row["line_id"]), row["order"], row["vendor"], row["item"], quantity, price, sent, scheduled, delivered
    )


class Loader:
    """Makes the vendors, products, orders and receipts of deliveries in a company.

    An order holds what was sent to one vendor on one day, so that core confirms hundreds of lines at
    once, and a receipt is validated for each day something of it arrived.
    """

    def __init__(self, env, company):
        self.env = env(context={**env.context, "tracking_disable": True, "allowed_company_ids": company.ids})
        self.company = company
        self.vendors = {}
        self.products = {}

    def load(self, deliveries):
        """{line number: purchase line}"""
        self._create_vendors(deliveries)
        self._create_products(deliveries)
        lines = {}
        groups = defaultdict(list)
        for delivery in deliveries:
            groups[delivery.sent, delivery.vendor].append(delivery)
        for (sent, vendor), group in sorted(groups.items()):
            lines |= self._order(sent, vendor, group)
        return lines

    def _create_vendors(self, deliveries):
        names = sorted({delivery.vendor for delivery in deliveries})
        partners = self.env["res.partner"].create([{"name": name, "is_company": True} for name in names])
        self.vendors = dict(zip(names, partners, strict=True))

    def _create_products(self, deliveries):
        names = sorted({delivery.item for delivery in deliveries})
        products = self.env["product.product"].create(
            [{"name": name, "is_storable": True, "supplier_taxes_id": False} for name in names]
        )
        self.products = dict(zip(names, products, strict=True))

    def _order(self, sent, vendor, deliveries):
        with freeze_time(datetime.combine(sent, NOON)):
            order = self.env["purchase.order"].create(
                {
                    "partner_id": self.vendors[vendor].id,
                    "company_id": self.company.id,
                    "origin": ", ".join(sorted({delivery.order for delivery in deliveries}))[:120],
                    "order_line": [(0, 0, self._prepare_line(delivery)) for delivery in deliveries],
                }
            )
            for line, delivery in zip(order.order_line, deliveries, strict=True):
                line.date_planned = datetime.combine(delivery.scheduled, NOON)
            order.button_confirm()
        lines = dict(zip((delivery.number for delivery in deliveries), order.order_line, strict=True))
        self._receive(deliveries, lines)
        return lines

    def _prepare_line(self, delivery):
        return {
            "product_id": self.products[delivery.item].id,
            "product_qty": delivery.quantity,
            "price_unit": delivery.price,
        }

    def _receive(self, deliveries, lines):
        days = defaultdict(list)
        for delivery in deliveries:
            days[delivery.delivered].append(delivery)
        for day, arrived in sorted(days.items()):
            moves = self.env["stock.move"].union(*(lines[delivery.number].move_ids for delivery in arrived))
            moves = moves.filtered(lambda move: move.state not in ("done", "cancel"))
            with freeze_time(datetime.combine(day, NOON)):
                for move in moves:
                    move.quantity = move.product_uom_qty
                moves.picked = True
                moves._action_done()


def main(env):
    """Load as many lines as LINES says into the user's company, and score all their months."""
    deliveries = read_deliveries(find_file(), int(os.environ.get("LINES", "200")) or None)
    Loader(env, env.company).load(deliveries)
    cards = env["lean.supplier.scorecard"].generate(
        min(delivery.scheduled for delivery in deliveries), max(delivery.scheduled for delivery in deliveries)
    )
    env.cr.commit()
    sys.stdout.write(f"{len(deliveries)} lines, {len(cards)} scorecards\n")


if "env" in globals():  # read by a shell of Odoo
    main(globals()["env"])
