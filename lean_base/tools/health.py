# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
"""What an addon does by itself, and what waits for it: the parts of the health page."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from odoo.fields import Domain


@dataclass(frozen=True)
class Job:
    """A scheduled action.

    :param xml_id: of its ``ir.cron``
    :param when_stopped: what people notice when it does not run, and how it catches up, as a sentence
    """

    xml_id: str
    when_stopped: str


@dataclass(frozen=True)
class Queue:
    """Records that wait for a scheduled action or for a person; none of them may wait for long.

    :param code: names it for good, such as ``kanban_to_order``
    :param name: what waits, in the plural
    :param model: of the records
    :param advice: what a person does where they wait too long
    :param domain: which records wait; those of the companies the reader works in are counted
    :param date_field: since when one waits; none where it waits since always
    :param patience: how long one may wait before somebody should look
    :param find: function that gives the ids of the records, where no domain can say it
    """

    code: str
    name: str
    model: str
    advice: str
    domain: Domain = field(default_factory=lambda: Domain.TRUE)
    date_field: str = ""
    patience: timedelta = timedelta()
    find: Callable[[], Any] | None = None
