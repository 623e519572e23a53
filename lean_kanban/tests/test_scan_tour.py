# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from functools import wraps

from odoo import Command
from odoo.tests import new_test_user, tagged

from odoo.addons.lean_base.tests.components import ComponentCase


@tagged("post_install", "-at_install")
class TestScanTour(ComponentCase):
    """The scan station as an operator uses it, in a browser."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.operator_user = new_test_user(cls.env, "lean_scan", "lean_base.group_lean_user", name="Scan Station")
        cls.env["hr.employee"].create({"name": "Tour Operator", "barcode": "BADGETOUR1"})
        cls.loop = cls._create_loop()
        cls.card, cls.other_card = cls.loop.card_ids.sorted("number")
        cls.card.barcode, cls.other_card.barcode = "KBTOUR1", "KBTOUR2"

    @classmethod
    def _create_loop(cls):
        """A running loop with two full containers, fetched from another location."""
        warehouse = cls.env["stock.warehouse"].search([("company_id", "=", cls.env.company.id)], limit=1)
        stock = warehouse.lot_stock_id
        shelf, reserve = cls.env["stock.location"].create(
            [
                {"name": "Shelf", "location_id": stock.id},
                {"name": "Reserve", "location_id": stock.id},
            ]
        )
        product = cls.env["product.product"].create({"name": "Seal Kit", "is_storable": True})
        cls.env["stock.quant"]._update_available_quantity(product, shelf, 40)
        cls.env["stock.quant"]._update_available_quantity(product, reserve, 500)
        loop = cls.env["lean.kanban.loop"].create(
            {
                "product_id": product.id,
                "location_id": shelf.id,
                "source_location_id": reserve.id,
                "route_id": cls._create_route(warehouse, reserve, shelf).id,
                "container_qty": 20,
                "card_count": 2,
            }
        )
        loop.action_activate()
        return loop

    @classmethod
    def _create_route(cls, warehouse, source, target):
        rule = {
            "name": "Reserve to shelf",
            "action": "pull",
            "location_src_id": source.id,
            "location_dest_id": target.id,
            "picking_type_id": warehouse.int_type_id.id,
        }
        return cls.env["stock.route"].create({"name": "Reserve to shelf", "rule_ids": [Command.create(rule)]})

    def test_scan_station(self):
        self.assertEqual(self.card.state, "full")
        self.start_tour("/odoo", "lean_kanban_scan", login="lean_scan")
        self.card.invalidate_recordset()
        self.assertNotIn(self.card.state, ("full", "in_use"))
        event = self.card.event_ids.filtered(lambda e: e.source == "scan")
        self.assertEqual(len(event), 1)
        self.assertEqual(event.user_id, self.operator_user)
        self.assertTrue(event.scan_uid)

    def _get_scans(self, cards):
        """Events of the scans of cards, in the order they were recorded."""
        events = self.env["lean.kanban.event"].search([("card_id", "in", cards.ids), ("source", "=", "scan")])
        return events.sorted("id")

    def _get_open_quantity(self, env):
        """What the transfers of the product are still to bring."""
        domain = [("product_id", "=", self.loop.product_id.id), ("state", "not in", ("done", "cancel"))]
        return sum(env["stock.move"].sudo().search(domain).mapped("product_qty"))

    def _release_before_undo(self):
        """Have the release order what was scanned before the operator takes a scan back, as it
        does within seconds; returns the quantities it had ordered by then.
        """
        cards, ordered = type(self.env["lean.kanban.card"]), []
        undo_scan = cards.undo_scan

        @wraps(undo_scan)
        def release_and_undo(records, scan_uid):
            loops = records.env["lean.kanban.loop"].sudo()
            loops._search_releasable(loops.browse())._release()
            ordered.append(self._get_open_quantity(records.env))
            return undo_scan(records, scan_uid)

        self.patch(cards, "undo_scan", release_and_undo)
        return ordered

    def _record_sent(self):
        """What each request of the station that reaches the server scans, as it comes in."""
        cards, sent = type(self.env["lean.kanban.card"]), []
        scan = cards.scan

        @wraps(scan)
        def scan_recorded(records, barcode, *args, **kwargs):
            sent.append((barcode, kwargs["scan_uid"]))
            return scan(records, barcode, *args, **kwargs)

        self.patch(cards, "scan", scan_recorded)
        return sent

    def _run_cron(self, name):
        self.env.ref(f"lean_kanban.{name}").method_direct_trigger()
        self.env.invalidate_all()

    def test_lost_connection_and_undo(self):
        sent, ordered = self._record_sent(), self._release_before_undo()
        self.start_tour("/odoo/kanban-scan", "lean_kanban_scan_offline", login="lean_scan")
        self.env.invalidate_all()
        scans = self._get_scans(self.loop.card_ids)
        self.assertEqual(scans.mapped("card_id.number"), [1, 2])
        self.assertEqual(len(scans), 2, "each is recorded once")
        first, second = zip(scans.card_id.mapped("barcode"), scans.mapped("scan_uid"), strict=True)
        self.assertEqual(set(sent), {first, second})
        self.assertGreaterEqual(sent.count(first), 2, "its answer was lost: it came again, as the same scan")
        self.assertEqual(sent.count(second), 1)
        self.assertNotEqual(first[1], second[1])
        self.assertLessEqual(scans[0].date, scans[1].date)
        self.assertEqual(scans.user_id, self.operator_user)
        self.assertEqual(ordered, [40])
        self.assertEqual((self.card.state, self.other_card.state), ("in_process", "full"))
        self.assertFalse(self.other_card.supply_id)
        self.assertEqual(self._get_open_quantity(self.env), 20, "what the undone scan had ordered is not left")
        self._run_cron("ir_cron_release")
        self.assertEqual(self._get_open_quantity(self.env), 20)

    def test_receive_and_not_ok(self):
        self.env["lean.kanban.card"].scan(self.card.barcode)
        self._run_cron("ir_cron_release")
        move = self.card.move_ids
        self.assertEqual((self.card.state, move.product_qty), ("in_process", 20))
        self.start_tour("/odoo/kanban-scan", "lean_kanban_scan_modes", login="lean_scan")
        self._run_cron("ir_cron_book_arrivals")
        self._run_cron("ir_cron_quarantine")
        self._check_received(move)
        self._check_quarantined()

    def _check_received(self, move):
        self.assertEqual((self.card.state, move.state, move.quantity), ("full", "done", 20))
        self.assertEqual(move.picking_id.state, "done")
        self.assertEqual(self._get_scans(self.card)[-1].user_id, self.operator_user)

    def _check_quarantined(self):
        """The goods are away, an action asks why, and the card signals for others."""
        rejection = self.env["lean.kanban.rejection"].search([("card_id", "=", self.other_card.id)])
        self.assertEqual((rejection.state, rejection.user_id), ("done", self.operator_user))
        self.assertEqual(rejection.reason_id, self.env.ref("lean_kanban.reject_reason_damaged"))
        self.assertEqual(rejection.note, "Dented")
        picking = rejection.picking_id
        self.assertEqual((picking.state, picking.move_ids.quantity), ("done", 20))
        product = self.loop.product_id.with_context(location=picking.location_dest_id.id)
        self.assertEqual(product.qty_available, 20)
        self.assertEqual(len(rejection.lean_action_ids), 1)
        self.assertEqual(self.loop.quantity_on_hand, 40, "40, 20 arrived, 20 went to quarantine")
        self._run_cron("ir_cron_release")
        self.assertEqual((self.other_card.state, self._get_open_quantity(self.env)), ("in_process", 20))

    def test_components(self):
        self.run_components("lean_kanban")
