# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from datetime import date

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import LeanKaizenCommon


@tagged("post_install", "-at_install")
class TestIdea(LeanKaizenCommon):
    def _reply(self, idea, accept=True, user=None):
        idea = idea.with_user(user or self.manager)
        idea.reply = "We try it on Thursday."
        return idea.action_accept() if accept else idea.action_decline()

    def test_an_idea_belongs_to_who_had_it(self):
        idea = self._create_idea(employee_id=self.member_employee.id)
        self.assertEqual(idea.employee_id, self.clerk_employee)
        self.assertEqual(idea.sudo().department_id, self.department)

    def test_a_lean_user_writes_down_the_idea_of_another(self):
        idea = self._create_idea(user=self.user, employee_id=self.operator.id)
        self.assertEqual(idea.employee_id, self.operator)

    def test_the_team_is_that_of_the_day(self):
        idea = self._create_idea().sudo()
        self.clerk_employee.department_id = self.env["hr.department"].create({"name": "Paint"})
        self.env.flush_all()
        self.assertEqual(idea.department_id, self.department)

    def test_who_answers_for_the_area_is_asked(self):
        idea = self._create_idea()
        self.assertRecordValues(
            idea.sudo().activity_ids, [{"user_id": self.manager.id, "date_deadline": date(2026, 6, 6)}]
        )

    def test_a_reply_needs_words(self):
        idea = self._create_idea().with_user(self.manager)
        with self.assertRaisesRegex(UserError, "Write a reply"):
            idea.action_accept()

    def test_a_reply_says_thanks_and_how_long_it_took(self):
        idea = self._create_idea()
        self._go_to("2026-06-03 19:00:00")
        self._reply(idea)
        self.assertEqual((idea.state, idea.days_to_reply), ("accepted", 2.5))
        self.assertEqual(idea.replied_by_id, self.manager)
        self.assertFalse(idea.sudo().activity_ids)
        thanks = idea.sudo().message_ids.filtered(lambda message: "Thank you" in (message.body or ""))
        self.assertIn("We try it on Thursday.", thanks.body)
        self.assertEqual(thanks.partner_ids, self.clerk.partner_id)

    def test_changing_ones_mind_keeps_the_time_of_the_first_reply(self):
        idea = self._create_idea()
        self._go_to("2026-06-02 07:00:00")
        self._reply(idea, accept=False)
        self._go_to("2026-06-20 07:00:00")
        self._reply(idea)
        self.assertEqual((idea.state, idea.days_to_reply), ("accepted", 1.0))

    def test_only_who_answers_for_the_area_replies(self):
        idea = self._create_idea()
        for user in (self.colleague, self.station):
            with self.assertRaisesRegex(AccessError, "responsible of the area"):
                self._reply(idea, user=user)
        with self.assertRaises(AccessError):
            idea.with_user(self.clerk).state = "accepted"

    def test_the_words_of_a_reply_are_those_of_the_replier(self):
        idea = self._create_idea()
        self._reply(idea)
        with self.assertRaisesRegex(AccessError, "responsible of the area"):
            idea.with_user(self.colleague).reply = "We never do this"
        with self.assertRaisesRegex(UserError, "your own idea"):
            idea.with_user(self.clerk).reply = "We never do this"
        self.assertEqual(idea.sudo().reply, "We try it on Thursday.")
        self.assertFalse(self._create_idea(user=self.user, reply="Accepted by myself").reply)

    def test_nobody_replies_to_their_own_idea(self):
        self.env["hr.employee"].create({"name": "Chief", "company_id": self.company.id, "user_id": self.manager.id})
        idea = self._create_idea(user=self.manager)
        with self.assertRaisesRegex(UserError, "your own idea"):
            self._reply(idea)

    def test_words_stay_after_the_reply(self):
        idea = self._create_idea()
        idea.description = "We walk 900 m a day"
        self._reply(idea)
        with self.assertRaisesRegex(UserError, "its words stay"):
            idea.description = "Something else"

    def test_plain_users_change_their_own_ideas_only(self):
        idea = self._create_idea(user=self.user)
        with self.assertRaises(AccessError):
            idea.with_user(self.clerk).name = "Mine"

    def test_likes(self):
        idea = self._create_idea()
        idea.with_user(self.member).action_like()
        idea.with_user(self.user).action_like()
        self.assertEqual(idea.like_count, 2)
        self.assertTrue(idea.with_user(self.user).is_liked)
        idea.with_user(self.user).action_like()
        self.assertEqual(idea.like_count, 1)
        with self.assertRaisesRegex(UserError, "your own idea"):
            idea.action_like()
        with self.assertRaisesRegex(UserError, "Only employees"):
            idea.with_user(self.station).action_like()
        with self.assertRaises(AccessError):
            idea.like_ids = [Command.link(self.operator.id)]

    def test_a_reply_that_is_late(self):
        idea = self._create_idea()
        late = [("id", "=", idea.id), ("is_late", "=", True)]
        self.assertFalse(idea.is_late)
        self.assertFalse(self.env["lean.kaizen.idea"].search(late))
        self._go_to("2026-06-06 07:00:01")
        self.assertTrue(idea.is_late)
        self.assertEqual(self.env["lean.kaizen.idea"].search(late), idea)

    def test_an_accepted_idea_becomes_an_action(self):
        idea = self._create_idea()
        with self.assertRaisesRegex(UserError, "accept it first"):
            idea.with_user(self.user).action_make_action()
        self._reply(idea)
        idea.with_user(self.user).action_make_action()
        idea.with_user(self.user).action_make_action()
        action = idea.sudo().lean_action_ids
        self.assertRecordValues(
            action, [{"name": idea.name, "source_kind": "idea", "area_id": self.area.id, "user_id": self.user.id}]
        )

    def test_ideas_become_one_event(self):
        first, second = self._create_idea(), self._create_idea(user=self.member, name="Label the drawers")
        self._reply(first)
        self._reply(second)
        ideas = (first + second).with_user(self.user)
        event = self.env["lean.kaizen.event"].browse(ideas.action_make_event()["res_id"])
        self.assertEqual(event.idea_ids, ideas)
        self.assertEqual(event.member_ids, self.clerk_employee + self.member_employee)
        with self.assertRaisesRegex(UserError, "belongs to"):
            ideas.action_make_event()
        with self.assertRaises(UserError):
            ideas.browse().action_make_event()

    def test_a_done_idea_is_told(self):
        idea = self._create_idea()
        with self.assertRaisesRegex(UserError, "cannot become “Done”"):
            idea.with_user(self.manager).action_done()
        self._reply(idea)
        idea.with_user(self.manager).action_done()
        self.assertIn("in use now", idea.sudo().message_ids[0].body)

    def test_areas_count_events_and_waiting_ideas(self):
        part = self.env["lean.area"].create(
            {"name": "Line 1", "code": "L1", "company_id": self.company.id, "parent_id": self.area.id}
        )
        self._create_idea(area_id=part.id)
        area = self.area.with_user(self.user)
        self.assertEqual((area.kaizen_event_count, area.kaizen_idea_count), (1, 1))
        self.assertIn(f"/lean/idea?area={self.area.id}", area.idea_url)

    def test_many_ideas_at_once_ask_in_few_queries(self):
        def create(count):
            values = {"name": "x", "company_id": self.company.id, "area_id": self.area.id}
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            self.env["lean.kaizen.idea"].with_user(self.user).create([values] * count)
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        create(1)
        few = create(2)
        self.assertLessEqual(create(20), few + 8)
