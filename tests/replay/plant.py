# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
"""The plant of the replay in Odoo: real moves, orders and receipts, a day at a time.

A day has the order of :mod:`.policies`: receipts due, consumption, then the orders of the
evening, which are confirmed at once. What the storekeeper and the vendor do is the same for
both ways of ordering, which differ in :meth:`Plant._replenish` only.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta

from odoo.fields import Command

from .demand import Replay
from .policies import Kanban, MinMax, Policy, Record, due_date

MORNING, EVENING = time(7), time(15)


class Plant:
    """Products, vendors and stock for all parts of a replay."""

    title = ""

    def __init__(self, env, replay: Replay, chosen: Sequence[Policy], leads: Sequence[int], clock):
        self.env = env(context={**env.context, "tracking_disable": True})
        self.replay, self.chosen, self.leads, self.clock = replay, chosen, leads, clock
        self.records = [Record() for _part in replay.parts]
        self.arriving: dict[date, list[int]] = {}
        self.purchase_count = 0
        warehouse = self.env["stock.warehouse"].search([("company_id", "=", self.env.company.id)], limit=1)
        self.stock = warehouse.lot_stock_id
        self.customers = self.env.ref("stock.stock_location_customers")
        self._set_time(replay.days[0] - timedelta(days=1), MORNING)
        self.vendors = self._create_vendors()
        self.products = self._create_products()
        for product, policy in zip(self.products, chosen, strict=True):
            self.env["stock.quant"]._update_available_quantity(product, self.stock, policy.start())
        self._set_up()
        self._forget()

    def _set_time(self, day: date, hour: time) -> None:
        self.clock.move_to(datetime.combine(day, hour))

    def _forget(self) -> None:
        """Two years of records do not belong into the cache."""
        self.env.flush_all()
        self.env.invalidate_all()

    # Set up

    def _create_vendors(self):
        leads = dict.fromkeys(self.leads)
        vendors = self.env["res.partner"].create([{"name": f"{self.title}: {lead} days"} for lead in leads])
        return dict(zip(leads, vendors, strict=True))

    def _create_products(self):
        return self.env["product.product"].create(
            [
                {
                    "name": f"{self.title}: part {part.name}",
                    "is_storable": True,
                    "seller_ids": [
                        Command.create({"partner_id": self.vendors[lead].id, "price": 1.0, "delay": lead}),
                    ],
                }
                for part, lead in zip(self.replay.parts, self.leads, strict=True)
            ]
        )

    def _set_up(self) -> None:
        """Loops or rules."""
        raise NotImplementedError

    # A day

    def run(self, after_day: Callable[[date], None] = lambda day: None) -> list[Record]:
        """All days, then receive what is still on order.

        :param after_day: called at the end of each day
        """
        for day in self.replay.days:
            self._run_day(day)
            after_day(day)
        for day in sorted(self.arriving):
            self._set_time(day, MORNING)
            self._receive(day)
        self._forget()
        return self.records

    def _run_day(self, day: date) -> None:
        self._set_time(day, MORNING)
        self._receive(day)
        self._consume(day)
        self._set_time(day, EVENING)
        self._replenish()
        self._confirm(day)
        on_hand = self.read_on_hand()
        for record, product in zip(self.records, self.products, strict=True):
            record.stock.append(on_hand.get(product.id, 0))
        self._forget()

    def read_on_hand(self) -> dict[int, int]:
        """{product id: pieces in stock}"""
        groups = self.env["stock.quant"]._read_group(
            [("product_id", "in", self.products.ids), ("location_id", "child_of", self.stock.ids)],
            ["product_id"],
            ["quantity:sum"],
        )
        return {product.id: round(quantity) for product, quantity in groups}

    def _receive(self, day: date) -> None:
        receipts = self.env["stock.picking"].browse(self.arriving.pop(day, []))
        if receipts:
            receipts.move_ids.picked = True
            receipts.with_context(skip_backorder=True).button_validate()

    def _consume(self, day: date) -> None:
        """Deliver what is there of the day's demand; the rest is short."""
        on_hand = self.read_on_hand()
        taken = {}
        for part, record, product in zip(self.replay.parts, self.records, self.products, strict=True):
            if demanded := part.demand.get(day):
                taken[product] = record.take(demanded, on_hand.get(product.id, 0))
        moves = self.env["stock.move"].create(
            [self._prepare_move(product, quantity) for product, quantity in taken.items() if quantity]
        )
        moves._action_confirm(merge=False)
        moves._action_assign()
        moves.picked = True
        moves._action_done()

    def _prepare_move(self, product, quantity: int) -> dict:
        return {
            "product_id": product.id,
            "product_uom": product.uom_id.id,
            "product_uom_qty": quantity,
            "location_id": self.stock.id,
            "location_dest_id": self.customers.id,
        }

    def _replenish(self) -> None:
        """Make draft orders of what is needed."""
        raise NotImplementedError

    def _confirm(self, day: date) -> None:
        """The buyer confirms what was proposed; the vendors deliver after their lead time."""
        vendors = {vendor.id: lead for lead, vendor in self.vendors.items()}
        orders = self.env["purchase.order"].search([("partner_id", "in", list(vendors)), ("state", "=", "draft")])
        orders.button_confirm()
        self.purchase_count += len(orders)
        numbers = {product.id: number for number, product in enumerate(self.products)}
        for order in orders:
            due = due_date(day, vendors[order.partner_id.id])
            self.arriving.setdefault(due, []).extend(order.picking_ids.ids)
            for line in order.order_line:
                self.records[numbers[line.product_id.id]].orders += 1


