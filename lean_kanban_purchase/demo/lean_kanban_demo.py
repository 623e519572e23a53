# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from datetime import datetime, time, timedelta

import pytz

from odoo import api, models
from odoo.fields import Domain

RECEIVED = Domain("receipt_status", "=", "full")
SEAL_KITS_A_DAY = (2, 3, 2, 2, 3)  # containers of 20 emptied: 48 pieces a day
SEAL_KIT_DAYS = 56
SEAL_KIT_CARDS = 9  # left of twelve, after three trials
SEAL_KIT_TRIAL = 4
TEN = time(10)
HALF_A_YEAR = 182
CASTING_RHYTHM = 10  # days between two orders overseas
COVER_RHYTHM = 10
OVERDUE = 60
# Days late of the orders overseas, oldest first; None arrives short, the rest later.
CASTINGS_LATE = (0, 0, 4, 0, 0, None, 0, 2, 0, 0, 9, 0, 0, 3, 0, None, 6, 0, OVERDUE)
NEXT_MORNING = timedelta(hours=17)


class LeanKanbanDemo(models.AbstractModel):
    _inherit = "lean.kanban.demo"

    @api.model
    def _get_endings(self):
        return {
            **super()._get_endings(),
            "purchase.order": RECEIVED | Domain("state", "=", "cancel"),
            "purchase.order.line": Domain("order_id", "any", RECEIVED),
        }

    @api.model
    def _play_purchases(self):
        """Half a year of cards that buy, up to the state the story starts with."""
        self = self._prepare()
        timeline = self._open_timeline()
        self._plan_seal_kits(timeline)
        self._plan_castings(timeline)
        self._plan_covers(timeline)
        self._plan_small_parts(timeline)
        timeline.run()
        self._leave_two_seal_kits_full()
        self._propose_motors()
        self._lose_vendor_of_terminal_boxes()

    def _get_bought(self, name):
        return self.env.ref(f"lean_kanban_purchase.loop_{name}")

    def _plan_start(self, timeline, loop, days):
        """The loop goes live on the first of these days; returns the days after it."""
        timeline.add(days[0] - timedelta(hours=1), self._start_full, loop)
        return days

    # Seal kits: every day, from a vendor who keeps his word

    def _plan_seal_kits(self, timeline):
        loop = self._get_bought("seal_kit")
        days = timeline.get_days(SEAL_KIT_DAYS, hour=11)
        self._plan_start(timeline, loop, days)
        for index, day in enumerate(days):
            count = SEAL_KITS_A_DAY[index % 5]
            late = 1 if index % 13 == 7 else 0
            timeline.add(day, self._buy, timeline, loop, count, late)
            self._plan_trial(timeline, day + timedelta(hours=1), loop, SEAL_KIT_CARDS, SEAL_KIT_TRIAL)
        timeline.add(days[-6] + timedelta(hours=2), self._lose_card, loop)

    def _lose_card(self, loop):
        """A card is gone with its container: eight are left to circulate."""
        full = loop.card_ids.filtered(lambda card: card.state == "full")
        full[-1:].action_declare_lost()

    def _leave_two_seal_kits_full(self):
        """Two of nine are full: what comes next is a scan."""
        loop = self._get_bought("seal_kit")
        while loop.full_count < 2 and (order := self._get_open_orders(loop)[:1]):
            self._receive(order.picking_ids)
            loop.invalidate_recordset()
        surplus = loop.full_count - 2
        if surplus > 0:
            self._empty(loop, surplus)
            self._order_automatically(loop)

    def _get_open_orders(self, loop):
        lines = loop.card_ids.purchase_line_ids
        return lines.order_id.sorted("date_planned")

    # Castings: overseas, often late; their covers come from around the corner

    def _plan_castings(self, timeline):
        loop = self._get_bought("casting_200")
        lead = 35
        first = HALF_A_YEAR + lead
        days = timeline.get_days(first, hour=8)
        self._plan_start(timeline, loop, days)
        starts = range(0, first, CASTING_RHYTHM)
        for index, start in enumerate(starts):
            day = next(day for day in days if day >= days[0] + timedelta(days=start))
            late = CASTINGS_LATE[index] if index < len(CASTINGS_LATE) else 0
            timeline.add(day, self._buy, timeline, loop, 3, late)

    def _plan_covers(self, timeline):
        loop = self._get_bought("cover_200")
        days = timeline.get_days(HALF_A_YEAR, hour=9)
        self._plan_start(timeline, loop, days)
        for index, day in enumerate(days[::COVER_RHYTHM]):
            late = 2 if index == 5 else 0
            timeline.add(day, self._buy, timeline, loop, 2, late)

    # Small parts, by the box and by the dozen; motors that the buyer confirms

    def _plan_small_parts(self, timeline):
        days = timeline.get_days(30, hour=10)
        for name, rhythm in (
            ("screw_m10", 3), ("cable_gland", 5), ("terminal_box", 7), ("motor_150", 5),
        ):  # fmt: skip
            loop = self._get_bought(name)
            self._plan_start(timeline, loop, days)
            for day in days[:-2:rhythm]:
                timeline.add(day, self._buy, timeline, loop, 1, 0)
        screws = self._get_bought("screw_m10")
        timeline.add(days[-2], self._leave_one_waiting, timeline, screws)

    def _leave_one_waiting(self, timeline, loop):
        """One emptied container waits for two more."""
        waiting = loop.card_ids.filtered(lambda card: card.state == "wait")
        self._buy(timeline, loop, (1 - len(waiting)) % loop.batch_size, 0)

    def _propose_motors(self):
        """An order the buyer has not confirmed since the last working day."""
        timeline = self._open_timeline()
        yesterday = timeline.today - timedelta(days=1)
        loop = self._get_bought("motor_150")
        days = [day for day in timeline.get_days(5, hour=5) if day < yesterday]
        filled = [card.date_state for card in self._get_full(loop) if card.date_state < yesterday]
        timeline.add(max(days[-1:] + filled), self._propose, loop, len(filled))
        timeline.run()

    def _propose(self, loop, count):
        """The containers that stood there are used up, and the order waits for its buyer."""
        self._empty(loop, count)
        loop._finish_release()

    def _lose_vendor_of_terminal_boxes(self):
        """The vendor gives the article up; the next empty container finds nobody."""
        self.env.ref("lean_kanban_purchase.price_terminal_box").unlink()
        self._empty(self._get_bought("terminal_box"), 1)

    @api.model
    def _lock_motors(self):
        """Motors are put into the cage."""
        self = self._prepare()
        cage = self.env.ref("lean_kanban_purchase.location_cage")
        self._count_stock(self._get_bought("motor_150").product_id, cage, 6)

    # What people do

    def _buy(self, timeline, loop, count, late):
        """Containers are emptied, ordered, and arrive `late` days after the promise."""
        if not self._empty(loop, count):
            return
        if loop.ordering == "automatic":
            orders = self._order_automatically(loop)
            self._plan_receipts(timeline, orders, late)
        else:
            orders = self._get_drafts(loop)
            morning = timeline.date + NEXT_MORNING
            timeline.add(morning, self._confirm, timeline, orders, late)

    def _order_automatically(self, loop):
        """The order as a release confirms it; the vendor is told without an e-mail."""
        orders = self._get_drafts(loop)
        orders._kanban_confirm()
        orders.action_mark_kanban_sent()
        return orders

    def _get_drafts(self, loop):
        orders = loop.card_ids.purchase_line_ids.order_id
        return orders.filtered(lambda order: order.state == "draft")

    def _confirm(self, timeline, orders, late):
        orders.button_confirm()
        self._plan_receipts(timeline, orders, late)

    def _plan_receipts(self, timeline, orders, late):
        for order in orders:
            due = self._get_promised_morning(timeline, order)
            if late is None:
                timeline.add(due, self._receive_short, timeline, order)
            else:
                arrival = due + timedelta(days=late, minutes=order.id % 50)
                timeline.add(arrival, self._receive_order, order)

    def _get_promised_morning(self, timeline, order):
        """Within the story, the day that was promised where the goods arrive: near midnight it is not that of UTC."""
        promised = pytz.utc.localize(timeline.get_date(order.date_planned))
        day = promised.astimezone(order.company_id._lean_tz()).date()
        return datetime.combine(day, TEN)

    def _receive_order(self, order):
        self._receive(order.picking_ids)

    def _receive_short(self, timeline, order):
        """Two thirds arrive, the rest five days later."""
        quantity = order.order_line[0].product_uom_qty * 2 // 3
        self._receive(order.picking_ids, quantity)
        rest = timeline.date + timedelta(days=5)
        timeline.add(rest, self._receive_order, order)
