"""Purchases with a past: orders confirmed, promised and received, line by line.

One order is really confirmed and received; the others are its copies in the tables, of other
vendors and products, at other dates, whatever columns the installed addons have: a million
lines through core would take a day and be judged the same afterwards.
"""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from leanbench.rows._history import _columns

if TYPE_CHECKING:
    from odoo.api import Environment
    from odoo.models import BaseModel

LINES_PER_ORDER, LINES_PER_VENDOR, PRODUCTS = 10, 50, 20

# Of twenty orders one never comes and two come in two parts; the others come from six days too
# early to five days late.
NUMBERS = """
    line AS (SELECT number, (number - 1) / %(lines_per_order)s AS "order"
               FROM generate_series(1, %(count)s) number),
    "order" AS (SELECT number,
                       (%(vendors)s)[1 + number %% %(vendor_count)s] AS vendor,
                       %(first)s::date + (number::bigint * %(days)s / %(order_count)s)::int AS due,
                       (number * 7) %% 12 - 6 AS late
                  FROM generate_series(0, %(order_count)s - 1) number),
    receipt AS (SELECT "order".number, part, "order".number * 2 + part AS key,
                       due + late + part * 3 + TIME '10:00' AS at,
                       CASE WHEN "order".number %% 10 <> 3 THEN 1 WHEN part = 0 THEN 0.6 ELSE 0.4 END AS share
                  FROM "order" CROSS JOIN generate_series(0, 1) part
                 WHERE "order".number %% 20 <> 7 AND (part = 0 OR "order".number %% 10 = 3))
"""
QUANTITY = "(10 + line.number %% 90)"


