# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
"""Where the lines and words of a cause and effect diagram stand.

One geometry serves the screen, where it is clicked, and print. Three of the six bones are above the
spine, three below; on a bone each cause is a row, its whys are rows below it, indented. The form is
Ishikawa's (Guide to Quality Control, 1968).
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from textwrap import wrap

CATEGORIES = ("people", "machine", "method", "material", "measurement", "environment")
COLUMN, ROW, LABEL, LABEL_WIDTH, MARGIN, HEAD = 260, 28, 34, 132, 10, 176
EFFECT_WIDTH, EFFECT_LINES = 17, 6
SLANT, INDENT, TEXT_WIDTH = 46, 14, 28
MIN_ROWS, MAX_INDENT = 3, 6


@dataclass(frozen=True)
class Cause:
    """A cause; `parent` is the id of the cause that it answers "why?" to, or None."""

    id: int
    category: str
    text: str
    parent: int | None = None
    state: str = "open"


@dataclass(frozen=True)
class Bone:
    """A category: its slanted line and the corner and size of its label."""

    category: str
    x1: float
    y1: float
    x2: float
    y2: float
    label_x: float
    label_y: float


@dataclass(frozen=True)
class Twig:
    """A cause: its line to the bone and where its text starts."""

    id: int
    category: str
    depth: int
    state: str
    text: str
    full_text: str
    x1: float
    x2: float
    y: float
    text_x: float


@dataclass(frozen=True)
class Drawing:
    """A whole diagram; its coordinates lie within width and height."""

    width: float
    height: float
    spine_y: float
    bones: tuple[Bone, ...]
    twigs: tuple[Twig, ...]

    def to_dict(self) -> dict:
        return asdict(self)


def in_order(causes: Iterable[Cause]) -> list[tuple[Cause, int]]:
    """Causes with their depth, each followed by its whys; a cause whose parent is missing is at depth 0.

    >>> in_order([Cause(1, "machine", "a"), Cause(2, "machine", "b"), Cause(3, "machine", "why a", 1)])[1]
    (Cause(id=3, category='machine', text='why a', parent=1, state='open'), 1)
    """
    causes = list(causes)
    known = {cause.id for cause in causes}
    children = {}
    for cause in causes:
        children.setdefault(cause.parent if cause.parent in known else None, []).append(cause)
    stack = [(cause, 0) for cause in reversed(children.get(None, []))]
    ordered = []
    while stack:
        cause, depth = stack.pop()
        ordered.append((cause, depth))
        stack += [(child, depth + 1) for child in reversed(children.get(cause.id, []))]
    return ordered


def chain(causes: Sequence[Cause], cause_id: int) -> list[str]:
    """The answers from the first cause down to one, as five whys are read aloud.

    >>> chain([Cause(1, "machine", "it stops"), Cause(2, "machine", "no oil", 1)], 2)
    ['it stops', 'no oil']
    """
    by_id = {cause.id: cause for cause in causes}
    texts, seen = [], set()
    while cause_id in by_id and cause_id not in seen:
        seen.add(cause_id)
        texts.append(by_id[cause_id].text)
        cause_id = by_id[cause_id].parent
    return texts[::-1]


def effect_lines(text: str) -> list[str]:
    """The effect in the head of the fish, wrapped and shortened.

    >>> effect_lines("Changing over CNC-2 takes 42 minutes")
    ['Changing over', 'CNC-2 takes 42', 'minutes']
    """
    return wrap(" ".join(text.split()), EFFECT_WIDTH, max_lines=EFFECT_LINES, placeholder=" …")


def draw(causes: Iterable[Cause]) -> Drawing:
    """Lay a diagram out; the two halves are as high as their fullest bone needs.

    >>> drawing = draw([Cause(1, "machine", "Tools are fetched after the stop")])
    >>> drawing.width, drawing.height, len(drawing.bones)
    (976, 256, 6)
    >>> drawing.twigs[0].text
    'Tools are fetched after the…'
    """
    rows = {category: [] for category in CATEGORIES}
    for cause, depth in in_order(causes):
        rows[cause.category].append((cause, depth))
    upper, lower = (max(MIN_ROWS, *(len(rows[name]) for name in CATEGORIES[half::2])) for half in (0, 1))
    spine = MARGIN + LABEL + upper * ROW
    height = spine + lower * ROW + LABEL + MARGIN
    bones, twigs = [], []
    for index, category in enumerate(CATEGORIES):
        is_upper, left = index % 2 == 0, MARGIN + index // 2 * COLUMN
        bone = _draw_bone(category, left, spine, (upper if is_upper else lower) * ROW, is_upper)
        bones.append(bone)
        twigs += [_draw_twig(item, depth, bone, left, row) for row, (item, depth) in enumerate(rows[category])]
    return Drawing(MARGIN * 2 + COLUMN * 3 + HEAD, height, spine, tuple(bones), tuple(twigs))


def _draw_bone(category: str, left: float, spine: float, length: float, is_upper: bool) -> Bone:
    tip = left + COLUMN - SLANT - MARGIN
    end = spine - length if is_upper else spine + length
    label_y = end - LABEL if is_upper else end
    return Bone(category, tip, end, tip + SLANT, spine, tip - LABEL_WIDTH // 2, label_y)


def _draw_twig(cause: Cause, depth: int, bone: Bone, left: float, row: int) -> Twig:
    # Rows run from top to bottom on both halves, so that a why always stands below its cause.
    top = min(bone.y1, bone.y2)
    y = top + (row + 0.75) * ROW
    share = (y - bone.y1) / (bone.y2 - bone.y1)
    text_x = left + min(depth, MAX_INDENT) * INDENT
    # A root cause is bold and marked.
    width = TEXT_WIDTH - min(depth, MAX_INDENT) * 2 - (5 if cause.state == "root" else 0)
    text = cause.text if len(cause.text) <= width else f"{cause.text[: width - 1]}…"
    end = bone.x1 + share * (bone.x2 - bone.x1)
    return Twig(cause.id, cause.category, depth, cause.state, text, cause.text, text_x, end, y, text_x)
