# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from datetime import datetime, time, timedelta

from odoo import api, fields, models

FIRST_MINUTE = time(5, 10)
MISSED_EVERY = 41
# Coolant gets thinner from day to day, until it is refilled.
COOLANT_FULL, COOLANT_LOSS, REFILLED_EVERY = 8.4, 0.11, 24
JAMMED = (37, 92)


class LeanTpmDemo(models.AbstractModel):
    """What the operators checked in half a year, and what they found."""

    _inherit = "lean.tpm.demo"

    @api.model
    def _play_checks(self):
        """Answer and sign the checks of the past days, mend what was found, leave three tags open."""
        demo = (
            self.with_context(allowed_company_ids=self.env.ref("lean_base.company_alder").ids, tracking_disable=True)
            .with_user(self.env.ref("lean_base.user_maintenance"))
            .sudo()
        )
        machinists = [demo.env.ref(f"lean_base.employee_{name}") for name in ("wim_peeters", "elif_kaya")]
        painter = [demo.env.ref("lean_base.employee_bram_willems")]
        for name, people in (
            ("cnc_daily", machinists),
            ("cnc_1_daily", machinists),
            ("cnc_readings", machinists),
            ("booth_check", painter),
        ):
            demo._answer_past(demo.env.ref(f"lean_tpm.plan_{name}"), people)
        demo._leave_tags()
        demo.env["lean.tpm.plan"].search([("kind", "=", "autonomous")])._run()

    @api.model
    def _answer_past(self, plan, people):
        plan.action_start()
        today = self.env.company._lean_today()
        domain = [("plan_id", "=", plan.id), ("state", "=", "planned"), ("date_due", "<", today)]
        for index, check in enumerate(self.env["lean.tpm.occurrence"].search(domain)):
            if index % MISSED_EVERY != MISSED_EVERY - 1:
                self._answer_check(check, index, people[index // 5 % len(people)])

    @api.model
    def _answer_check(self, check, index, employee):
        at = datetime.combine(check.date_due, FIRST_MINUTE)
        results = self.env["lean.tpm.result"]
        for task in check.plan_id.task_ids:
            at += timedelta(seconds=25)
            entry = {"occurrence_id": check.id, "task_id": task.id, "answered_at": at, "tag_kind": "operator"}
            entry |= {"uid": f"demo-{check.id}-{task.id}", **self._get_answer(task, check, index)}
            results.submit(entry)
        self.env["lean.tpm.occurrence"].sign_check(check.id, f"demo-{check.id}", at)
        check.employee_id = check.result_ids.employee_id = employee
        for tag in check.result_ids.tag_id:
            tag.employee_id = employee
            tag.action_done(at + timedelta(hours=3 + index % 30))

    @api.model
    def _get_answer(self, task, check, index):
        """What an operator finds: mostly that all is well."""
        if task == self.env.ref("lean_tpm.task_coolant"):
            return {"answer": "ok", "value": round(COOLANT_FULL - COOLANT_LOSS * (index % REFILLED_EVERY), 1)}
        if task == self.env.ref("lean_tpm.task_booth_pressure"):
            return {"answer": "ok", "value": 52 + 8 * (index % 6) + index % 3}
        if task.kind == "meter":
            meter = self.env["lean.tpm.meter"].search(
                [("equipment_id", "=", check.equipment_id.id), ("name", "=", task.meter_name)]
            )
            before = meter.reading_ids.filtered(lambda row: row.date.date() <= check.date_due).sorted("date")[-1:]
            return {"answer": "ok", "value": before.value + 1}
        if task.kind == "text":
            return {"answer": "na"}
        if task == self.env.ref("lean_tpm.task_chips") and index in JAMMED:
            note = "Chips stick at the bend of the conveyor."
            return {"answer": "not_ok", "note": note, "tag_kind": "specialist", "must_stop": index == JAMMED[-1]}
        return {"answer": "ok"}

    @api.model
    def _leave_tags(self):
        """One that stops the booth and is with maintenance, one that is overdue, one that became an action."""
        now = fields.Datetime.now()
        stop = self._report(
            "paint_booth",
            {"note": "Door switch does not stop the fan", "must_stop": True, "answered_at": now - timedelta(hours=20)},
        )
        stop.action_create_request()
        self._report(
            "cnc_2",
            {
                "note": "Light in the cabin flickers",
                "tag_kind": "operator",
                "answered_at": now - timedelta(days=5),
            },
        )
        hose = self._report(
            "cnc_1", {"note": "Coolant hose chafes on the door", "answered_at": now - timedelta(days=3)}
        )
        hose.action_create_action()

    @api.model
    def _report(self, machine, entry):
        equipment = self.env.ref(f"lean_tpm.equipment_{machine}")
        answer = self.env["lean.tpm.tag"].report(equipment.id, {"uid": f"demo-{machine}", **entry})
        tag = self.env["lean.tpm.tag"].browse(answer["tag_id"])
        tag.employee_id = self.env.ref("lean_base.employee_marek_nowak")
        return tag
