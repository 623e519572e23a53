"""50 manufacturing orders marked as done with the addons beside a database without them."""

from typing import TYPE_CHECKING

from leanbench.context import Context
from leanbench.result import Result
from leanbench.rows import _beside_core, _core_paths

if TYPE_CHECKING:
    from odoo.api import Environment
    from odoo.models import BaseModel

TITLE = "50 manufacturing orders"
NEEDS = ("lean_kanban_mrp",)

ORDERS, TURNS = 50, 4


def run(context: Context) -> list[Result]:
    """One result for plain orders, one for orders of cards."""
    return _beside_core.compare(
        context, _core_paths.PRODUCE, size=ORDERS, turns=TURNS, prepare_cards=_create_productions
    )


def _create_productions(env: "Environment", count: int) -> "BaseModel":
    """Orders that cards made."""
    products = _core_paths.create_made(env, count)
    loops = _beside_core.release_cards(products, ordering="automatic")
    productions = env["mrp.production"].search([("kanban_loop_id", "in", loops.ids)])
    productions.action_assign()
    return productions
