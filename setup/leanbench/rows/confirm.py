"""Confirmation of an order of 100 lines with the addons beside a database without them."""

from typing import TYPE_CHECKING

from leanbench.context import Context
from leanbench.result import Result
from leanbench.rows import _beside_core, _core_paths

if TYPE_CHECKING:
    from odoo.api import Environment
    from odoo.models import BaseModel

TITLE = "order of 100 lines"
NEEDS = ("lean_kanban_purchase",)

LINES, TURNS = 100, 4


def run(context: Context) -> list[Result]:
    """One result for plain lines, one for lines of cards."""
    return _beside_core.compare(context, _core_paths.CONFIRM, size=LINES, turns=TURNS, prepare_cards=_create_order)


def _create_order(env: "Environment", count: int) -> "BaseModel":
    """An order that cards made."""
    loops = _beside_core.release_cards(_core_paths.create_bought(env, count))
    return loops.card_ids.purchase_line_ids.order_id
