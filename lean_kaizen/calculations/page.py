# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
"""How much fits into a box of the one-page report.

A box has so many lines of so many characters; words wrap, long words break. The same formula stands
in `static/src/a3_box/a3_box.js`, and both are tested on the same examples.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Box:
    """Room of a box in lines and characters a line, in its font on the landscape page."""

    lines: int
    width: int


# The room of each box, on the printed page; the screen's boxes are drawn for the same.
BOXES = {
    "background": Box(6, 84),
    "current_condition": Box(7, 58),
    "target_condition": Box(4, 84),
    "root_cause": Box(3, 84),
    "results": Box(3, 84),
    "follow_up": Box(4, 84),
    "standard": Box(4, 84),
}


def count_lines(text: str, width: int) -> int:
    r"""Lines that a text takes when its words wrap at a width.

    >>> count_lines("", 10), count_lines("one two three", 7), count_lines("a\nb", 10)
    (0, 2, 2)
    >>> count_lines("unbreakable", 4)
    3
    """
    if width < 1:
        raise ValueError("A box is at least one character wide.")
    return sum(_count_wrapped(line, width) for line in text.split("\n")) if text.strip() else 0


def _count_wrapped(line: str, width: int) -> int:
    lines, used = 1, 0
    for word in line.split():
        if used and used + 1 + len(word) <= width:
            used += 1 + len(word)
            continue
        lines += 1 if used else 0
        lines += (len(word) - 1) // width
        used = (len(word) - 1) % width + 1
    return lines


def lines_over(text: str, box: Box) -> int:
    """Lines by which a text is too long for its box, 0 where it fits.

    >>> lines_over("a b c d", Box(2, 1))
    2
    """
    return max(count_lines(text, box.width) - box.lines, 0)
