# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from datetime import timedelta
from urllib.parse import urlsplit

from odoo import fields
from odoo.http import Request
from odoo.tests import HttpCase, tagged
from odoo.tests.common import JsonRpcException
from odoo.tools import mute_logger

from .common import KanbanPurchaseCommon

PAGE = "/my/kanban"


@tagged("post_install", "-at_install")
class TestPortal(KanbanPurchaseCommon, HttpCase):
    """The vendor's page over HTTP: their own cards, and nothing else."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.supplier = cls._create_vendor_user(cls.vendor)
        cls.rival = cls._create_vendor("Rival")
        cls.stranger = cls._create_vendor_user(cls.rival)

    def setUp(self):
        super().setUp()
        self.own = self._order_from(name="Own Ring", count=2)
        self.other = self._order_from(self.rival, name="Secret Bush")
        self.authenticate("kanban_foundry", "kanban_foundry")

    def _answer(self, answer, lines=None, **values):
        values = {"answer": answer, "csrf_token": Request.csrf_token(self), **values}
        if lines:
            values["line_ids"] = lines.ids
        return self.url_open(f"{PAGE}/answer", data=values)

    def _call(self, model, method, *args, **kwargs):
        params = {"model": model, "method": method, "args": args, "kwargs": kwargs}
        return self.make_jsonrpc_request(f"/web/dataset/call_kw/{model}/{method}", params)

    def test_page_shows_own_orders_only(self):
        page = self.url_open(PAGE)
        self.assertEqual(page.status_code, 200)
        self.assertIn("Own Ring", page.text)
        self.assertIn(self.own.order_id.name, page.text)
        self.assertIn("2 × 20", page.text)
        self.assertNotIn("Secret Bush", page.text)

    def test_filters_and_unknown_ones(self):
        self.assertIn("Own Ring", self.url_open(f"{PAGE}?filterby=asked&sortby=product").text)
        self.assertNotIn("Own Ring", self.url_open(f"{PAGE}?filterby=shipped").text)
        self.assertEqual(self.url_open(f"{PAGE}?filterby=x&sortby=y").status_code, 200)

    def test_counter_on_the_home_page(self):
        counters = self.make_jsonrpc_request("/my/counters", {"counters": ["kanban_count"]})
        self.assertEqual(counters, {"kanban_count": 1})
        self.assertIn(PAGE, self.url_open("/my").text)

    def test_confirm_several_at_once(self):
        more = self._order_from(name="Own Bush")
        page = self._answer("confirm", self.own | more)
        self.assertEqual(urlsplit(page.url).path, PAGE)
        self.assertIn("Thank you", page.text)
        self.assertEqual((self.own | more).mapped("kanban_vendor_state"), ["confirmed"] * 2)

    def test_propose_and_read_the_refusal(self):
        date = self.own._get_kanban_local_date().date() + timedelta(days=3)
        values = {f"date_{self.own.id}": fields.Date.to_string(date), f"quantity_{self.own.id}": "20"}
        page = self._answer(f"propose-{self.own.id}", **values, **{f"note_{self.own.id}": "<b>Furnace</b>"})
        self.assertIn("The buyer decides", page.text)
        self.assertNotIn("<b>Furnace", page.text)
        proposal = self.own.kanban_proposal_id
        self.assertEqual((proposal.date_proposed, proposal.quantity_proposed), (date, 20))
        proposal.with_user(self.buyer)._refuse("We stand still")
        self.assertIn("We stand still", self.url_open(PAGE).text)

    def test_nonsense_is_answered_kindly(self):
        page = self._answer(f"propose-{self.own.id}", **{f"date_{self.own.id}": "tomorrow"})
        self.assertIn("enter a date", page.text)
        for quantity in ("nan", "inf", "-inf", "1e999", "many"):
            page = self._answer(f"propose-{self.own.id}", **{f"quantity_{self.own.id}": quantity})
            self.assertIn("enter a date", page.text, quantity)
        self.assertFalse(self.own.kanban_proposal_id)
        self.assertIn("Tick the orders", self._answer("confirm").text)
        self.assertEqual(self.own.kanban_vendor_state, "asked")

    def test_shipped(self):
        self._answer("ship", self.own, tracking="1Z999")
        self.assertEqual(self.own._get_kanban_waiting_cards().mapped("state"), ["in_transit"] * 2)
        self.assertIn("1Z999", self.url_open(PAGE).text)

    def test_labels(self):
        labels = self._answer("labels", self.own)
        self.assertEqual(labels.status_code, 200)
        cards = self.own._get_kanban_waiting_cards()
        cards.invalidate_recordset()
        self.assertEqual(cards.mapped("printed_revision"), [1, 1])
        if labels.headers["Content-Type"] == "text/html":
            self.assertIn("Own Ring", labels.text)

    # Others

    def test_foreign_lines_are_not_found(self):
        for answer in ("confirm", "propose", "ship", "labels"):
            self.assertEqual(self._answer(answer, self.other).status_code, 404, answer)
            self.assertEqual(self._answer(answer, self.own | self.other).status_code, 404, answer)
            self.assertEqual(self._answer(f"{answer}-{self.other.id}").status_code, 404, answer)
        self.assertEqual(self._answer("confirm-0").status_code, 404)
        self.assertEqual(self._answer(f"confirm-{10**30}").status_code, 404)
        self.assertEqual(self._answer("confirm-x").status_code, 404)
        self.assertEqual((self.own | self.other).mapped("kanban_vendor_state"), ["asked"] * 2)

    @mute_logger("odoo.http")
    def test_foreign_cards_over_json(self):
        card = self.other._get_kanban_waiting_cards()
        for method, args in (
            ("search", []),
            ("read", [["barcode"]]),
            ("action_print_cards", []),
            ("action_signal_full", []),
        ):
            with self.subTest(method), self.assertRaises(JsonRpcException):
                self._call("lean.kanban.card", method, card.ids, *args)
        for model in ("lean.kanban.loop", "lean.kanban.supply", "lean.kanban.allocation", "lean.purchase.today"):
            with self.subTest(model), self.assertRaises(JsonRpcException):
                self._call(model, "search_read", [], ["id"])

    @mute_logger("odoo.http")
    def test_nothing_private_is_called_over_json(self):
        for method in ("_kanban_vendor_confirm", "_kanban_vendor_ship", "write"):
            with self.subTest(method), self.assertRaises(JsonRpcException):
                self._call("purchase.order.line", method, self.own.ids, *([{"product_qty": 1}] * (method == "write")))
        with self.assertRaises(JsonRpcException):
            self._call("lean.kanban.proposal", "create", [{"purchase_line_id": self.own.id}])
        self.assertEqual(self.own.product_qty, 40)

    @mute_logger("odoo.http")
    def test_own_cards_are_not_moved_by_the_vendor(self):
        """Reading a card is not scanning it: what operators do is not for the portal."""
        card = self.own._get_kanban_waiting_cards()[0]
        for method, args in (
            ("action_retry", [card.ids]),
            ("action_declare_lost", [card.ids]),
            ("action_print_cards", [card.ids]),
            ("scan", [card.barcode]),
        ):
            with self.subTest(method), self.assertRaises(JsonRpcException):
                self._call("lean.kanban.card", method, *args)
        card.invalidate_recordset()
        self.assertEqual((card.state, card.printed_revision), ("in_process", 0))

    @mute_logger("odoo.http", "odoo.addons.web.controllers.report")
    def test_foreign_labels_and_pictures(self):
        card = self.other._get_kanban_waiting_cards()
        report = self.url_open(f"/report/html/lean_kanban.report_card_a6/{card.id}")
        self.assertNotIn("Secret Bush", report.text)
        picture = self.url_open(
            f"/web/image/lean.kanban.card/{card.id}/product_image?download=1", allow_redirects=False
        )
        self.assertNotIn("Secret", picture.headers.get("Content-Disposition", ""))
        order = self.url_open(f"/my/purchase/{self.other.order_id.id}")
        self.assertNotIn("Secret Bush", order.text)

    def test_the_public_has_to_log_in(self):
        self.logout()
        self.assertIn("/web/login", self.url_open(PAGE).url)
        self.assertNotIn("Own Ring", self.url_open(PAGE).text)

    def test_without_a_token_nothing_is_answered(self):
        page = self.url_open(f"{PAGE}/answer", data={"answer": f"confirm-{self.own.id}"})
        self.assertEqual(page.status_code, 400)
        self.assertEqual(self.own.kanban_vendor_state, "asked")

    def test_customer_without_cards(self):
        self.authenticate("kanban_rival", "kanban_rival")
        self.assertNotIn("Own Ring", self.url_open(PAGE).text)

    def test_supplier_tour(self):
        """Confirms an order, and is refused the one of somebody else."""
        self.start_tour(f"{PAGE}?other={self.other.id}", "lean_kanban_portal", login="kanban_foundry", timeout=120)
        self.assertEqual(self.own.kanban_vendor_state, "confirmed")
        self.assertEqual(self.other.kanban_vendor_state, "asked")
