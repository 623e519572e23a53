# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import fields, models


class ProductProduct(models.Model):
    _inherit = "product.product"

    kanban_loop_ids = fields.One2many("lean.kanban.loop", "product_id")
    kanban_loop_count = fields.Integer(compute="_compute_kanban_loop_count")

    def _compute_kanban_loop_count(self):
        groups = self.env["lean.kanban.loop"]._read_group([("product_id", "in", self.ids)], ["product_id"], ["__count"])
        counts = dict(groups)
        for product in self:
            product.kanban_loop_count = counts.get(product, 0)

    def _share_inherited(self, names):
        """Read fields of the templates for all these products at once.

        Core computes what a product inherits record by record, which costs thrice what it costs to read it. Fields
        that are not inherited are left to core.
        """
        products = self.sudo()
        products.fetch(["product_tmpl_id"])
        templates = products.product_tmpl_id
        template_ids = products.mapped(lambda product: product.product_tmpl_id.id)
        templates.fetch(names)
        for name in names:
            field, inherited = products._fields[name], templates._fields[name]
            if field.inherited_field is inherited:
                values = inherited._get_cache(products.env)
                field._insert_cache(products, [values[template_id] for template_id in template_ids])

    def action_view_kanban_loops(self):
        """The kanban loops of these products."""
        action = self.env["ir.actions.act_window"]._for_xml_id("lean_kanban.lean_kanban_loop_action")
        context = {"default_product_id": self.id} if len(self) == 1 else {}
        return {
            **action,
            "domain": [("product_id", "in", self.ids)],
            "context": context,
        }


class ProductTemplate(models.Model):
    _inherit = "product.template"

    kanban_loop_count = fields.Integer(compute="_compute_kanban_loop_count")

    def _compute_kanban_loop_count(self):
        for template in self:
            variants = template.product_variant_ids
            template.kanban_loop_count = sum(variants.mapped("kanban_loop_count"))

    def action_view_kanban_loops(self):
        """The kanban loops of the variants."""
        return self.product_variant_ids.action_view_kanban_loops()
