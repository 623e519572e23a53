# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)

from odoo.tests import HttpCase, tagged

from .common import LeanBaseCommon


@tagged("post_install", "-at_install")
class TestStation(LeanBaseCommon, HttpCase):
    """The same through HTTP: the web session and the address behind a QR code."""

    def _call(self, method, *args):
        return self.make_jsonrpc_request(
            f"/web/dataset/call_kw/hr.employee/{method}",
            {"model": "hr.employee", "method": method, "args": args, "kwargs": {}},
        )

    def _mark_done(self, action):
        self.make_jsonrpc_request(
            "/web/dataset/call_kw/lean.action/action_done",
            {
                "model": "lean.action",
                "method": "action_done",
                "args": [action.ids],
                "kwargs": {},
            },
        )

    def test_session_remembers_the_operator(self):
        actions = [self._create_action() for _number in range(3)]
        self.authenticate("lean_station", "lean_station")
        self.assertFalse(self._call("lean_identify", "NOBODY")["ok"])
        self._mark_done(actions[0])
        self.assertTrue(self._call("lean_identify", "OPER8")["ok"])
        self._mark_done(actions[1])
        self.assertTrue(self._call("lean_sign_off")["ok"])
        self._mark_done(actions[2])
        self.assertEqual(
            [action.sudo().done_by_employee_id.name for action in actions],
            [False, "Operator", False],
        )

    def test_qr_code_opens_the_area(self):
        self.authenticate("lean_user", "lean_user")
        response = self.url_open(f"/lean/area/{self.area.id}", allow_redirects=False)
        self.assertEqual(response.status_code, 303)
        self.assertURLEqual(response.headers["Location"], f"/odoo/lean-areas/{self.area.id}")
        action = self.env.ref("lean_base.lean_area_action")
        self.assertEqual(action.path, "lean-areas")

    def test_qr_code_asks_to_log_in(self):
        response = self.url_open(f"/lean/area/{self.area.id}", allow_redirects=False)
        self.assertIn("/web/login", response.headers["Location"])

    def test_qr_code_of_no_business_of_theirs(self):
        for login in ("plain_clerk", "stranger"):
            self.authenticate(login, login)
            with self.subTest(login=login):
                response = self.url_open(f"/lean/area/{self.area.id}")
                self.assertEqual(response.status_code, 403)
        self.authenticate("lean_user", "lean_user")
        self.assertEqual(self.url_open("/lean/area/2000000000").status_code, 404)
        self.assertEqual(self.url_open(f"/lean/area/{10**30}").status_code, 404)
