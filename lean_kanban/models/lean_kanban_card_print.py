# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
import re

from werkzeug.urls import url_encode

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_date
from odoo.tools.image import image_data_uri

from ..report.text_fit import Box, fit
from .lean_kanban_loop_supply import UNKNOWN_LEAD_DAYS

REPRINT_CODE = re.compile(r"^(.+)-([2-9]|[1-9][0-9]{1,5})$")
# the color of the stripe, which says from two metres where the container comes from
KIND_COLORS = {
    "withdrawal": "#1565C0",
    "production": "#E65100",
    "supplier": "#1B7F3B",
    "signal": "#C62828",
}
NO_KIND_COLOR = "#455A64"
# room on the paper, in millimetres; the same measures are in report/lean_kanban_card_style.xml
LAYOUTS = {
    "a6": {
        "name": Box(123, 14, 5.5, wrap_below=9, wrapped=8),
        "quantity": Box(58, 14, 6),
        "quantity_alone": Box(90, 14, 6),
        "part_number": Box(88, 8, 4),
        "position": Box(30, 12, 5),
        "place": Box(55, 6.5, 3.2, wrap_below=5, wrapped=4.2),
        "address": Box(55, 3.2, 2.7),
        "supplier": Box(88, 3, 2.5),
        "kind": Box(80, 8, 4),
    },
    "sheet": {
        "name": Box(81, 9.5, 3.8, wrap_below=6, wrapped=5.5),
        "quantity": Box(37, 9.5, 4),
        "quantity_alone": Box(59, 9.5, 4),
        "part_number": Box(59, 5.5, 3),
        "position": Box(21, 8, 3.5),
        "place": Box(36, 4.5, 2.2, wrap_below=3.5, wrapped=2.7),
        "address": Box(36, 2.4, 1.9),
        "supplier": Box(57, 2.4, 1.9),
        "kind": Box(58, 5.5, 3),
    },
}


