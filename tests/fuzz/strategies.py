# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
"""What is thrown at methods, endpoints and imports: one table by the name of the parameter, one by the type of field."""

import base64
import struct
import zlib

from hypothesis import strategies as st

from odoo.models import MAGIC_COLUMNS

HUGE = 2**63
LONG = "W" * 100_000
MARKUP = "<script>alert(1)</script><img src=x onerror=alert(2)>"
TEXTS = (
    *("", " ", "0", "-1", "1", "na", "nan", "inf", "1e400", "None", "[]", "{}", "true", LONG, MARKUP),
    *("\u202eevil\u202c", "שלום", "🏭🔥", "a\u0300", "\x00", "a\x00b", "\ud800", "a\udfffb", "\n\r\t", "' OR 1=1 --"),
    *("%", "_", "%s", "%(a)s", "{0}", "\\", "../../etc/passwd", "__import__", "base.main_company", "²", "9" * 5000),
    *("2026-06-01", "2026-06-01 08:00:00", "2026-06-01T08:00:00Z", "2026-02-30", "0001-01-01 00:00:00"),
    *("9999-12-31 23:59:59", "9999-12-31T23:59:59-12:00", "12:00", str(HUGE)),
)
NUMBERS = (0, 1, -1, 2, 7, 12, 2**31 - 1, 2**31, -(2**31), HUGE, -HUGE, 10**400)
FLOATS = (0.0, -0.0, 1.5, -1.5, 1e-300, 1e300, float("nan"), float("inf"), float("-inf"))


