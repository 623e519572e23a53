# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
"""ABC and XYZ classes of products, without the ORM.

Sources: H. Dickie, *ABC inventory analysis shoots for dollars, not pennies* (1951); XYZ by
the coefficient of variation as in P. Stojanović, D. Regodić, *The significance of the
integrated multicriteria ABC-XYZ method* (Acta Polytechnica Hungarica, 2017).
"""

from collections.abc import Hashable, Mapping, Sequence
from statistics import mean, pstdev

A, B, C = "a", "b", "c"
X, Y, Z = "x", "y", "z"


def abc_classes(values: Mapping[Hashable, float], a_share: float = 0.8, b_share: float = 0.95) -> dict[Hashable, str]:
    """Class of each item by its share of the whole value, largest first.

    An item belongs to A as long as those before it have not reached `a_share`: the largest
    one always does. Items of equal value share a class. What has no value is C.

    >>> abc_classes({"pump": 800, "seal": 150, "label": 50})
    {'pump': 'a', 'seal': 'b', 'label': 'c'}
    >>> abc_classes({"pump": 0})
    {'pump': 'c'}
    """
    total = sum(value for value in values.values() if value > 0)
    classes, before, reached, previous = {}, 0.0, 0.0, None
    for key, value in sorted(values.items(), key=lambda item: -item[1]):
        if value != previous:
            before, previous = reached, value
        classes[key] = C if value <= 0 else _class_of_share(before / total, a_share, b_share)
        reached += max(value, 0)
    return {key: classes[key] for key in values}


def _class_of_share(before: float, a_share: float, b_share: float) -> str:
    if before < a_share:
        return A
    return B if before < b_share else C


def variation(demands: Sequence[float]) -> float | None:
    """Coefficient of variation over all periods, those without a demand too.

    Undefined (None) without a demand or with a single period.

    >>> variation([10, 10, 10])
    0.0
    >>> variation([0, 20])
    1.0
    >>> variation([0, 0]) is None
    True
    """
    if len(demands) < 2 or mean(demands) <= 0:
        return None
    return pstdev(demands) / mean(demands)


def xyz_class(coefficient: float | None, x_limit: float = 0.5, y_limit: float = 1.0) -> str | None:
    """X steady, Y varying, Z irregular; undefined (None) where the variation is.

    >>> xyz_class(0.5), xyz_class(0.51), xyz_class(1.2), xyz_class(None)
    ('x', 'y', 'z', None)
    """
    if coefficient is None:
        return None
    if coefficient <= x_limit:
        return X
    return Y if coefficient <= y_limit else Z
