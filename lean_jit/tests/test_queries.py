# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from datetime import timedelta

from freezegun import freeze_time
from lxml import etree

from odoo.fields import Command
from odoo.tests import tagged

from .analysis_common import TODAY as ANALYSED
from .analysis_common import AnalysisCommon
from .test_scorecard import NOW, ScorecardCommon

# (vendors, lines of each): ten lines of two vendors, a thousand of fifty.
FEW, MANY = (2, 5), (50, 20)
# Statements for each hundred rows of an analysis.
WRITES = 3


@tagged("post_install", "-at_install")
class TestQueriesOfDeliveries(ScorecardCommon):
    """A thousand lines of fifty vendors cost the statements that ten lines of two do."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["ir.config_parameter"].sudo().set_param("stock.picking_no_auto_reserve", "True")

    def _deliver_many(self, vendors, lines):
        """Confirmed for 10 June, received on the day; of each order one line comes late."""
        partners = self.env["res.partner"].create([{"name": f"Vendor {vendors}-{index}"} for index in range(vendors)])
        with self._on("06-01"):
            orders = self.env["purchase.order"].create([self._prepare_order(partner, lines) for partner in partners])
            orders.button_confirm()
        moves = orders.order_line.move_ids
        late = self.env["stock.move"].union(*(order.order_line[-1].move_ids for order in orders))
        self._finish(moves - late, day="06-10")
        self._finish(late, day="06-14")
        return partners

    def _prepare_order(self, partner, lines):
        line = {
            "product_id": self.product.id,
            "product_qty": 5,
            "price_unit": 10,
            "date_planned": self._at("06-10"),
        }
        return {
            "partner_id": partner.id,
            "company_id": self.company.id,
            "order_line": [Command.create(line) for _number in range(lines)],
        }

    def _finish(self, moves, *, day):
        with self._on(day):
            moves.write({"quantity": 5, "picked": True})
            moves._action_done()

    def _count(self, call):
        """Queries of a call that finds nothing in the cache, its writes with them."""
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        call()
        self.env.flush_all()
        return self.cr.sql_log_count - before

    def _open_list(self, model, domain, *, view="list", view_id=False):
        """What the client asks for when a user opens a list, its first page as it is set up."""
        views = self.env[model].with_user(self.buyer).get_views([(view_id, view)])
        fields = views["models"][model]["fields"]
        names = [node.get("name") for node in self._get_field_nodes(views["views"][view]["arch"])]
        page = {name: {"fields": {"display_name": {}}} if fields[name].get("relation") else {} for name in names}
        records = self.env[model].with_user(self.buyer).with_context(allowed_company_ids=self.company.ids)
        with freeze_time(NOW):
            return records.web_search_read(domain, page, limit=80)

    def _get_field_nodes(self, arch):
        return [node for node in etree.fromstring(arch).iter("field") if node.get("name")]

    def test_scoring(self):
        self._deliver_many(*FEW)
        few = self._count(self._generate)
        self._deliver_many(*MANY)
        self.env.invalidate_all()
        with self.assertQueryCount(few):
            cards = self._generate()
            self.env.flush_all()
        self.assertEqual((len(cards), sum(cards.mapped("month_line_count"))), (50, 1000))
        self.assertEqual(set(cards.mapped("otif")), {0.95})

    def test_lists(self):
        few = self._deliver_many(*FEW)
        self._generate()
        counts = {name: self._count(lambda call=call: call(few)) for name, call in self._get_lists().items()}
        many = self._deliver_many(*MANY)
        self._generate()
        for name, call in self._get_lists().items():
            self.env.flush_all()
            self.env.invalidate_all()
            with self.subTest(name), self.assertQueryCount(counts[name]):
                self.assertGreaterEqual(call(many)["length"], 50)

    def _get_lists(self):
        """Each list of vendors and deliveries: {what: records of some vendors, as it is opened}"""

        def opens(model, view="list", view_id=False):
            return lambda partners: self._open_list(
                model, [("partner_id", "in", partners.ids)], view=view, view_id=view_id
            )

        return {
            "deliveries": opens("lean.supplier.delivery"),
            "deliveries on a phone": opens("lean.supplier.delivery", "kanban"),
            "scorecards": opens("lean.supplier.scorecard"),
            "scorecards on a phone": opens("lean.supplier.scorecard", "kanban"),
            "scored lines": opens("lean.supplier.scorecard.line"),
            "vendors compared": opens("lean.supplier.comparison"),
            "orders with their vendors' grades": opens(
                "purchase.order", view_id=self.env.ref("purchase.purchase_order_kpis_tree").id
            ),
        }


@tagged("post_install", "-at_install")
class TestQueriesOfAnalysis(AnalysisCommon):
    """A thousand products of fifty vendors are analysed with the statements of ten of two."""

    def _stock(self, vendors, count):
        """So many products in stock, used two weeks ago, each from one of so many vendors."""
        partners = self.env["res.partner"].create([{"name": f"Vendor {vendors}-{index}"} for index in range(vendors)])
        products = self.env["product.product"].create(
            [self._prepare_product(partners[index % vendors], f"{count}-{index}") for index in range(count)]
        )
        quants = [{"product_id": product.id, "location_id": self.stock.id, "quantity": 40} for product in products]
        self.env["stock.quant"].create(quants)
        with freeze_time(ANALYSED - timedelta(weeks=2)):
            moves = self.env["stock.move"].create([self._prepare_move(product) for product in products])
            moves._action_confirm(merge=False)
            moves.write({"quantity": 30, "picked": True})
            moves._action_done()

    def _prepare_product(self, partner, name):
        seller = {"partner_id": partner.id, "delay": 5, "price": 4}
        return {"name": f"Part {name}", "is_storable": True, "seller_ids": [Command.create(seller)]}

    def _prepare_move(self, product):
        return {
            "product_id": product.id,
            "product_uom_qty": 30,
            "location_id": self.stock.id,
            "location_dest_id": self.customers.id,
            "company_id": self.company.id,
        }

    def _count(self, call):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        call()
        self.env.flush_all()
        return self.cr.sql_log_count - before

    def test_analysing(self):
        self._stock(2, 10)
        few = self._count(self._generate)
        self._stock(50, 989)  # with the seal kit they are a thousand
        self.env.flush_all()
        self.env.invalidate_all()
        # Rows are written by the hundred: made, and marked as the latest.
        with self.assertQueryCount(few + WRITES * 9):
            rows = self._generate()
            self.env.flush_all()
        self.assertEqual((len(rows), len(rows.partner_id)), (1000, 53))
        parts = rows.filtered(lambda row: row.product_id != self.kit)
        self.assertEqual(set(parts.mapped("stock_quantity")), {10})
        self._read_pages(rows)

    def _read_pages(self, rows):
        """A page of eighty rows costs a buyer the statements that one of ten does."""
        counts = {}
        for size in (80, 10, 80):  # the first warms up what is kept between requests
            counts[size] = self._count(lambda size=size: rows.with_user(self.buyer)[:size].read())
        self.assertEqual(counts[80], counts[10])
