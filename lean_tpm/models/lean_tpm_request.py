# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from datetime import datetime, time, timedelta

import pytz

from odoo import models

FIRST_HOUR = 6


class LeanTpmPlan(models.Model):
    _inherit = "lean.tpm.plan"

    def _make_requests(self):
        """A request for each occurrence that comes near; all of them in one create."""
        occurrences = self.sudo()._get_near_occurrences()
        values = [occurrence._prepare_request() for occurrence in occurrences]
        requests = self.env["maintenance.request"].sudo().create(values)
        for occurrence, request in zip(occurrences, requests, strict=True):
            occurrence.request_id = request
        return requests

    def _get_near_occurrences(self):
        """Open ones without a request, within their plan's days ahead; operators' checks need none."""
        plans = self.filtered(lambda plan: plan.kind != "autonomous")
        found = self.env["lean.tpm.occurrence"]
        for (days, company), group in plans.grouped(lambda plan: (plan.lead_days, plan.company_id)).items():
            limit = company._lean_today() + timedelta(days=days)
            found += found.search(
                [
                    ("plan_id", "in", group.ids),
                    ("state", "=", "planned"),
                    ("request_id", "=", False),
                    ("date_planned", "<=", limit),
                ]
            )
        return found


class LeanTpmOccurrence(models.Model):
    _inherit = "lean.tpm.occurrence"

    def _prepare_request(self):
        plan, equipment = self.plan_id, self.equipment_id
        start = self._get_request_start()
        team = plan.team_id or equipment.maintenance_team_id
        values = {
            "name": f"{plan.name}: {equipment.name}",
            "equipment_id": equipment.id,
            "company_id": self.company_id.id,
            "maintenance_type": "preventive",
            "schedule_date": start,
            "schedule_end": start + timedelta(hours=plan.duration or 1),
            "request_date": self.date_due,
            "instruction_type": "text",
            "instruction_text": plan.note,
            "user_id": (plan.user_id or equipment.technician_user_id or equipment.category_id.technician_user_id).id,
        }
        return values | ({"maintenance_team_id": team.id} if team else {})

    def _get_request_start(self):
        """The morning of the day it is planned for, where the plant is, in UTC."""
        zone = self.company_id._lean_tz()
        local = zone.localize(datetime.combine(self.date_planned, time(FIRST_HOUR)))
        return local.astimezone(pytz.utc).replace(tzinfo=None)

    def _close_requests(self):
        """Open requests whose occurrences have ended are done, or cancelled with them."""
        requests = self.request_id.filtered(lambda request: not request.stage_id.done and not request.archive)
        closing = requests.with_context(lean_tpm_closing=True)
        ended = closing.filtered(lambda request: "planned" not in request.lean_occurrence_ids.mapped("state"))
        ended._end_with_occurrences()
