# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import api, fields, models

from odoo.addons.lean_base.tools import UndefinedFloat

ANSWERS = [("ok", "OK"), ("not_ok", "Not OK"), ("na", "N/A")]


class LeanTpmResult(models.Model):
    """What somebody answered to one task of one occurrence.

    The task stands here as it was asked: a later edit of its words or limits changes no answer.
    Rows are written by :meth:`submit` alone.
    """

    _name = "lean.tpm.result"
    _description = "Maintenance Check Answer"
    _order = "answered_at desc, id desc"

    occurrence_id = fields.Many2one("lean.tpm.occurrence", required=True, index=True, ondelete="cascade")
    plan_id = fields.Many2one(related="occurrence_id.plan_id", store=True, index=True, precompute=True)
    equipment_id = fields.Many2one(related="occurrence_id.equipment_id", store=True, index=True, precompute=True)
    company_id = fields.Many2one(related="occurrence_id.company_id", store=True, index=True, precompute=True)
    task_id = fields.Many2one("lean.tpm.task", "Asked As", ondelete="set null", index="btree_not_null")
    name = fields.Char("Task", required=True)
    kind = fields.Selection(selection=lambda self: self.env["lean.tpm.task"]._fields["kind"].selection)
    instruction = fields.Text()
    unit = fields.Char()
    minimum = UndefinedFloat("At Least", digits=(16, 3), aggregator=None)
    maximum = UndefinedFloat("At Most", digits=(16, 3), aggregator=None)
    answer = fields.Selection(ANSWERS, required=True)
    value = UndefinedFloat(digits=(16, 3), aggregator="avg")
    note = fields.Text()
    photo = fields.Image(max_width=1920, max_height=1920)
    answered_at = fields.Datetime("Answered", required=True)
    user_id = fields.Many2one("res.users")
    employee_id = fields.Many2one("hr.employee", "Operator")
    uid = fields.Char(
        "Answer ID", required=True, help="By which the station knows the answer: sent twice, it counts once."
    )
    reading_id = fields.Many2one("lean.tpm.reading", ondelete="set null", index="btree_not_null")
    tag_id = fields.Many2one("lean.tpm.tag", ondelete="set null", index="btree_not_null")

    _uid_unique = models.UniqueIndex("(uid)")
    _task_unique = models.UniqueIndex("(occurrence_id, task_id)", "This task has been answered already.")

    @api.depends("name", "equipment_id")
    def _compute_display_name(self):
        for result in self:
            result.display_name = f"{result.equipment_id.name} · {result.name}"


class LeanTpmOccurrence(models.Model):
    _inherit = "lean.tpm.occurrence"

    result_ids = fields.One2many("lean.tpm.result", "occurrence_id", "Answers", readonly=True)
    sign_uid = fields.Char("Signature ID", readonly=True, copy=False)
    failed_count = fields.Integer("Not OK", compute="_compute_failed_count")

    @api.depends("result_ids.answer")
    def _compute_failed_count(self):
        groups = self.env["lean.tpm.result"]._read_group(
            [("occurrence_id", "in", self.ids), ("answer", "=", "not_ok")], ["occurrence_id"], ["__count"]
        )
        counts = dict(groups)
        for occurrence in self:
            occurrence.failed_count = counts.get(occurrence, 0)


class LeanTpmTask(models.Model):
    _inherit = "lean.tpm.task"

    def _prepare_frozen(self):
        """The task as it is asked now."""
        return {
            "task_id": self.id,
            "name": self.name,
            "kind": self.kind,
            "instruction": self.instruction,
            "unit": self.unit,
            "minimum": self.minimum if self.has_minimum else None,
            "maximum": self.maximum if self.has_maximum else None,
        }
