# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
import base64

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import KanbanCommon

PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


@tagged("post_install", "-at_install")
class TestReject(KanbanCommon):
    """Containers that are not OK."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._put_stock(cls.product, cls.line_side, 500)
        cls.loop = cls._create_loop(source_location_id=cls.line_side.id)
        cls.first, cls.second, __ = cls.loop.card_ids
        cls.reason = cls.env.ref("lean_kanban.reject_reason_damaged")

    def _reject(self, card, uid=None, **details):
        return self._scan(card, mode="not_ok", scan_uid=uid, details={"reason_id": self.reason.id, **details})

    def _quarantine(self):
        for rejection in self.env["lean.kanban.rejection"].sudo().search([("state", "=", "waiting")]):
            rejection._run_job()

    def _get_rejection(self, card):
        return self.env["lean.kanban.rejection"].search([("card_id", "=", card.id)])

    def test_the_goods_go_to_quarantine_the_card_signals_and_an_action_is_raised(self):
        answer = self._reject(self.first, "n1", note="Dented", photo=PIXEL)
        self.assertTrue(answer["ok"])
        self.assertEqual(self.first.state, "empty")
        self.assertEqual(self.first.event_ids[:2].mapped("state_to"), ["empty", "rejected"])
        self._quarantine()
        rejection = self._get_rejection(self.first)
        self.assertEqual((rejection.state, rejection.reason_id, rejection.note), ("done", self.reason, "Dented"))
        self.assertTrue(rejection.photo)
        self.assertEqual(rejection.picking_id.state, "done")
        quarantine = self.warehouse.kanban_quarantine_location_id
        self.assertEqual(self.product.with_context(location=quarantine.id).qty_available, 20)
        self.assertEqual(self.loop.quantity_on_hand, 40)
        [action] = rejection.with_user(self.planner).lean_action_ids
        self.assertEqual((action.user_id, action.source_kind), (self.planner, "card"))
        self.assertTrue(action.date_deadline)
        self._release()
        self.assertEqual(self.first.state, "in_process")

    def test_sending_it_again_moves_the_goods_once(self):
        self._reject(self.first, "n1")
        self.assertEqual(self._reject(self.first, "n1")["level"], "repeat")
        self.assertFalse(self._scan(self.first, mode="not_ok", scan_uid="n2", scanned_at="2020-01-01T00:00:00")["ok"])
        self._quarantine()
        self._quarantine()
        self.assertEqual(self.loop.quantity_on_hand, 40)
        self.assertEqual(len(self._get_rejection(self.first)), 1)

    def test_undo_until_the_goods_have_moved(self):
        cards = self.env["lean.kanban.card"].with_user(self.operator)
        self._reject(self.first, "n1")
        self.assertTrue(cards.undo_scan("n1")["is_undone"])
        self.assertEqual(self.first.state, "full")
        self._quarantine()
        self.assertEqual(self.loop.quantity_on_hand, 60)
        self._reject(self.second, "n2")
        self._quarantine()
        self.assertFalse(cards.undo_scan("n2")["ok"])

    def test_what_is_not_here_cannot_be_rejected(self):
        self._empty(self.first)
        answer = self._reject(self.first)
        self.assertEqual(answer["level"], "warning")
        self.assertIn("not here yet", answer["message"])

    def test_missing_stock_is_left_to_a_person_with_the_reason(self):
        self.env["stock.quant"]._update_available_quantity(self.product, self.shelf_a, -50)
        self._reject(self.first)
        self._quarantine()
        rejection = self._get_rejection(self.first)
        self.assertEqual(rejection.state, "open")
        self.assertIn("10 of 20", rejection.complaint)
        self.assertNotEqual(rejection.picking_id.state, "done")
        self._put_stock(self.product, self.shelf_a, 20)
        rejection.picking_id.action_assign()
        self._receive(rejection.picking_id)
        self.assertEqual(rejection.state, "done")

    def test_of_a_container_in_use_only_what_is_left_goes(self):
        self.first.action_open_container()
        self.env["stock.quant"]._update_available_quantity(self.product, self.shelf_a, -13)
        self._reject(self.first)
        self._quarantine()
        self.assertEqual(self._get_rejection(self.first).quantity, 7)
        self.assertEqual(self.loop.quantity_on_hand, 40)

    def test_a_lot_is_chosen_by_a_person(self):
        self.product.tracking = "lot"
        self._reject(self.first)
        self._quarantine()
        self.assertEqual(self._get_rejection(self.first).state, "open")

    def test_a_loop_that_follows_the_stock_empties_the_container_by_the_transfer(self):
        loop = self._create_loop(
            product=self._create_product("Gasket"), trigger="quantity", source_location_id=self.line_side.id
        )
        self.assertTrue(self._reject(loop.card_ids[0])["ok"])
        self.assertEqual(set(loop.card_ids.mapped("state")), {"full"})
        self._quarantine()
        self.assertEqual(sorted(loop.card_ids.mapped("state")), ["empty", "full", "full"])

    def test_bad_details_never_lose_the_scan(self):
        bad = [None, "text", {"reason_id": "x", "photo": 7}, {"reason_id": 10**9, "photo": "no base64"}, []]
        for details, card in zip(
            bad,
            self._create_loop(
                product=self._create_product("Screw"), card_count=5, source_location_id=self.line_side.id
            ).card_ids,
            strict=True,
        ):
            answer = self._scan(card, mode="not_ok", details=details)
            self.assertTrue(answer["ok"], details)
        self.assertFalse(self.env["lean.kanban.rejection"].search([("photo", "!=", False)]))

    def test_what_no_database_can_store_is_left_out(self):
        """Bytes and numbers that a database refuses lose neither the scan nor its words."""
        details = {"reason_id": 10**30, "note": "Dent\x00ed"}
        self.assertTrue(self._scan(self.first, mode="not_ok", scan_uid="n\x001", details=details)["ok"])
        rejection = self._get_rejection(self.first)
        self.assertEqual((rejection.note, rejection.reason_id.id), ("Dented", False))
        self.assertTrue(self._scan(self.second, mode="not_ok", details={"reason_id": -1})["ok"])

    def test_a_drawing_with_scripts_is_no_photo(self):
        drawing = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
        self.assertTrue(self._reject(self.first, photo=base64.b64encode(drawing).decode())["ok"])
        self.assertFalse(self._get_rejection(self.first).photo)

    def test_an_unknown_mode_does_nothing(self):
        answer = self._scan(self.first, mode="inspect")
        self.assertEqual((answer["ok"], answer["level"], self.first.state), (False, "danger", "full"))

    def test_a_double_scan_of_a_follower_of_the_stock_is_one_rejection(self):
        """Its card stands full until the goods have moved, so nothing else tells the second scan from the first."""
        loop = self._create_loop(
            product=self._create_product("Gasket"), trigger="quantity", source_location_id=self.line_side.id
        )
        card = loop.card_ids[0]
        self.assertEqual(self._reject(card, "n1")["level"], "success")
        self.assertEqual(self._reject(card, "n2")["level"], "repeat")
        self.assertEqual(len(self._get_rejection(card)), 1)

    def test_undo_may_be_sent_again_and_after_an_error(self):
        cards = self.env["lean.kanban.card"].with_user(self.operator)
        loop = self._create_loop(
            product=self._create_product("Gasket"), trigger="quantity", source_location_id=self.line_side.id
        )
        self._reject(loop.card_ids[0], "n1")
        self.assertTrue(cards.undo_scan("n1")["is_undone"])
        self.assertTrue(cards.undo_scan("n1")["is_undone"])
        self._reject(self.first, "n2")
        self._get_rejection(self.first).sudo()._note_failure("No warehouse")
        self.assertTrue(cards.undo_scan("n2")["is_undone"])
        self.assertEqual((self.first.state, self._get_rejection(self.first).state), ("full", "cancelled"))

    def test_operators_read_and_change_nothing(self):
        self._reject(self.first)
        rejection = self._get_rejection(self.first)
        self.assertTrue(rejection.with_user(self.operator).reason_id)
        with self.assertRaises(AccessError):
            rejection.with_user(self.operator).note = "Mine"

    def test_storekeepers_note_what_they_found_and_leave_what_was_scanned(self):
        storekeeper = self._create_user("reject_storekeeper", "stock.group_stock_user")
        self._reject(self.first)
        rejection = self._get_rejection(self.first).with_user(storekeeper)
        rejection.note = "The lid was cracked"
        for values in ({"quantity": 1}, {"state": "done"}, {"picking_id": False}):
            with self.assertRaises(AccessError):
                rejection.write(values)
