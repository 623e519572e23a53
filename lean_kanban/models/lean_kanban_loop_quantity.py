# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import api, fields, models
from odoo.fields import Domain

from ..calculations.containers import settle
from .lean_kanban_card import AT_HAND


class LeanKanbanLoop(models.Model):
    """Loops whose containers are emptied by what is booked, without a scan.

    The cards are settled with the quantity on hand after each batch of moves, so a missed
    or corrected movement heals with the next one.
    """

    _inherit = "lean.kanban.loop"

    trigger = fields.Selection(
        selection_add=[("quantity", "Consumption")],
        ondelete={"quantity": "set default"},
        help="What empties a container: somebody who scans its card, or the consumption that is booked: a delivery, "
        "production, scrap or transfer drains the container in use, then the oldest full one.",
    )

    def action_resume(self):
        """Catch up with what was consumed while the loops were held."""
        result = super().action_resume()
        self.sudo()._filter_settled()._settle_containers()
        return result

    def _filter_settled(self):
        """Loops that follow what is booked."""
        return self.filtered_domain(self._get_settled_domain())

    @api.model
    def _get_settled_domain(self):
        return Domain("trigger", "=", "quantity")

    @api.model
    def _settle_products(self, products):
        """Settle the running loops of products that moved; one search where there are none."""
        running = Domain("state", "=", "active") & Domain("product_id", "in", products.ids)
        loops = self.sudo().search(self._get_settled_domain() & running)
        if loops:
            loops._settle_containers()

    def _settle_containers(self):
        """Bring the cards at hand in line with the stock on hand."""
        quantities = self._get_quantities_on_hand()
        cards = self.env["lean.kanban.card"].sudo().search([("loop_id", "in", self.ids)], order="date_state, id")
        emptied, restored, opened, closed = (cards.browse() for __ in range(4))
        for loop, group in cards.grouped("loop_id").items():
            at_hand = group.filtered(lambda c: c.state in AT_HAND)._sort_by_use()
            waiting = group._filter_restorable()
            result = settle(quantities[loop], loop.container_product_qty, len(at_hand), len(waiting))
            emptied |= at_hand[: result.to_empty]
            restored |= waiting[len(waiting) - result.to_restore :]
            left = at_hand[result.to_empty :] + waiting[len(waiting) - result.to_restore :]
            opened |= left[:1] if result.has_open else left.browse()
            closed |= left[result.has_open :].filtered(lambda c: c.state == "in_use")
        cards._apply_settlement(emptied, restored, opened, closed)


class LeanKanbanCard(models.Model):
    _inherit = "lean.kanban.card"

    def _sort_by_use(self):
        """The container in use first, then the one that has stood full the longest."""
        return self.sorted(lambda c: (c.state != "in_use", c.date_state, c.id))

    def _filter_restorable(self):
        """Cards that consumption signalled and nobody has ordered, the last one last."""
        return self.filtered(lambda c: c.state in ("wait", "empty") and not c.is_held_back and not c._is_staged())

    def _is_staged(self):
        """Whether it waits because its loop went live in stages."""
        return bool(self.release_date)

    def _apply_settlement(self, emptied, restored, opened, closed):
        if emptied:
            emptied._signal(source="consumption")
        (restored | closed)._transition("full", "consumption", release_date=False)
        opened.filtered(lambda c: c.state != "in_use")._transition("in_use", "consumption")
