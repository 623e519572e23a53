# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
import os

from odoo.fields import Command
from odoo.tests import tagged

from .common import TpmCommon

LIST_FIELDS = (
    "lean_plan_count",
    "lean_due_count",
    "lean_page_url",
    "lean_tag_count",
    "lean_must_stop",
    "lean_last_done",
    "lean_next_due",
    "lean_compliance",
    "lean_health",
    "lean_failure_count",
    "lean_down_since",
    "lean_run_hours",
    "lean_mtbf",
    "lean_mttr",
    "lean_availability",
    "lean_health_chart",
    "lean_open_tag_ids",
    "lean_due_ids",
    "lean_done_ids",
)


@tagged("post_install", "-at_install")
class TestQueries(TpmCommon):
    """What is shown for ten machines is read as often for many."""

    # A thousand take a minute to make; the counts are those of two hundred.
    SIZES = (10, int(os.environ.get("TPM_MACHINES", 200)))

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.technician = cls._create_user("tpm_technician", "lean_base.group_lean_user")
        cls.team.member_ids = cls.technician
        cls.area = cls.env["lean.area"].create({"name": "Hall", "code": "HALL", "company_id": cls.company.id})
        cls.machines = cls.env["maintenance.equipment"]

    def _add_machines(self, number):
        """Machines with an operators' check and a service due today, a tag, and a failure that is over."""
        machines = self.env["maintenance.equipment"].create(
            [
                {
                    "name": f"M{index}",
                    "company_id": self.company.id,
                    "maintenance_team_id": self.team.id,
                    "lean_area_id": self.area.id,
                    "effective_date": "2026-01-01",
                }
                for index in range(number)
            ]
        )
        category = self.env["maintenance.equipment.category"].create(
            {"name": "Many", "company_id": self.company.id, "equipment_ids": [Command.set(machines.ids)]}
        )
        self._create_plan(category_id=category.id, kind="autonomous", ahead_days=20)
        self._create_plan(category_id=category.id, name="Service", ahead_days=20)
        self.env["lean.tpm.tag"].create(
            [{"name": "Leak", "equipment_id": machine.id, "company_id": self.company.id} for machine in machines]
        )
        self.env["maintenance.request"].create(
            [
                {
                    "name": "Broken",
                    "equipment_id": machine.id,
                    "company_id": self.company.id,
                    "maintenance_type": "corrective",
                    "lean_failed_at": "2026-05-04 08:00:00",
                    "lean_restored_at": "2026-05-04 10:00:00",
                }
                for machine in machines
            ]
        )
        return machines

    def test_they_are_read_as_often_for_many(self):
        """The list of a station, the board of today, and the health of equipment."""
        rows = self.env["lean.tpm.occurrence"].with_user(self.technician)
        reads = {
            "station": (rows.get_machines, 19),
            "board": (lambda: rows.get_board()["rows"], 23),
            "health": (lambda: self.machines.with_user(self.lead).read(LIST_FIELDS), 27),
        }
        self.machines = self.lathe
        self._read_all(reads)
        self.machines -= self.lathe
        for size in self.SIZES:
            self.machines |= self._add_machines(size - len(self.machines))
            counts = self._read_all(reads, size)
            self.assertEqual(counts["station"], size)
            self.assertGreaterEqual(counts["board"], 2 * size)
            self.assertEqual(counts["health"], size)
        [health] = self.machines[-1].read(LIST_FIELDS)
        self.assertEqual((health["lean_failure_count"], len(health["lean_due_ids"])), (1, 4))

    def _read_all(self, reads, size=0):
        counts = {}
        for name, (read, queries) in reads.items():
            self.env.flush_all()
            self.env.invalidate_all()
            with self.subTest(name, number=size), self.assertQueryCount(queries if size else 1000):
                counts[name] = len(read())
        return counts


@tagged("post_install", "-at_install")
class TestConvertQueries(TpmCommon):
    def _create_requests(self, number):
        self.env["maintenance.request"].create(
            [
                {
                    "name": f"Grease {index}",
                    "company_id": self.company.id,
                    "equipment_id": self.lathe.id,
                    "maintenance_team_id": self.team.id,
                    "maintenance_type": "preventive",
                    "recurring_maintenance": True,
                    "repeat_interval": 2,
                    "repeat_unit": "week",
                    "schedule_date": "2026-06-03 06:00:00",
                }
                for index in range(number)
            ]
        )

    def _open(self):
        return self.env["lean.tpm.convert"].with_user(self.lead).create({})

    def test_the_preview(self):
        self._open()
        for number, added in ((10, 10), (200, 190)):
            self._create_requests(added)
            self.env.flush_all()
            self.env.invalidate_all()
            with self.subTest(number=number), self.assertQueryCount(26):
                wizard = self._open()
                lines = wizard.line_ids.read(["name", "equipment_id", "every", "next_dates", "open_count", "problem"])
                self.env.flush_all()
            self.assertEqual(len(lines), number)

    def test_the_conversion(self):
        for number in (10, 200):
            self._create_requests(number)
            wizard = self._open()
            self.env.flush_all()
            self.env.invalidate_all()
            with self.subTest(number=number), self.assertQueryCount(74):
                wizard.action_convert()
                self.env.flush_all()
            plans = self.env["lean.tpm.plan"].search([("equipment_id", "=", self.lathe.id)], limit=number)
            self.assertEqual(len(plans.occurrence_ids.request_id), number)
