# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)

from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import LeanBaseCommon

BAD_INPUT = [
    None,
    False,
    True,
    0,
    -1,
    3.5,
    2**31,
    2**80,
    float("nan"),
    "",
    " ",
    "%",
    "OPER_",
    "oper8",
    "OPER8\0",
    "\ud800",
    "'; DROP TABLE hr_employee; --",
    "٤٧١١",
    "x" * 100_000,
    [],
    ["OPER8"],
    {"barcode": "OPER8"},
    b"OPER8",
    object(),
]


@tagged("post_install", "-at_install")
class TestOperator(LeanBaseCommon):
    """Who stands at a station is known by badge or PIN, checked on the server."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.employees = cls.env["hr.employee"].with_user(cls.station)

    def _try_pin(self, pin, employee=None):
        return self.employees.lean_identify_pin((employee or self.operator).id, pin)

    def test_badge_signs_in(self):
        with self._web_session():
            answer = self.employees.lean_identify("OPER8")
            self.assertEqual(self.employees._lean_current_employee(), self.operator)
        self.assertEqual(
            answer,
            {
                "ok": True,
                "employee_id": self.operator.id,
                "name": "Operator",
                "avatar_url": f"/web/image/hr.employee.public/{self.operator.id}/avatar_128",
                "message": "Hello, Operator.",
            },
        )

    def test_scanner_adds_a_line_end(self):
        self.assertTrue(self.employees.lean_identify("OPER8\r\n")["ok"])

    def test_pin_signs_in(self):
        with self._web_session():
            self.assertTrue(self._try_pin("4711")["ok"])
            self.assertEqual(self.employees._lean_current_employee(), self.operator)

    def test_works_without_web_session(self):
        self.assertTrue(self.employees.lean_identify("OPER8")["ok"])
        self.assertFalse(self.employees._lean_current_employee())
        self.assertTrue(self.employees.lean_sign_off()["ok"])

    def test_bad_badges_are_answered(self):
        for badge in BAD_INPUT:
            with self.subTest(badge=repr(badge)[:40]), self._web_session() as session:
                answer = self.employees.lean_identify(badge)
                self.assertFalse(answer["ok"])
                self.assertTrue(answer["message"])
                self.assertFalse(session)

    def test_bad_pins_are_answered(self):
        for pin in BAD_INPUT:
            self.env["lean.pin.attempt"]._forget_tries(self.operator.id)
            with self.subTest(pin=repr(pin)[:40]):
                self.assertFalse(self._try_pin(pin)["ok"])
        for employee_id in BAD_INPUT:
            with self.subTest(employee_id=repr(employee_id)[:40]):
                answer = self.employees.lean_identify_pin(employee_id, "4711")
                self.assertFalse(answer["ok"])

    def test_employee_without_pin_is_never_signed_in(self):
        for pin in ("", False, None, "False"):
            self.assertFalse(self._try_pin(pin, self.boss)["ok"])

    def test_archived_and_foreign_employees_are_unknown(self):
        self.assertFalse(self.employees.lean_identify("STRANGE8")["ok"])
        self.assertFalse(self._try_pin("4711", self.stranger_employee)["ok"])
        self.operator.active = False
        self.assertFalse(self.employees.lean_identify("OPER8")["ok"])

    def test_answers_do_not_tell_who_exists(self):
        wrong = self._try_pin("1")
        nobody = self.employees.lean_identify_pin(2**31 - 1, "1")
        self.assertEqual(wrong, nobody)
        self.assertEqual(wrong, self._try_pin("1", self.stranger_employee))
        self.assertEqual(wrong, self._try_pin("1", self.boss))

    def test_five_tries_in_five_minutes(self):
        for employee_id in (self.operator.id, 2**31 - 1):
            with freeze_time("2026-03-10 08:00:00"):
                for _try in range(5):
                    answer = self.employees.lean_identify_pin(employee_id, "1")
                    self.assertIn("do not match", answer["message"])
                answer = self.employees.lean_identify_pin(employee_id, "4711")
                self.assertFalse(answer["ok"])
                self.assertIn("Too many tries", answer["message"])
        with freeze_time("2026-03-10 08:04:59"):
            self.assertFalse(self._try_pin("4711")["ok"])
            self.assertTrue(self.employees.lean_identify("OPER8")["ok"])
        with freeze_time("2026-03-10 08:05:00"):
            self.assertTrue(self._try_pin("4711")["ok"])

    def test_tries_count_for_each_employee_and_from_every_user(self):
        for _try in range(5):
            self._try_pin("1")
        employees = self.env["hr.employee"].with_user(self.user)
        self.assertFalse(employees.lean_identify_pin(self.operator.id, "4711")["ok"])
        self.boss.pin = "1234"
        self.assertTrue(self._try_pin("1234", self.boss)["ok"])

    def test_success_forgets_the_tries(self):
        for _round in range(3):
            for _try in range(4):
                self._try_pin("1")
            self.assertTrue(self._try_pin("4711")["ok"])

    def test_old_tries_are_removed(self):
        attempts = self.env["lean.pin.attempt"]
        with freeze_time("2026-03-10 08:00:00"):
            self._try_pin("1")
        with freeze_time("2026-03-10 08:06:00"):
            attempts._gc_old_tries()
        self.assertFalse(attempts.search([("employee_ref", "=", self.operator.id)]))

    def test_sign_off(self):
        with self._web_session() as session:
            self.employees.lean_identify("OPER8")
            self.employees.lean_sign_off()
            self.assertFalse(session)
            self.assertFalse(self.employees._lean_current_employee())

    def test_shift_ends(self):
        now = fields.Datetime.to_datetime("2026-03-10 06:00:00")
        with self._web_session(), freeze_time(now):
            self.employees.lean_identify("OPER8")
            with freeze_time(now + timedelta(hours=9, minutes=59)):
                self.assertTrue(self.employees._lean_current_employee())
            with freeze_time(now + timedelta(hours=10)):
                self.assertFalse(self.employees._lean_current_employee())
            self.company.lean_shift_hours = 12
            with freeze_time(now + timedelta(hours=10)):
                self.assertTrue(self.employees._lean_current_employee())

    def test_badge_beats_the_users_own_employee(self):
        employees = self.env["hr.employee"].with_user(self.user)
        self.assertEqual(employees._lean_current_employee(), self.user_employee)
        with self._web_session():
            employees.lean_identify("OPER8")
            self.assertEqual(employees._lean_current_employee(), self.operator)
            self.assertEqual(employees._lean_current_employee().name, "Operator")
            # Another user in the same browser is not the operator.
            self.assertFalse(self.employees._lean_current_employee())

    def test_who_leaves_during_the_shift_is_signed_off(self):
        with self._web_session():
            self.employees.lean_identify("OPER8")
            self.operator.active = False
            self.assertFalse(self.employees._lean_current_employee())

    def test_only_lean_users_identify(self):
        employees = self.env["hr.employee"].with_user(self.clerk)
        for call in (
            lambda: employees.lean_identify("OPER8"),
            lambda: employees.lean_identify_pin(self.operator.id, "4711"),
            employees.lean_sign_off,
        ):
            with self.assertRaises(AccessError):
                call()

    def test_station_user_never_reads_badge_or_pin(self):
        for field_name in ("barcode", "pin"):
            with self.subTest(field=field_name), self.assertRaises(AccessError):
                self.operator.with_user(self.station).read([field_name])

    def test_a_station_without_a_badge_has_no_operator(self):
        self.assertIs(self.env["hr.employee"].with_user(self.station).lean_current_operator(), False)
        with self.assertRaises(AccessError):
            self.env["hr.employee"].with_user(self.clerk).lean_current_operator()
