# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
import os
import random
from datetime import date, timedelta

from odoo.fields import Command
from odoo.tests import tagged

from ..calculations.schedule import iterate_due
from .common import TpmCommon

# A short form in the suite; TPM_PLANS=200 TPM_DAYS=365 is a year of a plant.
PLANS = int(os.environ.get("TPM_PLANS", "24"))
DAYS = int(os.environ.get("TPM_DAYS", "100"))
START = date(2026, 6, 1)
KINDS = ("fixed", "floating", "seasonal", "package", "meter", "first", "threshold", "catch_up")


@tagged("post_install", "-at_install")
class TestYear(TpmCommon):
    """Plans of all triggers, day by day: people do most of what is due, forget the rest, and the cron stops at times."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.chance = random.Random(2026)
        cls.plans, cls.meters = cls.env["lean.tpm.plan"], cls.env["lean.tpm.meter"]
        for index in range(PLANS):
            machine = cls._create_equipment(f"Machine {index}")
            cls.plans += cls._create_plan_of(KINDS[index % len(KINDS)], machine)
        cls.plans = cls.plans.sudo(False)

    @classmethod
    def _create_plan_of(cls, kind, machine):
        chance = cls.chance
        values = {
            "name": kind,
            "equipment_id": machine.id,
            "interval_count": chance.choice([1, 2, 3]),
            "interval_unit": chance.choice(["day", "week", "month"]),
            "workday_move": chance.choice(["none", "next"]),
            "ahead_days": 30,
        }
        if kind in ("meter", "first", "threshold"):
            values |= cls._create_meter(kind, machine)
        if kind == "package":
            cls.plans += cls._create_plan(**values | {"interval_unit": "month", "interval_count": 1, "name": "month"})
            both = Command.set((cls.oil | cls.belt).ids)
            values |= {"interval_unit": "month", "interval_count": 3, "task_ids": [both]}
        return cls._create_plan(
            **values,
            is_floating=kind == "floating",
            catches_up=kind == "catch_up",
            **(
                {"is_seasonal": True, "season_first_month": "4", "season_last_month": "9"} if kind == "seasonal" else {}
            ),
        )

    @classmethod
    def _create_meter(cls, kind, machine):
        meter = {"name": "Hours", "code": f"M{machine.id}", "equipment_id": machine.id, "company_id": cls.company.id}
        if kind == "threshold":
            cls.meters += cls.env["lean.tpm.meter"].create({**meter, "kind": "value"})
            return {"trigger": kind, "meter_name": "Hours", "threshold": 80, "kind": "condition"}
        cls.meters += cls.env["lean.tpm.meter"].create(meter)
        return {"trigger": kind, "meter_name": "Hours", "meter_interval": cls.chance.choice([100, 250])}

    def test_every_theoretical_occurrence_has_exactly_one_outcome(self):
        for offset in range(DAYS):
            self._go_to(START + timedelta(days=offset))
            self._read_meters()
            if self.chance.random() < 0.7:
                self.plans._run()
            self._do_some()
        self.plans._run()
        for plan in self.plans:
            self._assert_one_outcome_each(plan)
            if plan.trigger == "calendar" and not plan.is_floating:
                self._assert_complete(plan)
        ended = self.plans.occurrence_ids.mapped("state")
        self.assertLessEqual({"done", "late", "missed", "skipped"}, set(ended))

    def _read_meters(self):
        """What ran or was measured since yesterday; a machine that is not asked runs on all the same."""
        values = []
        for meter in self.meters:
            if self.chance.random() < 0.8:
                runs = meter.last_value + self.chance.choice([0, 8, 16])
                value = self.chance.choice([60, 70, 90]) if meter.kind == "value" else runs
                values.append({"meter_id": meter.id, "value": value})
        self.env["lean.tpm.reading"].create(values)

    def _do_some(self):
        today = self.company._lean_today()
        due = self.env["lean.tpm.occurrence"].search(
            [("plan_id", "in", self.plans.ids), ("state", "=", "planned"), ("date_due", "<=", today)]
        )
        done = due.filtered(lambda row: self.chance.random() < 0.4)
        done.action_done()
        (due - done).filtered(lambda row: self.chance.random() < 0.02).action_skip("No spare part.")

    def _assert_one_outcome_each(self, plan):
        """Numbered without a gap, each row once; who was not done says why; past ones are open only where it waits."""
        for track in plan.track_ids:
            rows = track.occurrence_ids.sorted("number")
            self.assertEqual(rows.mapped("number"), list(range(len(rows))), plan.name)
            for row in rows:
                if row.state in ("missed", "skipped", "suppressed"):
                    self.assertTrue(row.reason or row.suppressed_by_id, plan.name)
                if row.state in ("done", "late"):
                    self.assertTrue(row.date_done, plan.name)
            waiting = rows.filtered(lambda row: row.state == "planned" and row.date_due < self.company._lean_today())
            if not plan.catches_up:
                self.assertLessEqual(len(waiting), 1, plan.name)

    def _assert_complete(self, plan):
        """A fixed plan has each date that its rule gives, once."""
        last = self.company._lean_today() + timedelta(days=plan.ahead_days)
        [track] = plan.track_ids
        expected = [due.theoretical for due in iterate_due(plan._get_schedule(), track._get_anchor(), last)]
        rows = plan.occurrence_ids.sorted("number")
        self.assertEqual(rows.mapped("date_theoretical")[-len(expected) :], expected)
        if track.anchor_number == 0:
            self.assertEqual(len(rows), len(expected))
