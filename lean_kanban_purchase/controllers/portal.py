# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
import math
from datetime import datetime

from werkzeug.exceptions import NotFound

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.http import content_disposition, request, route
from odoo.tools.image import image_data_uri

from odoo.addons.lean_base.tools import read_text
from odoo.addons.portal.controllers.portal import CustomerPortal, pager

LABELS = "lean_kanban.action_report_card_a6"
MAX_ID = 2**31


class KanbanPortal(CustomerPortal):
    """The vendor's page of cards: what is ordered, what is announced, and the vendor's answer.

    Plain forms, no script: it works on any phone. What a visitor may see hangs on the purchase
    lines that the record rules of the portal let this user read; ids of others are not found.
    Cards are read as superuser: whoever may read a card could also scan it.
    """

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "kanban_count" in counters:
            values["kanban_count"] = self._count_kanban_lines(self._get_kanban_filters()["all"]["domain"])
        return values

    @route(["/my/kanban", "/my/kanban/page/<int:page>"], type="http", auth="user", website=True, readonly=True)
    def portal_my_kanban(self, page=1, sortby=None, filterby=None, **kwargs):
        """The cards of this vendor that are ordered, with a form to answer."""
        sortings, filters = self._get_kanban_sortings(), self._get_kanban_filters()
        sortby = sortby if sortby in sortings else "date"
        filterby = filterby if filterby in filters else "all"
        lines = self._search_kanban_lines(filters[filterby]["domain"], order=sortings[sortby]["order"])
        pages = pager(
            url="/my/kanban",
            url_args={"sortby": sortby, "filterby": filterby},
            total=len(lines),
            page=page,
            step=self._items_per_page,
        )
        shown = lines[pages["offset"] : pages["offset"] + self._items_per_page]
        values = {
            **self._prepare_portal_layout_values(),
            "page_name": "kanban",
            "pager": pages,
            "default_url": "/my/kanban",
            "searchbar_sortings": sortings,
            "sortby": sortby,
            "searchbar_filters": filters,
            "filterby": filterby,
            "rows": [self._prepare_kanban_row(line) for line in shown.sudo()],
            "announced": self._get_announced_cards(),
            "notice": request.session.pop("kanban_notice", None),
            "today": fields.Date.to_string(fields.Date.context_today(request.env.user)),
        }
        return request.render("lean_kanban_purchase.portal_my_kanban", values)

    @route("/my/kanban/answer", type="http", auth="user", website=True, methods=["POST"])
    def portal_kanban_answer(self, answer="", tracking=None, back="", **values):
        """Take in the answer to the lines that are ticked, or to the one whose button was pressed.

        :param answer: confirm, propose, ship or labels; "confirm-7" is for line 7 alone
        """
        kind, __, line_id = answer.partition("-")
        lines = self._get_kanban_lines([line_id] if line_id else request.httprequest.form.getlist("line_ids"))
        if not lines:
            return self._return_to_kanban(request.env._("Tick the orders that you want to answer."), "warning", back)
        if kind == "labels":
            return self._get_kanban_labels(lines)
        try:
            notice = self._apply_kanban_answer(kind, lines, values, tracking)
        except UserError as error:
            return self._return_to_kanban(str(error), "danger", back)
        return self._return_to_kanban(notice, "success", back)

    def _apply_kanban_answer(self, kind, lines, values, tracking):
        """Do what the vendor answers, with the savepoint that a refusal needs; returns what to say."""
        with request.env.cr.savepoint():
            if kind == "confirm":
                lines._kanban_vendor_confirm()
                return request.env._("Thank you: confirmed.")
            if kind == "ship":
                lines._kanban_vendor_ship(read_text(tracking, 64))
                return request.env._("Thank you: noted as sent.")
            if kind == "propose":
                proposals = {line: self._read_kanban_proposal(line, values) for line in lines}
                if request.env["lean.kanban.proposal"]._propose(proposals):
                    return request.env._("Thank you: the buyer decides, and you see the answer here.")
                raise UserError(request.env._("You propose what is ordered: change a date or a quantity, or confirm."))
        raise NotFound()

    def _read_kanban_proposal(self, line, values):
        """What was entered beside a line; raises where it cannot be read."""
        date, quantity = values.get(f"date_{line.id}"), values.get(f"quantity_{line.id}")
        try:
            return {
                "date_proposed": datetime.strptime(date, "%Y-%m-%d").date() if date else None,
                "quantity_proposed": self._read_kanban_quantity(quantity) if quantity else None,
                "note": read_text(values.get(f"note_{line.id}"), 500),
            }
        except ValueError:
            raise UserError(
                request.env._("%s: enter a date and a number.", line.sudo().product_id.display_name)
            ) from None

    def _read_kanban_quantity(self, text):
        """A finite number: "nan" would pass every comparison."""
        quantity = float(text.replace(",", "."))
        if not math.isfinite(quantity):
            raise ValueError(text)
        return quantity

    def _return_to_kanban(self, message, level, back):
        request.session["kanban_notice"] = {"message": message, "level": level}
        return request.redirect("/my/kanban" + (f"?{back}" if back.startswith("filterby=") else ""))

    def _get_kanban_labels(self, lines):
        """The cards of these lines on paper."""
        cards = lines._get_kanban_waiting_cards()
        cards._register_missing_printing()
        reports = request.env["ir.actions.report"].sudo()
        if request.env["purchase.order"].sudo()._can_print():
            content, kind = reports._render_qweb_pdf(LABELS, cards.ids)
        else:
            content, kind = reports._render_qweb_html(LABELS, cards.ids)
        headers = [
            ("Content-Type", "application/pdf" if kind == "pdf" else "text/html"),
            ("Content-Length", len(content)),
        ]
        if kind == "pdf":
            headers.append(("Content-Disposition", content_disposition("kanban.pdf", disposition_type="inline")))
        return request.make_response(content, headers=headers)

    # What this vendor may see

    def _get_kanban_lines(self, line_ids):
        """The lines of these ids; not found where one is not this vendor's line of cards."""
        try:
            ids = [int(line_id) for line_id in line_ids]
            if not all(0 < line_id < MAX_ID for line_id in ids):
                raise NotFound()
            lines = request.env["purchase.order.line"].browse(ids)
            lines.check_access("read")
        except (AccessError, ValueError) as error:
            raise NotFound() from error
        known = self._search_kanban_lines([("id", "in", lines.ids)])
        if lines - known:
            raise NotFound()
        return lines

    def _search_kanban_lines(self, domain, order=None):
        """Lines of this vendor that cards wait for, which this user may read."""
        lines = request.env["purchase.order.line"]
        if not lines.has_access("read"):
            return lines
        own = lines._get_kanban_vendor_domain(request.env.user.partner_id)
        found = lines.sudo().search(own & fields.Domain(domain), order=order or "date_planned, id")
        return lines.browse(found.ids)._filtered_access("read")

    def _count_kanban_lines(self, domain):
        """How many there are, without loading them; the record rules of the vendor count along."""
        lines = request.env["purchase.order.line"]
        if not lines.has_access("read"):
            return 0
        rule = request.env["ir.rule"]._compute_domain(lines._name, "read")
        own = lines._get_kanban_vendor_domain(request.env.user.partner_id)
        return lines.sudo().search_count(own & fields.Domain(domain) & fields.Domain(rule or fields.Domain.TRUE))

    def _get_announced_cards(self):
        """Emptied containers of this vendor that no order is out for yet."""
        vendor, companies = request.env.user.commercial_partner_id, request.env.companies
        found = request.env["lean.kanban.card"].sudo().search(vendor._get_announced_card_domain(companies))
        return [
            {
                "product": loop.product_id.with_context(display_default_code=False).display_name,
                "code": loop.product_id.default_code or "",
                "count": len(group),
                "quantity": f"{len(group) * loop.container_qty:g} {loop.container_uom_id.name}",
            }
            for loop, group in found.grouped("loop_id").items()
        ]

    def _get_kanban_sortings(self):
        return {
            "date": {"label": request.env._("Date asked"), "order": "date_planned, id"},
            "product": {"label": request.env._("Product"), "order": "product_id, date_planned, id"},
            "order": {"label": request.env._("Order"), "order": "order_id desc, id"},
        }

    def _get_kanban_filters(self):
        now = fields.Datetime.now()
        return {
            "all": {"label": request.env._("All"), "domain": []},
            "asked": {"label": request.env._("To confirm"), "domain": [("kanban_vendor_state", "=", "asked")]},
            "proposed": {
                "label": request.env._("Proposed otherwise"),
                "domain": [("kanban_vendor_state", "=", "proposed")],
            },
            "confirmed": {"label": request.env._("Confirmed"), "domain": [("kanban_vendor_state", "=", "confirmed")]},
            "shipped": {"label": request.env._("Shipped"), "domain": [("kanban_vendor_state", "=", "shipped")]},
            "late": {"label": request.env._("Late"), "domain": [("date_planned", "<", now)]},
        }

    def _prepare_kanban_row(self, line):
        """What the page says of one line."""
        cards = line._get_kanban_waiting_cards()
        product = line.product_id
        state = line._get_kanban_vendor_state()
        states = dict(line._fields["kanban_vendor_state"]._description_selection(request.env))
        return {
            "line": line,
            "product": product.with_context(display_default_code=False),
            "picture": image_data_uri(product.image_128) if product.image_128 else "/web/static/img/placeholder.png",
            "cards": ", ".join(card._get_position() for card in cards),
            "containers": f"{len(cards)} × {line.kanban_loop_id.container_qty:g}",
            "date": fields.Date.to_string(line._get_kanban_local_date().date()),
            "day": line._get_kanban_local_date().date(),
            "is_late": line.date_planned < fields.Datetime.now() and state != "shipped",
            "state": state,
            "state_name": states[state],
            "color": {"asked": "warning", "proposed": "info", "confirmed": "success", "shipped": "primary"}[state],
            "proposal": line.kanban_proposal_id,
        }
