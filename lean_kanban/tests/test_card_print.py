# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
import doctest
import re
import unittest

from freezegun import freeze_time
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import BaseCase, new_test_user, tagged

from ..report import text_fit
from ..report.text_fit import Box, fit, measure
from .common import KanbanCommon

PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
A6 = "lean_kanban.report_card_a6"
SHEET = "lean_kanban.report_card_sheet"


@tagged("post_install", "-at_install")
class TestTextFit(BaseCase):
    def test_examples_in_the_docstrings(self):
        result = unittest.TestResult()
        doctest.DocTestSuite(text_fit).run(result)
        self.assertTrue(result.testsRun)
        self.assertFalse(result.failures + result.errors)

    @given(st.text(max_size=300))
    def test_a_text_never_runs_out_of_its_box(self, text):
        box = Box(100, 14, 5, wrap_below=9, wrapped=8)
        lines, size = fit(text, box)
        self.assertTrue(box.smallest <= size <= box.largest)
        self.assertLessEqual(len(lines), 2 if size <= box.wrapped else 1)
        for line in lines:
            self.assertLessEqual(measure(line) * size, box.width + 0.1)


@tagged("post_install", "-at_install")
class TestCardPrint(KanbanCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._put_stock(cls.product, cls.line_side, 500)
        cls.product.default_code = "SK-104"
        cls.loop = cls._create_loop(source_location_id=cls.line_side.id)
        cls.card = cls.loop.card_ids[0]
        cls.cards = cls.loop.card_ids

    def _print(self, cards=None, user=None):
        """Print cards as somebody would: the action of the report."""
        return (cards or self.card).with_user(user or self.operator).action_print_cards()

    def _render(self, report, cards, user=None, lang="en_US"):
        """The pages of a report as a parsed document, made by an operator."""
        reports = self.env["ir.actions.report"].with_user(user or self.operator).with_context(lang=lang)
        content, kind = reports._render_qweb_html(report, cards.ids)
        self.assertEqual(kind, "html")
        return html.fromstring(content)

    def _get_text(self, element, name):
        """Texts of the elements of a class, in one line each."""
        found = element.xpath(f".//div[contains(concat(' ', @class, ' '), ' {name} ')]")
        return [" ".join(item.text_content().split()) for item in found]

    def _scan_code(self, code, **values):
        return self.env["lean.kanban.card"].with_user(self.operator).scan(code, **values)

    # What is on the paper

    def test_a_card_says_what_an_operator_needs(self):
        self._print()
        page = self._render(A6, self.card)
        expected = {
            "o_kind": "Withdrawal",
            "o_name": "Seal kit",
            "o_quantity": "20 Units",
            "o_part": "SK-104",
            "o_position": "1/3",
            "o_loop": self.loop.name,
            "o_from": f"From Line {self.warehouse.view_location_id.complete_name}",
            "o_to": f"To Shelf A {self.stock.complete_name}",
            "o_code": self.card.barcode,
        }
        for name, text in expected.items():
            with self.subTest(name=name):
                self.assertEqual(self._get_text(page, name), [text])
        self.assertIn("Rev. 1 · Printed", self._get_text(page, "o_small")[0])
        self.assertFalse(self._get_text(page, "o_picture"))

    def test_barcodes_are_in_the_page(self):
        self._print()
        page = self._render(A6, self.card)
        for name in ("o_qr", "o_code128"):
            source = page.xpath(f"//div[@class='{name}']/img/@src")
            self.assertEqual(len(source), 1)
            self.assertTrue(source[0].startswith("data:image/png;base64,"))

    def test_the_picture_is_in_the_page(self):
        self.product.image_1920 = PIXEL
        page = self._render(A6, self.card)
        self.assertTrue(page.xpath("//div[@class='o_picture']/img/@src")[0].startswith("data:image/"))
        self.assertTrue(page.xpath("//div[contains(@class, 'o_quantity o_beside')]"))

    def test_one_page_for_each_card_and_eight_on_a_sheet(self):
        loop = self._create_loop(location_id=self.shelf_b.id, card_count=9)
        page = self._render(A6, loop.card_ids)
        self.assertEqual(len(page.xpath("//div[@class='page']")), 9)
        self.assertEqual(self._get_text(page, "o_position"), [f"{n}/9" for n in range(1, 10)])
        page = self._render(SHEET, loop.card_ids)
        sheets = page.xpath("//div[@class='page']")
        self.assertEqual([len(self._get_text(sheet, "o_position")) for sheet in sheets], [8, 1])

    def test_the_stripe_says_the_kind(self):
        colors = {
            "withdrawal": ("#1565C0", "Withdrawal"),
            "production": ("#E65100", "Production"),
            "supplier": ("#1B7F3B", "Supplier"),
        }
        for kind, (color, word) in colors.items():
            with self.subTest(kind=kind):
                self.env.cr.execute("UPDATE lean_kanban_loop SET kind = %s WHERE id = %s", (kind, self.loop.id))
                self.loop.invalidate_recordset(["kind"])
                page = self._render(A6, self.card)
                self.assertEqual(self._get_text(page, "o_kind"), [word])
                self.assertIn(color, page.xpath("//div[@class='o_stripe']/@style")[0])

    def test_a_production_card_comes_from_production(self):
        self.loop.source_location_id = False
        self.env.cr.execute("UPDATE lean_kanban_loop SET kind = 'production' WHERE id = %s", (self.loop.id,))
        self.loop.invalidate_recordset(["kind"])
        self.assertEqual(self.loop._get_print_source(), ("Production", ""))

    def test_a_loop_without_a_rule_still_prints(self):
        loop = self._create_loop(location_id=self.shelf_b.id)
        self.assertEqual(len(self._render(A6, loop.card_ids).xpath("//div[@class='page']")), 3)

    def test_a_long_name_is_smaller_and_a_short_one_large(self):
        def get_size(name):
            self.product.name = name
            style = self._render(A6, self.card).xpath("//div[starts-with(@class, 'o_name')]/@style")[0]
            return float(re.search(r"font-size: ([\d.]+)mm", style)[1])

        self.assertEqual(get_size("Seal kit"), 14)
        self.assertEqual(get_size("Mechanical seal, silicon carbide, 45 mm"), 8)
        self.assertEqual(get_size("Mechanical seal " * 20), 5.5)

    def test_markup_in_a_name_is_text(self):
        self.product.name = "<b>Seal</b> & ring"
        page = self._render(A6, self.card)
        self.assertEqual(self._get_text(page, "o_name"), ["<b>Seal</b> & ring"])

    def test_right_to_left(self):
        self.env["res.lang"]._activate_lang("ar_001")
        self.product.with_context(lang="ar_001").name = "طقم ختم"
        page = self._render(A6, self.card, lang="ar_001")
        self.assertEqual(self._get_text(page, "o_name"), ["طقم ختم"])
        self.assertEqual(page.xpath("//div[starts-with(@class, 'o_name')]/@dir"), ["rtl"])
        # places of cards do not change sides: they are read at a glance
        self.assertFalse(page.xpath("//div[@class='o_qr']/@dir"))

    # Revisions

    def test_printing_is_noted(self):
        with freeze_time("2030-03-02 08:00:00"):
            action = self._print()
        self.assertEqual((action["type"], action["report_name"]), ("ir.actions.report", A6))
        self.assertEqual(self.card.paper_code, self.card.barcode)
        values = {
            "printed_revision": 1,
            "printed_qty": 20,
            "printed_uom_id": self.loop.container_uom_id.id,
            "printed_location_id": self.shelf_a.id,
            "needs_reprint": False,
        }
        self.assertRecordValues(self.card, [values])
        self.assertEqual(str(self.card.date_printed), "2030-03-02 08:00:00")

    def test_looking_at_a_report_prints_nothing(self):
        self._render(A6, self.card)
        self.assertEqual(self.card.printed_revision, 0)

    def test_a_card_never_printed_accepts_its_barcode(self):
        self.assertTrue(self._scan_code(self.card.barcode)["ok"])

    @freeze_time("2030-03-02 08:00:00")
    def test_only_the_newest_paper_is_accepted(self):
        self._print()
        self._print()
        code = f"{self.card.barcode}-2"
        self.assertEqual(self.card.paper_code, code)
        self.assertIn(code, self.card.barcode_url)
        self.assertEqual(self._get_text(self._render(A6, self.card), "o_code"), [code])
        events = len(self.card.event_ids)
        answer = self._scan_code(self.card.barcode)
        self.assertEqual((answer["ok"], answer["level"]), (False, "danger"))
        self.assertIn("This paper was replaced on 03/02/2030", answer["message"])
        self.assertEqual((self.card.state, len(self.card.event_ids)), ("full", events))
        answer = self._scan_code(code)
        self.assertTrue(answer["ok"])
        self.assertEqual(self.card.state, "empty")
        self.assertEqual(self._scan_code(self.card.barcode)["level"], "danger")

    def test_every_older_paper_is_refused(self):
        for __ in range(11):
            self._print()
        refused = [self.card.barcode, *(f"{self.card.barcode}-{n}" for n in range(2, 11))]
        for code in refused:
            self.assertIn("replaced", self._scan_code(code)["message"])
        self.assertTrue(self._scan_code(f"{self.card.barcode}-11")["ok"])

    def test_a_paper_that_was_never_printed_is_not_ours(self):
        for suffix in ("-2", "-1", "-02", "-0", "-", "-99999999999"):
            answer = self._scan_code(self.card.barcode + suffix)
            self.assertFalse(answer["card_id"], suffix)
        self.assertEqual(self.card.state, "full")

    def test_a_scan_sent_late_counts_if_its_paper_was_good(self):
        with freeze_time("2030-03-02 08:00:00"):
            self._print()
        with freeze_time("2030-03-02 10:00:00"):
            self._print()
        with freeze_time("2030-03-02 11:00:00"):
            late = self._scan_code(self.card.barcode, scanned_at="2030-03-02 10:30:00", scan_uid="b")
            self.assertEqual(late["level"], "danger")
            answer = self._scan_code(self.card.barcode, scanned_at="2030-03-02 09:00:00", scan_uid="a")
            again = self._scan_code(self.card.barcode, scanned_at="2030-03-02 09:00:00", scan_uid="a")
        self.assertEqual((answer["level"], again["level"]), ("success", "repeat"))

    def test_a_barcode_that_reads_as_a_reprint_is_refused(self):
        other = self.cards[1]
        with self.assertRaisesRegex(ValidationError, "kept for a reprint"):
            other.barcode = f"{self.card.barcode}-2"
        other.barcode = "K-2"
        self.assertTrue(self._scan_code("K-2")["ok"])

    def test_a_code_another_card_has_is_passed_over(self):
        self.cards[1].barcode = "P-2"
        self.cards[2].barcode = "P-3"
        self.card.barcode = "P"
        self._print()
        self._print()
        self.assertEqual(self.card.paper_code, "P-4")
        self.assertEqual(self._scan_code("P-2")["card_id"], self.cards[1].id)
        self.assertEqual(self._scan_code("P-4")["card_id"], self.card.id)

    def test_a_card_starts_over_when_copied(self):
        self._print()
        copy = self.card.sudo().copy({"number": 9})
        self.assertRecordValues(copy, [{"printed_revision": 0, "date_printed": False}])

    # Reprint

    def test_a_changed_container_asks_for_a_reprint(self):
        self._print(self.cards)
        self.loop.container_qty = 24
        self.assertEqual(self.cards.mapped("needs_reprint"), [True] * 3)
        answer = self._scan(self.card)
        self.assertTrue(answer["ok"])
        self.assertEqual(answer["message"], "Empty. Signalled. Reprint this card: it says 20, the container holds 24.")
        self.assertEqual(self.card.state, "empty")
        self._print()
        self.assertFalse(self.card.needs_reprint)
        cards = self.env["lean.kanban.card"].search([("needs_reprint", "=", True)])
        self.assertEqual(cards & self.cards, self.cards - self.card)

    def test_a_changed_unit_asks_for_a_reprint(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        self.product.uom_ids |= dozen
        self._print()
        self.loop.write({"container_uom_id": dozen.id, "container_qty": 2})
        self.assertIn("it says 20 Units, the container holds 2 Dozens.", self._scan(self.card)["message"])

    def test_another_place_asks_for_a_reprint(self):
        self._print()
        self.card.printed_location_id = self.shelf_b
        answer = self._scan(self.card)
        self.assertTrue(answer["ok"])
        self.assertIn("it says Shelf B, the container stands at Shelf A.", answer["message"])

    def test_a_quantity_changed_back_is_no_reason(self):
        self._print()
        self.loop.container_qty = 24
        self.loop.container_qty = 20
        self.assertFalse(self.card.needs_reprint)

    def test_a_card_never_printed_needs_no_reprint(self):
        self.loop.container_qty = 24
        self.assertFalse(self.card.needs_reprint)
        self.assertEqual(self._scan(self.card)["message"], "Empty. Signalled.")

    # Loops

    def test_a_loop_prints_its_circulating_cards(self):
        self.cards[2]._transition("retired", "manual")
        action = self.loop.with_user(self.operator).action_print_sheets()
        self.assertEqual(action["report_name"], SHEET)
        self.assertEqual(action["context"]["active_ids"], self.cards[:2].ids)
        self.assertEqual(self.cards.mapped("printed_revision"), [1, 1, 0])

    def test_nothing_to_print_is_said(self):
        draft = self.loop.with_user(self.planner).copy({"location_id": self.shelf_b.id})
        with self.assertRaisesRegex(UserError, "start the loop"):
            draft.action_print_cards()
        self.card._transition("retired", "manual")
        with self.assertRaisesRegex(UserError, "retired"):
            self._print()

    # Rights

    def test_who_may_not_see_a_card_may_not_print_it(self):
        company = self.env["res.company"].create({"name": "Other"})
        other = new_test_user(
            self.env,
            "kanban_other",
            groups="lean_base.group_lean_manager",
            company_id=company.id,
            company_ids=[(6, 0, company.ids)],
        )
        stranger = new_test_user(self.env, "kanban_stranger", groups="base.group_user")
        for user in (other, stranger):
            with self.subTest(user=user.login):
                with self.assertRaises(AccessError):
                    self._print(user=user)
                with self.assertRaises(AccessError):
                    self._render(A6, self.card, user=user)
        self.assertEqual(self.card.printed_revision, 0)

    def test_an_operator_may_not_write_what_was_printed(self):
        with self.assertRaises(AccessError):
            self.card.with_user(self.operator).printed_revision = 5

    # Cost

    def _count_print_queries(self, loops, cards_each):
        """Queries for printing the cards of new loops, from the button to the page."""
        products = self.env["product.product"].create(
            [{"name": f"Part {n}", "is_storable": True, "default_code": f"P{n}"} for n in range(loops)]
        )
        kanban_loops = (
            self.env["lean.kanban.loop"]
            .with_user(self.planner)
            .create(
                [
                    {
                        "product_id": product.id,
                        "location_id": self.shelf_b.id,
                        "container_qty": 5,
                        "card_count": cards_each,
                    }
                    for product in products
                ]
            )
        )
        cards = self.env["lean.kanban.card"].create(
            [{"loop_id": loop.id, "number": n + 1} for loop in kanban_loops for n in range(cards_each)]
        )
        self.env.flush_all()
        self._print()
        self._render(SHEET, self.card)
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        self._print(cards)
        self.env.flush_all()
        self.env.invalidate_all()
        page = self._render(SHEET, cards)
        self.assertEqual(len(self._get_text(page, "o_position")), loops * cards_each)
        return self.cr.sql_log_count - before

    def test_printing_500_cards_costs_what_10_cost(self):
        few = self._count_print_queries(5, 2)
        many = self._count_print_queries(50, 10)
        # the framework updates 100 rows with a statement: five of them for 500 cards
        self.assertLessEqual(many, few + 4)
        self.assertLessEqual(many, 100)
