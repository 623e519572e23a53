# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import models
from odoo.tools import SQL

from ..calculations.turnover import DAYS_OF_YEAR


class LeanJitAnalysis(models.Model):
    """The turns of a group are those of its stock as a whole, not the mean of its products' turns.

    A screw that is used up every day would else hide a hall full of motors. Rows for which the figure is
    undefined stay out.
    """

    _inherit = "lean.jit.analysis"

    def _read_group_select(self, aggregate_spec, query):
        ratio = self._get_value_ratios().get(aggregate_spec)
        if not ratio:
            return super()._read_group_select(aggregate_spec, query)
        over, under, factor = ratio
        field = self._field_to_sql(self._table, aggregate_spec.partition(":")[0], query)
        return SQL(
            "%(factor)s * SUM(%(over)s) FILTER (WHERE %(field)s IS NOT NULL)"
            " / NULLIF(SUM(%(under)s) FILTER (WHERE %(field)s IS NOT NULL), 0)",
            factor=factor,
            over=self._field_to_sql(self._table, over, query),
            under=self._field_to_sql(self._table, under, query),
            field=field,
        )

    def _get_value_ratios(self):
        """{aggregate: (field over, field under, factor)} of what is a ratio of values."""
        return {
            "turns:avg": ("used_value", "average_value", 1),
            "days_of_supply:avg": ("average_value", "used_value", DAYS_OF_YEAR),
        }
