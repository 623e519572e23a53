# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, format_date


class LeanPurchaseToday(models.Model):
    """What a buyer has to do today: a row for each order, line or proposal.

    A view over the documents, so that it cannot disagree with them; whatever is done
    disappears from it.
    """

    _name = "lean.purchase.today"
    _description = "Purchasing Today"
    _auto = False
    _order = "section, days_left, date_due, id"
    _rec_name = "order_id"
    _depends = {
        "purchase.order": ["state", "partner_id", "company_id", "user_id", "date_order", "date_approve", "acknowledged",
                           "kanban_ordering", "kanban_send_state"],
        "purchase.order.line": ["order_id", "product_id", "kanban_loop_id", "kanban_vendor_state", "date_planned"],
        "lean.kanban.proposal": ["state", "order_id", "purchase_line_id"],
        "lean.kanban.loop": ["daily_demand", "location_id"],
        "lean.kanban.allocation": ["supply_id", "card_id", "purchase_line_id", "quantity", "quantity_filled"],
        "lean.kanban.supply": ["state"],
        "res.company": ["kanban_chase_days"],
        "res.partner": ["kanban_mail"],
        "lean.kanban.buffer": ["product_id", "location_id", "quantity", "state"],
        "stock.quant": ["product_id", "location_id", "quantity"],
    }  # fmt: skip

    section = fields.Selection(
        [("1_send", "To send"), ("2_chase", "To chase"), ("3_disputed", "Disputed")], readonly=True
    )
    cause = fields.Selection(
        [
            ("draft", "To confirm"),
            ("approve", "To approve"),
            ("unsent", "Waits to be sent"),
            ("failed", "Not sent"),
            ("late", "Late"),
            ("slipped", "Stock ends first"),
            ("unconfirmed", "No answer"),
            ("proposal", "Proposal"),
        ],
        "What",
        readonly=True,
    )
    order_id = fields.Many2one("purchase.order", readonly=True)
    purchase_line_id = fields.Many2one("purchase.order.line", "Order Line", readonly=True)
    proposal_id = fields.Many2one("lean.kanban.proposal", readonly=True)
    partner_id = fields.Many2one("res.partner", "Vendor", readonly=True)
    product_id = fields.Many2one("product.product", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    user_id = fields.Many2one("res.users", "Buyer", readonly=True)
    date_due = fields.Datetime("Due", readonly=True)
    days_left = fields.Float(readonly=True, aggregator=None)
    stock_lasts = fields.Char(
        compute="_compute_detail",
        help="Working days until the stock of the loop is used up. Empty: no demand is known.",
    )
    is_urgent = fields.Boolean("Lasts Less than a Day", readonly=True)
    is_lasting_known = fields.Boolean(readonly=True)
    card_count = fields.Integer("Cards", readonly=True)
    date_reminded = fields.Datetime("Reminded", related="order_id.kanban_date_reminded")
    detail = fields.Char("Why", compute="_compute_detail")
    can_send = fields.Boolean(compute="_compute_detail")

    def _compute_detail(self):
        """The reason in words: what the order says, or what the vendor proposes."""
        for row in self:
            row.stock_lasts = self.env._("%.1f days", row.days_left) if row.is_lasting_known else False
            row.can_send = row.section == "1_send" and row.cause != "approve"
            if row.proposal_id:
                row.detail = row.proposal_id._get_change()
            elif row.section == "1_send":
                row.detail = row.order_id.kanban_hint
            else:
                row.detail = row._get_chase_detail() + row._get_reminded_detail()

    def _get_chase_detail(self):
        """How much, and why the vendor is to be asked."""
        line, now = self.purchase_line_id, fields.Datetime.now()
        values = {"quantity": line.product_qty, "unit": line.product_uom_id.name}
        if self.cause == "late":
            days = max((now - line.date_planned).days, 1)
            return self.env._("%(quantity)g %(unit)s · days late: %(days)d", days=days, **values)
        if self.cause == "slipped":
            days = (line.date_planned - now).days - self.days_left
            return self.env._("%(quantity)g %(unit)s · days without stock: %(days).1f", days=days, **values)
        days = (now - self.order_id.date_approve).days
        return self.env._("%(quantity)g %(unit)s · days unanswered: %(days)d", days=days, **values)

    def _get_reminded_detail(self):
        if not self.date_reminded:
            return ""
        date = fields.Datetime.context_timestamp(self, self.date_reminded)
        return self.env._(" · reminded on %s", format_date(self.env, date))

    # The rows

    @property
    def _table_query(self):
        return SQL(
            """
            WITH waiting AS (%s)
            SELECT today.*, COALESCE(today.days_left < 1, FALSE) AS is_urgent,
                   today.days_left IS NOT NULL AS is_lasting_known
            FROM (%s UNION ALL %s UNION ALL %s) AS today
            """,
            self._get_waiting_query(),
            self._get_send_query(),
            self._get_chase_query(),
            self._get_disputed_query(),
        )

    def _get_waiting_query(self):
        """Lines that cards wait for, with the working days their loop's stock lasts."""
        return SQL(
            """
            SELECT line.id AS line_id, line.order_id, line.product_id, line.kanban_vendor_state, line.date_planned,
                   cards.card_count,
                   ROW_NUMBER() OVER (
                       PARTITION BY line.kanban_loop_id, purchase.state ORDER BY line.date_planned, line.id
                   ) AS turn,
                   CASE WHEN loop.daily_demand > 0
                        THEN GREATEST(stock.quantity - locked.quantity, 0) / loop.daily_demand END AS days_left
            FROM purchase_order_line line
            JOIN purchase_order purchase ON purchase.id = line.order_id
            JOIN lean_kanban_loop loop ON loop.id = line.kanban_loop_id
            JOIN stock_location place ON place.id = loop.location_id
            JOIN LATERAL (
                SELECT COUNT(DISTINCT allocation.card_id) AS card_count
                FROM lean_kanban_allocation allocation
                JOIN lean_kanban_supply supply ON supply.id = allocation.supply_id
                WHERE allocation.purchase_line_id = line.id
                  AND allocation.quantity > COALESCE(allocation.quantity_filled, 0)
                  AND supply.state IN ('requested', 'in_process', 'in_transit')
            ) cards ON cards.card_count > 0
            CROSS JOIN LATERAL (
                SELECT COALESCE(SUM(quant.quantity), 0) AS quantity
                FROM stock_quant quant
                JOIN stock_location spot ON spot.id = quant.location_id
                WHERE quant.product_id = line.product_id AND spot.parent_path LIKE place.parent_path || '%%'
            ) stock
            CROSS JOIN LATERAL (
                SELECT COALESCE(SUM(LEAST(buffer.quantity, GREATEST(present.quantity, 0))), 0) AS quantity
                FROM lean_kanban_buffer buffer
                JOIN stock_location spot ON spot.id = buffer.location_id
                CROSS JOIN LATERAL (
                    SELECT COALESCE(SUM(quant.quantity), 0) AS quantity
                    FROM stock_quant quant
                    JOIN stock_location below ON below.id = quant.location_id
                    WHERE quant.product_id = buffer.product_id AND below.parent_path LIKE spot.parent_path || '%%'
                ) present
                WHERE buffer.product_id = line.product_id AND buffer.state = 'locked'
                  AND spot.parent_path LIKE place.parent_path || '%%'
            ) locked
            """
        )

    def _get_send_query(self):
        """Orders of cards that their vendors do not have yet; a digest due within a day comes by itself."""
        return SQL(
            """
            SELECT purchase.id * 4 AS id, '1_send' AS section,
                   CASE WHEN purchase.state = 'draft' THEN 'draft'
                        WHEN purchase.state = 'to approve' THEN 'approve'
                        WHEN purchase.kanban_send_state = 'failed' THEN 'failed' ELSE 'unsent' END AS cause,
                   purchase.id AS order_id, NULL::int AS purchase_line_id, NULL::int AS proposal_id,
                   purchase.partner_id, first_line.product_id, purchase.company_id, purchase.user_id,
                   purchase.date_order AS date_due, first_line.days_left,
                   first_line.card_count::int
            FROM purchase_order purchase
            LEFT JOIN LATERAL (
                SELECT MIN(waiting.days_left) AS days_left, SUM(waiting.card_count) AS card_count,
                       (ARRAY_AGG(waiting.product_id ORDER BY waiting.days_left NULLS LAST))[1] AS product_id
                FROM waiting WHERE waiting.order_id = purchase.id
            ) first_line ON TRUE
            LEFT JOIN res_partner vendor ON vendor.id = purchase.partner_id
            WHERE purchase.kanban_ordering IS NOT NULL
              AND (purchase.state IN ('draft', 'sent', 'to approve')
                   OR (purchase.state = 'purchase' AND purchase.kanban_send_state = 'failed')
                   OR (purchase.state = 'purchase' AND purchase.kanban_send_state = 'to_send'
                       AND (COALESCE(vendor.kanban_mail ->> purchase.company_id::text, 'order') <> 'daily'
                            OR purchase.date_approve < %s)))
            """,
            fields.Datetime.subtract(fields.Datetime.now(), days=1),
        )

    def _get_chase_query(self):
        """Confirmed and sent lines that are late, slip, or were not answered."""
        return SQL(
            """
            SELECT waiting.line_id * 4 + 1, '2_chase', chase.cause,
                   purchase.id, waiting.line_id, NULL::int,
                   purchase.partner_id, waiting.product_id, purchase.company_id, purchase.user_id,
                   waiting.date_planned, waiting.days_left, waiting.card_count::int
            FROM waiting
            JOIN purchase_order purchase ON purchase.id = waiting.order_id
            JOIN res_company company ON company.id = purchase.company_id
            CROSS JOIN LATERAL (
                SELECT CASE
                    WHEN waiting.date_planned < %(now)s THEN 'late'
                    WHEN waiting.turn = 1
                        AND waiting.date_planned > %(now)s + waiting.days_left * INTERVAL '1 day'
                        AND waiting.kanban_vendor_state <> 'shipped' THEN 'slipped'
                    WHEN waiting.kanban_vendor_state = 'asked' AND purchase.acknowledged IS NOT TRUE
                        AND purchase.date_approve < %(now)s - company.kanban_chase_days * INTERVAL '1 day' THEN 'unconfirmed'
                END AS cause
            ) chase
            WHERE purchase.state = 'purchase' AND chase.cause IS NOT NULL
              AND COALESCE(purchase.kanban_send_state, 'sent') = 'sent'
              AND waiting.kanban_vendor_state <> 'proposed'
            """,
            now=fields.Datetime.now(),
        )

    def _get_disputed_query(self):
        """What vendors propose; other addons add their disputes."""
        return SQL(
            """
            SELECT proposal.id * 4 + 2, '3_disputed', 'proposal',
                   purchase.id, proposal.purchase_line_id, proposal.id,
                   purchase.partner_id, proposal.product_id, purchase.company_id, purchase.user_id,
                   proposal.create_date, waiting.days_left, waiting.card_count::int
            FROM lean_kanban_proposal proposal
            JOIN purchase_order purchase ON purchase.id = proposal.order_id
            LEFT JOIN waiting ON waiting.line_id = proposal.purchase_line_id
            WHERE proposal.state = 'open' AND purchase.state = 'purchase'
            """
        )

    # What is done with a row

    def action_send(self):
        """Confirm and send the orders; what cannot be sent says why on the order."""
        orders = self.order_id
        orders._kanban_confirm_and_send()
        return self._answer(orders)

    def _answer(self, orders):
        """Load the rows again, and say what could not be done."""
        hints = [f"{order.name}: {order.kanban_hint}" for order in orders if order.kanban_hint]
        reload = {"type": "ir.actions.client", "tag": "soft_reload"}
        if not hints:
            return reload
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {"type": "warning", "sticky": True, "message": "\n".join(hints), "next": reload},
        }

    def action_remind(self):
        """Mail the vendor core's reminder of the order."""
        self.order_id._kanban_remind()
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def action_accept(self):
        """Accept what the vendor proposes."""
        self.proposal_id.action_accept()
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def action_refuse(self):
        """Refuse what the vendor proposes, with a reason."""
        return self.proposal_id.action_refuse()

    def action_open(self):
        """Open the order."""
        return {
            "type": "ir.actions.act_window",
            "res_model": "purchase.order",
            "res_id": self.order_id.id,
            "views": [(False, "form")],
        }


class PurchaseOrder(models.Model):
    _inherit = "purchase.order"

    kanban_date_reminded = fields.Datetime("Reminded", readonly=True, copy=False)

    def _kanban_confirm_and_send(self):
        """A person confirms the orders of cards, which are sent as each vendor wants them."""
        self.check_access("write")
        drafts = self.filtered(lambda order: order.state in ("draft", "sent"))
        drafts.button_confirm()
        drafts.kanban_send_state = "to_send"
        waiting = self.filtered(lambda order: order.state == "purchase" and order._is_kanban_unsent())
        (waiting & drafts)._kanban_send()
        (waiting - drafts).action_send_kanban_order()

    def _kanban_remind(self):
        """Mail core's reminder, once for each order of these."""
        self.check_access("write")
        template = self.env.ref("purchase.email_template_edi_purchase_reminder")
        for order in self:
            if not order.partner_id.email:
                raise UserError(self.env._("%s has no e-mail address: enter one.", order.partner_id.display_name))
            order.with_context(is_reminder=True).message_post_with_source(
                template,
                email_layout_xmlid="mail.mail_notification_layout_with_responsible_signature",
                subtype_xmlid="mail.mt_comment",
            )
        self.kanban_date_reminded = fields.Datetime.now()
