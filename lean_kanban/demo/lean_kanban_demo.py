# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from datetime import timedelta

from odoo import api, models
from odoo.fields import Domain

from ..calculations.start_up import StartUp
from ..models.lean_kanban_supply import OPEN_STATES
from .timeline import ALWAYS, NEVER, OVER, Timeline

TRANSFER_WEEKS = 6
FETCHED = {"bearing": 2, "screw": 3, "impeller": 4, "coupling": 5}  # days between
FETCHED_UNTIL = {"impeller": 21}  # days ago; from then on machining makes them, where Manufacturing is installed


class LeanKanbanDemo(models.AbstractModel):
    """What the people of the demo factory have done with its cards.

    Called by demo data alone. Everything goes through the methods people use; the
    :class:`Timeline` gives it its dates.
    """

    _name = "lean.kanban.demo"
    _description = "Kanban Demo Factory"

    @api.model
    def _prepare(self):
        """This model, acting within the demo company without a trail of changes."""
        company = self.env.ref("lean_base.company_alder")
        return self.with_context(
            allowed_company_ids=company.ids,
            tracking_disable=True,
            mail_create_nosubscribe=True,
        )

    def _open_timeline(self):
        return Timeline(self.env, self._get_endings())

    @api.model
    def _get_endings(self):
        """{model whose records belong to the past: when nobody changes them any more}"""
        return {
            "lean.kanban.card": NEVER,
            "lean.kanban.event": ALWAYS,
            "lean.kanban.supply": Domain("state", "not in", OPEN_STATES),
            "stock.picking": OVER,
            "stock.move": OVER,
            "stock.move.line": OVER,
            "mail.message": ALWAYS,
        }

    # Transfers from the supermarket to the lines

    @api.model
    def _play_transfers(self):
        """Six weeks of cards that fetch, one that was cancelled, one loop on hold."""
        self = self._prepare()
        timeline = self._open_timeline()
        days = timeline.get_days(7 * TRANSFER_WEEKS, hour=0)
        loops = {self._get_loop(name): rhythm for name, rhythm in FETCHED.items()}
        ends = {self._get_loop(name): timeline.today - timedelta(days=ago) for name, ago in FETCHED_UNTIL.items()}
        timeline.add(days[0] + timedelta(hours=4), self._open_factory, list(loops))
        for index, day in enumerate(days):
            for loop, rhythm in loops.items():
                if index % rhythm == 0 and day < ends.get(loop, timeline.today):
                    at = day + timedelta(hours=4 + rhythm, minutes=7 * index % 50)
                    timeline.add(at, self._fetch, timeline, loop, 1)
        self._plan_bearing_trial(timeline, days)
        timeline.run()
        self._empty(self._get_loop("bearing"), 1)
        self._get_loop("screw").card_ids[:1].action_open_container()
        self._cancel_transfer(self._get_loop("impeller"))
        self._hold_loop(self._get_loop("coupling"))

    def _get_loop(self, name):
        return self.env.ref(f"lean_kanban.loop_{name}_line")

    def _open_factory(self, loops):
        """The supermarket is filled and the loops go live, all their cards full."""
        supermarket = self.env.ref("lean_kanban.location_supermarket_b")
        o_ring = self._get_loop("o_ring")
        for loop in loops:
            quantity = loop.container_product_qty * 4 * TRANSFER_WEEKS
            self._count_stock(loop.product_id, supermarket, quantity)
            self._start_full(loop)
        self._count_stock(o_ring.product_id, supermarket, 400)

    def _fetch(self, timeline, loop, count):
        """Containers are emptied; two hours later others stand there full."""
        cards = self._empty(loop, count)
        arrival = timeline.date + timedelta(hours=2)
        timeline.add(arrival, self._receive, cards.move_ids.picking_id)

    def _cancel_transfer(self, loop):
        """Somebody cancels a transfer: its card waits for a decision."""
        self._empty(loop, 1).move_ids.picking_id[:1].action_cancel()

    def _hold_loop(self, loop):
        wizard = self.env["lean.kanban.hold"].create(
            {"loop_ids": loop.ids, "reason": "New coupling from supplier under test"}
        )
        wizard.action_hold()

    # What people do

    def _count_stock(self, product, location, quantity):
        """A stock count finds a quantity."""
        quants = self.env["stock.quant"].with_context(inventory_mode=True)
        quants.create(
            {
                "product_id": product.id,
                "location_id": location.id,
                "inventory_quantity": quantity,
            }
        ).action_apply_inventory()

    def _start_full(self, loop):
        """A loop goes live with all its containers full."""
        quantity = loop.card_count * loop.container_product_qty
        self._count_stock(loop.product_id, loop.location_id, quantity)
        loop.action_activate({loop.id: StartUp(loop.card_count, 0, 0)})

    def _empty(self, loop, count, *, consume=True):
        """So many containers are used up and scanned; their cards are released.

        :param consume: whether their content has still to leave stock
        :return: the cards, oldest containers first
        """
        cards = self._get_full(loop)[:count]
        if not cards:
            return cards
        if consume:
            self._consume(loop, len(cards) * loop.container_product_qty)
        station = self.env.ref("lean_base.user_station")
        for card in cards:
            card.with_user(station).scan(card.barcode)
        loop._release()
        return cards

    def _get_full(self, loop):
        """Cards of full containers, in the order they are used up: oldest first."""
        full = loop.card_ids.filtered(lambda card: card.state == "full")
        return full.sorted(lambda card: (card.date_state, card.number))

    def _consume(self, loop, quantity):
        """A quantity leaves the loop into production."""
        self._use(loop, quantity, origin=loop.area_id.name)

    def _use(self, place, quantity, origin=False):
        """A quantity leaves whatever has a product, a location and a company into production."""
        move = self.env["stock.move"].create(
            {
                "product_id": place.product_id.id,
                "product_uom_qty": quantity,
                "product_uom": place.product_id.uom_id.id,
                "location_id": place.location_id.id,
                "location_dest_id": place.product_id.property_stock_production.id,
                "company_id": place.company_id.id,
                "origin": origin,
            }
        )
        move._action_confirm()
        move.quantity = quantity
        move.picked = True
        move._action_done()

    def _receive(self, pickings, quantity=None):
        """Validate open transfers, of less than they ask for where a quantity is given."""
        pickings = pickings.filtered(lambda p: p.state not in ("done", "cancel"))
        if not pickings:
            return
        pickings.action_assign()
        if quantity is not None:
            pickings.move_ids.quantity = quantity
        pickings.move_ids.picked = True
        pickings.with_context(skip_backorder=True).button_validate()
