# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import api, models
from odoo.tools import SQL


class LeanKanbanHistory(models.AbstractModel):
    _inherit = "lean.kanban.history"

    @api.model
    def _get_changes_today(self, loops):
        """{loop id: how much more is at its place than as its history ends}, where something moved today.

        Without it a receipt of this morning would look as if it had stood there all along.
        """
        changes = {}
        for company, group in loops.grouped("company_id").items():
            (start,) = self._get_day_starts(company, 0).values()
            changes.update(self.env.execute_query(self._get_changes_query(group, start)))
        return changes

    @api.model
    def _get_changes_query(self, loops, start):
        return SQL(
            """
            SELECT loop.id, SUM(CASE WHEN starts_with(source.parent_path, place.parent_path)
                                     THEN -line.quantity_product_uom ELSE line.quantity_product_uom END)::float8
              FROM (%(places)s) loop
              JOIN stock_location place ON place.id = loop.location_id
              JOIN stock_move_line line ON line.product_id = loop.product_id
              JOIN stock_location source ON source.id = line.location_id
              JOIN stock_location target ON target.id = line.location_dest_id
             WHERE line.state = 'done' AND line.date >= %(start)s
               AND starts_with(source.parent_path, place.parent_path)
                   <> starts_with(target.parent_path, place.parent_path)
          GROUP BY loop.id
            """,
            places=self._get_places_query(loops),
            start=start,
        )
