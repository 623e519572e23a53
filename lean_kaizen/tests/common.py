# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from datetime import date

from freezegun import freeze_time

from odoo import Command

from odoo.addons.lean_base.tests.common import LeanBaseCommon


class LeanKaizenCommon(LeanBaseCommon):
    """The plant of ``lean_base`` with a changeover event; it is Monday 1 June 2026, nine in the morning in Brussels.

    * ``user`` leads the event, ``sponsor`` (a Lean user) opens doors for it and approves savings;
      ``member`` is in its team, ``colleague`` has nothing to do with it; ``manager`` answers for the area
    * ``clerk`` works here and has nothing of Lean; ``stranger`` works in the other company
    * ``event``: week of 1 June, one measure, changeover of 42 minutes, target 16
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        clock = freeze_time("2026-06-01 07:00:00")
        cls.clock = clock.start()
        cls.addClassCleanup(clock.stop)
        cls.sponsor = cls._create_user("kaizen_sponsor", "lean_base.group_lean_user")
        cls.member = cls._create_user("kaizen_member", "lean_base.group_lean_user")
        employees = cls.env["hr.employee"]
        cls.department = cls.env["hr.department"].create({"name": "Machining", "company_id": cls.company.id})
        cls.member_employee = employees.create(
            {
                "name": "Member",
                "company_id": cls.company.id,
                "user_id": cls.member.id,
                "department_id": cls.department.id,
            }
        )
        cls.clerk_employee = employees.create(
            {
                "name": "Clerk",
                "company_id": cls.company.id,
                "user_id": cls.clerk.id,
                "department_id": cls.department.id,
            }
        )
        cls.event = cls._create_event()
        cls.measure = cls.event.measure_ids

    def setUp(self):
        super().setUp()
        self._go_to("2026-06-01 07:00:00")

    def _go_to(self, moment):
        self.clock.move_to(moment)
        self.env.invalidate_all()

    @classmethod
    def _create_event(cls, user=None, **values):
        """An event of the area, made by its leader."""
        user = user or cls.user
        return (
            cls.env["lean.kaizen.event"]
            .with_user(user)
            .with_company(user.company_id)
            .create(
                {
                    "name": "Changeover of CNC-2",
                    "company_id": cls.company.id,
                    "area_id": cls.area.id,
                    "user_id": user.id,
                    "sponsor_id": cls.sponsor.id,
                    "member_ids": [Command.set(cls.member_employee.ids)],
                    "date_start": date(2026, 6, 1),
                    "measure_ids": [
                        Command.create({"name": "Changeover", "unit": "min", "baseline": 42, "target": 16}),
                    ],
                    **values,
                }
            )
        )

    def _follow_up(self, event=None, result=16):
        """Bring an event to its follow-up, with a result."""
        event = event or self.event
        event.action_start()
        event.measure_ids.result = result
        event.action_follow_up()
        return event.check_ids.sorted("days")

    def _create_saving(self, user=None, **values):
        user = user or self.user
        return (
            self.env["lean.kaizen.saving"]
            .with_user(user)
            .create({"name": "Less overtime", "event_id": self.event.id, "amount_forecast": 12000, **values})
        )

    def _create_idea(self, user=None, **values):
        user = user or self.clerk
        return (
            self.env["lean.kaizen.idea"]
            .with_user(user)
            .create(
                {"name": "Trolley beside the lathe", "company_id": self.company.id, "area_id": self.area.id, **values}
            )
        )
