# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from datetime import datetime, timedelta

import pytz

from odoo.fields import Command

from odoo.addons.lean_tpm.tests.common import TpmCommon

BRUSSELS = pytz.timezone("Europe/Brussels")


class OeeCommon(TpmCommon):
    """A mill in Brussels in two shifts: by day 6 to 16 with a break at 12:00, by night 20 to 4 with one at midnight.

    Half an hour each, so 9.5 and 7.5 hours, Monday to Friday. The night belongs to the day on which it
    begins. `maker` manufactures; a hub takes six minutes.
    """

    monday = datetime(2026, 6, 1)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.maker = cls._create_user("oee_maker", "mrp.group_mrp_user")
        cls.second = cls._create_user("oee_second", "mrp.group_mrp_user")
        cls.manager = cls._create_user("oee_manager", "lean_base.group_lean_manager")
        cls.stranger = cls._create_user("oee_stranger", "base.group_user")
        cls.calendar = cls._create_calendar()
        cls.area = cls.env["lean.area"].create({"name": "Cell", "code": "OEE", "company_id": cls.company.id})
        cls.mill = cls._create_center("Mill")
        cls.day, cls.night = cls.env["lean.shift"].create(
            [
                {"name": "Day", "hour_from": 6, "hour_to": 16, "company_id": cls.company.id},
                {"name": "Night", "hour_from": 20, "hour_to": 4, "company_id": cls.company.id},
            ]
        )
        cls.hub = cls._create_made("Hub", minutes=6)
        cls.reasons = {
            name: cls.env.ref(xmlid)
            for name, xmlid in {
                "run": "mrp.block_reason7",
                "slow": "mrp.block_reason4",
                "breakdown": "mrp.block_reason1",
                "setup": "mrp.block_reason2",
                "minor": "lean_tpm_mrp.reason_minor",
                "planned": "lean_tpm_mrp.reason_planned",
                "no_demand": "lean_tpm_mrp.reason_no_demand",
            }.items()
        }

    @classmethod
    def _create_calendar(cls):
        hours = [(day, start, end) for day in range(5) for start, end in ((6, 12), (12.5, 16), (20, 24))]
        hours += [(day, 0.5, 4) for day in range(1, 6)]
        return cls.env["resource.calendar"].create(
            {
                "name": "Two shifts",
                "tz": "Europe/Brussels",
                "company_id": cls.company.id,
                "attendance_ids": [
                    Command.create(
                        {
                            "name": "Shift",
                            "dayofweek": str(day),
                            "hour_from": start,
                            "hour_to": end,
                            "day_period": "morning",
                        }
                    )
                    for day, start, end in hours
                ],
            }
        )

    @classmethod
    def _create_center(cls, name, **values):
        return cls.env["mrp.workcenter"].create(
            {
                "name": name,
                "company_id": cls.company.id,
                "resource_calendar_id": cls.calendar.id,
                "lean_area_id": cls.area.id,
                **values,
            }
        )

    @classmethod
    def _create_made(cls, name, minutes, center=None, **values):
        """A product that is made in one operation of so many minutes."""
        product = cls.env["product.product"].create({"name": name, "is_storable": True, "company_id": cls.company.id})
        cls.env["mrp.bom"].create(
            {
                "product_tmpl_id": product.product_tmpl_id.id,
                "company_id": cls.company.id,
                "operation_ids": [
                    Command.create(
                        {
                            "name": "Milling",
                            "workcenter_id": (center or cls.mill).id,
                            "time_cycle_manual": minutes,
                            "time_mode": "manual",
                            **values,
                        }
                    )
                ],
            }
        )
        return product

    def _at(self, day, hour):
        """The instant, in UTC, at which clocks in Brussels show an hour of a day; the first is the Monday."""
        local = BRUSSELS.localize(self.monday + timedelta(days=day - 1, hours=hour))
        return local.astimezone(pytz.utc).replace(tzinfo=None)

    def _start_order(self, product=None, quantity=1000):
        order = (
            self.env["mrp.production"]
            .with_user(self.maker)
            .create({"product_id": (product or self.hub).id, "product_qty": quantity, "company_id": self.company.id})
        )
        order.action_confirm()
        return order.workorder_ids

    def _log(self, reason, day, start, end, order=None, user=None, center=None):
        """Somebody's log from an hour to an hour of a day; no end: it goes on. Hours over 24 are the next day's."""
        return (
            self.env["mrp.workcenter.productivity"]
            .with_user(user or self.maker)
            .create(
                {
                    "workcenter_id": (center or self.mill).id,
                    "workorder_id": order.id if order else False,
                    "loss_id": self.reasons[reason].id,
                    "date_start": self._at(day, start),
                    "date_end": end is not None and self._at(day, end),
                    "company_id": self.company.id,
                    "user_id": (user or self.maker).id,
                }
            )
        )

    def _finish(self, order, made, scrap=0):
        """The order has made so many, of which some are scrap."""
        production = order.production_id
        production.qty_producing = made
        order.button_finish()
        production.with_context(skip_backorder=True).button_mark_done()
        self.assertEqual(production.state, "done")
        if scrap:
            wizard = (
                self.env["stock.scrap"]
                .with_user(self.maker)
                .create(
                    {
                        "production_id": production.id,
                        "product_id": production.product_id.id,
                        "scrap_qty": scrap,
                        "company_id": self.company.id,
                    }
                )
            )
            wizard.action_validate()

    def _play_week(self, friday_end=None):
        """The week that `test_week.py` works out by hand."""
        orders = [self._start_order() for __ in range(6)]
        first, second, third, fourth, fifth, sixth = orders
        # Monday: two people at the same order, three hours of it together.
        self._log("run", 1, 6, 12, first)
        self._log("run", 1, 9, 12, first, user=self.second)
        self._log("run", 1, 12.5, 16, first, user=self.second)
        self._finish(first, 90, scrap=2)
        self._log("setup", 1, 20, 20.7)
        self._log("run", 1, 20.7, 24, second)
        self._log("run", 1, 24.5, 27.5, second)
        self._finish(second, 60)
        # Tuesday: nothing to do by day; at eleven at night it breaks, until seven on Wednesday.
        self._log("no_demand", 2, 6, 16)
        self._log("run", 2, 20, 23, third)
        self._log("breakdown", 2, 23, 31)
        # Wednesday: the order takes longer than expected, which core writes down as reduced speed.
        self._log("run", 3, 7, 12, third)
        self._log("run", 3, 12.5, 14.5, third)
        self._log("slow", 3, 14.5, 15.5, third)
        self._log("minor", 3, 15.5, 16)
        self._finish(third, 100, scrap=1)
        # Thursday: maintenance until ten; the night beats the standard.
        self._log("planned", 4, 6, 10)
        self._log("run", 4, 10, 12, fourth)
        self._log("run", 4, 12.5, 16, fourth)
        self._finish(fourth, 50, scrap=1)
        self._log("run", 4, 20, 24, fifth)
        self._log("run", 4, 24.5, 28, fifth)
        self._finish(fifth, 80)
        # Friday: it runs, or ran until two, after which nobody wanted anything.
        self._log("run", 5, 6, friday_end, sixth)
        if friday_end:
            self._log("no_demand", 5, friday_end, 28)

    def _measure(self, first=1, last=5, centers=None):
        days = [self.monday.date() + timedelta(days=day - 1) for day in (first, last)]
        self.env["lean.oee"].sudo()._measure(centers or self.mill, *days)

    def _read(self, groupby=(), domain=()):
        """{group: Oee} as a Lean user reads it."""
        rows = self.env["lean.oee"].with_user(self.operator)
        domain = [("company_id", "=", self.company.id), *domain]
        return rows._sum_times(domain, groupby)
