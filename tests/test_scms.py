# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
import os
from collections import defaultdict
from statistics import fmean

from odoo.tests import TransactionCase, tagged

from . import scms

# A short form in the suite; SCMS_LINES=0 loads all 10,324.
LINES = int(os.environ.get("SCMS_LINES", "250")) or None
EARLY_DAYS = 2


@tagged("post_install", "-at_install")
class TestScms(TransactionCase):
    """Real deliveries through core's orders and receipts, scored, against the file itself."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        path = scms.find_file()
        if not path:
            cls.skipTest(cls, "shared/data/scms_deliveries.csv is not there")
        cls.deliveries = scms.read_deliveries(path, LINES)
        cls.company = cls.env["res.company"].create({"name": "SCMS"})
        cls.company.partner_id.tz = "UTC"
        cls.env.user.company_ids |= cls.company
        cls.loader = scms.Loader(cls.env, cls.company)
        cls.lines = cls.loader.load(cls.deliveries)
        cards = cls.env["lean.supplier.scorecard"].with_context(allowed_company_ids=cls.company.ids)
        scheduled = [delivery.scheduled for delivery in cls.deliveries]
        cls.cards = cards.generate(min(scheduled), max(scheduled))

    def _is_on_time(self, delivery):
        return 0 <= (delivery.scheduled - delivery.delivered).days <= EARLY_DAYS

    def _group(self, key):
        groups = defaultdict(list)
        for delivery in self.deliveries:
            groups[key(delivery)].append(delivery)
        return groups

    def assertMetrics(self, deliveries, lines, on_time, otif, otd, lead):
        hits = [self._is_on_time(delivery) for delivery in deliveries]
        self.assertEqual((lines, on_time), (len(hits), sum(hits)))
        self.assertAlmostEqual(otif, fmean(hits), delta=1e-9)
        self.assertAlmostEqual(otd, fmean(hits), delta=1e-9)
        days = fmean((delivery.delivered - delivery.sent).days for delivery in deliveries)
        self.assertAlmostEqual(lead, days, delta=1e-9)

    def test_each_month_of_each_vendor(self):
        groups = self._group(lambda delivery: (delivery.vendor, delivery.scheduled.replace(day=1)))
        cards = {(card.partner_id.name, card.date_from): card for card in self.cards if card.month_line_count}
        self.assertEqual(cards.keys(), groups.keys())
        for key, deliveries in groups.items():
            card = cards[key]
            self.assertMetrics(
                deliveries,
                card.month_line_count,
                card.month_on_time_count,
                card.month_otif,
                card.month_otd,
                card.month_lead_mean,
            )

    def test_twelve_months_of_each_vendor(self):
        for card in self.cards:
            first = card.date_from.replace(year=card.date_from.year - 1)
            deliveries = [
                delivery
                for delivery in self.deliveries
                if delivery.vendor == card.partner_id.name
                and first < delivery.scheduled.replace(day=1) <= card.date_from
            ]
            values = (card.line_count, card.on_time_count, card.otif, card.otd, card.lead_mean)
            self.assertMetrics(deliveries, *values)

    def test_nothing_is_lost(self):
        lines = self.cards.line_ids
        self.assertEqual(len(lines), len(self.deliveries))
        self.assertEqual(sum(lines.mapped("qty_received")), sum(delivery.quantity for delivery in self.deliveries))
