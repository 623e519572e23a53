# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import Command
from odoo.tests import new_test_user, tagged

from odoo.addons.lean_base.tests.components import ComponentCase

from .common import FiveSCommon


@tagged("post_install", "-at_install")
class TestTours(ComponentCase):
    """An audit lived through in a browser by a user without manager rights."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.auditor = new_test_user(cls.env, "lean_5s_tour", "lean_5s.group_lean_5s_auditor", name="Tour Auditor")
        cls.responsible = new_test_user(cls.env, "lean_5s_owner", "lean_base.group_lean_user", name="Tour Owner")
        cls.area = cls.env["lean.area"].create(
            {"name": "Tour Area", "code": "TOUR5S", "responsible_id": cls.responsible.id}
        )
        cls.template = FiveSCommon._create_template.__func__(cls)
        cls.schedule = cls.env["lean.5s.schedule"].create(
            {
                "area_id": cls.area.id,
                "template_id": cls.template.id,
                "skips_days_off": False,
                "ahead_days": 0,
                "auditor_ids": [Command.create({"user_id": cls.auditor.id})],
            }
        )
        cls.schedule._run()
        cls.audit = cls.schedule.audit_ids

    _question = staticmethod(FiveSCommon._question.__func__.__get__(FiveSCommon))

    def test_on_a_phone(self):
        self.browser_size = "390x844"
        self.touch_enabled = True
        self.start_tour(f"/lean/area/{self.area.id}", "lean_5s_audit_phone", login="lean_5s_tour")
        self.env.invalidate_all()
        answers = self.audit.answer_ids.sorted("sequence")
        self.assertEqual(answers.mapped("choice"), ["3", "4", "1", "2", "0", "4"])
        self.assertEqual(answers.entry_ids.mapped("user_id"), self.auditor)
        self.assertTrue(answers[4].has_photo)
        self.assertEqual((self.audit.state, self.audit.is_failed), ("done", True))
        action = self.audit.lean_action_ids
        self.assertEqual((len(action), action.user_id, action.source_kind), (1, self.responsible, "audit"))
        self.assertEqual(self.audit.red_tag_ids.decider_id, self.responsible)

    def test_on_a_desktop(self):
        self.start_tour("/odoo/audit-5s", "lean_5s_audit_desktop", login="lean_5s_tour")
        self.env.invalidate_all()
        self.assertEqual(self.audit.answer_ids.sorted("sequence").mapped("choice"), ["4", "4", "3", "na", "2", "4"])
        self.assertEqual((self.audit.state, self.audit.score), ("done", 81.3))

    def test_heat_map(self):
        self.audit.with_user(self.auditor).action_start()
        for answer in self.audit.answer_ids:
            self.audit.save_answer({"uid": f"heat{answer.id}", "answer_id": answer.id, "choice": "4"})
        self.audit.action_sign()
        self.start_tour("/odoo/heat-map-5s", "lean_5s_heat_map", login="lean_5s_tour")

    def test_components(self):
        self.run_components("lean_5s")
