# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .common import TpmCommon

PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


class CheckCase(TpmCommon):
    """A daily check of the lathe that is due: coolant between 6 and 9 %, belt, spindle hours."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.stranger = new_test_user(
            cls.env, "tpm_stranger", "base.group_user", company_id=cls.company.id, company_ids=[(6, 0, cls.company.ids)]
        )
        cls.technician = cls._create_user("tpm_technician", "lean_base.group_lean_user")
        cls.team.member_ids = cls.technician
        cls.meter = cls.env["lean.tpm.meter"].create(
            {"name": "Hours", "equipment_id": cls.lathe.id, "company_id": cls.company.id}
        )
        cls.coolant, cls.hours = cls.env["lean.tpm.task"].create(
            [
                {
                    "name": "Coolant",
                    "company_id": cls.company.id,
                    "kind": "measurement",
                    "unit": "%",
                    "has_minimum": True,
                    "minimum": 6,
                    "has_maximum": True,
                    "maximum": 9,
                    "is_optional": False,
                },
                {"name": "Spindle hours", "company_id": cls.company.id, "kind": "meter", "meter_name": "Hours"},
            ]
        )
        cls.tasks = cls.coolant | cls.belt | cls.hours
        cls.number = 0

    def _create_check(self, tasks=None, **values):
        values = {
            "kind": "autonomous",
            "interval_unit": "day",
            "task_ids": [Command.set((tasks or self.tasks).ids)],
        } | values
        plan = self._create_plan(**values)
        return self._get_row(plan, 0)

    def _answer(self, check, task, answer="ok", user=None, **values):
        type(self).number += 1
        entry = {
            "uid": f"test-{self.number}",
            "occurrence_id": check.id,
            "task_id": task.id,
            "answer": answer,
            **values,
        }
        return self.env["lean.tpm.result"].with_user(user or self.operator).submit(entry)

    def _sign(self, check, uid="sign-1", user=None, **values):
        return self.env["lean.tpm.occurrence"].with_user(user or self.operator).sign_check(check.id, uid, **values)

    def _get_station(self, user=None):
        return self.env["lean.tpm.occurrence"].with_user(user or self.operator).get_station(self.lathe.id)


@tagged("post_install", "-at_install")
class TestCheck(CheckCase):
    def test_answered_and_signed_it_is_done(self):
        check = self._create_check()
        self.assertTrue(self._answer(check, self.coolant, value=7.2)["ok"])
        self.assertTrue(self._answer(check, self.belt)["ok"])
        refused = self._sign(check)
        self.assertFalse(refused["ok"])
        self.assertIn("Spindle hours", refused["message"])
        self.assertTrue(self._answer(check, self.hours, value=4210)["ok"])
        self.assertEqual(self._sign(check)["state"], "done")
        self.assertRecordValues(check, [{"state": "done", "user_id": self.operator.id}])
        self.assertEqual(self.meter.last_value, 4210)
        self.assertEqual(self.meter.reading_ids.user_id, self.operator)

    def test_a_value_outside_the_limits_fails_whatever_was_tapped(self):
        check = self._create_check()
        answer = self._answer(check, self.coolant, "ok", value=5.2, must_stop=True, photo=PIXEL, note="Milky")
        self.assertEqual((answer["ok"], answer["answer"]), (True, "not_ok"))
        tag = self.env["lean.tpm.tag"].browse(answer["tag_id"])
        self.assertRecordValues(
            tag,
            [
                {
                    "name": "Coolant: 5.2 % (6 – 9 %)",
                    "equipment_id": self.lathe.id,
                    "must_stop": True,
                    "kind": "specialist",
                    "state": "open",
                    "note": "Milky",
                    "found_by_id": self.operator.id,
                }
            ],
        )
        self.assertTrue(tag.photo)
        self.assertEqual(self.lathe.with_user(self.operator).lean_health, "now")

    def test_sent_again_it_counts_once(self):
        check = self._create_check()
        entry = {
            "uid": "lost-answer",
            "occurrence_id": check.id,
            "task_id": self.hours.id,
            "answer": "ok",
            "value": 4210,
        }
        results = self.env["lean.tpm.result"].with_user(self.operator)
        first, second = results.submit(entry), results.submit(entry)
        self.assertTrue(first["ok"] and second["ok"])
        self.assertEqual(len(check.result_ids), 1)
        self.assertEqual(len(self.meter.reading_ids), 1)
        self._answer(check, self.coolant, value=1)
        self._answer(check, self.belt, "na")
        self.assertTrue(self._sign(check)["ok"])
        self.assertTrue(self._sign(check)["ok"], "its answer was lost")
        again = self._sign(check, uid="another tablet")
        self.assertFalse(again["ok"])
        self.assertIn("signed", again["message"])
        self.assertEqual(len(self.env["lean.tpm.tag"].search([("equipment_id", "=", self.lathe.id)])), 1)

    def test_a_stale_answer_says_why_it_does_not_count(self):
        check = self._create_check()
        self.assertTrue(self._answer(check, self.belt, answered_at="2026-06-01 07:50:00")["ok"])
        older = self._answer(check, self.belt, "not_ok", answered_at="2026-06-01 06:00:00")
        self.assertFalse(older["ok"])
        self.assertIn("answered later", older["message"])
        self.assertFalse(self._answer(check, self.belt, answered_at="2026-05-01 06:00:00")["ok"], "a month old")
        check.action_done()
        ended = self._answer(check, self.coolant, value=7)
        self.assertFalse(ended["ok"])
        self.assertIn("nothing can be added", ended["message"])

    def test_done_before_the_connection_came_back_it_is_not_missed(self):
        check = self._create_check(tasks=self.belt)
        self._go_to("2026-06-04")
        check.plan_id._run()
        self.assertEqual(check.state, "missed")
        self.assertTrue(self._answer(check, self.belt, answered_at="2026-06-01 09:00:00")["ok"])
        self.assertEqual(self._sign(check, signed_at="2026-06-01 09:01:00")["state"], "done")

    def test_an_answer_is_corrected_until_it_is_signed(self):
        check = self._create_check()
        failed = self._answer(check, self.belt, "not_ok")
        tag = self.env["lean.tpm.tag"].browse(failed["tag_id"])
        self.assertEqual(tag.state, "open")
        self.assertTrue(self._answer(check, self.belt, "ok")["ok"])
        self.assertEqual(tag.state, "cancelled")
        self.assertEqual(check.result_ids.mapped("answer"), ["ok"])

    def test_a_refused_reading_refuses_the_answer(self):
        check = self._create_check()
        self.env["lean.tpm.reading"].create({"meter_id": self.meter.id, "value": 500, "date": "2026-05-31 06:00:00"})
        refused = self._answer(check, self.hours, value=400)
        self.assertFalse(refused["ok"])
        self.assertIn("replaced", refused["message"])
        self.assertFalse(check.result_ids)
        self.meter.name = "Other"
        self.assertIn("has no meter Hours", self._answer(check, self.hours, value=600)["message"])

    def test_what_is_missing_is_said(self):
        note, photo = self.env["lean.tpm.task"].create(
            [
                {"name": "Noise", "kind": "text", "company_id": self.company.id},
                {"name": "Leak", "kind": "photo", "company_id": self.company.id},
            ]
        )
        check = self._create_check(tasks=self.tasks | note | photo)
        for task, answer in ((self.coolant, "na"), (self.coolant, "ok"), (note, "ok"), (photo, "ok"), (self.belt, "?")):
            self.assertFalse(self._answer(check, task, answer)["ok"], (task.name, answer))
        self.assertFalse(self._answer(check, self.coolant, value="seven")["ok"])
        self.assertFalse(self._answer(check, self.oil)["ok"], "no task of this check")
        self.assertTrue(self._answer(check, note, note="Hums")["ok"])
        self.assertTrue(self._answer(check, photo, photo=PIXEL)["ok"])
        submit = self.env["lean.tpm.result"].with_user(self.operator).submit
        for entry in (None, {}, {"uid": "x"}, {"uid": "x", "occurrence_id": "1", "task_id": []}):
            self.assertFalse(submit(entry)["ok"])

    def test_an_answer_keeps_the_task_as_it_was_asked(self):
        check = self._create_check()
        self._answer(check, self.coolant, value=7)
        self.coolant.write({"name": "Emulsion", "minimum": 8, "maximum": 12})
        self.assertRecordValues(check.result_ids, [{"name": "Coolant", "minimum": 6, "maximum": 9, "answer": "ok"}])

    def test_the_station_shows_what_is_due_and_what_comes_next(self):
        check = self._create_check()
        self._answer(check, self.coolant, value=7)
        [machine] = self.env["lean.tpm.occurrence"].with_user(self.operator).get_machines()
        self.assertEqual((machine["name"], machine["due"], machine["late"]), ("CNC-2", 1, 0))
        [shown] = self._get_station()["checks"]
        self.assertEqual([bool(task["result"]) for task in shown["tasks"]].count(True), 1)
        self._answer(check, self.belt)
        self._answer(check, self.hours, "na")
        self._sign(check)
        station = self._get_station()
        self.assertFalse(station["checks"])
        # The company works from eight in the morning.
        self.assertEqual(station["next"], "Tuesday 08:00")
        self._go_to("2026-06-02")
        [again] = self._get_station()["checks"]
        [coolant] = [task for task in again["tasks"] if task["id"] == self.coolant.id]
        self.assertEqual((coolant["limits"], coolant["last"]["value"]), ("6 – 9 %", 7))

    def test_of_a_check_that_is_given_up_only_the_last_is_asked(self):
        self._create_check()
        self._create_check(name="Caught up", catches_up=True)
        self._go_to("2026-06-03")
        due = {check["plan"]: check["due"] for check in self._get_station()["checks"]}
        self.assertEqual(due, {"Lubrication": "06/03/2026", "Caught up": "06/01/2026"})

    def test_many_machines_are_read_together(self):
        for index in range(3):
            machine = self._create_equipment(f"Lathe {index}")
            self._create_plan(equipment_id=machine.id, kind="autonomous", interval_unit="day")
        read = self.env["lean.tpm.occurrence"].with_user(self.operator).get_machines
        read()
        self.env.invalidate_all()
        with self.assertQueryCount(26):
            self.assertEqual(len(read()), 3)


@tagged("post_install", "-at_install")
class TestCheckRights(CheckCase):
    def test_an_operator_does_the_operators_checks_only(self):
        service = self._create_check(kind="preventive")
        self.assertFalse(self._get_station()["checks"])
        self.assertFalse(self._answer(service, self.belt)["ok"])
        with self.assertRaises(AccessError):
            service.with_user(self.operator).action_done()
        with self.assertRaises(AccessError):
            service.with_user(self.operator).action_skip("I am tired")

    def test_a_technician_does_what_their_team_does(self):
        service = self._create_check(kind="preventive")
        self.assertEqual(len(self._get_station(self.technician)["checks"]), 1)
        self.assertTrue(self._answer(service, self.belt, user=self.technician)["ok"])
        service.with_user(self.technician).action_done()
        self.assertEqual(service.user_id, self.technician)
        with self.assertRaises(AccessError):
            service.with_user(self.technician).action_reopen()

    def test_a_manager_decides(self):
        service = self._create_check(kind="preventive")
        service.with_user(self.lead).action_skip("The line is down")
        self.assertEqual(service.state, "skipped")
        service.with_user(self.lead).action_reopen()
        self.assertEqual(service.state, "planned")

    def test_answers_are_written_by_the_check_alone(self):
        check = self._create_check()
        self._answer(check, self.belt)
        for user in (self.operator, self.lead):
            with self.assertRaises(AccessError):
                check.result_ids.with_user(user).write({"answer": "not_ok"})

    def test_a_stranger_sees_and_does_nothing(self):
        check = self._create_check()
        self.assertFalse(self._answer(check, self.belt, user=self.stranger)["ok"])
        self.assertFalse(self._sign(check, user=self.stranger)["ok"])
        with self.assertRaises(AccessError):
            self.env["lean.tpm.occurrence"].with_user(self.stranger).get_machines()
        with self.assertRaises(AccessError):
            self.env["lean.tpm.tag"].with_user(self.stranger).search([])

    def _get_foreign(self, group):
        """The ledger, as somebody of another company is given it."""
        other = self.env["res.company"].create({"name": "Elsewhere"})
        spy = new_test_user(self.env, "tpm_spy", group, company_id=other.id, company_ids=[(6, 0, other.ids)])
        return self.env["lean.tpm.occurrence"].with_user(spy).with_context(allowed_company_ids=other.ids)

    def test_another_company_ends_and_opens_nothing(self):
        check, skipped = self._create_check(), self._create_check(kind="preventive", name="Gearbox")
        skipped.with_user(self.lead).action_skip("The line is down")
        rows = self._get_foreign("maintenance.group_equipment_manager")
        self.env.invalidate_all()
        for refused in (
            lambda: rows.browse(check.id).action_done(),
            lambda: rows.browse(check.id).action_skip("Not ours"),
            lambda: rows.browse(skipped.id).action_reopen(),
        ):
            with self.assertRaises(AccessError):
                refused()
        self.assertEqual(check.state, "planned")
        self.assertEqual(skipped.state, "skipped")

    def test_an_operator_of_another_company_does_no_check_here(self):
        check = self._create_check()
        rows = self._get_foreign("lean_base.group_lean_user")
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            rows.browse(check.id).action_done()
        self.assertEqual(check.state, "planned")

    def test_another_company_does_not_see_the_machine(self):
        check = self._create_check()
        rows = self._get_foreign("lean_base.group_lean_user")
        self.assertFalse(rows.get_station(self.lathe.id))
        self.assertFalse(rows.get_machines())
        result = rows.env["lean.tpm.result"].submit(
            {"uid": "spy", "occurrence_id": check.id, "task_id": self.belt.id, "answer": "ok"}
        )
        self.assertFalse(result["ok"])
        self.assertFalse(check.result_ids)


@tagged("post_install", "-at_install")
class TestTag(CheckCase):
    def _report(self, user=None, **values):
        entry = {"uid": "tag-1", "note": "Oil drips from the pump", **values}
        return self.env["lean.tpm.tag"].with_user(user or self.operator).report(self.lathe.id, entry)

    def test_anybody_hangs_a_tag_on_a_machine_once(self):
        self.lathe.technician_user_id = self.technician
        first, second = self._report(must_stop=True), self._report(must_stop=True)
        self.assertEqual(first["tag_id"], second["tag_id"])
        tag = self.env["lean.tpm.tag"].browse(first["tag_id"])
        self.assertRecordValues(
            tag, [{"name": "Oil drips from the pump", "user_id": self.technician.id, "state": "open"}]
        )
        self.assertEqual(str(tag.date_deadline), "2026-06-01", "a machine that stands is mended today")
        self.assertEqual(tag.activity_ids.user_id, self.technician)
        self.assertTrue(self.lathe.lean_must_stop)
        self.assertFalse(self._report(uid="tag-2", note=" ")["ok"])

    def test_it_becomes_a_request_and_is_mended_with_it(self):
        tag = self.env["lean.tpm.tag"].browse(self._report(photo=PIXEL)["tag_id"]).with_user(self.lead)
        tag.action_create_request()
        request = tag.request_id
        self.assertEqual((request.equipment_id, request.maintenance_type), (self.lathe, "corrective"))
        self.assertEqual(tag.state, "in_progress")
        tag.action_create_request()
        self.assertEqual(len(self.lathe.maintenance_ids), 1)
        done = self.env["maintenance.stage"].search([("done", "=", True)], limit=1)
        self._go_to("2026-06-03")
        request.stage_id = done
        self.assertRecordValues(tag, [{"state": "done", "done_by_id": self.lead.id, "days_open": 2.0}])
        request.stage_id = self.env["maintenance.stage"].search([("done", "=", False)], limit=1)
        self.assertRecordValues(tag, [{"state": "in_progress", "date_done": False, "days_open": False}])

    def test_it_becomes_an_action_and_is_mended_with_the_last(self):
        tag = self.env["lean.tpm.tag"].browse(self._report(tag_kind="operator")["tag_id"]).with_user(self.operator)
        tag.action_create_action()
        action = tag.lean_action_ids
        self.assertEqual((action.source_kind, action.date_deadline), ("tag", tag.date_deadline))
        self.assertEqual(tag.state, "in_progress")
        action.action_done()
        self.assertEqual(tag.state, "done")
        action.action_reopen()
        self.assertEqual(tag.state, "in_progress")

    def test_operators_mend_tags_and_only_managers_delete_them(self):
        tag = self.env["lean.tpm.tag"].browse(self._report()["tag_id"])
        tag.with_user(self.operator).action_done()
        self.assertEqual(tag.done_by_id, self.operator)
        with self.assertRaises(AccessError):
            tag.with_user(self.operator).unlink()
        with self.assertRaises(UserError):
            self.env["lean.tpm.tag"].create({"name": "Nowhere", "company_id": self.company.id})
        tag.with_user(self.lead).unlink()

    def test_the_board_shows_the_worst_first(self):
        check = self._create_check()
        late = self._create_plan(name="Belt", kind="preventive", team_id=self.team.id)
        self._create_plan(name="Done", task_ids=False)
        self._go_to("2026-06-02")
        self._report(must_stop=True)
        done = self.env["lean.tpm.occurrence"].search([("plan_id.name", "=", "Done")], limit=1)
        done.action_done()
        board = self.env["lean.tpm.occurrence"].with_user(self.operator).get_board()
        levels = [row["level"] for row in board["rows"]]
        self.assertEqual(levels, sorted(levels, key=["stop", "late", "due", "tag", "done"].index))
        self.assertEqual(board["figures"], {"stop": 1, "late": 2, "due": 1, "tag": 0, "done": 1})
        [row] = [row for row in board["rows"] if row["what"] == "Belt"]
        self.assertEqual((row["who"], row["days"]), (late.team_id.name, 1))
        self.assertTrue(check)


@tagged("post_install", "-at_install")
class TestCompliance(CheckCase):
    def test_it_is_the_ratio_of_what_was_kept(self):
        plan = self._create_plan(task_ids=False)
        first, second, third, fourth = [self._get_row(plan, number) for number in range(4)]
        first.action_done("2026-06-01 08:00:00")
        self._go_to("2026-06-11")
        second.action_done("2026-06-11 08:00:00")
        self._go_to("2026-06-16")
        third.with_user(self.lead).action_skip("Holidays")
        self._go_to("2026-06-25")
        rows = self.env["lean.tpm.compliance"].with_user(self.operator).search([("plan_id", "=", plan.id)])
        by_row = {row.id: row for row in rows}
        self.assertEqual(set(by_row), {first.id, second.id, fourth.id}, "left out counts on neither side")
        self.assertEqual((by_row[first.id].compliance, by_row[second.id].compliance), (1, 0))
        self.assertEqual(by_row[fourth.id].state, "planned", "open beyond its tolerance is not kept")
        [[average, kept, due]] = rows._read_group(
            [("plan_id", "=", plan.id)], [], ["compliance:avg", "kept_count:sum", "due_count:sum"]
        )
        self.assertAlmostEqual(average, kept / due)
        self.assertEqual((kept, due), (1, 3))
        self.assertAlmostEqual(self.lathe.lean_compliance, 0.5, msg="of what has ended")
