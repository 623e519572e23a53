# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain


class StockWarehouseOrderpoint(models.Model):
    """One owner for a product in a location: a loop or an automatic reordering rule.

    Both would see the same empty shelf and order twice.
    """

    _inherit = "stock.warehouse.orderpoint"

    @api.constrains("product_id", "location_id", "trigger", "active")
    def _check_kanban_owner(self):
        rules = self.filtered(lambda rule: rule.active and rule.trigger == "auto")
        if not rules:
            return
        loops = (
            self.env["lean.kanban.loop"]
            .sudo()
            .search([("state", "=", "active"), ("product_id", "in", rules.product_id.ids)])
        )
        for loop in loops:
            if rule := loop._filter_competing(rules)[:1]:
                raise ValidationError(
                    self.env._(
                        "%(product)s at %(location)s is ordered by the kanban loop %(loop)s already: together they "
                        "would order twice. Change the loop, or archive it first.",
                        product=rule.product_id.display_name,
                        location=loop.location_id.display_name,
                        loop=loop.name,
                    )
                )

    def action_open_kanban_conversion(self):
        """Turn these rules into kanban loops, with a preview."""
        context = {"default_orderpoint_ids": self.ids}
        conversion = self.env["lean.kanban.convert"].with_context(**context).create({})
        return {**conversion._open(), "context": context}


class LeanKanbanLoop(models.Model):
    _inherit = "lean.kanban.loop"

    replaced_orderpoint_id = fields.Many2one(
        "stock.warehouse.orderpoint",
        "Replaces",
        check_company=True,
        copy=False,
        index="btree_not_null",
        help="Reordering rule that is archived as the loop starts.",
    )

    def _filter_competing(self, orderpoints):
        """Automatic rules that would order for this loop's stock as well.

        A rule at the same place, above or below it. A loop that is fetched from within the place of a rule only
        moves what the rule orders, so it does not compete.
        """
        self.ensure_one()
        return orderpoints.filtered(
            lambda rule: (
                rule.product_id == self.product_id
                and rule.location_id != self.source_location_id
                and (
                    rule.location_id._child_of(self.location_id)
                    or (self.location_id._child_of(rule.location_id) and not self._is_fetched_within(rule.location_id))
                )
            )
        )

    def _is_fetched_within(self, location):
        return bool(self.source_location_id) and self.source_location_id._child_of(location)

    def action_activate(self, starts=None, per_stage=None):
        """Go live in the place of the reordering rules that are replaced."""
        result = super().action_activate(starts, per_stage)
        self.filtered(lambda loop: loop.state == "active").sudo().replaced_orderpoint_id.action_archive()
        return result

    def _get_start_complaints(self):
        complaints = super()._get_start_complaints()
        orderpoints = self.env["stock.warehouse.orderpoint"].sudo().search(self._get_competing_domain())
        for loop in self:
            if rule := loop._filter_competing(orderpoints - loop.sudo().replaced_orderpoint_id)[:1]:
                complaints.setdefault(loop, loop._get_competing_complaint(rule))
        return complaints

    def _get_competing_complaint(self, rule):
        return self.env._(
            "%(product)s at %(location)s is ordered by the reordering rule %(rule)s: together they would order twice. "
            "Turn the rule into the loop (Replenishment, Actions, Turn into Kanban Loops) or archive it.",
            product=self.product_id.display_name,
            location=rule.location_id.display_name,
            rule=rule.name,
        )

    def _get_competing_domain(self):
        return Domain("product_id", "in", self.product_id.ids) & Domain("trigger", "=", "auto")
