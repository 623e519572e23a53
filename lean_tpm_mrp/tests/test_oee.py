# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from datetime import date, timedelta

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .common import OeeCommon


@tagged("post_install", "-at_install")
class TestOee(OeeCommon):
    """What else a plant does, one thing at a time; it is Saturday 6 June."""

    def setUp(self):
        super().setUp()
        self.clock.move_to("2026-06-06 08:00:00")

    def _read_shift(self, day, shift):
        date_domain = [("date", "=", f"2026-06-0{day}"), ("shift_id", "=", shift.id if shift else False)]
        return self.env["lean.oee"].search([("workcenter_id", "=", self.mill.id), *date_domain])

    def test_a_product_without_a_standard_is_undefined(self):
        part = self._create_made("Prototype", minutes=0)
        order = self._start_order(part)
        self._log("run", 1, 6, 12, order)
        self._finish(order, 10)
        self._measure(1, 1)
        row = self._read_shift(1, self.day).filtered("product_id")
        self.assertAlmostEqual(row.operating_hours, 6)
        self.assertIs(row.effectiveness, False)
        self.assertIs(row.oee, False)
        self.assertEqual(row.standard, "missing")

    def test_the_fixed_duration_counts_also_where_core_computes_one(self):
        """Core's computed duration is what was achieved: by it an order of any speed is at 100 %."""
        part = self._create_made("Auto", minutes=6, time_mode="auto")
        for number, hours in ((1, 6), (2, 3)):
            order = self._start_order(part)
            self._log("run", number, 6, 6 + hours, order)
            self._finish(order, 10)
        self._measure(1, 2)
        slow, fast = (
            self._read_shift(1, self.day).filtered("product_id"),
            self._read_shift(2, self.day).filtered("product_id"),
        )
        self.assertAlmostEqual(slow.effectiveness, 1 / 6)
        self.assertAlmostEqual(fast.effectiveness, 1 / 3)

    def test_capacity_divides_the_standard(self):
        self.mill.capacity_ids.create(
            {"workcenter_id": self.mill.id, "product_id": self.hub.id, "capacity": 2, "time_start": 0, "time_stop": 0}
        )
        order = self._start_order()
        self._log("run", 1, 6, 12, order)
        self._finish(order, 60)
        self._measure(1, 1)
        self.assertAlmostEqual(sum(self._read_shift(1, self.day).mapped("ideal_hours")), 3)

    def test_time_outside_the_shifts_counts_nowhere_and_is_seen(self):
        order = self._start_order()
        self._log("run", 1, 14, 18, order)
        self._finish(order, 40)
        self._measure(1, 1)
        inside = self._read_shift(1, self.day).filtered("product_id")
        beside = self._read_shift(1, False)
        self.assertAlmostEqual(inside.operating_hours, 2)
        self.assertAlmostEqual(inside.ideal_hours, 2, msg="half of the 40 pieces")
        self.assertAlmostEqual(beside.outside_hours, 2)
        self.assertAlmostEqual(beside.quantity, 20)
        self.assertIs(beside.oee, False)

    def test_two_orders_at_once_share_the_minute(self):
        hub, ring = self._start_order(), self._start_order(self._create_made("Ring", minutes=6))
        self._log("run", 1, 6, 10, hub)
        self._log("run", 1, 6, 10, ring)
        for order in hub | ring:
            self._finish(order, 20)
        self._measure(1, 1)
        rows = self._read_shift(1, self.day).filtered("product_id")
        self.assertEqual([round(hours, 6) for hours in rows.mapped("operating_hours")], [2, 2])

    def test_a_leave_of_the_work_center_is_not_planned(self):
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Rebuilding",
                "calendar_id": self.calendar.id,
                "resource_id": self.mill.resource_id.id,
                "company_id": self.company.id,
                "date_from": self._at(1, 6),
                "date_to": self._at(1, 10),
            }
        )
        self._log("run", 1, 10, 12)
        self._measure(1, 1)
        self.assertAlmostEqual(sum(self._read_shift(1, self.day).mapped("planned_hours")), 5.5)

    def test_a_work_center_is_measured_while_it_is_in_use(self):
        self._log("run", 2, 6, 12)
        self._measure(1, 5)
        days = set(self.env["lean.oee"].search([("workcenter_id", "=", self.mill.id)]).mapped("date"))
        self.assertIn(date(2026, 6, 5), days, "the rest of the week is unexplained")
        idle = self._create_center("Idle")
        self._measure(1, 5, idle)
        self.assertFalse(self.env["lean.oee"].search([("workcenter_id", "=", idle.id)]), "no data is not 0 %")
        self.assertIs(idle.lean_oee, False)

    def test_filters_that_are_none(self):
        figures = self.env["lean.oee"].with_user(self.operator)
        everything = figures.get_dashboard({})["options"]
        for filters in (
            "x",
            [1],
            {"days": "x", "area_id": {}, "workcenter_id": 2**40, "unknown": 1},
            {"days": -(10**400)},
        ):
            self.assertEqual(figures.get_dashboard(filters)["options"], everything)
        self.assertTrue(figures.get_loss_action({}, {}, "breakdown")["domain"])
        for loss in ({}, "x", None):
            with self.assertRaises(UserError):
                figures.get_loss_action({}, 2**40, loss)

    def test_a_line_has_the_effectiveness_of_its_constraint(self):
        saw = self._create_center("Saw")
        blank = self._create_made("Blank", minutes=1, center=saw)
        for center, product, made in ((self.mill, self.hub, 50), (saw, blank, 50)):
            order = self._start_order(product)
            self._log("run", 1, 6, 12, order, center=center)
            self._finish(order, made)
        self._measure(1, 1, self.mill | saw)
        line = self._read(["workcenter_id"], [("is_constraint", "=", True)])
        self.assertEqual([center for (center,) in line], [self.mill])
        page = self.env["lean.oee"].with_user(self.operator).get_dashboard({"area_id": self.area.id, "days": 7})
        self.assertAlmostEqual(page["figures"]["effectiveness"], 5 / 6, 4)
        self.assertEqual({row["name"]: row["is_constraint"] for row in page["centers"]}, {"Mill": True, "Saw": False})
        self.area.constraint_id = saw
        self._measure(1, 1, self.mill | saw)
        line = self._read(["workcenter_id"], [("is_constraint", "=", True)])
        self.assertEqual([center for (center,) in line], [saw], "who knows better says so")

    def test_the_cron_measures_and_closes(self):
        self._log("run", 1, 6, 12)
        self.env["lean.oee"]._measure(self.mill, date(2026, 6, 1), date(2026, 6, 6))
        self.clock.move_to("2026-06-10 08:00:00")
        self.env["lean.oee"]._close(self.company)
        states = dict(
            self.env["lean.oee"]._read_group([("workcenter_id", "=", self.mill.id)], ["date:day"], ["state:array_agg"])
        )
        self.assertEqual(set(states[date(2026, 6, 1)]), {"closed"})
        self.assertEqual(set(states[date(2026, 6, 3)]), {"open"})
        self.assertEqual(self.env["lean.oee"]._get_open_since(self.company), date(2026, 6, 3))

    def test_a_run_of_the_cron(self):
        """All that is open at the first run of a day, today and yesterday at the others; a second one doubles nothing."""
        self._log("run", 1, 6, 12)
        cron = self.env.ref("lean_tpm_mrp.ir_cron_measure")
        self.env["mrp.workcenter.productivity"].search([("company_id", "!=", self.company.id)]).unlink()
        with self.enter_registry_test_mode():
            cron.method_direct_trigger()
            rows = self.env["lean.oee"].search([("workcenter_id", "=", self.mill.id)])
            self.assertIn(date(2026, 6, 1), rows.mapped("date"))
            self.assertEqual(self.company.lean_oee_measured_on, date(2026, 6, 6))
            count = len(rows)
            cron.method_direct_trigger()
        self.assertEqual(self.env["lean.oee"].search_count([("workcenter_id", "=", self.mill.id)]), count)

    def test_a_work_center_that_companies_share(self):
        shared = self._create_center("Shared", company_id=False, lean_area_id=False, resource_calendar_id=False)
        self._log("run", 1, 6, 12, center=shared)
        other = self.env["res.company"].create({"name": "Sister"})
        for company in self.company | other:
            self.env["lean.oee"].with_company(company)._measure(shared, date(2026, 6, 1), date(2026, 6, 1))
        rows = self.env["lean.oee"].search([("workcenter_id", "=", shared.id)])
        self.assertEqual(rows.company_id, self.company)

    def test_shifts_do_not_overlap(self):
        with self.assertRaisesRegex(ValidationError, "overlap"):
            self.env["lean.shift"].create({"name": "Long", "hour_from": 3, "hour_to": 7, "company_id": self.company.id})

    def test_without_shifts_a_day_is_one(self):
        (self.day | self.night).active = False
        self._log("run", 1, 6, 12)
        self._measure(1, 1)
        self.assertAlmostEqual(sum(self._read_shift(1, False).mapped("planned_hours")), 9.5 + 4)

    def test_reasons_have_a_big_loss(self):
        reasons = self.env["mrp.workcenter.productivity.loss"]
        self.assertEqual(self.env.ref("mrp.block_reason0").lean_big_loss, "breakdown")
        self.assertEqual(self.env.ref("mrp.block_reason2").lean_big_loss, "setup")
        self.assertEqual(self.env.ref("mrp.block_reason4").lean_big_loss, "speed")
        self.assertFalse(self.env.ref("mrp.block_reason7").lean_big_loss)
        own = reasons.create({"name": "Tool", "loss_id": self.env.ref("mrp.category_quality").id})
        self.assertEqual(own.lean_big_loss, "defect")

    def test_days_measured_one_by_one_are_those_measured_at_once(self):
        """Also where a night of the day before reaches into the first."""
        self._play_week(friday_end=14)
        self._measure(1, 5)
        names = ["date", "shift_id", "product_id", "planned_hours", "good_hours", "unexplained_hours"]
        at_once = self.env["lean.oee"].search([("workcenter_id", "=", self.mill.id)]).read(names)
        for day in range(1, 6):
            self._measure(day, day)
        one_by_one = self.env["lean.oee"].search([("workcenter_id", "=", self.mill.id)]).read(names)

        def plain(rows):
            return sorted(
                str(
                    [
                        value if not isinstance(value, float) else round(value, 6)
                        for key, value in row.items()
                        if key != "id"
                    ]
                )
                for row in rows
            )

        self.assertEqual(plain(one_by_one), plain(at_once))

    # Rights

    def test_roles(self):
        self._log("breakdown", 1, 6, 12)
        self._measure(1, 1)
        rows = self._read_shift(1, self.day)
        loss = rows.loss_ids.filtered("reason_id")[:1]
        self.assertTrue(rows.with_user(self.operator).read(["oee"]), "an operator sees the picture")
        with self.assertRaises(AccessError):
            loss.with_user(self.operator).action_view_logs()
        for user in (self.lead, self.maker, self.manager):
            action = loss.with_user(user).action_view_logs()
            self.assertEqual(len(self.env[action["res_model"]].with_user(user).search(action["domain"])), 1)
        with self.assertRaises(AccessError):
            rows.with_user(self.maker).action_reopen()
        other = self.env["res.company"].create({"name": "Elsewhere"})
        self.manager.write({"company_ids": [Command.set(other.ids)], "company_id": other.id})
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            rows.with_user(self.manager).with_context(allowed_company_ids=other.ids).action_reopen()
        self.manager.write({"company_ids": [Command.set(self.company.ids)], "company_id": self.company.id})
        with self.assertRaises(AccessError):
            rows.with_user(self.manager).write({"planned_hours": 1})
        with self.assertRaises(AccessError):
            self.day.with_user(self.lead).name = "Dawn"
        self.day.with_user(self.manager).name = "Dawn"

    def test_a_stranger_is_refused(self):
        self._measure(1, 1)
        with self.assertRaises(AccessError):
            self.env["lean.oee"].with_user(self.stranger).get_dashboard({})
        with self.assertRaises(AccessError):
            self.env["lean.oee"].with_user(self.stranger).action_refresh()
        self.env["lean.oee"].with_user(self.operator).action_refresh()

    def test_another_company_is_not_seen(self):
        self._log("run", 1, 6, 12)
        self._measure(1, 1)
        other = self.env["res.company"].create({"name": "Other"})
        self.operator.write({"company_ids": [(6, 0, other.ids)], "company_id": other.id})
        rows = self.env["lean.oee"].with_user(self.operator).with_context(allowed_company_ids=other.ids)
        self.assertFalse(rows.search([("workcenter_id", "=", self.mill.id)]))

    # Set at a time

    def _log_many(self, count):
        """So many logs of a few orders over five days."""
        order = self._start_order()
        start = self._at(1, 6)
        step = timedelta(days=4, hours=10) / count
        self.env["mrp.workcenter.productivity"].create(
            [
                {
                    "workcenter_id": self.mill.id,
                    "workorder_id": order.id,
                    "loss_id": self.reasons["run" if number % 4 else "minor"].id,
                    "date_start": start + number * step,
                    "date_end": start + number * step + step * 0.9,
                    "company_id": self.company.id,
                }
                for number in range(count)
            ]
        )
        self._finish(order, 100)

    def test_queries_at_10_and_1000_logs(self):
        counts = []
        for count in (10, 990):
            self._log_many(count)
            self._measure()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            with self.assertQueryCount(70):
                self._measure()
                self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 8, counts)
        with self.assertQueryCount(45):
            self.env.invalidate_all()
            self.env["lean.oee"].with_user(self.operator).get_dashboard({"days": 28})

    def test_queries_do_not_grow_with_work_centers(self):
        counts = []
        for count in (2, 12):
            centers = self.env["mrp.workcenter"].union(*[self._create_center(f"M{number}") for number in range(count)])
            for center in centers:
                self._log("run", 1, 6, 12, center=center)
            self._measure(1, 1, centers)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._measure(1, 1, centers)
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 4, counts)
