# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
"""Corners of a radar drawn on paper, without the ORM. The first axis points up, then clockwise."""

from collections.abc import Sequence
from math import cos, pi, sin


def point(axis: int, axes: int, share: float, radius: float) -> tuple[float, float]:
    """Where a share of the radius lies on an axis, from the middle, y downwards.

    >>> point(0, 5, 1, 100)
    (0.0, -100.0)
    """
    angle = 2 * pi * axis / axes
    return round(sin(angle) * share * radius, 1), round(-cos(angle) * share * radius, 1)


def polygon(values: Sequence[float | None], radius: float, top: float = 100) -> str:
    """Points of a polygon as SVG takes them; an undefined value has no corner.

    >>> polygon([100, None, 50, None], 10)
    '0.0,-10.0 0.0,5.0'
    """
    corners = [point(axis, len(values), value / top, radius) for axis, value in enumerate(values) if value is not None]
    return " ".join(f"{x},{y}" for x, y in corners)
