# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date


class LeanKanbanProposal(models.Model):
    """Another date or quantity that a vendor proposes for a line of cards.

    What was asked is kept beside what was proposed and what was decided. The line changes
    when the buyer accepts, through core's own methods.
    """

    _name = "lean.kanban.proposal"
    _description = "Vendor's Proposal"
    _order = "id desc"
    _rec_name = "purchase_line_id"

    purchase_line_id = fields.Many2one(
        "purchase.order.line", "Order Line", required=True, readonly=True, index=True, ondelete="cascade"
    )
    order_id = fields.Many2one(related="purchase_line_id.order_id", store=True, index=True)
    partner_id = fields.Many2one(related="order_id.partner_id", string="Vendor", store=True)
    company_id = fields.Many2one(related="order_id.company_id", store=True, index=True)
    product_id = fields.Many2one(related="purchase_line_id.product_id", store=True)
    uom_id = fields.Many2one(related="purchase_line_id.product_uom_id")
    author_id = fields.Many2one("res.partner", "Proposed by", readonly=True)
    date_asked = fields.Date("Asked for", readonly=True)
    date_proposed = fields.Date("Proposed Date", readonly=True)
    quantity_asked = fields.Float("Asked Quantity", digits="Product Unit", readonly=True)
    quantity_proposed = fields.Float("Proposed Quantity", digits="Product Unit", readonly=True)
    note = fields.Char("Message", readonly=True)
    state = fields.Selection(
        [("open", "To decide"), ("accepted", "Accepted"), ("refused", "Refused"), ("withdrawn", "Withdrawn")],
        default="open",
        required=True,
        readonly=True,
        index=True,
    )
    reason = fields.Char("Reason of Refusal", readonly=True)
    decided_by_id = fields.Many2one("res.users", readonly=True)
    date_decided = fields.Datetime(readonly=True)

    _open_unique = models.UniqueIndex(
        "(purchase_line_id) WHERE state = 'open'", "The vendor has proposed something for this line already."
    )

    def write(self, vals):
        if not self.env.su:
            raise AccessError(self.env._("What a vendor proposed stays as it was said: accept or refuse it."))
        return super().write(vals)

    @api.model
    def _propose(self, values_by_line):
        """Take in what a vendor proposes; one that differs in nothing is a confirmation.

        :param values_by_line: {line: {"date_proposed", "quantity_proposed", "note"}, each optional}
        :return: the proposals that are open for these lines now
        """
        lines = self.env["purchase.order.line"].union(*values_by_line)._check_kanban_answerable()
        rows = [self._prepare_proposal(line, values_by_line[line]) for line in lines]
        rows = [row for row in rows if self._check_proposal(row)]
        known = self.sudo().search([("purchase_line_id", "in", lines.ids), ("state", "=", "open")])
        same = known.filtered(lambda proposal: any(proposal._is_same(row) for row in rows))
        rows = [row for row in rows if row["purchase_line_id"] not in same.purchase_line_id.ids]
        (known - same).filtered(lambda p: p.purchase_line_id.id in [r["purchase_line_id"] for r in rows])._withdraw()
        proposals = self.sudo().create(rows)
        proposals.purchase_line_id.write(
            {"kanban_vendor_state": "proposed", "kanban_date_answered": fields.Datetime.now()}
        )
        proposals._tell_buyer()
        return proposals | same

    @api.model
    def _prepare_proposal(self, line, values):
        asked = line._get_kanban_local_date().date()
        return {
            "purchase_line_id": line.id,
            "author_id": self.env.user.partner_id.id,
            "date_asked": asked,
            "date_proposed": values.get("date_proposed") or asked,
            "quantity_asked": line.product_qty,
            "quantity_proposed": line.product_qty
            if values.get("quantity_proposed") is None
            else values["quantity_proposed"],
            "note": (values.get("note") or "").strip() or False,
        }

    def _check_proposal(self, row):
        """Whether a proposal says anything; raises where it cannot be meant."""
        line = self.env["purchase.order.line"].sudo().browse(row["purchase_line_id"])
        if row["quantity_proposed"] <= line.qty_received or row["quantity_proposed"] > 100 * line.product_qty:
            raise UserError(
                self.env._(
                    "%(product)s: propose more than the %(received)g received already. "
                    "If you cannot deliver at all, write so to the buyer.",
                    product=line.product_id.display_name,
                    received=line.qty_received,
                )
            )
        if row["date_proposed"] < line.company_id._lean_today():
            raise UserError(
                self.env._("%s: propose a date from today on.", line.product_id.display_name),
            )
        different = row["date_proposed"] != row["date_asked"] or row["quantity_proposed"] != row["quantity_asked"]
        return different or bool(row["note"])

    def _is_same(self, row):
        return (
            self.purchase_line_id.id == row["purchase_line_id"]
            and self.date_proposed == row["date_proposed"]
            and self.quantity_proposed == row["quantity_proposed"]
            and (self.note or False) == row["note"]
        )

    def _withdraw(self):
        self.write({"state": "withdrawn", "date_decided": fields.Datetime.now()})
        self._close_activities()

    # Tell

    def _tell_buyer(self):
        """One message and one activity for each order."""
        kind = "lean_kanban_purchase.activity_kanban_proposal"
        for order, proposals in self.grouped("order_id").items():
            proposals = proposals.with_context(lang=order._get_kanban_buyer_lang())
            body = proposals._get_notice()
            order._post_kanban_answer(Markup("<p>%s</p>%s") % (proposals.env._("We propose:"), body))
            if activity := order._get_kanban_proposal_activities()[:1]:
                activity.note = (activity.note or Markup()) + body
                continue
            buyer = order.user_id or order.order_line.kanban_loop_id.user_id[:1] or order.create_uid
            order.with_context(mail_activity_quick_update=True).activity_schedule(kind, note=body, user_id=buyer.id)

    def _get_notice(self):
        return Markup("<ul>%s</ul>") % Markup().join(Markup("<li>%s</li>") % p._get_sentence() for p in self)

    def _get_sentence(self):
        """What is proposed for which product, in words."""
        product = self.product_id.with_context(display_default_code=False)
        return f"{product.display_name}: {self._get_change()}"

    def _get_change(self):
        """What is proposed, in words."""
        parts = []
        if self.date_proposed != self.date_asked:
            parts.append(
                self.env._(
                    "%(proposed)s instead of %(asked)s",
                    proposed=format_date(self.env, self.date_proposed),
                    asked=format_date(self.env, self.date_asked),
                )
            )
        if self.quantity_proposed != self.quantity_asked:
            parts.append(
                self.env._(
                    "%(proposed)g instead of %(asked)g %(unit)s",
                    proposed=self.quantity_proposed,
                    asked=self.quantity_asked,
                    unit=self.uom_id.name,
                )
            )
        if self.note:
            parts.append(f"“{self.note}”")
        return ", ".join(parts)

    def _close_activities(self):
        """Nothing of an order is left to decide: its activity is done."""
        open_orders = self.search([("order_id", "in", self.order_id.ids), ("state", "=", "open")]).order_id
        (self.order_id - open_orders)._get_kanban_proposal_activities()._action_done()

    # What the buyer decides

    def action_accept(self):
        """Change the lines as proposed; the vendor has confirmed them by proposing."""
        self._check_open()
        for proposal in self:
            proposal._apply()
        self._decide("accepted")
        self._tell_vendor()
        self.order_id.sudo()._kanban_acknowledge()
        return True

    def _apply(self):
        line = self.purchase_line_id
        date = line._convert_to_middle_of_day(self.date_proposed)
        if self.date_proposed == self.date_asked:
            date = line.date_planned
        values = {"kanban_vendor_state": "confirmed"}
        if self.quantity_proposed != self.quantity_asked:
            values["product_qty"] = self.quantity_proposed
        line.write({**values, "date_planned": date})
        line._update_date_planned(date)

    def action_refuse(self):
        """Ask for the reason, which the vendor will read."""
        self._check_open()
        action = self.env["ir.actions.act_window"]._for_xml_id("lean_kanban_purchase.lean_kanban_refuse_action")
        return {**action, "context": {"default_proposal_ids": self.ids}}

    def _refuse(self, reason):
        """The lines stay as ordered and the vendor is asked again.

        :param reason: shown to the vendor
        """
        self._check_open()
        self._decide("refused", reason=reason)
        self.purchase_line_id.write({"kanban_vendor_state": "asked"})
        self._tell_vendor()

    def _check_open(self):
        self.check_access("write")
        for proposal in self.filtered(lambda p: p.state != "open"):
            raise UserError(
                self.env._("%s has been decided or withdrawn meanwhile: load the page again.", proposal.display_name)
            )
        for proposal in self.filtered(lambda p: p.order_id.state != "purchase"):
            raise UserError(self.env._("%s is not an open order any more.", proposal.order_id.name))

    def _decide(self, state, **values):
        decision = {"state": state, "decided_by_id": self.env.uid, "date_decided": fields.Datetime.now()}
        self.sudo().write({**decision, **values})
        self._close_activities()

    def _tell_vendor(self):
        """A mail for each order, in the language of the vendor."""
        for order, proposals in self.grouped("order_id").items():
            proposals = proposals.with_context(lang=order.partner_id.lang)
            order.message_post(
                body=Markup("<p>%s</p>%s") % (proposals._get_decision(), proposals._get_notice()),
                message_type="comment",
                subtype_xmlid="mail.mt_comment",
                partner_ids=(proposals.author_id | order.partner_id).ids,
            )

    def _get_decision(self):
        if self[0].state == "accepted":
            return self.env._("Accepted:")
        return self.env._("Refused, please deliver as ordered: %s", self[0].reason)

    def action_open_order(self):
        """Open the order of this proposal."""
        return self.purchase_line_id._kanban_open_document()


class PurchaseOrder(models.Model):
    _inherit = "purchase.order"

    kanban_proposal_ids = fields.One2many("lean.kanban.proposal", "order_id")
    kanban_proposal_count = fields.Integer("Proposals", compute="_compute_kanban_proposal_count")

    @api.depends("kanban_proposal_ids.state")
    def _compute_kanban_proposal_count(self):
        domain = [("order_id", "in", self.ids), ("state", "=", "open")]
        counts = dict(self.env["lean.kanban.proposal"].sudo()._read_group(domain, ["order_id"], ["__count"]))
        for order in self:
            order.kanban_proposal_count = counts.get(order, 0)

    def _get_kanban_proposal_activities(self):
        kind = self.env.ref("lean_kanban_purchase.activity_kanban_proposal")
        return self.sudo().activity_ids.filtered(lambda a: a.activity_type_id == kind)

    def action_view_kanban_proposals(self):
        """What the vendor has proposed for these orders."""
        action = self.env["ir.actions.act_window"]._for_xml_id("lean_kanban_purchase.lean_kanban_proposal_action")
        return {**action, "domain": [("order_id", "in", self.ids)], "context": {}}