@dataclass(frozen=True)
class Purchases:
    """What is copied, and how many."""

    line: "BaseModel"
    vendors: "BaseModel"
    products: "BaseModel"
    count: int
    first: date
    """The first due day."""
    days: int
    """Over how many days the lines fall due."""

    def as_parameters(self) -> dict[str, object]:
        """For `NUMBERS`."""
        return {
            "count": self.count,
            "days": self.days,
            "first": self.first,
            "lines_per_order": LINES_PER_ORDER,
            "order_count": -(-self.count // LINES_PER_ORDER),
            "products": self.products.ids,
            "product_count": len(self.products),
            "vendors": self.vendors.ids,
            "vendor_count": len(self.vendors),
        }


def create_purchases(env: "Environment", count: int, *, first: date, days: int) -> Purchases:
    """So many lines that fall due within so many days, a vendor to fifty of them."""
    vendors = env["res.partner"].create(
        [{"name": f"Bench vendor {number}"} for number in range(max(1, count // LINES_PER_VENDOR))]
    )
    products = env["product.product"].create(
        [{"name": f"Bench part {number}", "is_storable": True} for number in range(PRODUCTS)]
    )
    line = _buy(env, vendors[0], products[0])
    env.flush_all()
    purchases = Purchases(line, vendors, products, count, first, days)
    _copy_orders(env, purchases)
    _copy_lines(env, purchases)
    _copy_receipts(env, purchases)
    _copy_moves(env, purchases)
    # The pattern is no part of what is measured.
    line.write({"date_promised": False, "window_start": False, "window_end": False})
    env.flush_all()
    env.invalidate_all()
    env.cr.execute("ANALYZE")
    return purchases


def _buy(env: "Environment", vendor: "BaseModel", product: "BaseModel") -> "BaseModel":
    from odoo.fields import Command

    line = {"product_id": product.id, "product_qty": 10, "price_unit": 4.2}
    order = env["purchase.order"].create({"partner_id": vendor.id, "order_line": [Command.create(line)]})
    order.button_confirm()
    order.picking_ids.move_ids.write({"quantity": 10, "picked": True})
    order.picking_ids.button_validate()
    return order.order_line


def _copy_orders(env: "Environment", purchases: Purchases) -> None:
    _copy(
        env,
        purchases,
        "purchase_order",
        purchases.line.order_id,
        source='"order"',
        key='"order".number',
        values={
            "name": "'BENCH' || \"order\".number",
            "partner_id": '"order".vendor',
            "date_planned": "\"order\".due + TIME '12:00'",
            **dict.fromkeys(("date_order", "date_approve"), "\"order\".due - 10 + TIME '08:00'"),
        },
    )


def _copy_lines(env: "Environment", purchases: Purchases) -> None:
    _copy(
        env,
        purchases,
        "purchase_order_line",
        purchases.line,
        source='line JOIN "order" ON "order".number = line."order"',
        key="line.number",
        values={
            "order_id": 'first_id.purchase_order + "order".number',
            "partner_id": '"order".vendor',
            "product_id": "(%(products)s)[1 + line.number %% %(product_count)s]",
            "date_planned": "\"order\".due + TIME '12:00'",
            **dict.fromkeys(("date_promised", "date_agreed", "window_end"), '"order".due'),
            "window_start": '"order".due - 2',
            "date_promise_given": "\"order\".due - 10 + TIME '08:00'",
            **dict.fromkeys(("product_qty", "product_uom_qty", "qty_promised"), QUANTITY),
            "qty_received": f'CASE WHEN "order".number %% 20 = 7 THEN 0 ELSE {QUANTITY} END',
            "promise_paid_value": f"{QUANTITY} * 4.2",
            "promise_listed_value": f"{QUANTITY} * (4 + line.number %% 3 * 0.2)",
        },
    )


def _copy_receipts(env: "Environment", purchases: Purchases) -> None:
    _copy(
        env,
        purchases,
        "stock_picking",
        purchases.line.move_ids.picking_id,
        source='receipt JOIN "order" ON "order".number = receipt.number',
        key="receipt.key",
        values={
            "name": "'BENCH/' || receipt.key",
            "partner_id": '"order".vendor',
            **dict.fromkeys(("date_done", "date_arrived", "scheduled_date"), "receipt.at"),
        },
    )


def _copy_moves(env: "Environment", purchases: Purchases) -> None:
    quantity = f"{QUANTITY} * receipt.share"
    _copy(
        env,
        purchases,
        "stock_move",
        purchases.line.move_ids,
        source='line JOIN receipt ON receipt.number = line."order" JOIN "order" ON "order".number = line."order"',
        key="line.number * 2 + receipt.part",
        values={
            "purchase_line_id": "first_id.purchase_order_line + line.number",
            "picking_id": "first_id.stock_picking + receipt.key",
            "partner_id": '"order".vendor',
            "product_id": "(%(products)s)[1 + line.number %% %(product_count)s]",
            "date": "receipt.at",
            **dict.fromkeys(("quantity", "product_qty", "product_uom_qty"), quantity),
        },
    )


def _copy(
    env: "Environment",
    purchases: Purchases,
    table: str,
    pattern: "BaseModel",
    *,
    source: str,
    key: str,
    values: dict[str, str],
) -> None:
    """Copies of a row: its columns but for those given; the id is that of the row plus the key."""
    given = {"id": f"first_id.{table} + {key}", **values}
    columns = _columns(env, table)
    selected = ", ".join(given.get(name, f"pattern.{name}") for name in columns)
    parameters = purchases.as_parameters() | {
        "order": purchases.line.order_id.id,
        "line": purchases.line.id,
        "picking": purchases.line.move_ids.picking_id.id,
        "move": purchases.line.move_ids.id,
        "pattern": pattern.id,
    }
    # S608: names of columns come from the catalogue
    env.cr.execute(
        f"""WITH {NUMBERS},
                 first_id AS (SELECT %(order)s + 1 AS purchase_order, %(line)s AS purchase_order_line,
                                     %(picking)s + 1 AS stock_picking, %(move)s AS stock_move)
            INSERT INTO {table} ({", ".join(columns)})
            SELECT {selected} FROM {table} pattern CROSS JOIN first_id CROSS JOIN {source}
             WHERE pattern.id = %(pattern)s""",  # noqa: S608
        parameters,
    )
    env.cr.execute(f"SELECT setval('{table}_id_seq', (SELECT MAX(id) FROM {table}))")  # noqa: S608
