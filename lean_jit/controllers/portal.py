# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.lean_base.tools import read_form_id, read_text
from odoo.addons.portal.controllers import portal
from odoo.addons.portal.controllers.portal import pager as portal_pager

MAX_REASON = 4000


class ScorecardPortal(portal.CustomerPortal):
    """A vendor sees its own scorecards and the deliveries behind them, and can dispute one."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "scorecard_count" in counters:
            cards = request.env["lean.supplier.scorecard"]
            values["scorecard_count"] = cards.search_count(self._get_scorecard_domain()) if self._may_read() else 0
        return values

    def _may_read(self):
        return request.env["lean.supplier.scorecard"].has_access("read")

    def _get_scorecard_domain(self):
        partner = request.env.user.commercial_partner_id
        return [("partner_id", "=", partner.id), ("is_current", "=", True)]

    @http.route(
        ["/my/scorecards", "/my/scorecards/page/<int:page>"], type="http", auth="user", website=True, readonly=True
    )
    def portal_scorecards(self, page=1, **kwargs):
        """The months of this vendor, latest first."""
        if not self._may_read():
            return request.redirect("/my")
        cards = request.env["lean.supplier.scorecard"]
        domain = self._get_scorecard_domain()
        pager = portal_pager("/my/scorecards", cards.search_count(domain), page=page, step=self._items_per_page)
        found = cards.search(domain, limit=self._items_per_page, offset=pager["offset"])
        values = self._prepare_portal_layout_values() | {"cards": found, "pager": pager, "page_name": "scorecards"}
        return request.render("lean_jit.portal_scorecards", values)

    @http.route("/my/scorecards/<int:card_id>", type="http", auth="user", website=True, readonly=True)
    def portal_scorecard(self, card_id, report_type=None, message=None, **kwargs):
        """One month, and the lines due in its twelve months."""
        card = self._get_card(card_id)
        if not card:
            return request.redirect("/my/scorecards")
        if report_type == "pdf":
            return self._show_report(card, "pdf", "lean_jit.action_report_scorecard", download=True)
        lines = request.env["lean.supplier.scorecard.line"].search(card._get_graded_domain(), limit=200)
        disputes = request.env["lean.delivery.dispute"].sudo()
        open_lines = disputes.search([("purchase_line_id", "in", lines.sudo().purchase_line_id.ids)])
        values = self._prepare_portal_layout_values() | {
            "card": card.sudo(),
            "lines": lines.sudo(),
            "disputes": {dispute.purchase_line_id.id: dispute for dispute in open_lines.sorted("id")},
            "page_name": "scorecard",
            "message": message,
        }
        return request.render("lean_jit.portal_scorecard", values)

    @http.route("/my/scorecards/line/<int:line_id>/dispute", type="http", auth="user", methods=["POST"], website=True)
    def portal_dispute(self, line_id, card_id="", reason="", **kwargs):
        """Dispute a line of one's own."""
        domain = [("id", "=", line_id), ("partner_id", "=", request.env.user.commercial_partner_id.id)]
        line = request.env["lean.supplier.scorecard.line"].search(domain)
        card_id = read_form_id(card_id)
        if not line:
            return request.redirect("/my/scorecards")
        try:
            line._dispute(read_text(reason, MAX_REASON))
        except UserError as error:
            return self.portal_scorecard(card_id, message=str(error))
        return request.redirect(f"/my/scorecards/{card_id}#line_{line.id}")

    def _get_card(self, card_id):
        if not self._may_read():
            return None
        return request.env["lean.supplier.scorecard"].search([("id", "=", card_id), *self._get_scorecard_domain()])
