"""A path of core's on a database with the addons beside one without them, in one process.

Once with documents that bring no cards, once with a card on each line: the first is what a
company pays that installs the addons and uses them for something else, and alone has a
budget. Each turn is undone before the next, and the databases take turns; the best counts.
"""

from collections.abc import Callable
from contextlib import ExitStack, closing
from typing import TYPE_CHECKING

from leanbench.context import Context, Measurement
from leanbench.result import Result
from leanbench.rows._core_paths import CONTAINER, CorePath, get_stock
from leansetup import addons, templates

if TYPE_CHECKING:
    from odoo.api import Environment
    from odoo.models import BaseModel

WITHOUT, PLAIN, CARDS = "without", "plain lines", "lines of cards"
MUST_RATIO, AIM_RATIO = 1.10, 1.03


def compare(
    context: Context,
    path: CorePath,
    *,
    size: int,
    turns: int,
    prepare_cards: "Callable[[Environment, int], BaseModel]",
) -> list[Result]:
    """One result for plain documents, one for documents of cards."""
    # The template below ours holds the apps that the addons need, and not the addons.
    core = templates.ensure_core(context.project, addons.select(""), demo=False).name
    with ExitStack() as stack:
        ours = stack.enter_context(context.environment(context.clone()))
        without = stack.enter_context(context.environment(context.clone(core)))
        documents = {
            WITHOUT: path.prepare(without, size),
            PLAIN: path.prepare(ours, size),
            CARDS: prepare_cards(ours, size),
        }
        measured = {name: [] for name in documents}
        for _turn in range(turns):
            for name, records in documents.items():
                measured[name].append(_measure(context, path, records))
    best = {name: min(taken, key=lambda turn: turn.seconds) for name, taken in measured.items()}
    return [_result(path, name, size, turns, best[name], best[WITHOUT]) for name in (PLAIN, CARDS)]


def _measure(context: Context, path: CorePath, records: "BaseModel") -> Measurement:
    with closing(records.env.cr.savepoint()), context.measure(records.env) as measurement:
        path.run(records)
    return measurement


def _result(path: CorePath, name: str, size: int, turns: int, ours: Measurement, reference: Measurement) -> Result:
    is_budget = name == PLAIN
    return Result(
        job=f"{path.name}, {name}",
        n=size,
        ours_seconds=ours.seconds,
        ours_queries=ours.queries,
        reference_name="without the addons",
        reference_seconds=reference.seconds,
        reference_queries=reference.queries,
        must_ratio=MUST_RATIO if is_budget else None,
        aim_ratio=AIM_RATIO if is_budget else None,
        note=f"best of {turns}, {ours.queries - reference.queries:+d} queries",
    )


def release_cards(products: "BaseModel", **values: object) -> "BaseModel":
    """Loops of one empty card for each of the products, released together."""
    common = {"location_id": get_stock(products.env).id, "container_qty": CONTAINER, "card_count": 1, **values}
    loops = products.env["lean.kanban.loop"].create([{"product_id": product.id, **common} for product in products])
    loops.action_activate()
    loops._release()
    return loops
