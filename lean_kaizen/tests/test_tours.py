# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import Command
from odoo.tests import HttpCase, new_test_user, tagged


class KaizenTourCase(HttpCase):
    """Somebody who leads an event and manages nothing."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lead = new_test_user(cls.env, "kaizen_lead", "lean_base.group_lean_user", name="Lead")
        cls.area = cls.env["lean.area"].create({"name": "Tour Saw", "code": "TSAW"})


@tagged("post_install", "-at_install")
class TestWeek(KaizenTourCase):
    def test_a_kaizen_week_at_a_desk(self):
        self.start_tour("/odoo/lean-kaizen", "lean_kaizen_week", login=self.lead.login, timeout=180)
        event = self.env["lean.kaizen.event"].search([("user_id", "=", self.lead.id)])
        self.assertRecordValues(
            event,
            [{"area_id": self.area.id, "step": "check", "background": "Each hour costs five pumps"}],
        )
        self.assertEqual(event.cause_ids.filtered(lambda cause: cause.state == "root").name, "No place for them")
        self.assertEqual(event.cause_ids.action_ids.state, "done")
        self.assertEqual(event.check_ids.mapped("days"), [30, 60, 90])


@tagged("post_install", "-at_install")
class TestWeekOnAPhone(KaizenTourCase):
    browser_size = "375x667"
    touch_enabled = True

    def test_a_kaizen_week_with_one_hand(self):
        event = (
            self.env["lean.kaizen.event"]
            .with_user(self.lead)
            .create(
                {
                    "name": "Changeover",
                    "area_id": self.area.id,
                    "measure_ids": [Command.create({"name": "Changeover", "baseline": 42, "target": 16})],
                }
            )
        )
        url = f"/odoo/lean-kaizen/{event.id}"
        self.start_tour(url, "lean_kaizen_week_phone", login=self.lead.login, timeout=180)
        self.assertEqual((event.step, event.measure_ids.result), ("check", 17))
        self.assertEqual(event.background, "Each hour costs five pumps")
        self.assertEqual(event.lean_action_ids.kaizen_cause_id, event.cause_ids)
