"""Products with a past: what they consumed, so that demand can be measured.

One move is really done; the others are its copies in the tables, at other dates and of other
products, whatever columns the installed addons have: a million lines through core would
take hours and cost the same afterwards.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from odoo.api import Environment
    from odoo.models import BaseModel

LINES_PER_PRODUCT = 60
HORIZON_DAYS = 84
ON_HAND = 500
LEAD_DAYS = 3


def create_products(env: "Environment", count: int) -> "BaseModel":
    """Bought products with stock, each with 60 deliveries over the last twelve weeks."""
    from odoo.fields import Command

    vendor = env["res.partner"].create({"name": "Bench vendor"})
    products = env["product.product"].create(
        [
            {
                "name": f"Bench part {number}",
                "is_storable": True,
                "seller_ids": [Command.create({"partner_id": vendor.id, "price": 4.2, "delay": LEAD_DAYS})],
            }
            for number in range(count)
        ]
    )
    stock = get_stock(env)
    env["stock.quant"]._update_available_quantity(products[0], stock, ON_HAND + 1)
    move = _deliver(env, products[0], stock)
    env.flush_all()
    _copy_quant(env, products)
    _copy_move(env, move, products)
    env.invalidate_all()
    env.cr.execute("ANALYZE")
    return products


def get_stock(env: "Environment") -> "BaseModel":
    """Where the goods of the company lie."""
    return env["stock.warehouse"].search([("company_id", "=", env.company.id)], limit=1).lot_stock_id


def _deliver(env: "Environment", product: "BaseModel", stock: "BaseModel") -> "BaseModel":
    move = env["stock.move"].create(
        {
            "product_id": product.id,
            "product_uom_qty": 1,
            "location_id": stock.id,
            "location_dest_id": env.ref("stock.stock_location_customers").id,
            "company_id": env.company.id,
        }
    )
    move._action_confirm()
    move.quantity = 1
    move.picked = True
    move._action_done()
    return move


def _copy_quant(env: "Environment", products: "BaseModel") -> None:
    env.cr.execute(
        """INSERT INTO stock_quant (product_id, location_id, company_id, quantity, reserved_quantity, in_date)
           SELECT product.id, quant.location_id, quant.company_id, %s, 0, quant.in_date
             FROM stock_quant quant, unnest(%s) product (id)
            WHERE quant.product_id = %s AND quant.location_id = %s""",
        [ON_HAND, products[1:].ids, products[0].id, get_stock(env).id],
    )


def _copy_move(env: "Environment", move: "BaseModel", products: "BaseModel") -> None:
    """60 copies for each product: one to nine pieces, at working hours over the horizon."""
    quantity = "1 + (product.id * 7 + line * 13) %% 9"
    date = "now()::timestamp(0) - ((1 + line * %(days)s / %(lines)s) || ' days')::interval"
    for table in ("stock_move", "stock_move_line"):
        given = {
            "id": f"nextval('{table}_id_seq')",
            "product_id": "product.id",
            "date": date,
            **dict.fromkeys(("quantity", "product_qty", "product_uom_qty", "quantity_product_uom"), quantity),
        }
        if table == "stock_move_line":
            given["move_id"] = "copy.id"
        columns = _columns(env, table)
        values = [given.get(name, f"source.{name}") for name in columns]
        link = (
            "JOIN numbered copy ON copy.product_id = product.id AND copy.number = line + 1"
            if "move_id" in given
            else ""
        )
        # S608: names of columns come from the catalogue
        env.cr.execute(
            f"""WITH numbered AS (
                    SELECT id, product_id, row_number() OVER (PARTITION BY product_id ORDER BY id) AS number
                      FROM stock_move WHERE id > %(move)s
                )
                INSERT INTO {table} ({", ".join(columns)})
                SELECT {", ".join(values)}
                  FROM {table} source
                 CROSS JOIN unnest(%(products)s) product (id)
                 CROSS JOIN generate_series(0, %(lines)s - 1) line
                       {link}
                 WHERE source.id = %(source)s""",  # noqa: S608
            {
                "days": HORIZON_DAYS,
                "lines": LINES_PER_PRODUCT,
                "move": move.id,
                "products": products.ids,
                "source": move.id if table == "stock_move" else move.move_line_ids.id,
            },
        )


def _columns(env: "Environment", table: str) -> list[str]:
    env.cr.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_schema = 'public' AND table_name = %s", [table]
    )
    return [name for (name,) in env.cr.fetchall()]
