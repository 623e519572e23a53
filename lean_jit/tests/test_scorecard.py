# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from datetime import date

from freezegun import freeze_time

from odoo import http
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, HttpCase, tagged

from .common import DeliveryCommon

NOW = "2026-07-05 09:00:00"


class ScorecardCommon(DeliveryCommon):
    def _deliver(self, *days, **values):
        """A line for each day on which 10 arrive (None: never), promised for 10 June."""
        lines = self.env["purchase.order.line"]
        for day in days:
            line = self._order(10, **values)
            if day:
                self._receive(line, 10, day=day)
            lines |= line
        return lines

    def _generate(self, date_from="2026-06-01", date_to="2026-06-30", *, now=NOW, user=None, **options):
        cards = self.env["lean.supplier.scorecard"].with_user(user or self.purchase_manager)
        cards = cards.with_context(allowed_company_ids=self.company.ids)
        with freeze_time(now):
            return cards.generate(date_from, date_to, **options)


@tagged("post_install", "-at_install")
class TestScorecard(ScorecardCommon):
    def test_a_month(self):
        self._deliver(*["06-10"] * 5, "06-12", None)
        short = self._order(10)
        self._receive(short, 4, day="06-10")
        card = self._generate()
        self.assertRecordValues(
            card,
            [
                {
                    "partner_id": self.vendor.id,
                    "date_from": date(2026, 6, 1),
                    "date_to": date(2026, 6, 30),
                    "line_count": 8,
                    "on_time_count": 5,
                    "late_count": 2,
                    "short_count": 1,
                    "otif": 5 / 8,
                    "is_provisional": True,
                    "lead_count": 6,
                    "rejected_lot_count": 0,
                    "lot_count": 7,
                }
            ],
        )
        self.assertAlmostEqual(card.otd, (5 + 0.4) / 8)
        self.assertAlmostEqual(card.lead_mean, (5 * 9 + 11) / 6)
        self.assertEqual(card.sentence, "OTIF 62 % (31–86), 8 lines due: 2 late, 1 short.")
        self.assertEqual(card.delivery_points, 62.5)
        self.assertEqual(card.quality_points, 100)
        self.assertEqual(card.grade, "B")

    def test_quality_under_a_thousand_pieces_is_lots(self):
        lines = self._deliver(*["06-10"] * 5)
        receipt = lines[0].move_ids.picking_id
        self._return(receipt, 3, day="06-12")
        card = self._generate()
        self.assertIs(card.ppm, False)
        self.assertEqual((card.rejected_lot_count, card.lot_count, card.quality_points), (1, 5, 80))

    def test_quality_of_many_pieces_is_ppm(self):
        lines = self.env["purchase.order.line"]
        for _number in range(5):
            line = self._order(1000)
            self._receive(line, 1000, day="06-10")
            lines |= line
        self._return(lines[0].move_ids.picking_id, 1, day="06-12")
        card = self._generate()
        self.assertEqual((card.ppm, card.quality_points), (200, 90))

    def test_price_beside_the_list(self):
        self._deliver(*["06-10"] * 5, price_unit=10.5)
        card = self._generate()
        self.assertAlmostEqual(card.price_variance, 0.05)
        self.assertAlmostEqual(card.price_points, 50)

    def test_four_lines_are_no_grade(self):
        self._deliver(*["06-10"] * 4)
        card = self._generate()
        self.assertEqual((card.grade, card.score, card.lines_needed), ("no_data", False, 1))
        self.assertEqual(card.otif, 1, "what there is, is shown")

    def test_open_and_cancelled_lines_are_in_no_denominator(self):
        self._deliver(*["06-10"] * 5)
        self._order(10, due="07-03")
        cancelled = self._order(10)
        with self._on("06-05"):
            cancelled.order_id.button_cancel()
        card = self._generate()
        self.assertEqual(card.line_count, 5)

    def test_graded_over_twelve_months(self):
        self._deliver(*["04-10"] * 5, due="04-10", confirmed="04-01")
        self._deliver("06-12")
        cards = self._generate("2026-04-01", "2026-06-30").sorted("date_from")
        self.assertEqual(cards.mapped("line_count"), [5, 5, 6])
        self.assertEqual(cards.mapped("month_line_count"), [5, 0, 1])
        self.assertEqual([card.month_otif for card in cards], [1, False, 0])
        self.assertEqual(cards[2].score_before, cards[1].score)
        self.assertIn("▼", cards[2].trend)

    def test_an_open_month_is_not_scored(self):
        self._deliver(*["06-10"] * 5)
        self.assertFalse(self._generate(now="2026-06-30 09:00:00"))
        self.assertTrue(self._generate(now="2026-06-30 23:00:00"), "it is July in Brussels")

    def test_a_closed_month_stays(self):
        lines = self._deliver(*["06-10"] * 5, None)
        card = self._generate()
        self._receive(lines[5], 10, day="07-06")
        self.assertFalse(self._generate(now="2026-07-08 09:00:00"))
        card.invalidate_recordset()
        self.assertEqual((card.on_time_count, card.line_count), (5, 6))
        self.assertEqual(card.line_ids.filtered(lambda line: line.state == "overdue").days_late, 25)

    def test_scored_again_both_stay(self):
        lines = self._deliver(*["06-10"] * 5, "06-12")
        card = self._generate()
        claim = self.env["lean.delivery.dispute"].with_user(self.buyer)
        claim = claim.create({"purchase_line_id": lines[5].id, "reason": "Gate closed"})
        claim.with_user(self.purchase_manager).action_accept()
        again = self._generate(again=True)
        self.assertEqual((card.is_current, card.line_count, card.otif), (False, 6, 5 / 6))
        self.assertEqual((again.is_current, again.line_count, again.otif, again.revision), (True, 5, 1, 2))
        self.assertEqual(len(card.line_ids), 6)

    def test_weights_changed_later_change_nothing(self):
        self._deliver(*["06-10"] * 5, "06-12")
        card = self._generate()
        before = card.score
        self.company.scorecard_delivery_weight = 1
        card.invalidate_recordset()
        self.assertEqual((card.score, card.delivery_weight), (before, 50))

    def test_nobody_writes_what_was_scored(self):
        self._deliver(*["06-10"] * 5)
        card = self._generate()
        for user in (self.buyer, self.purchase_manager):
            for record, values in ((card, {"score": 100}), (card.line_ids, {"state": "on_time"})):
                with self.assertRaises(AccessError):
                    record.with_user(user).write(values)
            with self.assertRaises(AccessError):
                card.with_user(user).unlink()
        self.assertTrue(card.with_user(self.buyer).sentence)

    def test_a_buyer_does_not_score_nor_set_weights(self):
        with self.assertRaises(AccessError):
            self._generate(user=self.buyer)
        with self.assertRaises(AccessError):
            self.company.with_user(self.buyer).scorecard_price_weight = 0

    def test_a_period_backwards(self):
        with self.assertRaisesRegex(UserError, "ends after it begins"):
            self._generate("2026-06-30", "2026-06-01")

    def test_another_company_sees_nothing(self):
        self._deliver(*["06-10"] * 5)
        card = self._generate()
        self.stranger.group_ids |= self.env.ref("purchase.group_purchase_user")
        cards = self.env["lean.supplier.scorecard"].with_user(self.stranger)
        self.assertFalse(cards.search([("id", "=", card.id)]))

    def test_a_vendor_sees_its_own(self):
        self._deliver(*["06-10"] * 5)
        other = self.env["res.partner"].create({"name": "Local Foundry"})
        product = self._create_product("Cover", vendor=other)
        self._deliver(*["06-10"] * 5, product=product, vendor=other)
        cards = self._generate()
        self.assertEqual(len(cards), 2)
        own = self.env["lean.supplier.scorecard"].with_user(self.vendor_user).search([])
        self.assertEqual(own.partner_id, self.vendor)
        lines = self.env["lean.supplier.scorecard.line"].with_user(self.vendor_user).search([])
        self.assertEqual(lines.partner_id, self.vendor)

    def test_the_cron_scores_what_is_missing(self):
        self._deliver(*["06-10"] * 5)
        cards = self.env["lean.supplier.scorecard"]
        with freeze_time(NOW), self.enter_registry_test_mode():
            self.env.ref("lean_jit.ir_cron_scorecard").method_direct_trigger()
        self.assertEqual(cards.search([("partner_id", "=", self.vendor.id)]).line_count, 5)

    def test_the_page(self):
        self._deliver(*["06-10"] * 5, "06-12", "06-20")
        card = self._generate().with_user(self.buyer)
        self.assertEqual(card.worst_line_ids.mapped("days_late"), [10, 2])
        self.assertEqual(
            card.worst_line_ids[0].story, "10 promised for 10 Jun; 0 in time, complete on 20 Jun, 10 days late."
        )
        self.assertEqual(card.trend_chart["series"][0]["values"][-1], 71.4)
        self.assertEqual(card.trend_chart["series"][0]["values"][0], None)
        tiles = {tile["metric"]: tile for tile in card._get_tiles()}
        self.assertEqual(tiles["delivery"]["figure"], "71 % OTIF")
        html = self.env["ir.actions.report"]._render_qweb_html("lean_jit.report_scorecard", card.ids)[0].decode()
        self.assertIn("OTIF 71 %", html)

    def test_from_a_figure_to_the_receipt(self):
        lines = self._deliver(*["06-10"] * 5, "06-20")
        card = self._generate().with_user(self.buyer)
        action = card.action_view_missed()
        line = self.env[action["res_model"]].with_user(self.buyer).search(action["domain"])
        delivery = (
            self.env["lean.supplier.delivery"].with_user(self.buyer).browse(line.action_open_delivery()["res_id"])
        )
        self.assertEqual(delivery.action_open_receipts()["res_id"], lines[5].move_ids.picking_id.id)

    def test_a_corrective_action(self):
        self._deliver(*["06-10"] * 5, None)
        card = self._generate()
        action = card.with_user(self.manager)._create_lean_actions()
        self.assertEqual((action.source_kind, action.needs_verification), ("scorecard", True))
        self.assertEqual(card.lean_action_count, 1)

    def test_the_grade_on_orders(self):
        self._deliver(*[None] * 5)
        self._generate()
        form = Form(self.env["purchase.order"].with_user(self.buyer))
        form.partner_id = self.vendor
        self.assertEqual((form.supplier_grade, form.supplier_grade_policy), ("C", "warn"))
        self.assertEqual(self.vendor.with_user(self.buyer).supplier_grade, "C")

    def test_a_blocked_grade_is_for_a_manager(self):
        self._deliver(*[None] * 5)
        self._generate()
        self.company.scorecard_policy_c = "block"
        with self.assertRaisesRegex(UserError, "grade C"):
            self._order(10)
        order = self.env["purchase.order"].search([("partner_id", "=", self.vendor.id)], limit=1)
        copy = order.copy()
        copy.with_user(self.purchase_manager).button_confirm()
        self.assertEqual(copy.state, "purchase")

    def test_the_jit_analysis_knows_how_reliable_a_vendor_is(self):
        self._deliver(*["06-10"] * 4, "06-12")
        self._generate()
        record = self.env["lean.jit.analysis"]._get_supplier_records(self.company, self.vendor)[self.vendor]
        self.assertEqual((record.reliability, record.lead_days), (0.8, 9.4))

    def test_queries_do_not_grow_with_lines(self):
        counts = []
        for count in (10, 100):
            vendor = self.env["res.partner"].create({"name": f"Vendor {count}"})
            values = {"product_id": self.product.id, "product_qty": 5, "date_planned": self._at("06-10")}
            with self._on("06-01"):
                order = self.env["purchase.order"].create(
                    {
                        "partner_id": vendor.id,
                        "company_id": self.company.id,
                        "order_line": [(0, 0, values) for _number in range(count)],
                    }
                )
                order.button_confirm()
            self.env.flush_all()
            before = self.cr.sql_log_count
            self.assertEqual(self._generate().line_count, count)
            self.env.flush_all()
            counts.append(self.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0])


