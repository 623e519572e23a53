# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import fields, models


class LeanKaizenWaste(models.Model):
    _name = "lean.kaizen.waste"
    _description = "Kind of Waste"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    description = fields.Char(translate=True, help="How to see it where it happens.")
    color = fields.Integer(default=1)

    _name_uniq = models.Constraint(
        "UNIQUE (name)",
        "This kind of waste is there already.",
    )
