# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
"""What screens and stations send, which may be anything."""

import math

MAX_ID = 2**31 - 1


def read_id(value):
    """The id that was sent; 0, which is nobody's, for anything that is none.

    >>> read_id(7), read_id("7"), read_id(True), read_id(2**40), read_id(None)
    (7, 0, 0, 0, 0)
    """
    return value if type(value) is int and 0 < value <= MAX_ID else 0


def read_form_id(text):
    """The id that a form or an address brought as text; 0 for anything that is none.

    >>> read_form_id("7"), read_form_id("²"), read_form_id("9" * 5000), read_form_id(None)
    (7, 0, 0, 0)
    """
    is_number = isinstance(text, str) and text.isascii() and text.isdecimal() and len(text) <= len(str(MAX_ID))
    return read_id(int(text)) if is_number else 0


def read_ids(values):
    """The ids in a list that was sent, without what is none.

    >>> read_ids([7, "a", 8]), read_ids("78"), read_ids(None)
    ([7, 8], [], [])
    """
    return [value for value in values if read_id(value)] if isinstance(values, list | tuple) else []


def read_number(value):
    """The finite number that was sent, as a number or as text; None where it is none.

    >>> read_number("2.5"), read_number(3), read_number("nan"), read_number(10**400), read_number([])
    (2.5, 3.0, None, None, None)
    """
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def read_dict(values):
    """What was sent by name; nothing where it was sent otherwise.

    >>> read_dict({"a": 1}), read_dict([1]), read_dict(None)
    ({'a': 1}, {}, {})
    """
    return values if isinstance(values, dict) else {}


def read_text(value, limit):
    r"""The text that was sent, at most so long, without what no database takes: NUL and halves of characters.

    >>> read_text(" a\x00b\ud800 ", 10), read_text(7, 10), read_text("abc", 2)
    ('ab', '', 'ab')
    """
    if not isinstance(value, str):
        return ""
    return value.encode(errors="ignore").decode().replace("\x00", "").strip()[:limit]
