# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import api, fields, models
from odoo.fields import Domain


class LeanKanbanLoop(models.Model):
    """The zone the board shows, in lists and searches too."""

    _inherit = "lean.kanban.loop"

    zone = fields.Selection(
        [("red", "Act now"), ("yellow", "Act soon"), ("green", "Fine")],
        compute="_compute_zone",
        search="_search_zone",
        help="As on the board: red, nothing is at hand or the stock ends before the next container comes; yellow, the "
        "last container is being emptied by then. Empty for a loop that does not run.",
    )

    @api.depends("state", "card_ids.state")
    def _compute_zone(self):
        zones = self.filtered(lambda lo: lo.state != "draft")._get_zones()
        for loop in self:
            loop.zone = zones.get(loop.id, False)

    def _get_zones(self):
        """{loop id: zone or None}, as the board finds them."""
        return {row["id"]: row["zone"] for row in self._get_board_rows()}

    @api.model
    def _search_zone(self, operator, value):
        if operator != "in":
            return NotImplemented
        zones = self.search(self._get_board_domain({}))._get_zones()
        domain = Domain("id", "in", [loop_id for loop_id, zone in zones.items() if zone in value])
        if False in value:
            domain |= Domain("id", "not in", [loop_id for loop_id, zone in zones.items() if zone])
        return domain
