# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date

from .lean_kanban_supply import OPEN_STATES


class LeanKanbanLoop(models.Model):
    """What Odoo's own screens say of a loop, so that nobody orders beside it."""

    _inherit = "lean.kanban.loop"

    on_the_way_qty = fields.Float(
        "On its Way",
        compute="_compute_on_the_way",
        digits="Product Unit",
        help="Ordered by card and not arrived yet, in the product's unit.",
    )
    on_the_way_summary = fields.Char("By Card", compute="_compute_on_the_way")

    @api.depends("card_ids.state", "card_ids.supply_id")
    def _compute_on_the_way(self):
        quantities = self._get_on_the_way_quantities()
        supplies = self._get_board_supplies()
        for loop in self:
            loop.on_the_way_qty = quantities.get(loop.id, 0)
            loop.on_the_way_summary = loop._summarize_on_the_way(supplies.get(loop.id, []))

    def _get_on_the_way_quantities(self):
        """{loop id: quantity of its open supplies that has not arrived, in the product's unit}"""
        groups = (
            self.env["lean.kanban.supply"]
            .sudo()
            ._read_group(
                [("loop_id", "in", self.ids), ("state", "in", OPEN_STATES)],
                ["loop_id"],
                ["quantity:sum", "quantity_filled:sum"],
            )
        )
        return {loop.id: asked - filled for loop, asked, filled in groups}

    def _summarize_on_the_way(self, supplies):
        """What comes by card, and when the next of it, in words.

        :param supplies: as :meth:`_get_board_supplies` returns them for one loop
        """
        if not supplies:
            return self.env._("%s: nothing on its way by card", self.name)
        facts = {
            "loop": self.name,
            "count": len(supplies),
            "quantity": f"{self.on_the_way_qty:g}",
            "uom": self.sudo().product_id.uom_id.name,
        }
        dates = [expected for __, expected, __ in supplies if expected]
        if not dates:
            return self.env._("%(loop)s: %(count)s containers (%(quantity)s %(uom)s) on their way by card", **facts)
        calendar = {"zone": self.company_id._lean_tz()}
        date = format_date(self.env, self._get_local_date(min(dates), calendar), date_format="EEE d MMM")
        return self.env._(
            "%(loop)s: %(count)s containers (%(quantity)s %(uom)s) on their way by card, next %(date)s",
            date=date,
            **facts,
        )

    @api.model
    def _get_governing_domain(self, products, locations):
        """Loops that order these products for places within `locations`."""
        return Domain("state", "=", "active") & Domain(
            [("product_id", "in", products.ids), ("location_id", "child_of", locations.ids)]
        )

    @api.model
    def _get_governing_action(self, loops, name):
        """Open the loops that govern a product."""
        action = {"type": "ir.actions.act_window", "res_model": self._name, "name": name}
        if len(loops) == 1:
            return {**action, "res_id": loops.id, "views": [(False, "form")]}
        return {**action, "domain": [("id", "in", loops.ids)], "views": [(False, "list"), (False, "form")]}
