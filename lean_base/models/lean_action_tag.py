# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)

from odoo import fields, models


class LeanActionTag(models.Model):
    _name = "lean.action.tag"
    _description = "Improvement Action Tag"
    _order = "name, id"

    name = fields.Char(required=True, translate=True)
    color = fields.Integer(default=10)

    _name_uniq = models.Constraint(
        "UNIQUE (name)",
        "A tag of this name exists already.",
    )