class LeanKanbanCard(models.Model):
    """The card on paper: what was printed last, and whether a paper is still good.

    Each printing is a revision with a code of its own, so that only the newest paper of
    a card is accepted. The first paper carries the barcode of the card.
    """

    _inherit = "lean.kanban.card"

    printed_revision = fields.Integer(
        "Revision",
        readonly=True,
        copy=False,
        aggregator=None,
        help="How often the card was printed. Scanning an earlier paper is refused.",
    )
    date_printed = fields.Datetime("Printed", readonly=True, copy=False)
    printed_qty = fields.Float("Printed Quantity", digits="Product Unit", readonly=True, copy=False, aggregator=None)
    printed_uom_id = fields.Many2one("uom.uom", "Printed Unit", readonly=True, copy=False)
    printed_location_id = fields.Many2one("stock.location", readonly=True, copy=False)
    needs_reprint = fields.Boolean(
        "Reprint",
        compute="_compute_needs_reprint",
        store=True,
        help="Its paper does not say any more what the container holds or where it stands.",
    )
    paper_code = fields.Char(
        "Code on Paper",
        compute="_compute_paper_code",
        help="The barcode, and from the second printing on its revision.",
    )

    @api.depends(
        "printed_revision",
        "printed_qty",
        "printed_uom_id",
        "printed_location_id",
        "loop_id.container_qty",
        "loop_id.container_uom_id",
        "loop_id.location_id",
    )
    def _compute_needs_reprint(self):
        for card in self:
            card.needs_reprint = bool(card.printed_revision) and card._is_paper_outdated()

    def _is_paper_outdated(self):
        return self._is_printed_container_other() or self.printed_location_id != self.loop_id.location_id

    def _is_printed_container_other(self):
        loop = self.loop_id
        unit = loop.container_uom_id
        return self.printed_uom_id != unit or bool(unit.compare(self.printed_qty, loop._get_card_qty()))

    @api.depends("barcode", "printed_revision")
    def _compute_paper_code(self):
        for card in self:
            card.paper_code = card._get_paper_code(card.printed_revision)

    @api.depends("printed_revision")
    def _compute_barcode_url(self):
        """What the screen shows is scanned like the paper."""
        for card in self:
            query = url_encode({"value": card.paper_code, "width": 160, "height": 160})
            card.barcode_url = f"/report/barcode/?barcode_type=QR&{query}"

    @api.constrains("barcode")
    def _check_barcode_is_no_reprint(self):
        """A barcode that reads as a reprint of another card would be taken for it."""
        bases = {match[1]: card for card in self if (match := REPRINT_CODE.match(card.barcode))}
        if not bases:
            return
        other = self.sudo().search([("barcode", "in", list(bases))], limit=1)
        if other:
            raise ValidationError(
                self.env._(
                    "The barcode %(barcode)s is kept for a reprint of %(card)s. Choose another one.",
                    barcode=bases[other.barcode].barcode,
                    card=other.display_name,
                )
            )

    # Printing

    def action_print_cards(self):
        """Print the cards, each on a sheet of A6."""
        return self._print("lean_kanban.action_report_card_a6")

    def action_print_sheets(self):
        """Print the cards, eight on a sheet of A4."""
        return self._print("lean_kanban.action_report_card_sheet")

    def _print(self, report):
        self.check_access("read")
        cards = self.filtered(lambda card: card.state != "retired")
        if not cards:
            raise UserError(self.env._("No card to print: retired cards have left their loop."))
        cards._register_printing()
        return self.env.ref(report).report_action(cards.ids, config=False)

    def _register_printing(self):
        """Note what the paper says. Papers printed before are refused from now on."""
        cards = self.sudo()
        for card, revision in cards._get_next_revisions().items():
            card.write(card._prepare_printing(revision))

    def _prepare_printing(self, revision):
        return {
            "printed_revision": revision,
            "date_printed": fields.Datetime.now(),
            "printed_qty": self.loop_id._get_card_qty(),
            "printed_uom_id": self.loop_id.container_uom_id.id,
            "printed_location_id": self.loop_id.location_id.id,
        }

    def _get_next_revisions(self):
        """{card: revision of its next paper}, passing over codes another card has."""
        revisions = {card: card.printed_revision + 1 for card in self}
        pending = self
        while pending:
            codes = {card._get_paper_code(revisions[card]): card for card in pending if revisions[card] > 1}
            taken = self.search([("barcode", "in", list(codes))]) if codes else self.browse()
            pending = self.browse([codes[other.barcode].id for other in taken])
            for card in pending:
                revisions[card] += 1
        return revisions

    def _get_paper_code(self, revision):
        return self.barcode if revision < 2 else f"{self.barcode}-{revision}"

    # Scanning

    @api.model
    def _search_paper(self, code):
        """The card of a code and the revision of the paper it was read from."""
        card = self._search_barcode(code)
        match = not card and REPRINT_CODE.match(code)
        if not match:
            return card, 1
        revision = int(match[2])
        card = self._search_barcode(match[1])
        return (card if revision <= card.printed_revision else card.browse()), revision

    def _refuse_replaced_paper(self, revision, date):
        """The answer to a paper that was replaced when it was scanned, else None."""
        if revision >= max(self.printed_revision, 1) or self._was_good_at(revision, date):
            return None
        message = self.env._(
            "This paper was replaced on %s: throw it away, use the new card.",
            format_date(self.env, fields.Datetime.context_timestamp(self, self.date_printed)),
        )
        return self._answer("danger", message)

    def _was_good_at(self, revision, date):
        """Whether a scan that arrives late was made before the card was printed again."""
        return revision == self.printed_revision - 1 and date < self.date_printed

    def _ask_for_reprint(self, answer):
        """Add to an answer what the paper does not say any more."""
        if not self.needs_reprint or answer["state"] == "retired":
            return answer
        message = " ".join(filter(None, (answer["message"], self._get_reprint_message())))
        return {**answer, "message": message}

    def _get_reprint_message(self):
        loop = self.loop_id
        if self._is_printed_container_other():
            printed, held = self._get_printed_and_held()
            return self.env._(
                "Reprint this card: it says %(printed)s, the container holds %(held)s.", printed=printed, held=held
            )
        return self.env._(
            "Reprint this card: it says %(printed)s, the container stands at %(location)s.",
            printed=self.printed_location_id.name,
            location=loop.location_id.name,
        )

    def _get_printed_and_held(self):
        """Quantity on the paper and in the container, with units where those differ."""
        loop = self.loop_id
        if self.printed_uom_id == loop.container_uom_id:
            return f"{self.printed_qty:g}", f"{loop._get_card_qty():g}"
        return (
            f"{self.printed_qty:g} {self.printed_uom_id.name}",
            f"{loop._get_card_qty():g} {loop.container_uom_id.name}",
        )

    # What is on the paper

    def _prepare_papers(self, layout):
        """Values of the report for each card.

        :param layout: one of the keys of ``LAYOUTS``
        """
        self.check_access("read")
        cards = self.sudo()
        texts = {loop: loop._prepare_paper(LAYOUTS[layout]) for loop in cards.loop_id._with_rule_memo()}
        return [card._prepare_paper(texts[card.loop_id], LAYOUTS[layout]) for card in cards]

    def _prepare_paper(self, texts, boxes):
        """What is on this card alone; the rest is on all cards of its loop."""
        return {
            **texts,
            "card": self,
            "code": self.paper_code,
            "position": fit(self._get_position(), boxes["position"]),
            "notes": self._get_paper_notes(texts["lead_days"]),
        }

    def _get_paper_notes(self, lead_days):
        """The small print: lead time, revision and date."""
        printed = fields.Datetime.context_timestamp(self, self.date_printed or fields.Datetime.now())
        revision = self.env._(
            "Rev. %(revision)s · Printed %(date)s",
            revision=max(self.printed_revision, 1),
            date=format_date(self.env, printed),
        )
        if not lead_days:
            return revision
        return self.env._("Lead time %(days)g days · %(revision)s", days=lead_days, revision=revision)


