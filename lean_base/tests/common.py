# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)

from contextlib import contextmanager
from types import SimpleNamespace
from unittest.mock import patch

from odoo.tests import TransactionCase, new_test_user


class LeanBaseCommon(TransactionCase):
    """A small plant, and users with no more rights than they need.

    * ``company`` in Brussels with ``area`` (responsible: ``manager``);
      ``other_company`` in Auckland, which none of the users may see
    * ``manager``: Lean manager; ``user`` and ``colleague``: Lean users;
      ``station``: Lean user of a shared tablet, no employee; ``clerk``: internal
      user without Lean; ``stranger``: Lean user of the other company
    * ``operator`` (badge OPER8, PIN 4711) and ``boss``, its manager (badge BOSS8)
      without users; ``user_employee``: the employee of ``user``

    Names without a user in them are in the environment of the superuser.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": True})
        cls.company = cls._create_company("Pump Plant", "Europe/Brussels")
        cls.other_company = cls._create_company("Valve Plant", "Pacific/Auckland")
        lean_user = "lean_base.group_lean_user"
        cls.manager = cls._create_user("lean_manager", "lean_base.group_lean_manager")
        cls.user = cls._create_user("lean_user", lean_user)
        cls.colleague = cls._create_user("lean_colleague", lean_user)
        cls.station = cls._create_user("lean_station", lean_user)
        cls.clerk = cls._create_user("plain_clerk", "base.group_user")
        cls.stranger = cls._create_user("stranger", lean_user, cls.other_company)
        cls._create_employees()
        cls.area = cls.env["lean.area"].create(
            {
                "name": "Assembly",
                "code": "ASM",
                "company_id": cls.company.id,
                "responsible_id": cls.manager.id,
            }
        )

    @classmethod
    def _create_company(cls, name, tz):
        company = cls.env["res.company"].create({"name": name})
        company.partner_id.tz = tz
        return company

    @classmethod
    def _create_user(cls, login, groups, company=None):
        company = company or cls.company
        return new_test_user(
            cls.env,
            login=login,
            groups=groups,
            company_id=company.id,
            company_ids=[(6, 0, company.ids)],
            tz="UTC",
        )

    @classmethod
    def _create_employees(cls):
        company_id = cls.company.id
        employees = cls.env["hr.employee"]
        cls.boss = employees.create({"name": "Boss", "company_id": company_id, "barcode": "BOSS8"})
        cls.operator = employees.create(
            {
                "name": "Operator",
                "company_id": company_id,
                "barcode": "OPER8",
                "pin": "4711",
                "parent_id": cls.boss.id,
            }
        )
        cls.user_employee = employees.create({"name": "Lean User", "company_id": company_id, "user_id": cls.user.id})
        cls.stranger_employee = employees.create(
            {
                "name": "Stranger",
                "company_id": cls.other_company.id,
                "barcode": "STRANGE8",
                "pin": "4711",
            }
        )

    def _create_action(self, user=None, **values):
        """Create an action as ``user`` (default: the Lean user)."""
        user = user or self.user
        return (
            self.env["lean.action"].with_user(user).create({"name": "Fix it", "company_id": self.company.id, **values})
        )

    @contextmanager
    def _web_session(self):
        """Give the operator's methods a web session, as a station has one."""
        request = SimpleNamespace(session={})
        path = "odoo.addons.lean_base.models.hr_employee.request"
        with patch(path, request):
            yield request.session
