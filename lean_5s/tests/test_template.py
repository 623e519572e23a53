# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import FiveSCommon


@tagged("post_install", "-at_install")
class TestTemplate(FiveSCommon):
    def test_the_ready_set_can_be_used_at_once(self):
        for name in ("shop_floor", "warehouse", "office", "laboratory"):
            template = self.env.ref(f"lean_5s.template_{name}")
            with self.subTest(template=name):
                self.assertEqual(template.state, "published")
                self.assertLessEqual(template.question_count, 15)
                self.assertFalse(template.advice)
                self.assertEqual(len(set(template.question_ids.mapped("section"))), 5)
                self.assertTrue(all(all(question._get_texts()) for question in template.question_ids))

    def test_a_published_version_is_read_only(self):
        template = self.template.with_user(self.manager)
        question = template.question_ids[0]
        for refused in (
            lambda: template.write({"name": "Other"}),
            lambda: question.write({"weight": 3}),
            lambda: question.unlink(),
            lambda: template.question_ids.create({"template_id": template.id, "name": "One more"}),
            lambda: template.write({"question_ids": [(5,)]}),
        ):
            with self.assertRaisesRegex(UserError, "published and stays as it is.*new version"):
                refused()
        with self.assertRaisesRegex(UserError, "buttons"):
            template.write({"state": "draft"})
        with self.assertRaisesRegex(UserError, "Archive"):
            template.unlink()
        template.active = False

    def test_a_new_version_is_a_copy_that_compares(self):
        action = self.template.with_user(self.manager).action_new_version()
        draft = self.env["lean.5s.template"].browse(action["res_id"])
        self.assertRecordValues(draft, [{"name": "Test", "version": 2, "state": "draft"}])
        self.assertEqual(draft.question_ids.mapped("name"), self.template.question_ids.mapped("name"))
        self.assertEqual(draft.question_ids.mapped("identity"), self.template.question_ids.mapped("identity"))
        again = self.template.with_user(self.manager).action_new_version()
        self.assertEqual(again["res_id"], draft.id, "one draft at a time")
        draft.question_ids[0].predecessor_id = False
        self.assertNotEqual(draft.question_ids[0].identity, self.template.question_ids[0].identity)
        draft.with_user(self.manager).action_publish()
        self.assertEqual((draft.state, self.template.state), ("published", "retired"))
        self.assertEqual(self.template._get_current()[self.template], draft)
        third = self.env["lean.5s.template"].browse(draft.action_new_version()["res_id"])
        self.assertEqual((third.version, third.origin_id), (3, self.template))

    def test_a_copy_is_another_template(self):
        copied = self.template.with_user(self.manager).copy()
        self.assertEqual((copied.version, copied.state, copied.name), (1, "draft", "Test (copy)"))
        self.assertEqual(len(copied.question_ids), 6)
        self.assertFalse(
            set(copied.question_ids.mapped("identity")) & set(self.template.question_ids.mapped("identity"))
        )

    def test_what_nobody_could_answer_is_not_published(self):
        template = self.env["lean.5s.template"].create({"name": "Empty"})
        with self.assertRaisesRegex(UserError, "no question yet"):
            template.action_publish()
        template.question_ids = [(0, 0, {**self._question("sort", "Half"), "text_3": False})]
        with self.assertRaisesRegex(UserError, "Half.*0 to 4"):
            template.action_publish()
