# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from datetime import timedelta

from odoo import api, models


class Lean5sDemo(models.AbstractModel):
    """A red tag of the demo factory that is booked in stock."""

    _inherit = "lean.5s.demo"

    @api.model
    def _tag_stock(self):
        """Gaskets of a pump that is not made any more: decided to scrap, waiting for who works with stock."""
        company = self.env.ref("lean_base.company_alder")
        demo = self.with_context(allowed_company_ids=company.ids, tracking_disable=True).sudo()
        product, place = demo.env.ref("lean_5s_stock.product_old_gasket"), demo.env.ref("lean_5s_stock.location_cage")
        product.with_company(company).standard_price = 0.35
        demo.env["stock.quant"].with_context(inventory_mode=True).create(
            {"product_id": product.id, "location_id": place.id, "inventory_quantity": 240}
        ).action_apply_inventory()
        tag = demo.env["lean.5s.red.tag"].create(
            {
                "item": product.name,
                "area_id": demo.env.ref("lean_base.area_shipping").id,
                "category": "material",
                "reason": "obsolete",
                "product_id": product.id,
                "location_id": place.id,
                "quantity": 240,
                "value": 240 * product.with_company(company).standard_price,
                "date_tagged": company._lean_today() - timedelta(days=9),
                "disposition": "scrap",
                "tagged_by_id": demo.env.ref("lean_base.user_planner").id,
            }
        )
        tag.with_user(tag.decider_id).action_decide()
