# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from dataclasses import replace

from odoo import api, fields, models
from odoo.fields import Command

from ..calculations.schedule import Interval
from ..models.lean_tpm_plan import SCHEDULE_FIELDS

SHOWN_ROWS = 24


class LeanTpmPlanChange(models.TransientModel):
    """Another schedule for a running plan, and the dates that it moves, before it is saved."""

    _name = "lean.tpm.plan.change"
    _description = "Change of a Maintenance Plan"

    plan_id = fields.Many2one("lean.tpm.plan", required=True)
    date_start = fields.Date("First Due", required=True)
    date_end = fields.Date("Until")
    interval_count = fields.Integer("Every", required=True)
    interval_unit = fields.Selection(
        selection=lambda self: self.env["lean.tpm.plan"]._fields["interval_unit"].selection, required=True
    )
    is_floating = fields.Boolean("From Completion")
    workday_move = fields.Selection(
        selection=lambda self: self.env["lean.tpm.plan"]._fields["workday_move"].selection, required=True
    )
    line_ids = fields.One2many("lean.tpm.plan.change.line", "wizard_id", compute="_compute_line_ids")
    moved_count = fields.Integer("Moved", compute="_compute_line_ids")

    @api.model
    def default_get(self, fields_list):
        values = super().default_get(fields_list)
        plan = self.env["lean.tpm.plan"].browse(values.get("plan_id") or self.env.context.get("default_plan_id"))
        names = self._get_changed_fields() & set(fields_list)
        return values | {name: plan[name] for name in names if plan and name not in values}

    @api.model
    def _get_changed_fields(self):
        return set(SCHEDULE_FIELDS) & set(self._fields)

    @api.depends("plan_id", "date_start", "date_end", "interval_count", "interval_unit", "is_floating", "workday_move")
    def _compute_line_ids(self):
        for wizard in self:
            rows = wizard._preview() if wizard.interval_count > 0 else []
            wizard.moved_count = sum(before != after for __, before, after in rows)
            wizard.line_ids = [Command.clear()] + [
                Command.create({"equipment_id": equipment.id, "date_before": before, "date_after": after})
                for equipment, before, after in rows[:SHOWN_ROWS]
            ]

    def _preview(self):
        """(equipment, date now, date then) of each open occurrence, in the order of the dates now."""
        plan = self.plan_id._origin or self.plan_id
        before = plan._read_open_dates()
        after = plan._preview_dates(self._get_schedule(plan), self.workday_move)
        keys = sorted(before.keys() | after.keys(), key=lambda key: (key[1], key[0].id))
        return [(key[0], before.get(key, False), after.get(key, False)) for key in keys]

    def _get_schedule(self, plan):
        return replace(
            plan._get_schedule(),
            start=self.date_start,
            end=self.date_end or None,
            interval=Interval(self.interval_count, self.interval_unit),
            is_floating=self.is_floating,
        )

    def _prepare_values(self):
        return {name: self[name] for name in self._get_changed_fields()}

    def action_apply(self):
        """Give the plan its new schedule."""
        self.plan_id.write(self._prepare_values())
        return {"type": "ir.actions.act_window_close"}


class LeanTpmPlanChangeLine(models.TransientModel):
    _name = "lean.tpm.plan.change.line"
    _description = "Date Moved by a Change of a Maintenance Plan"

    wizard_id = fields.Many2one("lean.tpm.plan.change", ondelete="cascade")
    equipment_id = fields.Many2one("maintenance.equipment")
    date_before = fields.Date("Now")
    date_after = fields.Date("Then")
