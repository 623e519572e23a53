# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from datetime import datetime, time, timedelta

import pytz

from odoo import api, models

WORKING_DAYS, CYCLE = 130, 20
SATURDAY = 5
# Working days ago, within every four weeks: when, until when, and what.
FAILURES = {
    6: (15 + 10 / 60, 19 + 50 / 60, "Tool changer jammed"),
    14: (8, 12 + 20 / 60, "Coolant pump tripped"),
}
BOOTH = ((23, 9, 15, "Exhaust fan bearing"), (88, 7, 11, "Lamp of the oven"))


class LeanTpmDemo(models.AbstractModel):
    _inherit = "lean.tpm.demo"

    @api.model
    def _play_failures(self):
        """Half a year of failures of two machines, all of them repaired."""
        user = self.env.ref("lean_base.user_maintenance")
        company = self.env.ref("lean_base.company_alder")
        context = {"allowed_company_ids": company.ids, "tracking_disable": True, "mail_create_nolog": True}
        demo = self.with_context(**context).with_user(user).sudo()
        days = demo._get_failure_days(company)
        values = [
            demo._prepare_failure("cnc_2", days[ago], *FAILURES[ago % CYCLE])
            for ago in range(WORKING_DAYS)
            if ago % CYCLE in FAILURES
        ]
        values += [demo._prepare_failure("paint_booth", days[ago], *rest) for ago, *rest in BOOTH]
        requests = demo.env["maintenance.request"].create(values)
        requests.stage_id = demo.env["maintenance.stage"].search([("done", "=", True)], limit=1)
        for request in requests:
            request.close_date = request.request_date

    @api.model
    def _get_failure_days(self, company):
        today = company._lean_today()
        days = (today - timedelta(days=ago) for ago in range(1, WORKING_DAYS * 2))
        return [day for day in days if day.weekday() < SATURDAY][:WORKING_DAYS]

    @api.model
    def _prepare_failure(self, equipment, day, start, end, name):
        zone = self.env.company._lean_tz()

        def at(hour):
            local = datetime.combine(day, time()) + timedelta(seconds=round(hour * 3600))
            return zone.localize(local).astimezone(pytz.utc).replace(tzinfo=None)

        return {
            "name": name,
            "equipment_id": self.env.ref(f"lean_tpm.equipment_{equipment}").id,
            "company_id": self.env.company.id,
            "maintenance_type": "corrective",
            "request_date": day,
            "lean_failed_at": at(start),
            "lean_restored_at": at(end),
            "user_id": self.env.uid,
        }
