# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import models
from odoo.tools import SQL


class LeanKanbanQueryMixin(models.AbstractModel):
    """A model that is read from a statement, which addons extend column by column.

    It says its columns, {field name: expression}, in ``_get_columns()``, and what they are
    read from in ``_get_tables()``.
    """

    _name = "lean.kanban.query.mixin"
    _description = "Kanban Figures Read from a Statement"

    @property
    def _table_query(self):
        columns = self._get_columns()
        return SQL(
            "SELECT %s FROM %s",
            SQL(", ").join(SQL("%s AS %s", column, SQL.identifier(name)) for name, column in columns.items()),
            self._get_tables(),
        )
