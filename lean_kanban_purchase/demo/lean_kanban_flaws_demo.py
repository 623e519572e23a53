# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import api, models

COVERS_MISLAID = 60  # working days ago
NOTE = "Threads damaged on a third of the pieces"


class LeanKanbanDemo(models.AbstractModel):
    """What is planted to be found: a card nobody misses, a container that is not OK, a rule beside a loop."""

    _inherit = "lean.kanban.demo"

    @api.model
    def _play_flaws(self):
        """What went wrong today."""
        self = self._prepare()
        self._reject_cable_glands()
        self._ask_for_covers()

    # A card that fell behind a rack: its covers were taken, and nobody scanned it

    def _plan_covers(self, timeline):
        super()._plan_covers(timeline)
        cover = self._get_bought("cover_200")
        days = timeline.get_days(2 * COVERS_MISLAID, hour=13)
        timeline.add(days[-COVERS_MISLAID], self._consume, cover, cover.container_product_qty)

    def _get_full(self, loop):
        return super()._get_full(loop) - self._get_mislaid(loop)

    def _get_mislaid(self, loop):
        """Cards that lie where nobody scans them."""
        if loop != self._get_bought("cover_200"):
            return loop.card_ids.browse()
        return loop.card_ids.sorted("number")[-1:]

    # A container that is not OK

    def _reject_cable_glands(self):
        """A container is refused at the station, stands in quarantine, and its card has ordered again."""
        loop = self._get_bought("cable_gland")
        card = self._get_full(loop)[:1]
        details = {"reason_id": self.env.ref("lean_kanban.reject_reason_damaged").id, "note": NOTE}
        station = self.env.ref("lean_base.user_station")
        card.with_user(station).scan(card.barcode, mode="not_ok", details=details)
        self.env["lean.kanban.rejection"].search([("card_id", "=", card.id)])._run_job()
        loop._release()
        self._order_automatically(loop)

    # A line of the replenishment list that leaves the order to its cards

    def _ask_for_covers(self):
        """Somebody wants covers replenished by hand, where cards bring them already."""
        cover = self._get_bought("cover_200")
        self.env["stock.warehouse.orderpoint"].create(
            {
                "product_id": cover.product_id.id,
                "location_id": cover.location_id.id,
                "company_id": cover.company_id.id,
                "trigger": "manual",
                "product_min_qty": 60,
                "product_max_qty": 120,
            }
        )
