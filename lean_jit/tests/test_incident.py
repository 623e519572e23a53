# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from .test_scorecard import ScorecardCommon


class IncidentCommon(ScorecardCommon):
    def _note(self, user=None, *, day="06-12", **values):
        with self._on("06-30"):
            incidents = self.env["lean.supplier.incident"].with_user(user or self.buyer)
            return incidents.create(
                {
                    "name": "Line 2 stood",
                    "date": self._at(day).date(),
                    "partner_id": self.vendor.id,
                    "company_id": self.company.id,
                    "hours_stopped": 3.5,
                    **values,
                }
            )


@tagged("post_install", "-at_install")
class TestIncident(IncidentCommon):
    """What a vendor's failure cost beyond the delivery."""

    def test_from_a_late_delivery(self):
        line = self._deliver("06-15")
        action = self._get_delivery(line).action_note_incident()
        with (
            self._on("06-15"),
            Form(self.env["lean.supplier.incident"].with_user(self.buyer).with_context(**action["context"])) as form,
        ):
            self.assertEqual((form.partner_id, form.order_id), (self.vendor, line.order_id))
            form.name = "Line 2 stood: no castings"
            form.hours_stopped = 3.5
        incident = form.record
        self.assertRecordValues(
            incident,
            [{"product_id": self.product.id, "company_id": self.company.id, "user_id": self.buyer.id, "cost": 0}],
        )
        delivery = self._get_delivery(line)
        self.assertEqual(delivery.incident_count, 1)
        self.assertEqual(
            self.env["lean.supplier.incident"].search(delivery.action_view_incidents()["domain"]), incident
        )

    def test_a_line_tells_all_the_rest(self):
        line = self._deliver("06-15")
        incident = self._note(purchase_line_id=line.id, partner_id=False)
        self.assertRecordValues(
            incident,
            [{"partner_id": self.vendor.id, "order_id": line.order_id.id, "product_id": self.product.id}],
        )

    def test_a_contact_stands_for_its_company(self):
        incident = self._note(partner_id=self.vendor_user.partner_id.id)
        self.assertEqual(incident.partner_id, self.vendor)
        self.assertEqual(self.vendor.with_user(self.buyer).supplier_incident_count, 1)

    def test_what_is_missing_is_asked_for(self):
        with self.assertRaisesRegex(ValidationError, "how long"):
            self._note(hours_stopped=0)
        with self.assertRaisesRegex(ValidationError, "freight cost"):
            self._note(kind="premium_freight", hours_stopped=0)
        with self.assertRaisesRegex(ValidationError, "not happened yet"):
            self._note(day="07-02")

    def test_an_order_to_another_vendor(self):
        line = self._deliver("06-15", vendor=self.env["res.partner"].create({"name": "Other"}))
        with self.assertRaisesRegex(ValidationError, "another vendor"):
            self._note(purchase_line_id=line.id, order_id=line.order_id.id)

    def test_a_corrective_action_is_verified_by_somebody_else(self):
        incident = self._note(area_id=self.area.id)
        context = incident.action_correct()["context"]
        action = self.env["lean.action"].with_user(self.buyer).with_context(**context).create({})
        self.assertRecordValues(
            action,
            [{"area_id": self.area.id, "needs_verification": True, "name": "Overseas Castings: Line 2 stood"}],
        )
        self.assertEqual(incident.lean_action_ids, action)

    def test_who_may(self):
        incident = self._note()
        for user in (self.user, self.storekeeper, self.vendor_user):
            with self.subTest(user.login), self.assertRaises(AccessError):
                incident.with_user(user).read(["name"])
        with self.assertRaises(AccessError):
            incident.with_user(self.buyer).unlink()
        self._note(self.manager).unlink()
        incident.with_user(self.purchase_manager).unlink()

    def test_another_company_sees_nothing(self):
        incident = self._note()
        self.stranger.group_ids |= self.env.ref("purchase.group_purchase_user")
        incidents = self.env["lean.supplier.incident"].with_user(self.stranger)
        self.assertFalse(incidents.search([("id", "=", incident.id)]))
        self.assertFalse(self.vendor.with_user(self.stranger).supplier_incident_count)


@tagged("post_install", "-at_install")
class TestIncidentOnScorecard(IncidentCommon):
    """Beside the score, and frozen with it."""

    def test_counted_when_the_month_is_scored_and_kept(self):
        self._deliver(*["06-10"] * 5)
        stop = self._note(cost=800)
        self._note(kind="premium_freight", hours_stopped=0, cost=1240, day="06-20")
        self._note(hours_stopped=1, day="06-29").action_archive()
        other = self.env["res.partner"].create({"name": "Other"})
        self._note(partner_id=other.id)
        card = self._generate()
        figures = {
            "line_stop_count": 1,
            "line_stop_hours": 3.5,
            "premium_freight_count": 1,
            "premium_freight_cost": 1240,
            "incident_cost": 2040,
            "score": 100,
        }
        self.assertRecordValues(card, [figures])
        self._note(hours_stopped=8)
        stop.hours_stopped = 5
        stop.action_archive()
        card.invalidate_recordset()
        self.assertRecordValues(card, [figures])
        shown = self.env["lean.supplier.incident"].with_user(self.buyer)
        action = card.with_user(self.buyer).action_view_incidents()
        shown = shown.with_context(**action["context"]).search(action["domain"])
        self.assertIn(stop, shown, "what was counted is shown, though it was archived since")
        self.assertEqual(len(shown), 2)
        again = self._generate(again=True)
        self.assertEqual((again.line_stop_count, again.line_stop_hours), (1, 8))

    def test_of_twelve_months(self):
        self._deliver(*["06-10"] * 5)
        with self._on("06-30"):
            for date in ("2025-06-30", "2025-07-01"):
                self._note().date = date
        card = self._generate()
        self.assertEqual(card.line_stop_count, 1)

    def test_in_words_for_the_vendor(self):
        self._deliver(*["06-10"] * 5)
        card = self._generate()
        self.assertEqual(card.incident_sentence, "No line stop and no premium freight was noted.")
        self._note(cost=800)
        card = self._generate(again=True)
        self.assertRegex(card.incident_sentence, r"^Line stops: 1 \(3\.5 hours\); cost .*800\.00.*\.$")
        html = self.env["ir.actions.report"]._render_qweb_html("lean_jit.report_scorecard", card.ids)[0].decode()
        self.assertIn("Line 2 stood", html)
        self.assertIn("Line stops: 1 (3.5 hours)", html)
        self.assertTrue(card.with_user(self.vendor_user).incident_sentence)

    def test_what_a_scorecard_shows_is_not_deleted(self):
        self._deliver(*["06-10"] * 5)
        incident = self._note()
        self._generate()
        with self.assertRaisesRegex(UserError, "archive"):
            incident.with_user(self.purchase_manager).unlink()