class LeanKanbanLoop(models.Model):
    _inherit = "lean.kanban.loop"

    def action_print_cards(self):
        """Print the circulating cards of these loops, each on a sheet of A6."""
        return self._get_printable_cards().action_print_cards()

    def action_print_sheets(self):
        """Print the circulating cards of these loops, eight on a sheet of A4."""
        return self._get_printable_cards().action_print_sheets()

    def _get_printable_cards(self):
        cards = self.card_ids.filtered(lambda card: card.state != "retired")
        if not cards:
            raise UserError(self.env._("No card to print: start the loop, and it has its cards."))
        return cards.sorted(lambda card: (card.loop_id.name, card.number))

    # Hooks: what is printed about a loop

    def _get_print_kind(self):
        """Key of the color of the stripe and the kind in words."""
        if self.trigger == "signal":
            return "signal", self.env._("Triangle")
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        return self.kind, kinds.get(self.kind, self.env._("Kanban"))

    def _get_print_source(self):
        """Name and address of where the containers come from."""
        if self.kind == "supplier":
            name, address = self._get_print_supplier()
            return name or self.env._("Supplier"), address
        if self.kind == "production":
            return self.env._("Production"), ""
        location = self.source_location_id or self.rule_id.location_src_id
        return self._get_print_location(location) if location else (self.env._("Stock"), "")

    @api.model
    def _get_print_location(self, location):
        """Name and address of a location."""
        return location.name, location.location_id.complete_name or ""

    def _get_print_supplier(self):
        """Name and town of who sells the product; both empty where nobody is known."""
        return "", ""

    def _get_print_lead_days(self):
        """Days from signal to full: as measured, or as the rules say; 0 if not known."""
        days = self.lead_time_days if self.lead_time_count else self._get_rule_lead_days()
        return round(days, 1) if days < UNKNOWN_LEAD_DAYS else 0

    def _prepare_paper(self, boxes):
        """What is on every card of this loop."""
        product = self.product_id
        kind, kind_name = self._get_print_kind()
        image = product.image_256
        quantity = f"{self._get_card_qty():g} {self.container_uom_id.name}"
        source, source_address = self._get_print_source()
        supplier, __ = self._get_print_supplier()
        target, target_address = self._get_print_location(self.location_id)
        return {
            "color": KIND_COLORS.get(kind, NO_KIND_COLOR),
            "kind": fit(kind_name, boxes["kind"]),
            "name": fit(product.with_context(display_default_code=False).display_name, boxes["name"]),
            "quantity": fit(quantity, boxes["quantity" if image else "quantity_alone"]),
            "part_number": fit(product.default_code, boxes["part_number"]),
            "image": image_data_uri(image) if image else "",
            "source": fit(source, boxes["place"]),
            "source_address": fit(source_address, boxes["address"]),
            "target": fit(target, boxes["place"]),
            "target_address": fit(target_address, boxes["address"]),
            "loop": self.name,
            "supplier": fit(supplier and self.env._("Supplier: %s", supplier), boxes["supplier"]),
            "lead_days": self._get_print_lead_days(),
        }
