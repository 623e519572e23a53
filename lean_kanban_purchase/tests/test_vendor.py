# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from datetime import timedelta

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import KanbanPurchaseCommon


@tagged("post_install", "-at_install")
class TestVendor(KanbanPurchaseCommon):
    """What a vendor answers, and what the buyer makes of it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.supplier = cls._create_vendor_user(cls.vendor)
        cls.stranger = cls._create_vendor_user(cls._create_vendor("Rival"))

    def _propose(self, line, days=None, user=None, **values):
        if days is not None:
            values["date_proposed"] = line._get_kanban_local_date().date() + timedelta(days=days)
        line = line.with_user(user or self.supplier)
        return self.env["lean.kanban.proposal"].with_user(user or self.supplier)._propose({line: values})

    def test_confirmed_by_the_vendor(self):
        line = self._order_from()
        self.assertEqual(line.kanban_vendor_state, "asked")
        line.with_user(self.supplier)._kanban_vendor_confirm()
        self.assertEqual(line.kanban_vendor_state, "confirmed")
        self.assertTrue(line.order_id.acknowledged)
        message = line.order_id.message_ids[0]
        self.assertEqual(message.author_id, self.supplier.partner_id)
        self.assertIn("Confirmed as ordered", message.body)
        line.with_user(self.supplier)._kanban_vendor_confirm()
        self.assertEqual(line.order_id.message_ids[0], message)

    def test_the_buyer_changes_what_was_confirmed(self):
        line = self._order_from(count=2)
        line.with_user(self.supplier)._kanban_vendor_confirm()
        line.with_user(self.buyer).date_planned += timedelta(days=3)
        self.assertEqual(line.kanban_vendor_state, "asked")
        self.assertFalse(line.order_id.acknowledged)

    def test_proposal_waits_for_the_buyer(self):
        line = self._order_from(count=2)
        date, receipt = line.date_planned, line.move_ids
        proposal = self._propose(line, days=4, quantity_proposed=20, note="Furnace is down")
        self.assertEqual((line.date_planned, line.product_qty), (date, 40))
        self.assertEqual(line.kanban_vendor_state, "proposed")
        self.assertOneActivity(line.order_id, line.order_id.user_id or line.kanban_loop_id.user_id)
        self.assertIn("Furnace is down", line.order_id.message_ids[0].body)
        proposal.with_user(self.buyer).action_accept()
        self.assertEqual(line.product_qty, 20)
        self.assertEqual(line._get_kanban_local_date().date(), proposal.date_proposed)
        self.assertEqual(receipt.date_deadline, line.date_planned)
        self.assertEqual(receipt.product_uom_qty, 20)
        self.assertEqual(line.kanban_vendor_state, "confirmed")
        self.assertEqual((proposal.state, proposal.decided_by_id), ("accepted", self.buyer))
        self.assertFalse(self._get_activities(line.order_id))
        self.assertEqual(sorted(self._get_states(line.kanban_loop_id)), ["empty", "full", "in_process"])

    def test_only_the_quantity_leaves_the_date(self):
        line = self._order_from(count=2)
        date = line.date_planned
        self._propose(line, quantity_proposed=60).with_user(self.buyer).action_accept()
        self.assertEqual((line.product_qty, line.date_planned), (60, date))

    def test_refused_with_a_reason(self):
        line = self._order_from()
        date = line.date_planned
        proposal = self._propose(line, days=9)
        action = proposal.with_user(self.buyer).action_refuse()
        wizard = self.env["lean.kanban.refuse"].with_user(self.buyer).with_context(**action["context"])
        wizard.create({"reason": "The line stands still"}).action_refuse()
        self.assertEqual((line.date_planned, line.kanban_vendor_state), (date, "asked"))
        self.assertEqual(line.with_user(self.supplier).kanban_proposal_id.reason, "The line stands still")
        message = line.order_id.message_ids[0]
        self.assertIn(self.supplier.partner_id, message.notified_partner_ids)
        self.assertIn("The line stands still", message.body)
        self.assertFalse(self._get_activities(line.order_id))

    def test_decided_once(self):
        line = self._order_from()
        proposal = self._propose(line, days=9).with_user(self.buyer)
        proposal.action_accept()
        with self.assertRaisesRegex(UserError, "decided"):
            proposal._refuse("Too late")

    def test_a_buyer_does_not_rewrite_what_was_proposed(self):
        proposal = self._propose(self._order_from(), days=9).with_user(self.buyer)
        for values in ({"quantity_proposed": 1}, {"state": "accepted"}, {"note": "We said nothing"}):
            with self.assertRaises(AccessError):
                proposal.write(values)

    def test_the_same_proposal_again_is_one(self):
        line = self._order_from()
        first = self._propose(line, days=2)
        self.assertEqual(self._propose(line, days=2), first)
        second = self._propose(line, days=3)
        self.assertEqual((first.state, second.state), ("withdrawn", "open"))
        self.assertOneActivity(line.order_id, line.order_id.user_id or line.kanban_loop_id.user_id)

    def test_a_proposal_of_what_is_ordered_is_none(self):
        line = self._order_from()
        self.assertFalse(self._propose(line, days=0, quantity_proposed=20))
        self.assertEqual(line.kanban_vendor_state, "asked")

    def test_impossible_proposals(self):
        line = self._order_from()
        with self.assertRaisesRegex(UserError, "today on"):
            self._propose(line, days=-30)
        with self.assertRaisesRegex(UserError, "more than"):
            self._propose(line, quantity_proposed=0)

    def test_confirming_withdraws_the_proposal(self):
        line = self._order_from()
        proposal = self._propose(line, days=2)
        line.with_user(self.supplier)._kanban_vendor_confirm()
        self.assertEqual((proposal.state, line.kanban_vendor_state), ("withdrawn", "confirmed"))
        self.assertFalse(self._get_activities(line.order_id))

    def test_shipped_is_in_transit_until_it_arrives(self):
        line = self._order_from(count=2)
        line.with_user(self.supplier)._kanban_vendor_ship("1Z999")
        self.assertEqual(self._get_states(line.kanban_loop_id), ["in_transit", "in_transit", "full"])
        self.assertIn("1Z999", line.order_id.message_ids[0].body)
        self._receive_order(line.order_id, 20)
        self.assertEqual(self._get_states(line.kanban_loop_id), ["full", "in_process", "full"])
        self.assertEqual(line._get_kanban_vendor_state(), "confirmed")

    def test_core_portal_proposes_for_cards(self):
        """Core's own page changes the date at once; for cards it asks."""
        line = self._order_from()
        date = line.date_planned
        order = line.order_id.with_user(self.supplier).sudo()
        order._update_date_planned_for_lines([(order.order_line, date + timedelta(days=5))])
        self.assertEqual(line.date_planned, date)
        self.assertEqual(line.kanban_proposal_id.state, "open")

    def test_acknowledged_in_the_mail_is_confirmed(self):
        line = self._order_from()
        line.order_id.action_acknowledge()
        self.assertEqual(line.kanban_vendor_state, "confirmed")

    def test_draft_is_not_answered(self):
        loop = self._create_loop()
        line = self._order_empties(loop)
        with self.assertRaisesRegex(UserError, "not an open order"):
            line.with_user(self.supplier)._kanban_vendor_confirm()

    # Who may

    def test_vendor_reads_own_proposals_only(self):
        own = self._order_from(name="Own")
        other = self._order_from(self.stranger.commercial_partner_id, name="Other")
        self._propose(own, days=2)
        foreign = self._propose(other, days=2, user=self.stranger)
        proposals = self.env["lean.kanban.proposal"].with_user(self.supplier)
        self.assertEqual(proposals.search([]).purchase_line_id, own)
        with self.assertRaises(AccessError):
            foreign.with_user(self.supplier).read(["note"])

    def test_announced_cards_are_of_the_vendor_chosen(self):
        loop = self._create_loop(vendor_id=self.vendor.id, batch_size=3)
        self._scan(loop.card_ids.sorted("number")[0])
        cards = self.env["lean.kanban.card"]
        domain = self.vendor._get_announced_card_domain(self.company)
        self.assertEqual(cards.search(domain).mapped("state"), ["wait"])
        rival = self.stranger.commercial_partner_id
        self.assertFalse(cards.search(rival._get_announced_card_domain(self.company)))

    def test_a_vendor_scans_nothing(self):
        """Who may read a card may scan it: vendors may not."""
        loop = self._create_loop(vendor_id=self.vendor.id, batch_size=3)
        card = loop.card_ids.sorted("number")[0]
        self._scan(card)
        card = card.with_user(self.supplier)
        for action in (card.action_signal_empty, card.action_declare_lost, card.action_print_cards):
            with self.assertRaises(AccessError):
                action()
        with self.assertRaises(AccessError):
            card.scan(card.sudo().barcode)
        self.assertEqual(card.sudo().state, "wait")

    def test_vendor_changes_nothing_directly(self):
        line = self._order_from()
        proposal = self._propose(line, days=2)
        with self.assertRaises(AccessError):
            proposal.with_user(self.supplier).action_accept()
        with self.assertRaises(AccessError):
            proposal.with_user(self.supplier).write({"state": "accepted"})
        with self.assertRaises(UserError):  # core renders a message first
            line.with_user(self.supplier).write({"product_qty": 1})

    def test_other_company_is_not_seen(self):
        """A vendor of two companies sees those its user is in."""
        line = self._order_from()
        company = self.env["res.company"].create({"name": "Elsewhere"})
        self.supplier.write({"company_ids": [(6, 0, company.ids)], "company_id": company.id})
        line = line.with_context(allowed_company_ids=[])
        self.assertFalse(line.with_user(self.supplier)._filtered_access("read"))

    def test_labels_make_no_good_paper_void(self):
        cards = self._order_from(count=2)._get_kanban_waiting_cards().with_user(self.supplier)
        cards[0].sudo()._register_printing()
        cards._register_missing_printing()
        cards._register_missing_printing()
        self.assertEqual(cards.sudo().mapped("printed_revision"), [1, 1])

    # The vendor's form

    def test_late_cards_of_the_vendor(self):
        line = self._order_from(count=2)
        vendor = self.vendor.with_user(self.buyer)
        self.assertEqual(vendor.kanban_late_count, 0)
        line.date_planned -= timedelta(days=9)
        vendor.invalidate_recordset()
        self.assertEqual(vendor.kanban_late_count, 2)
        action = vendor.action_view_late_kanban_cards()
        self.assertEqual(self.env["lean.kanban.card"].search(action["domain"]), line._get_kanban_waiting_cards())

    def test_portal_access_is_granted_with_the_wizard_of_core(self):
        granter = self._create_user("granter", "purchase.group_purchase_user,base.group_partner_manager")
        vendor = self._create_vendor("Newcomer")
        action = vendor.with_user(granter).action_grant_kanban_portal()
        wizard = self.env["portal.wizard"].browse(action["res_id"])
        self.assertEqual(wizard.user_ids.partner_id, vendor)

    def test_hours_of_a_day(self):
        with self.assertRaises(ValidationError):
            self.vendor.kanban_mail_hour = 24
