# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
"""What always holds in a database of ours, and what to do where it does not."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from odoo.tools import SQL


@dataclass(frozen=True)
class Invariant:
    """A rule that the data of an addon keeps, for all companies at once.

    :param code: names it for good, such as ``kanban_card_supply``
    :param model: of the records that may break it
    :param statement: what holds, as a sentence for an administrator
    :param problem: what is wrong with one record, with ``%(column)s`` for what was found
    :param advice: what a person does about it
    :param find: statement, or function, that gives the records that break it: rows with ``id``, the columns of
        `problem`, and ``is_repairable`` where not all of them repair themselves. Its queries do not grow with the data.
    :param repair: function that mends such records; None where a person has to decide. Run twice, it changes nothing
        more.
    :param repaired: what the repair does, as a sentence
    :param chatter: field of a record by whose chatter the repair is told, where it has none of its own
    """

    code: str
    model: str
    statement: str
    problem: str
    advice: str
    find: SQL | Callable[[], Iterable[dict[str, Any]]]
    repair: Callable[[Any], Any] | None = None
    repaired: str = ""
    chatter: str = ""


@dataclass(frozen=True)
class Finding:
    """A record that breaks an invariant."""

    invariant: Invariant
    res_id: int
    problem: str
    is_repairable: bool
