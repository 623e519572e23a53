# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .test_scorecard import NOW, ScorecardCommon


@tagged("post_install", "-at_install")
class TestComparison(ScorecardCommon):
    """One product from two vendors: the near one is on time and dearer."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.near = cls.env["res.partner"].create({"name": "Foundry Around the Corner"})

    def _compare(self, user=None, *, now=NOW):
        with freeze_time(now):
            rows = self.env["lean.supplier.comparison"].with_user(user or self.buyer)
            return rows.search([("product_id", "=", self.product.id)])

    def test_two_vendors_of_a_product(self):
        self._deliver(*["06-10"] * 5, "06-20", price_unit=10)
        self._deliver(*["06-08"] * 4, vendor=self.near, price_unit=12, confirmed="06-04")
        self._deliver("06-08", vendor=self.near, price_unit=15, confirmed="06-04")
        self._generate()
        rows = self._compare()
        self.assertRecordValues(
            rows,
            [
                {"partner_id": self.near.id, "position": 1, "vendor_count": 2, "line_count": 5, "lead_days": 4},
                {
                    "partner_id": self.vendor.id,
                    "position": 2,
                    "vendor_count": 2,
                    "line_count": 6,
                    "lead_days": (5 * 9 + 19) / 6,
                },
            ],
        )
        self.assertAlmostEqual(rows[1].otif, 5 / 6)
        self.assertAlmostEqual(rows[0].unit_price, 12.6, msg="by quantity")
        self.assertAlmostEqual(rows[1].unit_price, 10)
        cards = self.env["lean.supplier.scorecard"].search([("partner_id", "in", rows.partner_id.ids)])
        self.assertEqual({card.partner_id: card.otif for card in cards}, {row.partner_id: row.otif for row in rows})

    def test_lines_behind_a_row(self):
        self._deliver(*["06-10"] * 5, "06-20")
        self._generate()
        row = self._compare()
        with freeze_time(NOW):
            action = row.action_view_lines()
        lines = self.env[action["res_model"]].with_user(self.buyer).search(action["domain"])
        self.assertEqual((len(lines), sum(lines.mapped("on_time_share"))), (6, 5))

    def test_scored_anew_counts_once(self):
        self._deliver(*["06-10"] * 5)
        self._generate()
        self._generate(again=True)
        self.assertEqual(self._compare().line_count, 5)

    def test_after_a_year_it_is_forgotten(self):
        self._deliver(*["06-10"] * 5)
        self._generate()
        self.assertTrue(self._compare(now="2027-06-30 09:00:00"))
        self.assertFalse(self._compare(now="2027-07-01 09:00:00"))

    def test_nobody_else_looks(self):
        self._deliver(*["06-10"] * 5)
        self._generate()
        with self.assertRaises(AccessError):
            self._compare(self.vendor_user)
        self.stranger.group_ids |= self.env.ref("purchase.group_purchase_user")
        self.assertFalse(self._compare(self.stranger))

    def test_from_a_product_to_its_vendors(self):
        self._deliver(*["06-10"] * 5)
        self._deliver(*["06-08"] * 5, vendor=self.near, confirmed="06-04")
        other = self._create_product("Cover")
        self._deliver(*["06-10"] * 5, product=other)
        self._generate()
        for record in (self.product, self.product.product_tmpl_id):
            action = record.with_user(self.buyer).action_compare_vendors()
            with freeze_time(NOW):
                rows = self.env[action["res_model"]].with_user(self.buyer).search(action["domain"])
            self.assertEqual(rows.partner_id, self.near | self.vendor)
            self.assertEqual(rows.product_id, self.product)
