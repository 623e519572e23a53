# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import api, fields, models


class MrpProduction(models.Model):
    _name = "mrp.production"
    _inherit = ["mrp.production", "lean.kanban.document.mixin"]

    kanban_loop_id = fields.Many2one(
        "lean.kanban.loop", index="btree_not_null", copy=False, readonly=True
    )
    kanban_allocation_ids = fields.One2many(
        "lean.kanban.allocation", "production_id", copy=False
    )
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

    def _get_move_finished_values(
        self, product_id, product_uom_qty, product_uom, operation_id=False,
        byproduct_id=False, cost_share=0,
    ):  # fmt: skip
        values = super()._get_move_finished_values(
            product_id, product_uom_qty, product_uom, operation_id, byproduct_id,
            cost_share,
        )  # fmt: skip
        if self.kanban_loop_id and not byproduct_id:
            values["kanban_loop_id"] = self.kanban_loop_id.id
            values["kanban_production_id"] = self.id
        return values

    def _post_run_manufacture(self, post_production_values):
        """Allocate the productions core made of a need to its supplies.

        A batch size makes several productions of one need: they are filled in their
        order.
        """
        result = super()._post_run_manufacture(post_production_values)
        by_need = {}
        for production, procurement in zip(self, post_production_values, strict=True):
            if supplies := procurement.values.get("kanban_supply_ids"):
                by_need.setdefault(supplies, self.browse())
                by_need[supplies] |= production
        for supplies, productions in by_need.items():
            productions._kanban_allocate(supplies)
        return result

    def _kanban_allocate(self, supplies):
        commands = supplies._prepare_allocation_commands()
        first = self[0]
        first.sudo().kanban_allocation_ids = commands
        if len(self) > 1:
            shares = [(production, production.product_uom_qty) for production in self]
            first.sudo().kanban_allocation_ids._move_to("production_id", shares)

    def action_confirm(self):
        result = super().action_confirm()
        self._sync_kanban()
        self.filtered("kanban_hint").write({"kanban_hint": False})
        return result

    def _action_cancel(self):
        result = super()._action_cancel()
        self._sync_kanban()
        return result

    def write(self, vals):
        result = super().write(vals)
        if {"product_qty", "state"} & set(vals):
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

    def _brings_to(self, location):
        target = self.location_final_id or self.location_dest_id
        return target._child_of(location)

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

    def _kanban_adopt(self, loop):
        """The production is for cards of `loop` from now on."""
        self.kanban_loop_id = loop
        finished = self.move_finished_ids.filtered(
            lambda move: move.product_id == self.product_id
        )
        finished.write({"kanban_loop_id": loop.id, "kanban_production_id": self.id})
