# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import api, fields, models

CARDS_DEPEND_ON = {"product_id", "product_qty", "product_uom_id", "state"}


class MrpProduction(models.Model):
    _name = "mrp.production"
    _inherit = ["mrp.production", "lean.kanban.document.mixin"]

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
