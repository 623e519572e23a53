# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import api, fields, models
from odoo.fields import Domain


class ProductProduct(models.Model):
    """A product says at a glance which loops order it and what is on its way by card."""

    _inherit = "product.product"

    is_kanban_governed = fields.Boolean(
        "Governed by kanban",
        compute="_compute_is_kanban_governed",
        search="_search_is_kanban_governed",
        compute_sudo=True,
        help="A kanban loop that runs orders it: do not order it by hand as well.",
    )
    kanban_summary = fields.Text("By Card", compute="_compute_kanban_summary", compute_sudo=True)

    def _get_running_loops(self):
        return self.env["lean.kanban.loop"].search(
            [
                ("product_id", "in", self.ids),
                ("state", "=", "active"),
                ("company_id", "in", self.env.companies.ids),
            ]
        )

    @api.depends("kanban_loop_ids.state")
    def _compute_is_kanban_governed(self):
        governed = self._get_running_loops().product_id
        for product in self:
            product.is_kanban_governed = product in governed

    @api.model
    def _search_is_kanban_governed(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [
            (
                "kanban_loop_ids",
                "any",
                [("state", "=", "active"), ("company_id", "in", self.env.companies.ids)],
            )
        ]

    @api.depends("kanban_loop_ids.state")
    def _compute_kanban_summary(self):
        loops = self._get_running_loops().grouped("product_id")
        for product in self:
            running = loops.get(product, self.env["lean.kanban.loop"])
            product.kanban_summary = "\n".join(running.mapped("on_the_way_summary"))

    def action_make_kanban_loop(self):
        """A new loop for this product."""
        self.ensure_one()
        return self._get_new_kanban_loop_action({"default_product_id": self.id})

    @api.model
    def _get_new_kanban_loop_action(self, context):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New Kanban Loop"),
            "res_model": "lean.kanban.loop",
            "views": [(False, "form")],
            "context": context,
        }


class ProductTemplate(models.Model):
    _inherit = "product.template"

    is_kanban_governed = fields.Boolean(
        "Governed by kanban",
        compute="_compute_is_kanban_governed",
        search="_search_is_kanban_governed",
        compute_sudo=True,
        help="A kanban loop that runs orders one of its variants: do not order it by hand as well.",
    )
    kanban_summary = fields.Text("By Card", compute="_compute_kanban_summary", compute_sudo=True)

    @api.depends("product_variant_ids.is_kanban_governed")
    def _compute_is_kanban_governed(self):
        for template in self:
            template.is_kanban_governed = any(template.product_variant_ids.mapped("is_kanban_governed"))

    @api.model
    def _search_is_kanban_governed(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("product_variant_ids", "any", [("is_kanban_governed", "in", value)])

    @api.depends("product_variant_ids.kanban_summary")
    def _compute_kanban_summary(self):
        for template in self:
            lines = filter(None, template.product_variant_ids.mapped("kanban_summary"))
            template.kanban_summary = "\n".join(lines)

    def action_make_kanban_loop(self):
        """A new loop for this product; the variant is chosen in it where there are several."""
        self.ensure_one()
        variant = self.product_variant_id if self.product_variant_count == 1 else self.env["product.product"]
        return variant._get_new_kanban_loop_action({"default_product_id": variant.id})
