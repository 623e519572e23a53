# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import api, fields, models


class LeanKanbanLoop(models.Model):
    _inherit = "lean.kanban.loop"

    vendor_id = fields.Many2one(
        "res.partner",
        check_company=True,
        help="Orders from this vendor. Empty: the price list of the product decides.",
    )
    allowed_vendor_ids = fields.Many2many("res.partner", compute="_compute_allowed_vendor_ids")

    @api.depends("product_id")
    def _compute_allowed_vendor_ids(self):
        for loop in self:
            sellers = loop.product_id.sudo().seller_ids
            loop.allowed_vendor_ids = sellers.partner_id

    @api.constrains("vendor_id")
    def _check_vendor(self):
        self._check_container()

    def _get_seller(self):
        """The price list line core will order with, or an empty one."""
        product = self.product_id.with_company(self.company_id).sudo()
        sellers = product._prepare_sellers(False)
        if len(sellers) == 1 and self._is_possible_seller(sellers):
            return sellers
        return (
            product._select_seller(
                partner_id=self.vendor_id,
                quantity=self.container_qty,
                uom_id=self.container_uom_id,
            )
            or sellers.filtered(self._is_possible_seller)[:1]
        )

    def _is_possible_seller(self, seller):
        if seller.company_id and seller.company_id != self.company_id:
            return False
        return not self.vendor_id or seller.partner_id == self.vendor_id

    def _get_container_complaint(self):
        return super()._get_container_complaint() or self._get_vendor_unit_complaint()

    def _get_vendor_unit_complaint(self):
        """A container has to be whole in the unit the vendor sells in."""
        unit = self._get_seller().product_uom_id if self.kind == "supplier" else None
        broken = unit and self._get_broken_container(unit)
        if not broken:
            return None
        return self.env._(
            "The vendor sells %(product)s by the %(unit)s: %(broken)s",
            product=self.product_id.display_name,
            unit=unit.name,
            broken=broken,
        )

    def _get_release_complaints(self):
        complaints = super()._get_release_complaints()
        for loop in self - self.browse([loop.id for loop in complaints]):
            complaint = loop._get_vendor_complaint() or loop._get_route_complaint()
            if complaint:
                complaints[loop] = complaint
        return complaints

    def _get_vendor_complaint(self):
        """Core would order from the vendor chosen without a price list."""
        if not self.vendor_id or self._get_seller():
            return None
        return self.env._(
            "%(vendor)s is not among the vendors of %(product)s.",
            vendor=self.vendor_id.display_name,
            product=self.product_id.display_name,
        )

    def _get_route_complaint(self):
        """A rule whose goods never stand here, or a route that core would pass over for any other."""
        rule, route = self.sudo().rule_id, self.route_id.sudo()
        bought = route.rule_ids.filtered(lambda r: r.action == "buy").picking_type_id
        if "dropship" in (rule.picking_type_id.code, *set(bought.mapped("code"))):
            return self.env._(
                "%(route)s ships from the vendor straight to the customer: nothing arrives at %(location)s. Choose a "
                "route that buys for stock.",
                route=(route or rule.route_id).name,
                location=self.location_id.display_name,
            )
        if bought and rule.route_id != route:
            return self.env._(
                "The route %(route)s does not bring goods to %(location)s.",
                route=route.name,
                location=self.location_id.display_name,
            )
        return None

    def _prepare_procurement_values(self, supplies):
        values = super()._prepare_procurement_values(supplies)
        values["kanban_ordering"] = self.ordering
        if self.vendor_id:
            values["supplierinfo_id"] = self._get_seller()
        return values

    @api.model
    def _get_company_fields(self):
        return [*super()._get_company_fields(), "days_to_purchase"]

    def _prepare_lead_values(self):
        values = super()._prepare_lead_values()
        if seller := self._get_seller():
            values["supplierinfo"] = seller
        return values

    def _get_print_supplier(self):
        vendor = self._get_seller().partner_id
        return (vendor.name or "", vendor.city or "") if vendor else super()._get_print_supplier()

    @api.model
    def _finish_release(self):
        """Confirm and send what the loops may order by themselves."""
        result = super()._finish_release()
        orders = self.env["purchase.order"].sudo()
        orders._search_kanban_proposals()._ask_buyer_to_confirm()
        orders._search_kanban_to_confirm()._kanban_confirm()
        orders._search_kanban_to_send()._kanban_send()
        return result
