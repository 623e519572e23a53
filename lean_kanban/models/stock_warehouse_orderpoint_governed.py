# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import api, fields, models
from odoo.exceptions import RedirectWarning, UserError
from odoo.fields import Domain


class StockWarehouseOrderpoint(models.Model):
    """The Replenishment list proposes nothing that comes by card."""

    _inherit = "stock.warehouse.orderpoint"

    kanban_loop_id = fields.Many2one(
        "lean.kanban.loop",
        "Governed by",
        compute="_compute_kanban_loop_id",
        search="_search_kanban_loop_id",
        compute_sudo=True,
        help="The running kanban loop that orders this product here: it proposes no quantity beside it.",
    )
    kanban_summary = fields.Char("By Card", related="kanban_loop_id.on_the_way_summary")

    @api.depends("product_id.kanban_loop_ids.state", "location_id")
    def _compute_kanban_loop_id(self):
        loops = self._get_governing_loops()
        for rule in self:
            rule.kanban_loop_id = loops.get(rule)

    def _get_governing_loops(self):
        """{rule: the running loop that orders the same stock}"""
        loops = (
            self.env["lean.kanban.loop"]
            .sudo()
            .search([("state", "=", "active"), ("product_id", "in", self.product_id.ids)])
        )
        by_product = self.grouped("product_id")
        governing = {}
        for loop in loops:
            for rule in loop._filter_competing(by_product[loop.product_id]):
                governing.setdefault(rule, loop)
        return governing

    @api.model
    def _search_kanban_loop_id(self, operator, value):
        if operator != "in":
            return NotImplemented
        rules = self.with_context(active_test=False).search([("product_id.kanban_loop_ids.state", "=", "active")])
        governing = rules._get_governing_loops()
        domain = Domain("id", "in", [rule.id for rule, loop in governing.items() if loop.id in value])
        if False in value:
            domain |= Domain("id", "not in", [rule.id for rule in governing])
        return domain

    @api.depends("product_id.kanban_loop_ids.state")
    def _compute_qty_to_order_computed(self):
        """What comes by card is not proposed again."""
        governed = self.filtered("kanban_loop_id")
        governed.qty_to_order_computed = 0
        return super(StockWarehouseOrderpoint, self - governed)._compute_qty_to_order_computed()

    def action_replenish(self, force_to_max=False):
        """Order what no loop orders; say why the rest is left to its loop."""
        governed = self.filtered("kanban_loop_id")
        if not governed:
            return super().action_replenish(force_to_max=force_to_max)
        if governed == self:
            raise self._prepare_governed_warning()
        message = governed._get_governed_message()
        result = super(StockWarehouseOrderpoint, self - governed).action_replenish(force_to_max=force_to_max)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "title": self.env._("Left to their kanban loops"),
                "message": message,
                "type": "warning",
                "sticky": True,
                "next": result or False,
            },
        }

    def action_replenish_auto(self):
        """A rule cannot become automatic beside a loop."""
        if self.kanban_loop_id:
            raise self._prepare_governed_warning()
        return super().action_replenish_auto()

    def _prepare_governed_warning(self):
        loops = self.kanban_loop_id
        return RedirectWarning(
            self._get_governed_message(),
            loops._get_governing_action(loops, self.env._("Kanban Loops")),
            self.env._("Open the loop"),
        )

    def _get_governed_message(self):
        lines = [
            self.env._(
                "%(product)s is ordered by card: %(summary)s.",
                product=rule.product_id.display_name,
                summary=rule.kanban_summary,
            )
            for rule in self.filtered("kanban_loop_id")
        ]
        way_out = self.env._("To order more, empty a card or add one; to order by hand, put the loop on hold first.")
        return "\n".join([*lines, way_out])

    def action_open_kanban_loop(self):
        """The loop that governs the product here."""
        loops = self.kanban_loop_id
        return loops._get_governing_action(loops, self.env._("Kanban Loops"))

    def action_make_kanban_loop(self):
        """A new loop for what this line replenishes."""
        self.ensure_one()
        if not self.product_id:
            raise UserError(self.env._("Choose a product first."))
        proposal = self.env["lean.kanban.convert"]._prepare_line(self)
        context = {
            "default_product_id": self.product_id.id,
            "default_location_id": self.location_id.id,
            "default_route_id": self.route_id.id,
            "default_company_id": self.company_id.id,
            "default_replaced_orderpoint_id": self.id,
            **{f"default_{name}": proposal[name] for name in ("container_qty", "card_count") if proposal[name]},
        }
        return self.product_id._get_new_kanban_loop_action(context)