def _png(width, height):
    """A picture of one pixel that says it is so large."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)

    def chunk(kind, content):
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    pixel = zlib.compress(b"\0\xff\0\0")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixel) + chunk(b"IEND", b"")


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
PHOTOS = {
    "good": _png(1, 1),
    "huge": _png(60_000, 60_000),
    "cut": _png(1, 1)[:20],
    "svg": SVG,
    "html as png": b"\x89PNG\r\n\x1a\n<html><script>alert(1)</script></html>",
    "html": b"<!doctype html><script>alert(1)</script>",
    "empty": b"",
}
photos = st.sampled_from([*(base64.b64encode(photo).decode() for photo in PHOTOS.values()), "!!!", "AAA", "é", LONG])

texts = st.sampled_from(TEXTS) | st.text(max_size=40)
numbers = st.sampled_from(NUMBERS) | st.integers()
floats = st.sampled_from(FLOATS) | st.floats()
scalars = st.none() | st.booleans() | numbers | floats | texts
junk = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)
times = st.datetimes().map(str) | st.sampled_from(TEXTS[-9:]) | junk


def _entries(**known):
    """A dictionary as a station sends it, with anything in place of any value, or no dictionary."""
    return st.fixed_dictionaries({}, optional={name: known[name] | junk for name in known}) | junk


def make_parameters(ids, codes):
    """{name of a parameter: strategy} of all public methods and endpoints; any other gets anything.

    :param ids: {model: ids that exist here}, of any model
    :param codes: barcodes, badges and codes of meters that exist
    """

    def some(model):
        return st.sampled_from([*ids[model], 0, -1, 2**31 - 1, 2**31, HUGE])

    def several(model):
        return st.lists(some(model), max_size=4)

    known = st.sampled_from(codes)
    month = st.sampled_from(["2026-06", "2026-13", "0000-01", "9999-12", "2026"])
    uids = st.uuids().map(str) | texts
    photo = {"photo": photos, "note": texts, "uid": uids, "must_stop": st.booleans()}
    entry = _entries(
        **photo,
        answer_id=some("lean.5s.answer"),
        choice=st.sampled_from(["0", "4", "na"]),
        age=floats,
        occurrence_id=some("lean.tpm.occurrence"),
        task_id=some("lean.tpm.task"),
        answer=st.sampled_from(["ok", "not_ok", "na"]),
        value=floats,
        answered_at=times,
        tag_kind=st.sampled_from(["operator", "specialist"]),
    )
    filters = _entries(
        loop_ids=several("lean.kanban.loop"),
        company_id=some("res.company"),
        warehouse_id=some("stock.warehouse"),
        area_id=some("lean.area"),
        workcenter_id=some("mrp.workcenter"),
        shift_id=some("lean.shift"),
        product_id=some("product.product"),
        days=numbers,
    )
    by_loop = st.dictionaries(some("lean.kanban.loop"), numbers, max_size=3) | junk
    keys = st.sampled_from(["red", "late", "attention", "overdue", "lost", "fill", "lead", "turns", "value", "speed"])
    return {
        **dict.fromkeys(("barcode", "badge", "code", "pin"), known | junk),
        **dict.fromkeys(("scanned_at", "read_at", "done_at", "signed_at", "date", "date_from", "date_to"), times),
        **dict.fromkeys(("scan_uid", "uid", "submit_uid"), uids | junk),
        "mode": st.sampled_from(["empty", "receive", "not_ok"]) | junk,
        "details": _entries(reason_id=some("lean.kanban.reject.reason"), **photo),
        "entry": entry,
        "filters": filters,
        "key": keys | some("mrp.workcenter.productivity.loss") | junk,
        "big_loss": st.sampled_from(["breakdown", "setup", "speed"]) | junk,
        "month": month | junk,
        "months": numbers | junk,
        "age": floats | junk,
        "area_id": some("lean.area") | junk,
        "area": some("lean.area").map(str) | texts,
        "template_id": some("lean.5s.template") | junk,
        "equipment_id": some("maintenance.equipment") | junk,
        "employee_id": some("hr.employee") | junk,
        "occurrence_id": some("lean.tpm.occurrence") | junk,
        "loop_ids": several("lean.kanban.loop") | junk,
        "starts": by_loop,
        "per_stage": by_loop,
        "card_id": some("lean.supplier.scorecard") | junk,
        "line_ids": some("purchase.order.line") | texts,
        "line_id": some("purchase.order.line") | junk,
        "idea_id": some("lean.kaizen.idea") | junk,
        "page": numbers,
        "answer": st.sampled_from(["confirm", "propose", "ship", "labels", "confirm-1", "ship-x"]) | texts,
    }


def make_records(env, model, ids):
    """Values for `create` and `write`: of the right kind and wild, now and then of a wrong scalar type."""
    fields = {
        name: field
        for name, field in env[model]._fields.items()
        if name not in MAGIC_COLUMNS and not field.readonly and field.type in FIELD_TYPES
    }
    choices = {name: _make_value(env, field, ids) for name, field in sorted(fields.items())}
    if not choices:
        return st.just({})
    chosen = st.lists(st.sampled_from(list(choices)), min_size=1, max_size=8, unique=True)
    return chosen.flatmap(lambda names: st.fixed_dictionaries({name: choices[name] for name in names}))


FIELD_TYPES = {
    "char": texts,
    "text": texts,
    "html": texts,
    "integer": st.integers(-(2**31), 2**31 - 1),
    "float": st.floats(allow_nan=False, allow_infinity=False, width=32),
    "monetary": st.floats(allow_nan=False, allow_infinity=False, width=32),
    "boolean": scalars,
    "date": st.dates().map(str),
    "datetime": st.datetimes().map(str),
    "binary": photos,
    "selection": texts,
    "many2one": None,
    "many2many": None,
    "one2many": None,
}


def _make_value(env, field, ids):
    if field.type == "selection":
        return st.sampled_from([*field.get_values(env), False, "no such value"])
    if field.relational:
        some = st.sampled_from([*ids[field.comodel_name], 2**31 - 1])
        return some if field.type == "many2one" else st.lists(some, max_size=3).map(lambda found: [(6, 0, found)])
    return FIELD_TYPES[field.type] | st.none()
