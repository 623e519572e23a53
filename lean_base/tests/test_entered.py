# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
import doctest

from hypothesis import given
from hypothesis import strategies as st

from odoo.exceptions import ValidationError
from odoo.tests import BaseCase, TransactionCase, tagged

from ..tools import entered, read_dict, read_form_id, read_id, read_ids, read_number, read_text

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()) | st.binary(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)


@tagged("post_install", "-at_install")
class TestEntered(BaseCase):
    """What a screen sends is read, whatever it is."""

    def test_examples(self):
        self.assertFalse(doctest.testmod(entered).failed)

    def test_anything_is_read(self):
        @given(ANYTHING)
        def read(value):
            self.assertIs(type(read_id(value)), int)
            self.assertIs(type(read_form_id(value)), int)
            self.assertIsInstance(read_ids(value), list)
            self.assertIsInstance(read_dict(value), dict)
            number, text = read_number(value), read_text(value, 20)
            self.assertTrue(number is None or number == number)
            self.assertLessEqual(len(text), 20)
            self.assertNotIn("\x00", text)
            text.encode()

        read()


@tagged("post_install", "-at_install")
class TestNumbers(TransactionCase):
    """What only looks like a number is refused in records, as a spreadsheet may bring it."""

    def test_what_is_no_number_is_refused(self):
        fields = self.env["ir.model.fields"].search(
            [
                ("model", "=like", "lean.%"),
                ("ttype", "=", "float"),
                ("store", "=", True),
                ("related", "=", False),
                ("compute", "=", False),
                ("readonly", "=", False),
            ]
        )
        for field in fields.filtered(lambda field: not self.env[field.model]._abstract):
            for value in (float("nan"), float("inf")):
                self.assertTrue(self._is_refused(field, value), (field.model, field.name))

    def _is_refused(self, field, value):
        try:
            self.env[field.model].new({field.name: value})._validate_fields([field.name])
        except (ValidationError, ValueError, OverflowError):
            return True  # fields that round refuse by themselves
        return False
