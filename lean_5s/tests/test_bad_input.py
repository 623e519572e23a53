# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import FiveSCommon


@tagged("post_install", "-at_install")
class TestBadInput(FiveSCommon):
    """What a phone sends is answered, whatever it is."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.audits = cls.env["lean.5s.audit"].with_user(cls.auditor)

    def test_no_area(self):
        for area in (True, "x", {}, 2**40, -1):
            self.assertFalse(self.audits.get_start(area)["area"])

    def test_an_area_or_template_that_is_gone(self):
        for area_id, template_id in ((2**31 - 1, self.template.id), (self.area.id, 2**31 - 1), ("x", [])):
            with self.assertRaises(UserError):
                self.audits.start_extra(area_id, template_id)

    def test_an_age_that_is_none(self):
        audit = self._start_extra()
        for age in ("x", [], float("nan"), float("inf"), 1e300, 10**400):
            self.assertFalse(audit.sign(age=age)["ok"])

    def test_half_a_character_in_a_note(self):
        audit = self._start_extra()
        answer = audit.answer_ids[0]
        self.assertTrue(self._save(answer, user=self.auditor, choice="3", note="a\ud800\x00b")["ok"])
        self.assertEqual(answer.note, "ab")
        self.assertFalse(self._save(answer, user=self.auditor, choice=[])["ok"])

    def test_the_heat_map(self):
        for months in ("x", None, [], float("inf")):
            self.assertEqual(len(self.audits.get_heat_map(months)["months"]), 12)
        self.audits.action_open_cell(self.area.id, "9999-12")
        for month in ("2026-13", {}, None):
            with self.assertRaises(UserError):
                self.audits.action_open_cell(self.area.id, month)
