# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
import random
from datetime import date, timedelta

from odoo.tests import tagged

from ..calculations.schedule import iterate_due
from .common import TpmCommon

PLANS = 20
DAYS = 120


@tagged("post_install", "-at_install")
class TestYear(TpmCommon):
    def test_every_theoretical_occurrence_has_exactly_one_outcome(self):
        """Days go by, the cron stops now and then, people do most of what is due and forget the rest."""
        chance = random.Random(2026)
        plans = self._create_plans(chance)
        for offset in range(DAYS):
            self._go_to(date(2026, 6, 1) + timedelta(days=offset))
            if chance.random() < 0.7:
                plans._run()
            self._do_some(plans, chance)
        plans._run()
        for plan in plans.filtered(lambda plan: not plan.is_floating):
            self._assert_complete(plan)
        for plan in plans:
            rows = plan.occurrence_ids.sorted("number")
            self.assertEqual(rows.mapped("number"), list(range(len(rows))))
            self.assertFalse(rows.filtered(lambda row: row.state in ("missed", "skipped") and not row.reason))

    def _create_plans(self, chance):
        plans = self.env["lean.tpm.plan"]
        for index in range(PLANS):
            plans += self._create_plan(
                name=f"Plan {index}",
                equipment_id=self._create_equipment(f"Machine {index}").id,
                interval_count=chance.choice([1, 2, 3]),
                interval_unit=chance.choice(["day", "week", "month"]),
                is_floating=index % 4 == 0,
                late_factor_percent=0,
                workday_move=chance.choice(["none", "next"]),
                catches_up=index % 3 == 0,
                ahead_days=30,
            )
        return plans.sudo(False)

    def _do_some(self, plans, chance):
        today = self.company._lean_today()
        due = self.env["lean.tpm.occurrence"].search(
            [("plan_id", "in", plans.ids), ("state", "=", "planned"), ("date_due", "<=", today)]
        )
        due.filtered(lambda row: chance.random() < 0.4).action_done()

    def _assert_complete(self, plan):
        """A fixed plan has each date that its rule gives, once."""
        last = self.company._lean_today() + timedelta(days=plan.ahead_days)
        expected = [due.theoretical for due in iterate_due(plan._get_schedule(), plan.track_ids._get_anchor(), last)]
        self.assertEqual(plan.occurrence_ids.sorted("number").mapped("date_theoretical"), expected)
