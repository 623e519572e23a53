# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo.tests import HttpCase, new_test_user, tagged


@tagged("post_install", "-at_install")
class TestIdeaPage(HttpCase):
    """The page that a QR code opens, for an employee without the Lean app and at a shared station."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.company
        cls.worker = new_test_user(cls.env, "idea_worker", "base.group_user", name="Worker")
        cls.station = new_test_user(cls.env, "idea_station", "lean_base.group_lean_user", name="Station")
        employees = cls.env["hr.employee"]
        cls.worker_employee = employees.create({"name": "Worker", "user_id": cls.worker.id})
        cls.operator = employees.create({"name": "Operator", "barcode": "IDEABADGE1"})
        cls.area = cls.env["lean.area"].create({"name": "Saw", "code": "SAW-IDEA"})

    def _post(self, path="/lean/idea", **values):
        token = self.url_open("/lean/idea").text.split('name="csrf_token" value="')[1].split('"')[0]
        return self.url_open(path, data={"csrf_token": token, **values})

    def _ideas(self, **values):
        return self.env["lean.kaizen.idea"].search([(name, "=", value) for name, value in values.items()])

    def test_an_employee_without_lean_tells_an_idea(self):
        self.authenticate("idea_worker", "idea_worker")
        self.assertIn("Saw", self.url_open(f"/lean/idea?area={self.area.id}").text)
        answer = self._post(name="Label the drawers", description="We search", area=str(self.area.id))
        self.assertIn('id="idea_thanks"', answer.text)
        self.assertIn("waits for a reply", answer.text)
        idea = self._ideas(name="Label the drawers")
        self.assertRecordValues(
            idea, [{"employee_id": self.worker_employee.id, "area_id": self.area.id, "description": "We search"}]
        )

    def test_a_second_tap_keeps_one_idea(self):
        self.authenticate("idea_worker", "idea_worker")
        uid = self.url_open("/lean/idea").text.split('name="submit_uid" value="')[1].split('"')[0]
        for _tap in range(2):
            answer = self._post(name="Tapped twice", submit_uid=uid)
            self.assertIn('id="idea_thanks"', answer.text)
        self.assertEqual(len(self._ideas(name="Tapped twice")), 1)

    def test_what_was_typed_comes_back(self):
        self.authenticate("idea_worker", "idea_worker")
        answer = self._post(name="  ", description="We search an hour")
        self.assertIn("in a few words what your idea is", answer.text)
        self.assertIn("We search an hour", answer.text)

    def test_a_photo_is_kept(self):
        self.authenticate("idea_worker", "idea_worker")
        token = self.url_open("/lean/idea").text.split('name="csrf_token" value="')[1].split('"')[0]
        pixel = bytes.fromhex(
            "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
            "0000000c49444154789c63f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
        )
        files = {"photo": ("photo.png", pixel, "image/png")}
        self.url_open("/lean/idea", data={"csrf_token": token, "name": "With a photo"}, files=files)
        self.assertTrue(self._ideas(name="With a photo").image)

    def test_an_area_of_another_company_is_not_told(self):
        other = self.env["res.company"].create({"name": "Elsewhere"})
        area = self.env["lean.area"].create({"name": "Secret area", "code": "X", "company_id": other.id})
        self.authenticate("idea_worker", "idea_worker")
        self.assertNotIn("Secret area", self.url_open(f"/lean/idea?area={area.id}").text)
        self._post(name="From outside", area=str(area.id))
        self.assertFalse(self._ideas(name="From outside").area_id)
        self.assertEqual(self.url_open("/lean/idea?area=nonsense").status_code, 200)

    def test_at_a_station_the_badge_says_who_it_is(self):
        self.authenticate("idea_station", "idea_station")
        self.assertIn('name="badge"', self.url_open("/lean/idea").text)
        self.assertIn("Show your badge", self._post(name="No badge").text)
        self.assertIn("not known here", self._post(name="Wrong badge", badge="NOBODY1").text)
        self.assertFalse(self._ideas(name="Wrong badge"))
        answer = self._post(name="With a badge", badge="IDEABADGE1")
        self.assertIn("Hello, <span>Operator" if "<span>Operator" in answer.text else "Operator", answer.text)
        self.assertEqual(self._ideas(name="With a badge").employee_id, self.operator)
        self.assertIn('name="badge"', self._post("/lean/idea/sign_off").text)

    def test_likes_and_replies_are_seen(self):
        idea = self.env["lean.kaizen.idea"].create({"name": "Trolley", "employee_id": self.operator.id})
        own = self.env["lean.kaizen.idea"].create({"name": "Lamp", "employee_id": self.worker_employee.id})
        own.reply = "The electrician comes on Monday"
        own.action_accept()
        self.authenticate("idea_worker", "idea_worker")
        page = self._post(f"/lean/idea/{idea.id}/like").text
        self.assertEqual(idea.like_count, 1)
        self.assertIn('aria-pressed="true"', page)
        self.assertIn("The electrician comes on Monday", page)
        self.assertIn("your own idea", self._post(f"/lean/idea/{own.id}/like").text)

    def test_who_is_not_logged_in_logs_in_first(self):
        answer = self.url_open("/lean/idea?area=1", allow_redirects=False)
        self.assertEqual(answer.status_code, 303)
        self.assertIn("/web/login", answer.headers["Location"])
