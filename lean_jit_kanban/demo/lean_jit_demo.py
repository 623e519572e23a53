# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from datetime import datetime, time, timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models

# Lines of the twelve months that end with the last closed one, and how many of them were on time.
OVERSEAS = (18, 11)
FOUNDRY = (48, 47)
OVERSEAS_LEAD = 35
FOUNDRY_LEAD = 7
FOUNDRY_PARTS = ("bracket_200", "impeller_200", "cover_200", "casting_100")
LATE_DAYS = 4
NOON = time(11)


class LeanKanbanDemo(models.AbstractModel):
    """The vendors of the demo factory are scored; what cards ordered is most of their record."""

    _inherit = "lean.kanban.demo"

    @api.model
    def _play_scorecards(self):
        """Orders beside the cards, then a year of scorecards, a dispute, a wish and an action."""
        self = self._prepare()
        timeline = self._open_timeline()
        self._hold_vendors_to_their_word()
        self._plan_overseas(timeline)
        self._plan_foundry(timeline)
        timeline.run()
        self._hold_vendors_to_their_word()
        self._score_vendors()
        self._dispute_a_seal_kit()
        self._ask_for_another_day()

    def _hold_vendors_to_their_word(self):
        """Promises are days, which the story does not age: take those its orders have by now."""
        company = self.env.ref("lean_base.company_alder")
        company.delivery_working_days = True  # nobody receives at the weekend
        company.scorecard_policy_b = "warn"
        domain = [("company_id", "=", company.id), ("order_id.state", "=", "purchase")]
        lines = self.env["purchase.order.line"].sudo().search(domain)
        lines.write({"date_promised": False})
        lines._init_promises()
        lines.write({"promise_origin": "confirmed"})

    def _plan_overseas(self, timeline):
        """As many lines more as make eleven of eighteen by the end of the last month."""
        vendor = self.env.ref("lean_kanban_purchase.partner_sahyadri")
        product = self.env.ref("lean_kanban.product_casting_100")
        lines, on_time = self._count_missing(vendor, OVERSEAS)
        days = self._get_weekdays_of_last_month()
        for number in range(lines):
            late = 0 if number < on_time else LATE_DAYS
            due = days[(3 + 8 * number) % len(days)]
            self._plan_order(timeline, vendor, product, due, OVERSEAS_LEAD, late)

    def _plan_foundry(self, timeline):
        """The foundry around the corner brings what it promised, week by week."""
        vendor = self.env.ref("lean_kanban_purchase.partner_leie")
        lines, _on_time = self._count_missing(vendor, FOUNDRY)
        parts = [self.env.ref(f"lean_kanban.product_{name}") for name in FOUNDRY_PARTS]
        day = self._get_weekdays_of_last_month()[-1]
        while lines > 0:
            products = self.env["product.product"].union(*parts[:lines])
            self._plan_order(timeline, vendor, products, day, FOUNDRY_LEAD, 0)
            lines -= len(products)
            day -= timedelta(days=14)

    def _count_missing(self, vendor, wanted):
        """Lines a vendor lacks by the end of the last month: all of them, and those on time."""
        end = self._get_month() - timedelta(days=1)
        domain = [
            ("partner_id", "=", vendor.id),
            ("is_counted", "=", True),
            ("date_due", "<=", end),
            ("date_due", ">", end - relativedelta(years=1)),
        ]
        deliveries = self.env["lean.supplier.delivery"].search(domain)
        on_time = deliveries.filtered(lambda delivery: delivery.state == "on_time")
        return wanted[0] - len(deliveries), wanted[1] - len(on_time)

    def _get_month(self):
        """First day of the month that is not closed yet."""
        return self.env.ref("lean_base.company_alder")._lean_today().replace(day=1)

    def _get_weekdays_of_last_month(self):
        first = self._get_month() - relativedelta(months=1)
        days = (first + timedelta(days=number) for number in range(28))
        return [day for day in days if day.weekday() < 5]

    def _plan_order(self, timeline, vendor, products, due, lead, late):
        due = datetime.combine(due, NOON)
        timeline.add(due - timedelta(days=lead), self._order_beside_cards, timeline, vendor, products, due, late)

    def _order_beside_cards(self, timeline, vendor, products, due, late):
        """The buyer orders without a card, and the goods arrive `late` days after the promise."""
        day = fields.Datetime.now() + (due - timeline.date)
        lines = [(0, 0, {"product_id": product.id, "product_qty": 6, "date_planned": day}) for product in products]
        buyer = self.env.ref("lean_base.user_buyer")
        company = self.env.ref("lean_base.company_alder")
        order = self.env["purchase.order"].create(
            {"partner_id": vendor.id, "company_id": company.id, "user_id": buyer.id, "order_line": lines}
        )
        order.order_line.date_planned = day
        order.button_confirm()
        timeline.add(due + timedelta(days=late), self._receive, order.picking_ids)

    def _score_vendors(self):
        month = self._get_month()
        cards = self.env["lean.supplier.scorecard"].generate(month - relativedelta(months=12), month)
        card = cards.filtered(
            lambda card: card.partner_id == self.env.ref("lean_kanban_purchase.partner_sahyadri")
        ).sorted("date_from")[-1:]
        card._create_lean_actions(
            name=self.env._("Castings from Pune: weekly call on what is on the ship, until eight of ten are on time"),
            user_id=self.env.ref("lean_base.user_buyer").id,
            date_deadline=fields.Date.add(month, days=45),
            priority="1",
        )

    def _dispute_a_seal_kit(self):
        """The vendor of the seal kits disputes a late line in the portal."""
        user = self.env.ref("lean_kanban_purchase.user_supplier", raise_if_not_found=False)
        domain = [
            ("partner_id", "=", self.env.ref("lean_kanban_purchase.partner_kestrel").id),
            ("on_time_share", "=", 0),
            ("is_current", "=", True),
        ]
        line = self.env["lean.supplier.scorecard.line"].search(domain, order="date_due desc", limit=1)
        if user and line:
            line.with_user(user)._dispute(
                "The lorry stood at your gate from 15:40; it was let in on the next working day."
            )

    def _ask_for_another_day(self):
        """The foundry overseas asks for a week more; a buyer has to accept or refuse."""
        vendor = self.env.ref("lean_kanban_purchase.partner_sahyadri")
        domain = [("partner_id", "=", vendor.id), ("state", "=", "open"), ("date_due", ">", self._get_month())]
        delivery = self.env["lean.supplier.delivery"].search(domain, order="date_due desc", limit=1)
        line = delivery.purchase_line_id
        if line:
            order = line.order_id.with_user(self.env.ref("lean_base.user_buyer")).sudo()
            line = line.with_env(order.env)
            order._update_date_planned_for_lines([(line, line.date_planned + timedelta(days=7))])
