# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from datetime import date

from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import TransactionCase, new_test_user


class TpmCommon(TransactionCase):
    """A plant in Brussels with a lathe; it is 1 June 2026, a Monday.

    ``lead`` manages equipment, ``operator`` is a Lean user, neither knows more.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        clock = freeze_time("2026-06-01 08:00:00")
        cls.clock = clock.start()
        cls.freezer = clock
        cls.addClassCleanup(clock.stop)
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": True})
        cls.company = cls.env["res.company"].create({"name": "Alder Test"})
        cls.company.partner_id.tz = "Europe/Brussels"
        cls.lead = cls._create_user("tpm_lead", "maintenance.group_equipment_manager")
        cls.operator = cls._create_user("tpm_operator", "lean_base.group_lean_user")
        cls.env = cls.env(context={**cls.env.context, "allowed_company_ids": cls.company.ids})
        cls.category = cls.env["maintenance.equipment.category"].create(
            {"name": "Lathes", "company_id": cls.company.id}
        )
        cls.team = cls.env["maintenance.team"].create({"name": "Workshop", "company_id": cls.company.id})
        cls.lathe = cls._create_equipment("CNC-2")
        cls.oil, cls.belt = cls.env["lean.tpm.task"].create(
            [
                {"name": "Oil level", "company_id": cls.company.id},
                {"name": "Belt tension", "company_id": cls.company.id},
            ]
        )

    def setUp(self):
        super().setUp()
        self._go_to("2026-06-01")

    @classmethod
    def _create_user(cls, login, groups):
        ids = [Command.set(cls.company.ids)]
        return new_test_user(cls.env, login, groups=groups, company_id=cls.company.id, company_ids=ids)

    @classmethod
    def _create_equipment(cls, name, **values):
        return cls.env["maintenance.equipment"].create(
            {
                "name": name,
                "company_id": cls.company.id,
                "category_id": cls.category.id,
                "maintenance_team_id": cls.team.id,
                "effective_date": date(2026, 1, 1),
                **values,
            }
        )

    @classmethod
    def _create_plan(cls, start=True, **values):
        """A running weekly plan of the lathe from 1 June on any day, made by the maintenance lead."""
        plan = (
            cls.env["lean.tpm.plan"]
            .with_user(cls.lead)
            .create(
                {
                    "name": "Lubrication",
                    "company_id": cls.company.id,
                    "equipment_id": False if values.get("category_id") else cls.lathe.id,
                    "interval_count": 1,
                    "interval_unit": "week",
                    "date_start": date(2026, 6, 1),
                    "workday_move": "none",
                    "task_ids": [Command.set(cls.oil.ids)],
                    "ahead_days": 60,
                    **values,
                }
            )
        )
        if start:
            plan.action_start()
        return plan

    def _get_days(self, plan, **values):
        """Due days of the open occurrences as month-day."""
        domain = [("plan_id", "=", plan.id), ("state", "=", "planned")]
        return [f"{row.date_due:%m-%d}" for row in self.env["lean.tpm.occurrence"].search(domain)]

    def _get_row(self, plan, number):
        return self.env["lean.tpm.occurrence"].search([("plan_id", "=", plan.id), ("number", "=", number)])

    def _go_to(self, day):
        """The clock shows eight in the morning, UTC, of a day."""
        self.clock.move_to(f"{day} 08:00:00")
