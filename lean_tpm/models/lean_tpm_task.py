# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import api, fields, models
from odoo.exceptions import ValidationError


class LeanTpmTask(models.Model):
    """One thing to look at or to do; plans share tasks, so that a larger plan can contain a smaller one."""

    _name = "lean.tpm.task"
    _description = "Maintenance Task"
    _inherit = ["image.mixin"]
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char("Task", required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    kind = fields.Selection(
        [
            ("check", "Check"),
            ("measurement", "Measurement"),
            ("meter", "Meter"),
            ("text", "Note"),
            ("photo", "Photo"),
        ],
        required=True,
        default="check",
    )
    instruction = fields.Text(translate=True, help="What is right looks like, in words an operator uses.")
    point = fields.Integer("Point on the Picture", help="Number on the photo of the machine. 0: none.")
    meter_name = fields.Char("Meter", help="Name of the meter on the equipment that is read, such as Spindle hours.")
    unit = fields.Char(help="Of a measurement: bar, °C, mm.")
    has_minimum = fields.Boolean("At Least")
    minimum = fields.Float(digits=(16, 3))
    has_maximum = fields.Boolean("At Most")
    maximum = fields.Float(digits=(16, 3))
    is_optional = fields.Boolean("N/A Allowed", default=True)
    plan_ids = fields.Many2many("lean.tpm.plan", string="Plans")
    plan_count = fields.Integer(compute="_compute_plan_count")

    @api.depends("plan_ids")
    def _compute_plan_count(self):
        for task in self:
            task.plan_count = len(task.plan_ids)

    @api.constrains("has_minimum", "minimum", "has_maximum", "maximum")
    def _check_limits(self):
        for task in self:
            if task.has_minimum and task.has_maximum and task.minimum > task.maximum:
                raise ValidationError(self.env._("%s: the lower limit is above the upper one.", task.name))

    @api.constrains("kind", "meter_name")
    def _check_meter_name(self):
        for task in self:
            if task.kind == "meter" and not task.meter_name:
                raise ValidationError(self.env._("%s: name the meter that is read.", task.name))

    def _is_within_limits(self, value):
        """Whether a measured value is what it should be."""
        self.ensure_one()
        return not (self.has_minimum and value < self.minimum) and not (self.has_maximum and value > self.maximum)

    def _show_limits(self):
        """The limits of a measurement in words."""
        unit = self.unit or ""
        if self.has_minimum and self.has_maximum:
            return f"{self.minimum:g} – {self.maximum:g} {unit}".strip()
        if self.has_minimum:
            return f"≥ {self.minimum:g} {unit}".strip()
        return f"≤ {self.maximum:g} {unit}".strip() if self.has_maximum else ""
