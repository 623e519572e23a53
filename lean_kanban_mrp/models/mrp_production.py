# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import api, fields, models
from odoo.exceptions import UserError

CARDS_DEPEND_ON = {"product_id", "product_qty", "product_uom_id", "state"}


class MrpProduction(models.Model):
    _name = "mrp.production"
    _inherit = ["mrp.production", "lean.kanban.document.mixin"]

    kanban_loop_id = fields.Many2one("lean.kanban.loop", index="btree_not_null", copy=False, readonly=True)
    kanban_allocation_ids = fields.One2many("lean.kanban.allocation", "production_id", copy=False)
    kanban_hint = fields.Char(
        copy=False,
        readonly=True,
        help="Why this production of kanban cards waits for a person.",
    )

    @api.depends("kanban_allocation_ids")
    def _compute_kanban_card_ids(self):
        super()._compute_kanban_card_ids()

    def _get_kanban_allocations(self):
        """{production: allocations to it}"""
        return {production: production.kanban_allocation_ids for production in self}

    # Finished goods of cards

    def _compute_locations(self):
        """Another operation type does not lead the goods away from the loop."""
        super()._compute_locations()
        for production in self.filtered("kanban_loop_id"):
            production.location_dest_id = production._get_kanban_destination()

    def _get_kanban_destination(self):
        loop = self.kanban_loop_id
        return loop._get_production_destination(self.location_dest_id)

    def _get_move_finished_values(
        self, product_id, product_uom_qty, product_uom, operation_id=False,
        byproduct_id=False, cost_share=0,
    ):  # fmt: skip
        values = super()._get_move_finished_values(
            product_id, product_uom_qty, product_uom, operation_id, byproduct_id,
            cost_share,
        )  # fmt: skip
        if self.kanban_loop_id and byproduct_id:
            values.update(self._prepare_byproduct_location())
        return values

    def _prepare_byproduct_location(self):
        """By-products are not for the cards: they go where they always go."""
        location = self.picking_type_id.default_location_dest_id
        if not location or self.location_dest_id != self.kanban_loop_id.location_id:
            return {}
        return {"location_dest_id": location.id}

    # Cards follow what happens to their production

    def action_confirm(self):
        result = super().action_confirm()
        self._sync_kanban()
        self._settle_hint()
        return result

    def _action_cancel(self):
        result = super()._action_cancel()
        self._sync_kanban()
        return result

    def write(self, vals):
        result = super().write(vals)
        if CARDS_DEPEND_ON & set(vals):
            self._sync_kanban()
        return result

    def unlink(self):
        """Cards of a production that is deleted are empty again."""
        supplies = self.sudo().kanban_allocation_ids.supply_id
        names = ", ".join(self.filtered("kanban_loop_id").mapped("name"))
        self = self.with_context(lean_kanban_document=names)
        result = super().unlink()
        supplies.with_context(lean_kanban_document=names)._update_from_documents()
        return result

    def _sync_kanban(self):
        productions = self.sudo().filtered("kanban_loop_id")
        if productions:
            supplies = self.env["lean.kanban.supply"]
            supplies._sync_documents({"production_id": productions})

    # Productions that become a card's later

    def _is_kanban_adoptable(self, location):
        """Whether this brings its product to `location` and to nobody in particular."""
        target = self.location_final_id or self.location_dest_id
        return target._child_of(location) and not self.move_finished_ids.move_dest_ids

    def _kanban_adopt(self, loop):
        """The production is for cards of `loop` from now on."""
        self.kanban_loop_id = loop
        destination = self._get_kanban_destination()
        if self.location_dest_id != destination:
            self.location_dest_id = destination
        self._get_kanban_finished_moves().write(
            {
                "kanban_loop_id": loop.id,
                "kanban_production_id": self.id,
                "location_dest_id": destination.id,
            }
        )

    def _get_kanban_finished_moves(self):
        return self.move_finished_ids.filtered(
            lambda move: move.product_id == self.product_id and move.state not in ("done", "cancel")
        )

    # What an allocation asks of its document

    def _kanban_document_name(self):
        return self.name

    def _kanban_date_expected(self):
        return self.date_finished

    def _kanban_open_document(self):
        """Open the production, with the rights of the user who asks."""
        return {
            "type": "ir.actions.act_window",
            "res_model": "mrp.production",
            "res_id": self.id,
            "views": [(False, "form")],
        }

    def _kanban_withdraw(self, quantity):
        """Make less, by a quantity in the unit of the product, or nothing at all."""
        if self.state not in ("draft", "confirmed") or self.qty_producing:
            raise UserError(self.env._("%s has been started: the planner can change it.", self.name))
        rest = self.product_qty - self.product_id.uom_id._compute_quantity(quantity, self.product_uom_id)
        if self.product_uom_id.compare(rest, 0) <= 0:
            self.action_cancel()
        elif self.state == "draft":
            self.product_qty = rest
        else:
            self.env["change.production.qty"].create({"mo_id": self.id, "product_qty": rest}).change_prod_qty()
