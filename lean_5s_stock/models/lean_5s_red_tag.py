# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import api, fields, models
from odoo.exceptions import UserError

BOOKED = ("scrap", "relocate")
OWN_LOCATIONS = "[('usage', '=', 'internal'), ('company_id', 'in', (False, company_id))]"


class Lean5sRedTag(models.Model):
    """A red tag on a product in stock: its disposition is booked where the stock is."""

    _inherit = "lean.5s.red.tag"

    product_id = fields.Many2one(
        "product.product",
        index="btree_not_null",
        check_company=True,
        domain="[('type', '=', 'consu'), ('company_id', 'in', (False, company_id))]",
        help="Then scrapping or relocating it is booked in stock.",
    )
    product_uom_id = fields.Many2one(
        "uom.uom", "Unit of Measure", compute="_compute_product_uom_id", store=True, readonly=False, precompute=True
    )
    tracking = fields.Selection(related="product_id.tracking", string="Traced By")
    lot_id = fields.Many2one(
        "stock.lot",
        "Lot/Serial",
        check_company=True,
        domain="[('product_id', '=', product_id)]",
        index="btree_not_null",
    )
    location_id = fields.Many2one("stock.location", "Stands In", check_company=True, domain=OWN_LOCATIONS)
    location_dest_id = fields.Many2one("stock.location", "Goes To", check_company=True, domain=OWN_LOCATIONS)
    scrap_id = fields.Many2one("stock.scrap", readonly=True, copy=False, ondelete="set null", index="btree_not_null")
    picking_id = fields.Many2one(
        "stock.picking", "Transfer", readonly=True, copy=False, ondelete="set null", index="btree_not_null"
    )
    can_book = fields.Boolean(compute="_compute_can_book", compute_sudo=True)

    @api.depends("product_id")
    def _compute_product_uom_id(self):
        for tag in self:
            tag.product_uom_id = tag.product_id.uom_id

    @api.depends("state", "disposition", "product_id", "scrap_id", "picking_id.state")
    def _compute_can_book(self):
        for tag in self:
            is_booked = tag.scrap_id or (tag.picking_id and tag.picking_id.state != "cancel")
            waits = tag.state == "decided" and tag.disposition in BOOKED
            tag.can_book = bool(waits and tag.product_id and not is_booked)

    @api.onchange("product_id")
    def _onchange_product_id(self):
        self.lot_id = False
        if self.product_id:
            self.item = self.item or self.product_id.display_name
            self.location_id = self.location_id or self._find_location()

    @api.onchange("product_id", "quantity", "product_uom_id")
    def _onchange_value(self):
        if self.product_id and self.product_uom_id:
            quantity = self.product_uom_id._compute_quantity(self.quantity, self.product_id.uom_id)
            company = self.company_id or self.env.company
            self.value = quantity * self.product_id.with_company(company).standard_price

    def action_book(self):
        """Scrap or relocate it in stock, as was decided; a second time opens what was booked."""
        self.ensure_one()
        self.check_access("write")
        if not self.can_book:
            return self.action_open_booking()
        self._check_bookable()
        return self._scrap() if self.disposition == "scrap" else self._relocate()

    def action_open_booking(self):
        """Open the scrap order or the transfer."""
        self.ensure_one()
        self.check_access("read")
        booking = self.scrap_id or self.picking_id
        if not booking:
            raise UserError(self.env._("%s is not booked in stock: decide to scrap or relocate it.", self.display_name))
        return booking._get_records_action()

    def _find_location(self):
        """Where most of the product stands in the company."""
        groups = self.env["stock.quant"]._read_group(
            [
                ("product_id", "=", self.product_id.id),
                ("location_id.usage", "=", "internal"),
                ("company_id", "=", self.company_id.id or self.env.company.id),
            ],
            ["location_id"],
            order="quantity:sum desc",
            limit=1,
        )
        return groups[0][0] if groups else self.env["stock.location"]

    def _check_bookable(self):
        if not self.location_id:
            raise UserError(self.env._("Say where %s stands: its location is needed to book it.", self.display_name))
        if self.tracking != "none" and not self.lot_id:
            raise UserError(self.env._("%s is traced by lot or serial number: say which one.", self.display_name))
        if self.disposition == "relocate":
            self._check_destination()

    def _check_destination(self):
        if not self.location_dest_id:
            raise UserError(self.env._("Say where %s goes to: the location is needed to move it.", self.display_name))
        if self.location_dest_id == self.location_id:
            raise UserError(self.env._("%s stands there already. Choose another location.", self.display_name))

    def _scrap(self):
        """Scrap it; where there is not enough in stock, Odoo asks what to do."""
        scrap = self.env["stock.scrap"].create(self._prepare_scrap_values())
        self.scrap_id = scrap
        answer = scrap.action_validate()
        return answer if isinstance(answer, dict) else scrap._get_records_action()

    def _prepare_scrap_values(self):
        return {
            "product_id": self.product_id.id,
            "product_uom_id": self.product_uom_id.id,
            "scrap_qty": self.quantity,
            "lot_id": self.lot_id.id,
            "location_id": self.location_id.id,
            "company_id": self.company_id.id,
            "origin": self.name,
        }

    def _relocate(self):
        """Make an internal transfer and reserve it; who carries it validates."""
        picking = self.env["stock.picking"].create(self._prepare_picking_values())
        self.picking_id = picking
        picking.action_confirm()
        if self.lot_id:
            self._reserve_lot(picking)
        else:
            picking.action_assign()
        return picking._get_records_action()

    def _reserve_lot(self, picking):
        """Take the lot that carries the tag, not the one Odoo would take first."""
        picking.do_unreserve()
        move = picking.move_ids
        move._update_reserved_quantity(move.product_qty, self.location_id, lot_id=self.lot_id, strict=False)

    def _prepare_picking_values(self):
        picking_type = self._get_picking_type()
        locations = {"location_id": self.location_id.id, "location_dest_id": self.location_dest_id.id}
        move = {
            **locations,
            "product_id": self.product_id.id,
            "product_uom": self.product_uom_id.id,
            "product_uom_qty": self.quantity,
            "company_id": self.company_id.id,
        }
        return {
            **locations,
            "picking_type_id": picking_type.id,
            "company_id": self.company_id.id,
            "origin": self.name,
            "move_ids": [fields.Command.create(move)],
        }

    def _get_picking_type(self):
        """How the warehouse of the location moves things, else any of the company.

        The type is archived while storage locations are not set to be managed; it moves things all the same.
        """
        picking_type = self.location_id.warehouse_id.int_type_id or self.env["stock.picking.type"].with_context(
            active_test=False
        ).search([("code", "=", "internal"), ("company_id", "=", self.company_id.id)], limit=1)
        if not picking_type:
            raise UserError(self.env._("No warehouse of %s makes internal transfers.", self.company_id.name))
        return picking_type

    def _check_done(self, disposition, photo_after):
        super()._check_done(disposition, photo_after)
        tag = self.sudo()
        if tag.product_id and disposition == "scrap" and tag.scrap_id.state != "done":
            raise UserError(self.env._("%s is still in stock: book its scrap first.", self.display_name))
        if tag.product_id and disposition == "relocate" and tag.picking_id.state != "done":
            raise UserError(self.env._("%s is not moved in stock yet: validate its transfer.", self.display_name))

    def action_back(self):
        """What is booked is not decided anew."""
        self.check_access("write")
        for tag in self.sudo():
            if tag.scrap_id.state == "done" or tag.picking_id.state == "done":
                raise UserError(
                    self.env._("%s is booked in stock already and cannot be decided anew.", tag.display_name)
                )
        return super().action_back()
