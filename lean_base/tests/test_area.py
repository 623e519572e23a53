# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import LeanBaseCommon


@tagged("post_install", "-at_install")
class TestArea(LeanBaseCommon):
    """Areas form a tree within one company, known by a code."""

    def _create_area(self, **values):
        return (
            self.env["lean.area"]
            .with_user(self.manager)
            .create({"name": "Line", "company_id": self.company.id, **values})
        )

    def test_full_name_follows_parents(self):
        line = self._create_area(code="L1", parent_id=self.area.id)
        cell = self._create_area(name="Cell", code="L1C", parent_id=line.id)
        self.assertEqual(cell.complete_name, "Assembly / Line / Cell")
        self.area.name = "Final Assembly"
        self.assertEqual(cell.complete_name, "Final Assembly / Line / Cell")

    def test_found_by_code(self):
        line = self._create_area(code="QX7", parent_id=self.area.id)
        found = self.env["lean.area"].with_user(self.user).name_search("QX7")
        self.assertEqual([area_id for area_id, _name in found], line.ids)

    def test_area_is_not_part_of_itself(self):
        line = self._create_area(code="L1", parent_id=self.area.id)
        with self.assertRaises(UserError):
            self.area.parent_id = line

    def test_parent_of_other_company_refused(self):
        foreign = self.env["lean.area"].create({"name": "Far", "code": "FAR", "company_id": self.other_company.id})
        with self.assertRaises(UserError):
            self.area.parent_id = foreign

    def test_code_unique_in_company_only(self):
        self.env["lean.area"].create({"name": "Far", "code": "ASM", "company_id": self.other_company.id})
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self._create_area(code="ASM")

    def test_copies_get_free_codes(self):
        copies = self.area.with_user(self.manager).copy()
        copies |= self.area.with_user(self.manager).copy()
        copies |= self.area.with_user(self.manager).copy({"code": "OWN"})
        self.assertRecordValues(
            copies,
            [
                {"code": "ASM-1", "name": "Assembly (copy)"},
                {"code": "ASM-2", "name": "Assembly (copy)"},
                {"code": "OWN", "name": "Assembly (copy)"},
            ],
        )

    def test_archived_copy_keeps_its_code(self):
        self.area.with_user(self.manager).copy().action_archive()
        self.assertEqual(self.area.with_user(self.manager).copy().code, "ASM-2")

    def test_import(self):
        result = (
            self.env["lean.area"]
            .with_user(self.manager)
            .load(
                ["name", "code", "parent_id"],
                [["Paint", "PT", ""], ["Booth", "PT-B", "Assembly"]],
            )
        )
        self.assertFalse(result["messages"])
        booth = self.env["lean.area"].browse(result["ids"][1])
        self.assertEqual(booth.complete_name, "Assembly / Booth")

    def test_unfinished_actions_of_parts_count(self):
        line = self._create_area(code="L1", parent_id=self.area.id)
        self._create_action(area_id=line.id)
        self._create_action(area_id=self.area.id)
        self._create_action(area_id=self.area.id, state="done")
        areas = (self.area | line).with_user(self.user)
        self.assertEqual(areas.mapped("action_count"), [2, 1])
        action = areas[0].action_open_actions()
        found = self.env["lean.action"].search(action["domain"])
        self.assertEqual(len(found.filtered(lambda a: a.state == "open")), 2)

    def test_counting_takes_the_same_queries_for_many(self):
        for number in (10, 1000):
            areas = self.env["lean.area"].create(
                [{"name": "A", "code": f"{number}-{i}", "company_id": self.company.id} for i in range(number)]
            )
            self._create_action(area_id=areas[0].id)
            self.env.flush_all()
            self.env.invalidate_all()
            with self.subTest(number=number), self.assertQueryCount(3):
                areas.mapped("action_count")

    def test_label_prints_code_and_address(self):
        html, _format = self.env["ir.actions.report"]._render_qweb_html("lean_base.report_area_label", self.area.ids)
        self.assertIn(b"ASM", html)
        self.assertIn(f"%2Flean%2Farea%2F{self.area.id}".encode(), html)

    def test_new_area_in_form(self):
        with Form(self.env["lean.area"].with_user(self.manager)) as form:
            form.name = "Stores"
            form.code = "ST"
        self.assertEqual(form.record.company_id, self.company)

    def test_user_reads_only(self):
        area = self.area.with_user(self.user)
        self.assertEqual(area.name, "Assembly")
        with self.assertRaises(AccessError):
            area.name = "Mine"
        with self.assertRaises(AccessError):
            area.copy()
