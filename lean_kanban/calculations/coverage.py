# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
"""What the documents of a replenishment cover, without the ORM.

Several cards may wait for one document (core merges procurements and moves) and
one card may wait for several documents (core splits backorders and batches). The
allocation says how much of a card is expected from which document; the functions
here say how much of each allocation has arrived and how much still can.
All quantities are in the unit of the product.
"""

from dataclasses import dataclass

REQUESTED = "requested"
IN_PROCESS = "in_process"
IN_TRANSIT = "in_transit"
STAGES = (REQUESTED, IN_PROCESS, IN_TRANSIT)


@dataclass(frozen=True)
class DocumentFacts:
    """What is known of one purchase line, manufacturing order or transfer.

    :param stage: one of :data:`STAGES`, how far the document has got
    :param quantity: quantity the document is for
    :param arrived: quantity of it that has reached the location of the loop
    :param is_open: whether anything may still arrive
    """

    stage: str
    quantity: float
    arrived: float
    is_open: bool

    @property
    def capacity(self):
        """Quantity this document has delivered or still can deliver.

        >>> DocumentFacts(IN_PROCESS, quantity=40, arrived=25, is_open=True).capacity
        40
        >>> DocumentFacts(IN_PROCESS, quantity=40, arrived=25, is_open=False).capacity
        25
        >>> DocumentFacts(IN_PROCESS, quantity=40, arrived=45, is_open=True).capacity
        45
        """
        return max(self.quantity, self.arrived) if self.is_open else self.arrived


@dataclass(frozen=True)
class Coverage:
    """How far one allocation is served: what arrived, what is still to be expected."""

    filled: float
    covered: float


@dataclass(frozen=True)
class Outcome:
    """What a card's allocations add up to.

    ``stage`` is None when nothing is outstanding, else the least advanced stage of
    the documents that something is still expected from.
    """

    filled: float
    covered: float
    stage: str | None


def share_out(asked, available):
    """Serve `asked` quantities in their order from `available`, first in, first out.

    >>> share_out([20, 20, 20], 50)
    [20, 20, 10]
    >>> share_out([20, 20], 0), share_out([20], -5)
    ([0, 0], [0])
    >>> share_out([], 5)
    []
    """
    shares = []
    for quantity in asked:
        share = max(min(quantity, available), 0)
        shares.append(share)
        available -= share
    return shares


def cover(asked, facts):
    """Coverage of each allocation of one document, oldest first.

    A receipt fills the oldest card first; a document that shrinks drops the newest.

    :param asked: quantities allocated, oldest first
    :param facts: :class:`DocumentFacts`, or None where the document is gone

    >>> facts = DocumentFacts(IN_PROCESS, quantity=40, arrived=25, is_open=True)
    >>> cover([20, 20, 20], facts)  # doctest: +NORMALIZE_WHITESPACE
    [Coverage(filled=20, covered=20), Coverage(filled=5, covered=20),
     Coverage(filled=0, covered=0)]
    """
    if facts is None:
        return [Coverage(0, 0) for __ in asked]
    filled = share_out(asked, facts.arrived)
    covered = share_out(asked, facts.capacity)
    return [Coverage(*pair) for pair in zip(filled, covered, strict=True)]


def add_up(parts):
    """Outcome of one card from its allocations.

    :param parts: pairs of :class:`Coverage` and the :class:`DocumentFacts` behind it

    >>> draft = DocumentFacts(REQUESTED, 20, 0, True)
    >>> done = DocumentFacts(IN_PROCESS, 20, 20, False)
    >>> add_up([(Coverage(20, 20), done), (Coverage(0, 20), draft)])
    Outcome(filled=20, covered=40, stage='requested')
    >>> add_up([(Coverage(20, 20), done)]).stage is None
    True
    >>> coming = DocumentFacts(IN_TRANSIT, 20, 0, True)
    >>> add_up([(Coverage(0, 20), coming), (Coverage(0, 20), draft)]).stage
    'requested'
    """
    # what has ended, or is gone, covers no more than has arrived
    stages = [facts.stage for coverage, facts in parts if coverage.covered > coverage.filled]
    return Outcome(
        filled=sum(coverage.filled for coverage, __ in parts),
        covered=sum(coverage.covered for coverage, __ in parts),
        stage=min(stages, key=STAGES.index, default=None),
    )
