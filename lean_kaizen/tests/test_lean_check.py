# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo.tests import tagged

from odoo.addons.lean_base.tests.check import CheckCase

from .common import LeanKaizenCommon


@tagged("post_install", "-at_install")
class TestLeanCheck(CheckCase, LeanKaizenCommon):
    """Gains, the checks that follow them, and savings."""

    def _check_gain(self, value=17):
        check = self._follow_up()[0]
        check.value = value
        return check.sudo()

    def _approve(self):
        saving = self._create_saving()
        saving.action_submit()
        saving.with_user(self.sponsor).action_approve()
        return saving.sudo()

    def test_clean_data_have_no_finding(self):
        self._check_gain()
        self._approve()
        self.env["lean.kaizen.saving"].with_user(self.user)._create_stock_cut(self.event, 200_000)
        self.assert_clean()

    def test_verdict_that_does_not_follow(self):
        check = self._check_gain()
        self.assertEqual(check.state, "held")
        self.corrupt("UPDATE lean_kaizen_check SET state = 'decayed' WHERE id = %s", check)
        self.assert_left("kaizen_gain", check)

    def test_share_that_does_not_follow(self):
        check = self._check_gain()
        self.corrupt("UPDATE lean_kaizen_check SET retained = 0.5 WHERE id = %s", check)
        self.assert_left("kaizen_gain", check)

    def test_made_on_no_day(self):
        check = self._check_gain()
        self.corrupt("UPDATE lean_kaizen_check SET date_done = NULL WHERE id = %s", check)
        self.assert_left("kaizen_check_done", check)

    def test_closed_with_a_check_to_come(self):
        self._follow_up()
        event = self.event.sudo()
        self.corrupt("UPDATE lean_kaizen_event SET step = 'closed' WHERE id = %s", event)
        self.assert_left("kaizen_closed", event)

    def test_approved_by_who_entered_it(self):
        saving = self._approve()
        self.corrupt("UPDATE lean_kaizen_saving SET approved_by_id = author_id WHERE id = %s", saving)
        self.assert_left("kaizen_saving", saving)

    def test_carrying_cost_of_no_cash(self):
        cash, yearly = self.env["lean.kaizen.saving"]._create_stock_cut(self.event, 200_000)
        self.corrupt("UPDATE lean_kaizen_saving SET kind = 'capacity' WHERE id = %s", cash)
        self.assert_left("kaizen_stock_cut", yearly)
