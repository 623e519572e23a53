# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from datetime import datetime, time, timedelta

import pytz

from odoo import api, models

from .lean_tpm_tag import UNFINISHED

LEVELS = ("stop", "late", "due", "tag", "done")


class LeanTpmOccurrence(models.Model):
    """The board of today's maintenance, on a wall."""

    _inherit = "lean.tpm.occurrence"

    @api.model
    @api.readonly
    def get_board(self):
        """What has to be done today and what is done, worst first.

        :return: ``{"figures": {level: number}, "rows": [{"level", "machine", "what", "who", "when", ...}]}``; level is
            stop (a tag says so), late, due, tag (its date has come) or done; ``model`` and ``id`` say what a tap opens
        """
        rows = self._get_tag_rows() + self._get_due_rows() + self._get_done_rows()
        rows.sort(key=lambda row: (LEVELS.index(row["level"]), -row["days"], row["machine"], row["what"]))
        figures = {level: sum(row["level"] == level for row in rows) for level in LEVELS}
        return {"figures": figures, "rows": rows}

    @api.model
    def _get_due_rows(self):
        return [row._prepare_board_row("late" if row.is_overdue else "due") for row in self._search_due([])]

    @api.model
    def _get_done_rows(self):
        start = self._get_today_start()
        domain = [("state", "in", ("done", "late")), ("date_done", ">=", start)]
        return [row._prepare_board_row("done") for row in self.search(domain)]

    @api.model
    def _get_today_start(self):
        """Midnight of today in the company's zone, in UTC."""
        company = self.env.company
        midnight = company._lean_tz().localize(datetime.combine(company._lean_today(), time.min))
        return midnight.astimezone(pytz.utc).replace(tzinfo=None)

    @api.model
    def _get_tag_rows(self):
        """Tags that stop a machine, and those whose date has come."""
        limit = self.env.company._lean_today() + timedelta(days=1)
        domain = [("state", "in", UNFINISHED), "|", ("must_stop", "=", True), ("date_deadline", "<", limit)]
        return [tag._prepare_board_row() for tag in self.env["lean.tpm.tag"].search(domain)]

    def _prepare_board_row(self, level):
        today = self.env.company._lean_today()
        who = self.employee_id.name or self.user_id.name if level == "done" else self._get_owner_name()
        return {
            "key": f"occurrence-{self.id}",
            "model": self._name,
            "id": self.id,
            "level": level,
            "machine": self.equipment_id.name,
            "what": self.plan_id.name,
            "who": who or "",
            "days": (today - self.date_planned).days if level == "late" else 0,
        }

    def _get_owner_name(self):
        """Who has to do it: the operators, or whom the plan names, or the technician of the machine."""
        if self.plan_id.kind == "autonomous":
            return self.equipment_id.lean_area_id.name or self.env._("Operators")
        record = self.sudo()
        plan = record.plan_id
        owner = plan.user_id or plan.team_id or record._get_technician() or record._get_team()
        return owner.name


class LeanTpmTag(models.Model):
    _inherit = "lean.tpm.tag"

    def _prepare_board_row(self):
        days = (self.env.company._lean_today() - self.date_deadline).days if self.date_deadline else 0
        return {
            "key": f"tag-{self.id}",
            "model": self._name,
            "id": self.id,
            "level": "stop" if self.must_stop else "tag",
            "machine": self.equipment_id.name or self.area_id.name,
            "what": self.name,
            "who": self.user_id.name or self.area_id.name or "",
            "days": max(days, 0),
        }
