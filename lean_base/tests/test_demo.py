# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)

from odoo.tests import tagged

from .common import LeanBaseCommon


@tagged("post_install", "-at_install")
class TestDemo(LeanBaseCommon):
    """The demo factory, where it is installed."""

    def setUp(self):
        super().setUp()
        self.alder = self.env.ref("lean_base.company_alder", raise_if_not_found=False)
        if not self.alder:
            self.skipTest("installed without demo data")

    def test_people(self):
        employees = self.env["hr.employee"].search([("company_id", "=", self.alder.id), ("barcode", "=like", "ALDER%")])
        self.assertEqual(len(employees), 38)
        self.assertEqual(len(set(employees.mapped("pin"))), 38)
        self.assertEqual(self.alder.currency_id.name, "EUR")

    def test_operator_signs_in_at_the_station(self):
        station = self.env.ref("lean_base.user_station")
        employees = self.env["hr.employee"].with_user(station)
        self.assertTrue(employees.lean_identify("ALDER012")["ok"])

    def test_actions_in_every_state(self):
        actions = self.env["lean.action"].search([("company_id", "=", self.alder.id)])
        self.assertEqual(
            set(actions.mapped("state")),
            {"open", "in_progress", "done", "verified", "cancelled"},
        )
        self.assertTrue(actions.filtered("is_overdue"))
