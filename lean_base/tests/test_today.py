# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)

from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged

from .common import LeanBaseCommon


@tagged("post_install", "-at_install")
class TestToday(LeanBaseCommon):
    """Today is the day at the company, wherever the server and its user are."""

    @freeze_time("2026-03-10 11:30:00")
    def test_today_is_the_companys(self):
        self.assertEqual(self.company._lean_today(), fields.Date.to_date("2026-03-10"))
        self.assertEqual(self.other_company._lean_today(), fields.Date.to_date("2026-03-11"))

    @freeze_time("2026-03-10 23:30:00")
    def test_user_then_utc_without_zone_of_company(self):
        self.company.partner_id.tz = False
        self.user.tz = "Europe/Brussels"
        company = self.company.with_user(self.user)
        self.assertEqual(company._lean_today(), fields.Date.to_date("2026-03-11"))
        self.user.tz = False
        self.assertEqual(company._lean_today(), fields.Date.to_date("2026-03-10"))

    @freeze_time("2026-03-29 22:30:00")
    def test_summer_time_counts(self):
        # Brussels is two hours ahead of UTC since that morning.
        self.assertEqual(self.company._lean_today(), fields.Date.to_date("2026-03-30"))
