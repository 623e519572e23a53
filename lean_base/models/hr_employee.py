# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)

import hmac
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.http import request

from ..tools import read_id

MAX_BADGE_LENGTH = 64


class HrEmployee(models.Model):
    """Know at a shared station which employee stands there.

    Users of a station need no rights on employees: badge and PIN are compared
    here, as superuser, and only the name and picture of the one found goes out.
    """

    _inherit = "hr.employee"

    @api.model
    def lean_identify(self, badge):
        """Sign the owner of a badge in at this station.

        :param badge: the text of the badge's barcode, compared exactly
        :return: ``{"ok", "employee_id", "name", "avatar_url", "message"}``; bad
            input of any type is answered, never raised
        """
        self._lean_check_station_user()
        badge = badge.strip() if isinstance(badge, str) else ""
        if not (badge.isascii() and badge.isalnum() and len(badge) <= MAX_BADGE_LENGTH):
            return self._lean_refuse(self.env._("This is not a badge."))
        domain = self._lean_get_operator_domain() & fields.Domain("barcode", "=", badge)
        employee = self.sudo().search(domain, limit=1)
        if not employee:
            return self._lean_refuse(self.env._("This badge is not known here."))
        return employee._lean_sign_on()

    @api.model
    def lean_identify_pin(self, employee_id, pin):
        """Sign an employee in by PIN; five tries in five minutes, then none.

        Answers as :meth:`lean_identify`. Whether the employee exists, has no PIN
        or has another one cannot be told from the answer.
        """
        self._lean_check_station_user()
        refused = self._lean_refuse(self.env._("Name and PIN do not match."))
        if not read_id(employee_id):
            return refused
        attempts = self.env["lean.pin.attempt"].sudo()
        if not attempts._register_try(employee_id):
            return self._lean_refuse(self.env._("Too many tries. Wait five minutes or use your badge."))
        employee = self._lean_find_by_pin(employee_id, pin)
        if not employee:
            return refused
        attempts._forget_tries(employee_id)
        return employee._lean_sign_on()

    @api.model
    def lean_sign_off(self):
        """Forget who signed in at this station."""
        self._lean_check_station_user()
        if request:
            request.session.pop("lean_employee", None)
        return {"ok": True, "message": self.env._("Signed off.")}

    @api.model
    @api.readonly
    def lean_current_operator(self):
        """Tell a station who is signed in by badge or PIN; nobody once the shift is over.

        :return: ``{"employee_id", "name", "avatar_url"}``, or False
        """
        self._lean_check_station_user()
        employee = self._lean_signed_in_employee().sudo()
        return employee._lean_prepare_operator() if employee else False

    @api.model
    def _lean_current_employee(self):
        """Return who acts: the employee signed in here, else the user's own.

        The recordset comes in the caller's environment: its id can be recorded
        and its public fields read without rights on employees. It is empty where
        nobody signed in and the user is no employee of the company.
        """
        return self._lean_signed_in_employee() or self.env.user.employee_id

    @api.model
    def _lean_signed_in_employee(self):
        """Return who signed in by badge or PIN and whose shift is not over."""
        signed_in = request.session.get("lean_employee") if request else None
        if not signed_in or signed_in["user_id"] != self.env.uid:
            return self.browse()
        since = fields.Datetime.to_datetime(signed_in["since"])
        hours = timedelta(hours=self.env.company.lean_shift_hours)
        if since + hours <= fields.Datetime.now():
            return self.browse()
        domain = self._lean_get_operator_domain()
        domain &= fields.Domain("id", "=", signed_in["employee_id"])
        return self.browse(self.sudo().search(domain).ids)

    @api.model
    def _lean_get_operator_domain(self):
        """Return which employees may sign in at a station of this user."""
        return fields.Domain("company_id", "in", self.env.companies.ids)

    @api.model
    def _lean_find_by_pin(self, employee_id, pin):
        domain = self._lean_get_operator_domain() & fields.Domain("id", "=", employee_id)
        employee = self.sudo().search(domain)
        expected = employee.pin or ""
        given = pin if isinstance(pin, str) else ""
        same = hmac.compare_digest(expected.encode(), given.encode(errors="replace"))
        return employee if expected and same else self.browse()

    @api.model
    def _lean_check_station_user(self):
        if not self.env.user.has_group("lean_base.group_lean_user"):
            raise AccessError(self.env._("Only users of the Lean app can identify operators."))

    def _lean_sign_on(self):
        """Keep this employee in the web session and greet them."""
        self.ensure_one()
        if request:
            request.session["lean_employee"] = {
                "employee_id": self.id,
                "user_id": self.env.uid,
                "since": fields.Datetime.to_string(fields.Datetime.now()),
            }
        return {
            "ok": True,
            "message": self.env._("Hello, %s.", self.name),
            **self._lean_prepare_operator(),
        }

    def _lean_prepare_operator(self):
        return {
            "employee_id": self.id,
            "name": self.name,
            "avatar_url": f"/web/image/hr.employee.public/{self.id}/avatar_128",
        }

    @api.model
    def _lean_refuse(self, message):
        return {
            "ok": False,
            "employee_id": False,
            "name": "",
            "avatar_url": "",
            "message": message,
        }
