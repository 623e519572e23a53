# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from datetime import timedelta
from unittest.mock import patch

from psycopg2 import OperationalError

from odoo import fields
from odoo.tests import tagged

from ..tools import run_safely
from .common import LeanBaseCommon

LOGGER = "odoo.addons.lean_base.tools.safely"


@tagged("post_install", "-at_install")
class TestSafely(LeanBaseCommon):
    """One bad record never stops a batch, and the log names it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        values = {"company_id": cls.company.id, "user_id": cls.user.id}
        cls.actions = cls.env["lean.action"].create([{"name": f"Lane {n}", **values} for n in range(10)])
        cls.bad = cls.actions[6]

    def rename(self, actions):
        actions.write({"description": "Seen"})
        if self.bad in actions:
            raise ValueError("bad")

    def test_all_but_the_bad_one_are_done(self):
        with self.assertLogs(LOGGER, "ERROR") as log:
            failed = run_safely(self.actions, self.rename)
        self.assertEqual(failed, self.bad)
        self.assertEqual(
            self.actions.filtered(lambda action: "Seen" in str(action.description)), self.actions - self.bad
        )
        (message,) = [record.getMessage() for record in log.records]
        self.assertIn(f"rename of lean.action {self.bad.id} (Lane 6) failed", message)
        self.assertTrue(log.records[0].exc_info, "with the trace")

    def test_a_batch_without_a_bad_one_is_one_call(self):
        calls = []
        self.assertFalse(run_safely(self.actions - self.bad, calls.append))
        self.assertFalse(run_safely(self.actions.browse(), calls.append))
        self.assertEqual(calls, [self.actions - self.bad])

    def test_a_batch_is_done_by_its_records_or_by_a_model(self):
        batches, seen = self.env["lean.batch"], []
        batches._run(self.actions, "action_cancel")
        self.assertEqual(set(self.actions.mapped("state")), {"cancelled"})
        areas = type(self.env["lean.area"])
        with patch.object(areas, "_see", lambda _areas, actions: seen.append(actions), create=True):
            batches._run(self.actions, "_see", "lean.area")
        self.assertEqual(seen, [self.actions])

    def test_another_transaction_is_no_bad_record(self):
        def collide(_records):
            raise OperationalError("serialization")

        with self.assertRaises(OperationalError):
            run_safely(self.actions, collide)

    def test_a_scheduled_action_goes_on(self):
        """The overdue actions of the others are asked about, the bad one is named, and the run ends."""
        self.actions.write({"date_deadline": fields.Date.today() - timedelta(days=3)})
        actions = type(self.env["lean.action"])
        prepare = actions._prepare_overdue_activities
        bad = self.bad

        def fail(records):
            if bad in records:
                raise ValueError("bad")
            return prepare(records)

        with (
            self.enter_registry_test_mode(),
            patch.object(actions, "_prepare_overdue_activities", fail),
            self.assertLogs(LOGGER, "ERROR") as log,
        ):
            self.env.ref("lean_base.ir_cron_escalate_overdue").method_direct_trigger()
        self.assertIn(f"lean.action {bad.id} (Lane 6)", log.output[0])
        self.assertEqual(len((self.actions - bad).activity_ids), 9)
        self.assertFalse(bad.activity_ids)
