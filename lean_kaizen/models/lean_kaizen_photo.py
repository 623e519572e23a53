# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import fields, models


class LeanKaizenPhoto(models.Model):
    """The same place before and after, side by side."""

    _name = "lean.kaizen.photo"
    _description = "Before and After"
    _inherit = "lean.kaizen.part.mixin"
    _order = "event_id, sequence, id"

    name = fields.Char(string="What It Shows", required=True)
    sequence = fields.Integer(default=10)
    before_image = fields.Image(string="Before", max_width=1024, max_height=1024)
    after_image = fields.Image(string="After", max_width=1024, max_height=1024)
    note = fields.Char(help="What made the difference.")