class KanbanPlant(Plant):
    """Cards are signalled as their containers become empty, and released once a day."""

    title = "kanban"
    chosen: Sequence[Kanban]

    def _set_up(self) -> None:
        groups = self.env.ref("base.group_user") | self.env.ref("lean_base.group_lean_user")
        self.operator = self.env["res.users"].create(
            {"name": "Replay operator", "login": "replay_operator", "group_ids": [Command.set(groups.ids)]}
        )
        self.loops = self.env["lean.kanban.loop"].create(
            [
                {
                    "product_id": product.id,
                    "location_id": self.stock.id,
                    "container_qty": policy.container,
                    "card_count": policy.cards,
                }
                for product, policy in zip(self.products, self.chosen, strict=True)
            ]
        )
        self.loops.action_activate()

    def _replenish(self) -> None:
        empty = self._find_empty()
        if empty:
            empty.with_user(self.operator).action_signal_empty()
        self.loops._release()

    def _find_empty(self):
        """Cards standing full whose container the stock on hand says is empty, oldest first."""
        on_hand = self.read_on_hand()
        standing = self.env["lean.kanban.card"].search(
            [("loop_id", "in", self.loops.ids), ("state", "in", ("full", "in_use"))], order="date_state, id"
        )
        empty = standing.browse()
        for loop, cards in standing.grouped("loop_id").items():
            pieces = on_hand.get(loop.product_id.id, 0)
            full = -(-pieces // round(loop.container_qty))
            empty |= cards[: max(0, len(cards) - full)]
        return empty


class ReorderPlant(Plant):
    """Core's reordering rules, with its scheduler once a day."""

    title = "reordering rules"
    chosen: Sequence[MinMax]

    def _set_up(self) -> None:
        self.env["stock.warehouse.orderpoint"].create(
            [
                {
                    "product_id": product.id,
                    "location_id": self.stock.id,
                    "product_min_qty": policy.minimum,
                    "product_max_qty": policy.maximum,
                }
                for product, policy in zip(self.products, self.chosen, strict=True)
            ]
        )

    def _replenish(self) -> None:
        self.env["stock.rule"].run_scheduler(company_id=self.env.company.id)
