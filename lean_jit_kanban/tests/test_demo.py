# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestDemoVendors(TransactionCase):
    """The story of the demo factory, whatever day it was installed on."""

    def _get_latest(self, name):
        vendor = self.env.ref(f"lean_kanban_purchase.partner_{name}", raise_if_not_found=False)
        cards = self.env["lean.supplier.scorecard"]
        if not vendor or not cards.search_count([("partner_id", "=", vendor.id)]):
            self.skipTest("installed without demo data")
        return cards.search([("partner_id", "=", vendor.id)], order="date_from", limit=24)[-1]

    def test_overseas_and_around_the_corner(self):
        overseas, foundry = self._get_latest("sahyadri"), self._get_latest("leie")
        self.assertEqual((overseas.on_time_count, overseas.line_count), (11, 18))
        self.assertEqual((foundry.on_time_count, foundry.line_count), (47, 48))
        self.assertEqual((overseas.late_count, overseas.short_count), (5, 2))
        self.assertEqual(overseas.lean_action_count, 1)

    def test_one_line_is_disputed(self):
        vendor = self._get_latest("kestrel").partner_id
        disputes = self.env["lean.delivery.dispute"].search([("partner_id", "=", vendor.id)])
        self.assertEqual(disputes.mapped("state"), ["open"])

    def test_what_late_castings_cost(self):
        card = self._get_latest("sahyadri")
        self.assertEqual((card.line_stop_count, card.line_stop_hours, card.premium_freight_count), (1, 5.5, 1))
        self.assertEqual(len(card.incident_ids.lean_action_ids), 1)

    def test_castings_last_nine_days_and_their_vendor_needs_thirty_five(self):
        self._get_latest("sahyadri")
        row = self.env["lean.jit.analysis"].search(
            [("product_id", "=", self.env.ref("lean_kanban.product_casting_200").id), ("is_latest", "=", True)]
        )
        self.assertEqual(
            (round(row.survive_days), row.recover_days, round(row.exposed_days)), (9, 35, 26), row.survive_days
        )

    def test_turns_have_doubled(self):
        self._get_latest("sahyadri")
        groups = self.env["lean.jit.analysis"]._read_group(
            [("company_id", "=", self.env.ref("lean_base.company_alder").id)],
            ["date:day"],
            ["turns:avg", "average_value:sum", "used_value:sum"],
        )
        self.assertGreaterEqual(len(groups), 27, "each week of half a year")
        for (_date, turns, stock, used), expected in ((groups[0], (3.8, 412_000)), (groups[26], (7.4, 212_000))):
            self.assertEqual(round(turns, 1), expected[0])
            self.assertAlmostEqual(stock, expected[1], delta=1_500)
            self.assertAlmostEqual(used, 1_566_000, delta=50_000)
