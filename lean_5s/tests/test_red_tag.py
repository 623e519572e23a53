# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import PHOTO, FiveSCommon


@tagged("post_install", "-at_install")
class TestRedTag(FiveSCommon):
    def _tag(self, user=None, **values):
        return (
            self.env["lean.5s.red.tag"]
            .with_user(user or self.user)
            .create({"item": "Old vice", "area_id": self.area.id, **values})
        )

    def test_a_tag_has_an_owner_and_a_date(self):
        tag = self._tag()
        self.assertTrue(tag.name.startswith("RT"))
        self.assertEqual((tag.state, tag.decider_id, str(tag.date_decide_by)), ("tagged", self.manager, "2026-07-01"))
        activity = tag.sudo().activity_ids
        self.assertEqual((activity.user_id, str(activity.date_deadline)), (self.manager, "2026-07-01"))
        tag.decider_id = self.colleague
        self.assertEqual(tag.sudo().activity_ids.user_id, self.colleague)

    def test_the_way_to_done(self):
        tag = self._tag()
        tag.action_hold()
        decider = tag.with_user(self.manager)
        with self.assertRaisesRegex(UserError, "What becomes of"):
            decider.action_decide()
        decider.disposition = "keep"
        decider.action_decide()
        self.assertEqual((tag.state, tag.decided_by_id, str(tag.date_decided)), ("decided", self.manager, "2026-06-01"))
        self.assertFalse(tag.sudo().activity_ids)
        tag.action_done()
        self.assertEqual((tag.state, str(tag.date_done)), ("done", "2026-06-01"))
        with self.assertRaisesRegex(UserError, "stays in the records"):
            tag.item = "Something else"
        with self.assertRaisesRegex(UserError, "cannot become"):
            tag.action_hold()

    def test_relocate_and_scrap_need_a_photo_after(self):
        for disposition, needed in (("relocate", True), ("scrap", True), ("sell", False), ("return", False)):
            with self.subTest(disposition=disposition):
                tag = self._tag(disposition=disposition).with_user(self.manager)
                tag.action_decide()
                if needed:
                    with self.assertRaisesRegex(UserError, "Take a photo"):
                        tag.action_done()
                    tag.photo_after = PHOTO
                tag.action_done()
                self.assertEqual(tag.state, "done")

    def test_the_decider_decides(self):
        tag = self._tag(disposition="sell", decider_id=self.colleague.id)
        with self.assertRaisesRegex(AccessError, "decides about"):
            tag.action_decide()
        tag.with_user(self.colleague).action_decide()
        tag.with_user(self.colleague).action_back()
        self.assertEqual((tag.state, tag.decided_by_id), ("holding", self.env["res.users"]))
        self.assertEqual(tag.sudo().activity_ids.user_id, self.colleague)
        with self.assertRaisesRegex(UserError, "cannot become"):
            tag.action_done()

    def test_overdue(self):
        tag = self._tag()
        self._go_to("2026-07-02 08:00:00")
        tag.invalidate_recordset()
        self.assertTrue(tag.is_overdue)
        self.assertEqual(tag.status, "Decision overdue")
        self.assertIn(tag, self.env["lean.5s.red.tag"].with_user(self.user).search([("is_overdue", "=", True)]))
        self.assertEqual(self.area.with_user(self.user).lean_5s_tag_count, 1)

    def test_actions_come_from_a_tag(self):
        tag = self._tag()
        action = tag._create_lean_actions(name="Find its owner")
        self.assertEqual((action.source_kind, action.area_id, action.source_name), ("tag", self.area, tag.display_name))

    def test_rights(self):
        tag = self._tag()
        for user in (self.stranger, self.clerk):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                tag.with_user(user).read(["item"])
        with self.assertRaises(AccessError):
            tag.unlink()
        tag.with_user(self.manager).unlink()

    def test_the_label(self):
        tag = self._tag(quantity=3, unit="boxes")
        html = self.env["ir.actions.report"]._render_qweb_html("lean_5s.report_red_tag", tag.ids)[0].decode()
        for text in (tag.name, "Old vice", "3 boxes", "Assembly", "/report/barcode/"):
            self.assertIn(text, html)
