# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from datetime import timedelta

from odoo import api, models
from odoo.tools import SQL, format_date

from odoo.addons.lean_base.tools import read_id

from .lean_tpm_request import FIRST_HOUR
from .lean_tpm_tag import UNFINISHED


class LeanTpmOccurrence(models.Model):
    """What the tablet at a machine shows."""

    _inherit = "lean.tpm.occurrence"

    @api.model
    @api.readonly
    def get_machines(self):
        """Machines with checks this user may do or with open tags, those with something to do first.

        :return: list of ``{"id", "name", "area", "due", "late", "tags", "must_stop"}``
        """
        due = self._search_due([])._filter_may_complete()._keep_one_each()
        tags = self.env["lean.tpm.tag"].search([("state", "in", UNFINISHED), ("equipment_id", "!=", False)])
        tracks = self.env["lean.tpm.track"].search([("company_id", "in", self.env.companies.ids)])
        planned = tracks.equipment_id
        by_machine, tags_by_machine = due.grouped("equipment_id"), tags.grouped("equipment_id")
        machines = [
            machine._prepare_station(
                by_machine.get(machine, self.browse()), tags_by_machine.get(machine, tags.browse())
            )
            for machine in (planned | tags.equipment_id).filtered("active")
        ]
        return sorted(machines, key=lambda row: (-row["must_stop"], -row["late"], -row["due"], row["name"]))

    @api.model
    @api.readonly
    def get_station(self, equipment_id):
        """Everything the check of one machine needs, so that it can be done without a connection.

        :return: ``{"machine", "checks", "next", "tags"}``; False where the machine is not this user's
        """
        machine = self.env["maintenance.equipment"].browse(read_id(equipment_id)).exists()
        if not machine or not machine.has_access("read"):
            return False
        due = self._search_due([("equipment_id", "=", machine.id)])._filter_may_complete()._keep_one_each()
        tags = self.env["lean.tpm.tag"].search([("equipment_id", "=", machine.id), ("state", "in", UNFINISHED)])
        last = due.plan_id.task_ids._read_last_values(machine)
        return {
            "machine": {**machine._prepare_station(due, tags), **machine._prepare_photo()},
            "checks": [occurrence._prepare_check(last) for occurrence in due],
            "next": self._get_next_label(machine),
            "tags": [tag._prepare_station() for tag in tags],
        }

    def action_open_check(self):
        """Open the page of the machine, where it is answered task by task."""
        self.ensure_one()
        return self.equipment_id.action_open_station()

    @api.model
    def _search_due(self, domain):
        today = self.env.company._lean_today()
        companies = [("company_id", "in", self.env.companies.ids)]
        return self.search([("state", "=", "planned"), ("date_planned", "<=", today), *companies, *domain])

    def _keep_one_each(self):
        """One of each plan and machine: the last, as an older one will be missed; the first where it is caught up."""
        kept = {}
        for row in self.sorted("number"):
            if row.track_id not in kept or not row.plan_id.catches_up:
                kept[row.track_id] = row
        return self.browse(row.id for row in kept.values()).sorted(lambda row: (row.date_due, row.id))

    def _prepare_check(self, last):
        results = {result.task_id: result for result in self.result_ids}
        return {
            "id": self.id,
            "plan": self.plan_id.name,
            "kind": self.plan_id.kind,
            "due": format_date(self.env, self.date_due),
            "is_overdue": self.is_overdue,
            "tasks": [
                {**task._prepare_station(), "last": last.get(task.id), "result": results[task]._prepare_station()}
                if task in results
                else {**task._prepare_station(), "last": last.get(task.id), "result": False}
                for task in self.plan_id.task_ids
            ],
        }

    @api.model
    def _get_next_label(self, machine):
        """When the next check is due, in words: "Tuesday 06:00"; False where none is planned."""
        today = self.env.company._lean_today()
        domain = [("equipment_id", "=", machine.id), ("state", "=", "planned"), ("date_planned", ">", today)]
        coming = self.search(domain, limit=20)._filter_may_complete()[:1]
        if not coming:
            return False
        day = coming.date_planned
        style = "EEEE" if day - today < timedelta(days=7) else "EEEE d MMMM"
        return f"{format_date(self.env, day, date_format=style)} {coming._get_first_hour()}"

    def _get_first_hour(self):
        """When work begins on the day it is due."""
        lines = self.sudo().plan_id._get_calendar().attendance_ids
        hours = [line.hour_from for line in lines if int(line.dayofweek) == self.date_planned.weekday()]
        hour = min(hours, default=FIRST_HOUR)
        return f"{int(hour):02}:{round(hour % 1 * 60):02}"


class LeanTpmTask(models.Model):
    _inherit = "lean.tpm.task"

    def _prepare_station(self):
        return {
            "id": self.id,
            "name": self.name,
            "kind": self.kind,
            "instruction": self.instruction or "",
            "unit": self.unit or "",
            "minimum": self.minimum if self.has_minimum else None,
            "maximum": self.maximum if self.has_maximum else None,
            "limits": self._show_limits(),
            "point": self.point,
            "is_optional": self.is_optional,
            "image_url": f"/web/image/lean.tpm.task/{self.id}/image_1024" if self.image_1024 else "",
        }

    def _read_last_values(self, machine):
        """{task id: {"value", "date"}} of the last measurement on a machine"""
        self.env["lean.tpm.result"].flush_model()
        query = SQL(
            """
            SELECT DISTINCT ON (task_id) task_id, value, answered_at
              FROM lean_tpm_result
             WHERE equipment_id = %s AND task_id IN %s AND value IS NOT NULL
          ORDER BY task_id, answered_at DESC
            """,
            machine.id,
            tuple(self.ids) or (0,),
        )
        return {
            task_id: {"value": float(value), "date": format_date(self.env, at)}
            for task_id, value, at in self.env.execute_query(query)
        }


class LeanTpmResult(models.Model):
    _inherit = "lean.tpm.result"

    def _prepare_station(self):
        return {
            "answer": self.answer,
            "value": None if self.value is False else self.value,
            "note": self.note or "",
            "tag_id": self.tag_id.id if self.answer == "not_ok" else False,
        }


class LeanTpmTag(models.Model):
    _inherit = "lean.tpm.tag"

    def _prepare_station(self):
        return {
            "id": self.id,
            "name": self.name,
            "kind": self.kind,
            "must_stop": self.must_stop,
            "found": format_date(self.env, self.date_found),
        }


class MaintenanceEquipment(models.Model):
    _inherit = "maintenance.equipment"

    def _prepare_station(self, due, tags):
        return {
            "id": self.id,
            "name": self.name,
            "area": self.lean_area_id.name or "",
            "due": len(due),
            "late": len(due.filtered("is_overdue")),
            "tags": len(tags),
            "must_stop": bool(tags.filtered("must_stop")),
        }

    def _prepare_photo(self):
        return {
            "photo_url": f"/web/image/maintenance.equipment/{self.id}/lean_photo" if self.lean_photo else "",
            "points": self.lean_points or [],
        }
