"""Validation of a 100-line receipt with the addons beside a database without them.

Once with lines that bring no cards, once with a full card on each line: the first is what
a company pays that installs the addons and uses them for something else. Each turn is
undone before the next, and the databases take turns; the best counts.
"""

from contextlib import ExitStack, closing
from typing import TYPE_CHECKING

from leanbench.context import Context, Measurement
from leanbench.result import Result
from leansetup import addons, templates

if TYPE_CHECKING:
    from odoo.api import Environment
    from odoo.models import BaseModel

TITLE = "receipt of 100 lines"
NEEDS = ("lean_kanban_purchase",)

LINES, TURNS, CONTAINER = 100, 4, 20
MUST_RATIO, AIM_RATIO = 1.10, 1.03


def run(context: Context) -> list[Result]:
    """One result for plain lines, one for lines of cards."""
    # The template below ours holds the apps that the addons need, and not the addons.
    core = templates.ensure_core(context.project, addons.select(""), demo=False).name
    with ExitStack() as stack:
        ours = stack.enter_context(context.environment(context.clone()))
        without = stack.enter_context(context.environment(context.clone(core)))
        receipts = {
            "without": _order(without),
            "plain lines": _order(ours),
            "lines of cards": _order_cards(ours),
        }
        turns = {name: [] for name in receipts}
        for _turn in range(TURNS):
            for name, receipt in receipts.items():
                turns[name].append(_measure(context, receipt))
    best = {name: min(measured, key=lambda turn: turn.seconds) for name, measured in turns.items()}
    return [_result(name, best[name], best["without"]) for name in ("plain lines", "lines of cards")]


def _result(name: str, ours: Measurement, reference: Measurement) -> Result:
    is_budget = name == "plain lines"
    return Result(
        job=f"validate a receipt, {name}",
        n=LINES,
        ours_seconds=ours.seconds,
        ours_queries=ours.queries,
        reference_name="without the addons",
        reference_seconds=reference.seconds,
        reference_queries=reference.queries,
        must_ratio=MUST_RATIO if is_budget else None,
        aim_ratio=AIM_RATIO if is_budget else None,
        note=f"best of {TURNS}",
    )


def _create_products(env: "Environment") -> "BaseModel":
    from odoo.fields import Command

    vendor = env["res.partner"].create({"name": "Bench vendor"})
    return env["product.product"].create(
        [
            {
                "name": f"Bench part {number}",
                "is_storable": True,
                "seller_ids": [Command.create({"partner_id": vendor.id, "price": 4.2, "delay": 3})],
            }
            for number in range(LINES)
        ]
    )


def _order(env: "Environment") -> "BaseModel":
    """The receipt of an order that a buyer wrote."""
    from odoo.fields import Command

    products = _create_products(env)
    lines = [Command.create({"product_id": product.id, "product_qty": CONTAINER}) for product in products]
    order = env["purchase.order"].create({"partner_id": products.seller_ids.partner_id.id, "order_line": lines})
    return _confirm(order)


def _order_cards(env: "Environment") -> "BaseModel":
    """The receipt of an order that cards made."""
    products = _create_products(env)
    stock = env["stock.warehouse"].search([("company_id", "=", env.company.id)], limit=1).lot_stock_id
    values = {"location_id": stock.id, "container_qty": CONTAINER, "card_count": 1}
    loops = env["lean.kanban.loop"].create([{"product_id": product.id, **values} for product in products])
    loops.action_activate()
    loops._release()
    return _confirm(loops.card_ids.purchase_line_ids.order_id)


def _confirm(order: "BaseModel") -> "BaseModel":
    order.button_confirm()
    if len(order.picking_ids.move_ids) != LINES:
        raise RuntimeError(f"{len(order.picking_ids.move_ids)} moves where {LINES} were due")
    order.picking_ids.move_ids.picked = True
    return order.picking_ids


def _measure(context: Context, receipt: "BaseModel") -> Measurement:
    env = receipt.env
    with closing(env.cr.savepoint()):
        with context.measure(env) as measurement:
            receipt.with_context(skip_backorder=True).button_validate()
        if receipt.state != "done":
            raise RuntimeError(f"the receipt is {receipt.state}")
    return measurement
