# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from datetime import datetime, time, timedelta

from odoo import api, fields, models

DONE_HOUR = 10
LATE_EVERY, LATE_DAYS = 9, 4
SPINDLE_HOURS_A_WEEK = 62


class LeanTpmDemo(models.AbstractModel):
    """What the maintenance of the demo factory has done in half a year.

    Called by demo data alone; it goes through the methods people use.
    """

    _name = "lean.tpm.demo"
    _description = "Maintenance of the Demo Factory"

    @api.model
    def _play(self):
        """Start the plans, do most of what was due on time, some late, and leave one undone."""
        demo = (
            self.with_context(allowed_company_ids=self.env.ref("lean_base.company_alder").ids, tracking_disable=True)
            .with_user(self.env.ref("lean_base.user_maintenance"))
            .sudo()
        )
        demo._read_meters()
        maintained = [("company_id", "=", demo.env.company.id), ("kind", "!=", "autonomous")]
        plans = demo.env["lean.tpm.plan"].search(maintained)
        plans.action_start()
        forgotten = demo.env.ref("lean_tpm.plan_cnc_monthly")
        for plan in plans:
            demo._do_what_was_due(plan, forgets=plan == forgotten)
        plans._run()

    @api.model
    def _do_what_was_due(self, plan, forgets):
        """Everything up to the day before yesterday; of a plan that forgets, all but the last but one."""
        today = self.env.company._lean_today()
        domain = [("plan_id", "=", plan.id), ("state", "=", "planned"), ("date_due", "<", today - timedelta(days=1))]
        rows = self.env["lean.tpm.occurrence"].search(domain)
        if forgets:
            rows -= rows[-2:-1]
        for index, row in enumerate(rows):
            late = LATE_DAYS if index % LATE_EVERY == LATE_EVERY - 1 else 0
            day = min(row.date_due + timedelta(days=late), today - timedelta(days=1))
            if row.exists() and row.state == "planned":
                row.action_done(datetime.combine(day, time(DONE_HOUR)))

    @api.model
    def _read_meters(self):
        """A reading each Monday morning, of hours that a spindle runs in a week."""
        meter = self.env.ref("lean_tpm.meter_cnc_2_spindle")
        now = fields.Datetime.now().replace(hour=5, minute=0, second=0)
        first = now - timedelta(weeks=26, days=now.weekday())
        self.env["lean.tpm.reading"].create(
            [
                {
                    "meter_id": meter.id,
                    "date": first + timedelta(weeks=week),
                    "value": 4210 + week * SPINDLE_HOURS_A_WEEK + (week * 7) % 5,
                }
                for week in range(27)
                if first + timedelta(weeks=week) < now
            ]
        )
