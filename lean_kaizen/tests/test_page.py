# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from lxml import etree

from odoo.tests import Form, tagged

from ..calculations import page
from .common import LeanKaizenCommon

FORM = "lean_kaizen.lean_kaizen_event_view_form_page"


@tagged("post_install", "-at_install")
class TestPage(LeanKaizenCommon):
    """The event as one page, on screen and in print."""

    def _print(self):
        report = self.env["ir.actions.report"].with_user(self.user)
        content, _kind = report._render_qweb_html("lean_kaizen.report_event_page", self.event.ids)
        return content.decode()

    def test_empty_boxes_ask(self):
        html = self._print()
        for question in self.event._get_page_questions().values():
            if question != self.event._get_page_questions()["results"]:
                self.assertIn(question.replace("’", "'"), html)

    def test_full_boxes_show_what_stands_in_them(self):
        self.event.background = "Orders wait <behind> CNC-2"
        self.event._create_lean_actions(name="Mount the quick clamp")
        self.measure.result = 15.5
        html = self._print()
        self.assertIn("Orders wait &lt;behind&gt; CNC-2", html)
        self.assertIn("Mount the quick clamp", html)
        self.assertIn("15.5", html)
        self.assertNotIn(self.event._get_page_questions()["background"], html)

    def test_a_box_too_full_says_so(self):
        box = page.BOXES["background"]
        self.event.background = "x\n" * (box.lines + 2) + "x"
        self.assertEqual(self.event.page_overflow, {"background": 3})
        self.assertIn("3 lines over", " ".join(self._print().split()))

    def test_screen_and_print_have_the_same_room(self):
        arch = etree.fromstring(self.env.ref(FORM).arch)
        for name, box in page.BOXES.items():
            [field] = arch.xpath(f"//field[@name='{name}'][@widget='lean_a3_box']")
            self.assertEqual(field.get("options"), f"{{'lines': {box.lines}, 'width': {box.width}}}", name)

    def test_the_page_is_edited_where_it_is_read(self):
        with Form(self.event, FORM) as form:
            form.background = "Orders wait"
            with form.lean_action_ids.new() as action:
                action.name = "Mount the quick clamp"
                action.user_id = self.member
            with form.measure_ids.new() as measure:
                measure.name = "Walking"
                measure.baseline, measure.target = 900, 300
        self.event.invalidate_recordset()
        self.assertEqual(self.event.lean_action_ids.user_id, self.member)
        self.assertEqual(self.event.lean_action_ids.source_kind, "event")
        self.assertEqual(self.event.lean_action_ids.area_id, self.area)
        self.assertEqual(len(self.event.measure_ids), 2)

    def test_the_fishbone_is_printed(self):
        causes = self.env["lean.kaizen.cause"].with_user(self.user)
        stop = causes.create({"event_id": self.event.id, "name": "Tools fetched", "category": "machine"})
        causes.create({"event_id": self.event.id, "name": "No trolley", "parent_id": stop.id, "state": "root"})
        texts = [twig["text"] for twig in self.event.fishbone["twigs"]]
        self.assertEqual(texts, ["Tools fetched", "No trolley"])
        html = self._print()
        self.assertIn("<svg", html)
        self.assertIn("◉ No trolley", html)

    def test_the_gain_is_drawn_beside_its_target(self):
        checks = self._follow_up()
        checks[0].value = 17
        chart = self.event.gain_chart
        self.assertEqual(chart["series"][0]["values"], [42, 16, 17])
        self.assertEqual(chart["limits"][0]["value"], 16)

    def test_the_poster_leads_to_the_page_for_ideas(self):
        report = self.env["ir.actions.report"].with_user(self.user)
        content, _kind = report._render_qweb_html("lean_kaizen.report_idea_poster", self.area.ids)
        self.assertIn(f"/lean/idea?area={self.area.id}", content.decode())
