# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import models


class StockForecastedProductProduct(models.AbstractModel):
    """The forecast report names the loops that order its product in the warehouse shown."""

    _inherit = "stock.forecasted_product_product"

    def _get_report_header(self, product_template_ids, product_ids, wh_location_ids):
        header = super()._get_report_header(product_template_ids, product_ids, wh_location_ids)
        loops = self.env["lean.kanban.loop"]
        if loops.has_access("read"):
            products = self.env["product.product"].browse(header["product_variants_ids"])
            locations = self.env["stock.location"].browse(wh_location_ids)
            loops = loops.search(loops._get_governing_domain(products, locations))
        header["kanban_loops"] = [{"id": loop.id, "text": loop.on_the_way_summary} for loop in loops]
        return header
