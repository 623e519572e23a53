# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import TpmCommon


@tagged("post_install", "-at_install")
class TestBadInput(TpmCommon):
    """What a tablet or a machine sends is answered, whatever it is."""

    def test_no_machine(self):
        for equipment in (True, "x", [], 2**40):
            self.assertFalse(self.env["lean.tpm.occurrence"].with_user(self.operator).get_station(equipment))

    def test_half_a_character_in_a_tag(self):
        tags = self.env["lean.tpm.tag"].with_user(self.operator)
        answer = tags.report(self.lathe.id, {"uid": "a\x00\ud800b", "note": "Oil\ud800 leak"})
        self.assertEqual(tags.browse(answer["tag_id"]).name, "Oil leak")
        self.assertEqual(tags.report(self.lathe.id, {"uid": "ab", "note": "Oil leak"})["tag_id"], answer["tag_id"])
        self.assertFalse(tags.report(self.lathe.id, {"uid": "\x00", "note": "Oil leak"})["ok"])

    def test_readings_that_are_none(self):
        meters = self.env["lean.tpm.meter"].with_user(self.lead)
        meter = meters.create({"name": "Hours", "code": "H1", "equipment_id": self.lathe.id})
        for value in (float("nan"), float("inf"), 10**400, "x", None, []):
            self.assertFalse(meters.post_reading("H1", value)["ok"])
        for code in ("\x00", "\ud800", {}, None):
            self.assertFalse(meters.post_reading(code, 1)["ok"])
        self.assertFalse(meter.reading_ids)

    def test_options_and_days_of_the_load_that_are_none(self):
        load = self.env["lean.tpm.load"].with_user(self.lead)
        for options in ([1], "x", {"unit": [], "lanes": {}, "start": 7}):
            load.get_load(options)
        occurrence = self._create_plan().occurrence_ids[:1]
        for record_id, day in ((occurrence.id, [1]), (occurrence.id, None), ("x", "2026-06-02")):
            with self.assertRaises(UserError):
                load.move("lean.tpm.occurrence", record_id, day)
