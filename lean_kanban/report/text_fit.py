# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
"""How large a text may be printed in a box.

A card is read from two metres: its words are as large as their box allows, and never
run out of it. Widths are those of a bold sans serif face, estimated to the safe side,
so that nothing depends on the fonts of the server.
"""

import unicodedata
from typing import NamedTuple

STEP = 0.5
NARROW = frozenset("iIjlftr.,:;'|!()[]-/ ·")
WIDE = frozenset("mwMW@%—")


class Fit(NamedTuple):
    """The lines of a text and their size in millimetres."""

    lines: list
    size: float


class Box(NamedTuple):
    """Room for a text, in millimetres.

    ``largest`` is its size on one line. Where that would be below ``wrap_below``, the
    text is set on two lines of at most ``wrapped``; nothing is smaller than ``smallest``.
    """

    width: float
    largest: float
    smallest: float
    wrap_below: float = 0
    wrapped: float = 0


def measure(text):
    """Width of a text in multiples of its size.

    >>> measure("Seal kit")
    4.09
    >>> measure("密封件")
    3.15
    """
    return round(sum(_measure_character(character) for character in text), 2)


def _measure_character(character):
    if unicodedata.combining(character):
        return 0
    if unicodedata.east_asian_width(character) in "WF":
        return 1.05
    if character in NARROW:
        return 0.38
    if character in WIDE:
        return 0.95
    return 0.74 if character.isupper() else 0.61


def fit(text, box):
    """The text as it fits into the box, cut with an ellipsis where it has to be.

    >>> name = Box(width=123, largest=14, smallest=5.5, wrap_below=9, wrapped=8)
    >>> fit("Seal kit", name)
    Fit(lines=['Seal kit'], size=14)
    >>> fit("Impeller, bronze, 180", name)
    Fit(lines=['Impeller, bronze, 180'], size=11.0)
    >>> fit("Mechanical seal, silicon carbide, 45 mm", name)
    Fit(lines=['Mechanical seal, silicon', 'carbide, 45 mm'], size=8)
    >>> [line[-2:] for line in fit("x" * 500, name).lines]
    ['xx', 'x…']
    >>> fit("", name)
    Fit(lines=[], size=14)
    """
    text = " ".join((text or "").split())
    count, size = 1, box.largest
    if box.wrap_below and measure(text) * box.wrap_below > box.width:
        count, size = 2, box.wrapped
    while size - STEP >= box.smallest and not _fits(text, count, box.width / size):
        size -= STEP
    return Fit(_cut(wrap(text, box.width / size), count, box.width / size), size)


def _fits(text, count, width):
    """Whether a text fits on `count` lines without breaking a word."""
    return len(wrap(text, width)) <= count and all(measure(word) <= width for word in text.split())


def wrap(text, width):
    """The lines of a text, none wider than `width` times its size.

    >>> wrap("one two three", 4.5)
    ['one two', 'three']
    >>> wrap("unbreakable", 3)
    ['unbre', 'akabl', 'e']
    """
    lines = []
    for word in text.split():
        if lines and measure(f"{lines[-1]} {word}") <= width:
            lines[-1] = f"{lines[-1]} {word}"
        else:
            lines += _break(word, width)
    return lines


def _break(word, width):
    parts = [""]
    for character in word:
        if parts[-1] and measure(parts[-1] + character) > width:
            parts.append("")
        parts[-1] += character
    return parts


def _cut(lines, count, width):
    """The first `count` lines; an ellipsis says that there are more."""
    if len(lines) <= count:
        return lines
    last = lines[count - 1]
    while last and measure(last + "…") > width:
        last = last[:-1]
    return [*lines[: count - 1], last.rstrip(" ,;/") + "…"]
