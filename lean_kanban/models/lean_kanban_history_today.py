# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from collections import defaultdict

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
            moved = self.env.execute_query(self._get_moved_query(group.product_id, start))
            if moved:
                changes.update(self._add_up_changes(group, moved))
        return changes

    @api.model
    def _get_moved_query(self, products, start):
        """What moved between which locations.

        A single table: with statistics from before a big import the planner would join the loops line by line.
        """
        return SQL(
            """
            SELECT product_id, location_id, location_dest_id, SUM(quantity_product_uom)::float8
              FROM stock_move_line
             WHERE product_id IN %s AND state = 'done' AND date >= %s AND location_id <> location_dest_id
          GROUP BY product_id, location_id, location_dest_id
            """,
            tuple(products.ids),
            start,
        )

    @api.model
    def _add_up_changes(self, loops, moved):
        """{loop id: change of the stock within its location}

        :param moved: rows of product, location it left, location it entered and quantity
        """
        changes = defaultdict(float)
        by_product = loops.grouped(lambda loop: loop.product_id.id)
        location_ids = {location_id for __, *pair, __ in moved for location_id in pair}
        locations = self.env["stock.location"].sudo().browse(location_ids)
        paths = {location.id: location.parent_path for location in locations}
        for product_id, source_id, target_id, quantity in moved:
            for loop in by_product[product_id]:
                place = loop.location_id.parent_path
                leaves, enters = paths[source_id].startswith(place), paths[target_id].startswith(place)
                changes[loop.id] += (enters - leaves) * (quantity or 0)
        return dict(changes)