@tagged("post_install", "-at_install")
class TestScorecardPortal(ScorecardCommon, HttpCase):
    def test_a_vendor_looks_and_disputes(self):
        lines = self._deliver(*["06-10"] * 5, "06-20")
        card = self._generate()
        self.vendor_user.password = self.vendor_user.login
        self.authenticate(self.vendor_user.login, self.vendor_user.login)
        page = self.url_open(f"/my/scorecards/{card.id}")
        self.assertEqual(page.status_code, 200)
        self.assertIn("OTIF 83 %", page.text)
        self.assertIn("Until", self.url_open("/my/scorecards").text)
        line = card.line_ids.filtered(lambda line: line.purchase_line_id == lines[5])
        data = {"csrf_token": http.Request.csrf_token(self), "card_id": card.id, "reason": "Gate closed"}
        self.url_open(f"/my/scorecards/line/{line.id}/dispute", data=data)
        claim = lines[5].delivery_dispute_ids
        self.assertRecordValues(claim, [{"kind": "dispute", "state": "open", "reason": "Gate closed"}])
        self.assertEqual(claim.create_uid, self.vendor_user)
        html = self.env["ir.actions.report"]._render_qweb_html("lean_jit.report_scorecard", card.ids)[0].decode()
        self.assertIn("Gate closed", html, "what is argued about is on the paper")

    def test_a_stranger_sees_nothing(self):
        self._deliver(*["06-10"] * 5)
        card = self._generate()
        other = self._create_vendor_user(self.env["res.partner"].create({"name": "Other"}))
        other.password = other.login
        self.authenticate(other.login, other.login)
        page = self.url_open(f"/my/scorecards/{card.id}")
        self.assertNotIn("OTIF", page.text)


@tagged("post_install", "-at_install")
class TestScorecardTour(ScorecardCommon, HttpCase):
    def test_from_the_badge_to_the_receipt(self):
        self._deliver(*["06-20"] * 5)
        self._generate()
        self.buyer.group_ids |= self.env.ref("stock.group_stock_user")
        self.start_tour(f"/odoo/res.partner/{self.vendor.id}", "lean_jit_badge_to_receipt", login=self.buyer.login)

    def test_from_a_month_to_its_paper(self):
        self._deliver(*["06-10"] * 5)
        card = self._generate()
        self.authenticate(self.buyer.login, self.buyer.login)
        page = self.url_open(f"/report/html/lean_jit.report_scorecard/{card.id}")
        self.assertIn("OTIF 100 %", page.text)
        composer = Form.from_action(self.env(user=self.buyer), card.with_user(self.buyer).action_send())
        self.assertIn("2026-06-30", composer.subject)
