# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
import math

from odoo import models
from odoo.exceptions import ValidationError


class Base(models.AbstractModel):
    _inherit = "base"

    def _validate_fields(self, field_names, excluded_names=()):
        """Refuse in our own models what only looks like a number: "nan" in a spreadsheet passes every comparison."""
        if self._name.startswith("lean."):
            field_names = list(field_names)  # it may be read only once
            self._lean_check_finite(field_names)
        return super()._validate_fields(field_names, excluded_names)

    def _lean_check_finite(self, field_names):
        for name in field_names:
            field = self._fields.get(name)
            if not field or field.type not in ("float", "monetary") or not field.store:
                continue
            if any(value and not math.isfinite(value) for value in self.mapped(name)):
                label = field._description_string(self.env)
                raise ValidationError(self.env._("%s: enter a number.", label))
