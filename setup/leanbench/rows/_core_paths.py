"""What core does all day with many lines at once, whether or not the addons are installed.

The tests take the same paths to count queries, so nothing here needs more than an environment.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from odoo.api import Environment
    from odoo.models import BaseModel

CONTAINER = 20
PARTS = 2
"""Components of each product that is made."""
PLENTY = 1_000_000


@dataclass(frozen=True, kw_only=True)
class CorePath:
    """A job of core's."""

    name: str
    prepare: "Callable[[Environment, int], BaseModel]"
    """Documents of so many lines, ready for the job."""
    run: "Callable[[BaseModel], None]"
    """The job itself; it raises when core would rather ask something first."""


def create_bought(env: "Environment", count: int) -> "BaseModel":
    """Products of one vendor."""
    from odoo.fields import Command

    vendor = env["res.partner"].create({"name": "Bench vendor"})
    return env["product.product"].create(
        [
            {
                "name": f"Bench part {number}",
                "is_storable": True,
                "seller_ids": [Command.create({"partner_id": vendor.id, "price": 4.2, "delay": 3})],
            }
            for number in range(count)
        ]
    )


def create_made(env: "Environment", count: int) -> "BaseModel":
    """Products with a bill of materials, of whose components there is plenty."""
    from odoo.fields import Command

    parts = env["product.product"].create(
        [{"name": f"Bench component {number}", "is_storable": True} for number in range(PARTS)]
    )
    for part in parts:
        env["stock.quant"]._update_available_quantity(part, get_stock(env), PLENTY)
    products = env["product.product"].create(
        [{"name": f"Bench pump {number}", "is_storable": True} for number in range(count)]
    )
    lines = [Command.create({"product_id": part.id, "product_qty": 2}) for part in parts]
    env["mrp.bom"].create(
        [{"product_tmpl_id": product.product_tmpl_id.id, "bom_line_ids": lines} for product in products]
    )
    return products


def get_stock(env: "Environment") -> "BaseModel":
    """Where the goods of the company lie."""
    return env["stock.warehouse"].search([("company_id", "=", env.company.id)], limit=1).lot_stock_id


def create_order(env: "Environment", count: int) -> "BaseModel":
    """An order that a buyer wrote."""
    from odoo.fields import Command

    products = create_bought(env, count)
    lines = [Command.create({"product_id": product.id, "product_qty": CONTAINER}) for product in products]
    return env["purchase.order"].create({"partner_id": products.seller_ids.partner_id.id, "order_line": lines})


def create_receipt(env: "Environment", count: int) -> "BaseModel":
    """The receipt of such an order."""
    return receive(create_order(env, count))


def receive(order: "BaseModel") -> "BaseModel":
    """The receipt of an order, all of it at hand."""
    order.button_confirm()
    _expect(len(order.picking_ids.move_ids), len(order.order_line), "moves")
    order.picking_ids.move_ids.picked = True
    return order.picking_ids


def create_productions(env: "Environment", count: int) -> "BaseModel":
    """Orders of as many products, which a planner made; the components are reserved."""
    products = create_made(env, count)
    productions = env["mrp.production"].create(
        [{"product_id": product.id, "product_qty": CONTAINER} for product in products]
    )
    productions.action_confirm()
    productions.action_assign()
    return productions


def _confirm(order: "BaseModel") -> None:
    order.button_confirm()
    _expect(set(order.mapped("state")), {"purchase"}, "state of the order")


def _validate(receipt: "BaseModel") -> None:
    receipt.with_context(skip_backorder=True).button_validate()
    _expect(set(receipt.mapped("state")), {"done"}, "state of the receipt")


def _mark_done(productions: "BaseModel") -> None:
    productions.button_mark_done()
    _expect(set(productions.mapped("state")), {"done"}, "states of the productions")


def _expect(found: object, wanted: object, what: str) -> None:
    if found != wanted:
        raise RuntimeError(f"{what}: {found} where {wanted} was due")


CONFIRM = CorePath(name="confirm an order", prepare=create_order, run=_confirm)
RECEIVE = CorePath(name="validate a receipt", prepare=create_receipt, run=_validate)
PRODUCE = CorePath(name="mark productions done", prepare=create_productions, run=_mark_done)
PATHS = (CONFIRM, RECEIVE, PRODUCE)
