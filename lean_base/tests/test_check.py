# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.service.model import call_kw
from odoo.tests import new_test_user, tagged

from ..tools import Invariant
from .check import CheckCase
from .common import LeanBaseCommon


@tagged("post_install", "-at_install")
class TestCheck(CheckCase, LeanBaseCommon):
    """What has to hold is proved; what does not is named, and repaired where nobody has to decide."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.administrator = new_test_user(cls.env, "lean_administrator", groups="base.group_system")
        cls.action = cls.env["lean.action"].create({"name": "Mark the lanes", "company_id": cls.company.id})

    def _create_line(self):
        values = {"name": "Line 1", "code": "L1", "parent_id": self.area.id, "company_id": self.company.id}
        return self.env["lean.area"].create(values)

    def test_clean_data_have_no_finding(self):
        self._create_line()
        self.action.action_done()
        self.assert_clean()

    def test_area_is_put_back_in_its_place(self):
        line = self._create_line()
        self.corrupt("UPDATE lean_area SET parent_path = '7/' WHERE id = %s", line)
        self.assert_repaired("area_tree", line)
        self.assertEqual(line.parent_path, f"{self.area.id}/{line.id}/")

    def test_action_whose_source_is_gone_keeps_its_name(self):
        self.corrupt(
            "UPDATE lean_action SET res_model = 'lean.area', res_id = 2000000000, source_name = 'Audit' WHERE id = %s",
            self.action,
        )
        self.assert_repaired("action_source", self.action)
        self.assertRecordValues(self.action, [{"res_model": "lean.area", "res_id": 0, "source_name": "Audit"}])
        self.assertIn("2000000000", self.action.message_ids[0].body, "the chatter tells what was repaired")

    def test_action_of_a_model_that_is_gone(self):
        self.corrupt("UPDATE lean_action SET res_model = 'gone.model', res_id = 5 WHERE id = %s", self.action)
        self.assert_repaired("action_source", self.action)

    def test_done_without_a_day_is_for_a_person(self):
        self.corrupt("UPDATE lean_action SET state = 'done' WHERE id = %s", self.action)
        self.assert_left("action_done", self.action)

    def test_verified_by_who_did_it_is_for_a_person(self):
        self.corrupt(
            "UPDATE lean_action SET state = 'verified', date_done = '2026-06-01', date_verified = '2026-06-02', "
            "done_by_id = user_id, verified_by_id = user_id WHERE id = %s",
            self.action,
        )
        self.assert_left("action_verified", self.action)

    def test_what_cannot_be_repaired_stops_nothing_else(self):
        def refuse(records):
            raise ValueError("no")

        broken = Invariant("test", "lean.action", "All is well.", "It is not.", "Look.", self._find_action, refuse)
        line = self._create_line()
        self.corrupt("UPDATE lean_area SET parent_path = '7/' WHERE id = %s", line)
        check = self.env["lean.check"]
        known = check._get_invariants()
        with (
            patch.object(type(check), "_get_invariants", lambda self: [broken, *known]),
            self.assertLogs("odoo.addons.lean_base.models.lean_check", "ERROR"),
        ):
            results = check._repair(["test", "area_tree"])
        self.assertEqual([bool(failure) for __, failure in results], [True, False])
        self.assertEqual(line.parent_path, f"{self.area.id}/{line.id}/")

    def _find_action(self):
        return [{"id": self.action.id}]

    def test_administrator_reads_and_repairs(self):
        self.corrupt("UPDATE lean_action SET res_model = 'lean.area', res_id = 2000000000 WHERE id = %s", self.action)
        runs = self.env["lean.check.run"].with_user(self.administrator)
        run = runs.browse(runs.action_check()["res_id"])
        finding = run.finding_ids.filtered(lambda row: row.code == "action_source")
        self.assertEqual(finding.record_name, "Mark the lanes")
        self.assertEqual(finding.repairs_itself, "yes")
        self.assertNotEqual(call_kw(runs, "action_check", [run.ids], {})["res_id"], run.id, "the button Check Again")
        again = runs.browse(run.action_repair()["res_id"])
        self.assertFalse(again.finding_ids.filtered(lambda row: row.code == "action_source"))
        self.assertIn("1", again.result)

    def test_nobody_else_may_check(self):
        for user in (self.manager, self.user, self.clerk):
            runs = self.env["lean.check.run"].with_user(user)
            with self.assertRaises(AccessError):
                runs.action_check()
            with self.assertRaises(AccessError):
                runs.action_repair()

    def test_a_check_asks_no_more_of_a_thousand_records(self):
        check = self.env["lean.check"]
        self.env["lean.action"].create([{"name": "Ten", "company_id": self.company.id}] * 10)
        few = self.count_queries(check._find)
        self.env["lean.action"].create([{"name": "Thousand", "company_id": self.company.id}] * 1000)
        self.assertLessEqual(self.count_queries(check._find), few)
