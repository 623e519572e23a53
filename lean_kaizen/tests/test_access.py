# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import LeanKaizenCommon


@tagged("post_install", "-at_install")
class TestAccess(LeanKaizenCommon):
    """Operator and colleague read, the team works, managers do all, who is elsewhere sees nothing."""

    def test_the_team_its_sponsor_and_managers_change_the_event(self):
        for user in (self.user, self.member, self.sponsor, self.manager):
            self.event.with_user(user).background = user.name
            self.measure.with_user(user).result = 20

    def test_others_read_and_talk_but_do_not_change(self):
        for user in (self.colleague, self.station):
            event = self.event.with_user(user)
            self.assertEqual(event.name, "Changeover of CNC-2")
            self.assertEqual(event.member_ids.name, "Member")
            event.message_post(body="Have you seen the other lathe?")
            with self.assertRaises(AccessError):
                event.background = "Mine now"
            with self.assertRaises(AccessError):
                self.measure.with_user(user).result = 20
            with self.assertRaises(AccessError):
                self.env["lean.kaizen.cause"].with_user(user).create({"event_id": event.id, "name": "A guess"})
            with self.assertRaises(AccessError):
                self._create_saving(user=user)

    def test_a_part_is_not_moved_to_an_event_of_others(self):
        own = self._create_event(user=self.colleague, member_ids=False)
        cause = self.env["lean.kaizen.cause"].with_user(self.colleague).create({"event_id": own.id, "name": "Mine"})
        with self.assertRaises(AccessError):
            cause.event_id = self.event

    def test_checks_are_not_made_by_others(self):
        checks = self._follow_up()
        with self.assertRaises(AccessError):
            checks[0].with_user(self.colleague).value = 16

    def test_only_managers_delete_events(self):
        with self.assertRaises(AccessError):
            self.event.unlink()
        self.event.with_user(self.manager).unlink()

    def test_stages_are_set_up_by_managers(self):
        stage = self.env.ref("lean_kaizen.stage_week")
        with self.assertRaises(AccessError):
            stage.with_user(self.user).name = "Sprint"
        stage.with_user(self.manager).name = "Sprint"

    def test_a_stranger_sees_nothing(self):
        checks = self._follow_up()
        saving = self._create_saving()
        idea = self._create_idea()
        for record in (self.event, self.measure, checks[0], saving, saving.period_ids[0], idea):
            with self.assertRaises(AccessError):
                record.with_user(self.stranger).read(["display_name"])
            model = self.env[record._name].with_user(self.stranger)
            self.assertFalse(model.search([("id", "in", record.ids)]), record._name)
        self.assertFalse(
            self.env["lean.kaizen.participation"].with_user(self.stranger).search([("kind", "=", "event")])
        )

    def test_who_has_nothing_of_lean_has_ideas_only(self):
        self.assertTrue(self._create_idea(user=self.clerk))
        for model in ("lean.kaizen.event", "lean.kaizen.saving", "lean.kaizen.check", "lean.kaizen.participation"):
            with self.assertRaises(AccessError):
                self.env[model].with_user(self.clerk).search([])

    def test_companies_are_apart(self):
        area = self.env["lean.area"].create({"name": "Valves", "code": "V", "company_id": self.other_company.id})
        with self.assertRaisesRegex(Exception, "compan"):
            self.event.area_id = area
        with self.assertRaisesRegex(Exception, "compan"):
            self.event.member_ids = self.stranger_employee
