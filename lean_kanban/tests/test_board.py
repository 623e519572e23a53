# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
import doctest
import json
import unittest
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import wraps
from types import SimpleNamespace

import requests
from freezegun import freeze_time
from hypothesis import given
from hypothesis import strategies as st

from odoo import fields
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.http import root
from odoo.tests import BaseCase, HttpCase, new_test_user, tagged
from odoo.tests.common import TEST_CURSOR_COOKIE_NAME

from odoo.addons.bus.models import bus, ir_websocket

from ..calculations import zones
from ..models.lean_kanban_board import BOARD_CHANNEL
from .common import KanbanCommon

MONDAY = "2026-03-02 10:00:00"


@tagged("post_install", "-at_install")
class TestZones(BaseCase):
    def test_examples_in_the_docstrings(self):
        result = unittest.TestResult()
        doctest.DocTestSuite(zones).run(result)
        self.assertTrue(result.testsRun)
        self.assertFalse(result.failures + result.errors)

    @given(st.integers(0, 20), st.integers(1, 20), st.floats(0, 100), st.floats(0, 100), st.floats(0, 10))
    def test_more_stock_is_never_more_urgent(self, at_hand, cards, days_left, days_to_next, days_per_container):
        order = [zones.RED, zones.YELLOW, zones.GREEN]
        less = zones.get_zone(at_hand, cards, days_left, days_to_next, days_per_container)
        more = zones.get_zone(at_hand + 1, cards, days_left + 1, days_to_next, days_per_container)
        self.assertGreaterEqual(order.index(more), order.index(less))


class BoardCommon(KanbanCommon):
    """Loops that are fetched from a reserve."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.partner_id.tz = "Europe/Vienna"
        cls.reserve = cls.env["stock.location"].create({"name": "Reserve", "location_id": cls.stock.id})

    @classmethod
    def _create_loop(cls, *args, **values):
        values.setdefault("source_location_id", cls.reserve.id)
        return super()._create_loop(*args, **values)

    def _get_board(self, user=None, **filters):
        return self.env["lean.kanban.loop"].with_user(user or self.operator).get_board(filters)

    def _get_row(self, loop, user=None):
        rows = {row["id"]: row for row in self._get_board(user)["loops"]}
        return rows.get(loop.id)

    def _set_due(self, loop, date):
        loop.card_ids.sudo().supply_id.allocation_ids.move_id.date = date


@tagged("post_install", "-at_install")
class TestBoard(BoardCommon):
    def test_cards_are_counted_by_column(self):
        loop = self._create_loop(card_count=8, batch_size=2)
        cards = loop.card_ids.sudo().sorted("number")
        cards[0]._transition("in_use", "manual")
        self._empty(*cards[1:3])
        cards[3]._transition("wait", "manual")
        cards[4]._transition("error", "manual", reasons="No vendor")
        cards[5]._transition("lost", "manual")
        cards[6]._transition("retired", "manual")
        row = self._get_row(loop)
        self.assertEqual(
            row["counts"],
            {"full": 1, "in_use": 1, "waiting": 1, "requested": 0, "in_process": 2, "in_transit": 0, "problem": 2},
        )
        self.assertEqual((row["at_hand"], row["cards"]), (2, 7))
        self.assertEqual((row["error_count"], row["lost_count"]), (1, 1))

    def test_only_running_loops_are_shown(self):
        running, held, archived = (
            self._create_loop(product=self._create_product(name)) for name in ("Shaft", "Washer", "Screw")
        )
        draft = running.with_user(self.planner).copy()
        held.write({"state": "hold", "hold_reason": "Drawing change"})
        archived.with_user(self.planner).action_archive()
        shown = {row["id"]: row for row in self._get_board()["loops"]}
        self.assertIn(running.id, shown)
        self.assertTrue(shown[held.id]["is_held"])
        self.assertEqual(shown[held.id]["hold_reason"], "Drawing change")
        self.assertNotIn(draft.id, shown)
        self.assertNotIn(archived.id, shown)

    def test_orders_and_the_date_of_the_next(self):
        with freeze_time(MONDAY):
            loop = self._create_loop()
            self._empty(*loop.card_ids[:2])
            self._set_due(loop, "2026-03-05 08:00:00")
            row = self._get_row(loop)
            picking = loop.card_ids.sudo().supply_id.allocation_ids.move_id.picking_id
            self.assertEqual(row["documents"], picking.mapped("name"))
            self.assertEqual(row["date_expected"], "2026-03-05")
            self.assertEqual(row["late_count"], 0)
            self.assertEqual(row["away_since"], MONDAY)

    def test_a_supply_is_late_when_its_day_is_over_at_the_company(self):
        with freeze_time(MONDAY):
            loop = self._create_loop()
            self._empty(loop.card_ids[0])
            self._set_due(loop, "2026-03-04 08:00:00")
        with freeze_time("2026-03-04 22:59:00"):
            self.assertEqual(self._get_row(loop)["late_count"], 0)
        with freeze_time("2026-03-04 23:01:00"):
            row = self._get_row(loop)
        self.assertEqual((row["late_count"], row["late_days"]), (1, 1))
        self.assertIsNone(row["next_days"])

    def test_an_order_nobody_confirms(self):
        loop = self._create_loop()
        card = loop.card_ids[0].sudo()
        card._transition("requested", "manual")
        self.assertFalse(self._get_row(loop)["is_unconfirmed"])
        card.date_state = fields.Datetime.now() - timedelta(days=2)
        self.assertTrue(self._get_row(loop)["is_unconfirmed"])

    def test_without_a_demand_nothing_is_known_of_the_stock(self):
        loop = self._create_loop()
        row = self._get_row(loop)
        self.assertIsNone(row["hours_left"])
        self.assertEqual(row["zone"], "green")
        self._empty(*loop.card_ids[:2])
        self.assertEqual(self._get_row(loop)["zone"], "yellow")
        self._empty(loop.card_ids[2])
        self.assertEqual(self._get_row(loop)["zone"], "red")

    def test_red_when_the_stock_does_not_last_until_the_next_arrives(self):
        with freeze_time(MONDAY):
            loop = self._create_loop()
            loop.sudo().write({"daily_demand": 48, "lead_time_days": 3})
            self._empty(loop.card_ids[0])
            self._put_stock(loop.product_id, loop.location_id, -20)
            self._set_due(loop, "2026-03-04 10:00:00")
            row = self._get_row(loop)
            hours = self.company.resource_calendar_id.hours_per_day
            self.assertAlmostEqual(row["hours_left"], 40 / 48 * hours)
            self.assertEqual(row["zone"], "red")
            self._set_due(loop, "2026-03-02 18:00:00")
            self.assertEqual(self._get_row(loop)["zone"], "green")

    def test_days_nobody_works_do_not_count(self):
        with freeze_time("2026-03-06 10:00:00"):  # a Friday
            loop = self._create_loop()
            self._empty(loop.card_ids[0])
            self._set_due(loop, "2026-03-09 10:00:00")
            self.assertAlmostEqual(self._get_row(loop)["next_days"], 1)

    def test_the_first_piece_leaves_the_others_at_hand(self):
        loop = self._create_loop(card_count=1, signal_point="first_piece")
        self._empty(loop.card_ids)
        self.assertEqual(self._get_row(loop)["zone"], "yellow")
        self._put_stock(loop.product_id, loop.location_id, -20)
        self.assertEqual(self._get_row(loop)["zone"], "red")

    def test_lanes(self):
        area = self.env["lean.area"].create({"name": "Paint", "code": "PNT", "company_id": self.company.id})
        loop = self._create_loop(area_id=area.id)
        board = self._get_board()
        keys = [lane["key"] for lane in board["lanes"]]
        self.assertLessEqual({"supplier", "area", "location", "product", "kind"}, set(keys))
        lanes = self._get_row(loop)["lanes"]
        self.assertEqual(set(lanes), set(keys))
        self.assertEqual(lanes["supplier"], self.reserve.display_name)
        self.assertEqual(lanes["area"], "Paint")
        self.assertEqual(lanes["location"], self.shelf_a.display_name)
        self.assertEqual(lanes["kind"], "Withdrawal")

    def test_mine_and_the_right_to_make_loops(self):
        loop = self._create_loop()
        self.assertTrue(self._get_row(loop, self.planner)["is_mine"])
        self.assertFalse(self._get_row(loop, self.operator)["is_mine"])
        self.assertTrue(self._get_board(self.planner)["can_create"])
        self.assertFalse(self._get_board(self.operator)["can_create"])

    def test_some_loops_only(self):
        loop = self._create_loop()
        self._create_loop(product=self._create_product("Shaft"))
        board = self._get_board(loop_ids=loop.ids)
        self.assertEqual([row["id"] for row in board["loops"]], loop.ids)
        self.assertEqual(board["asked"], loop.ids)

    def test_no_loops(self):
        self.assertEqual(self._get_board(loop_ids=[])["loops"], [])

    def test_another_company_sees_nothing(self):
        loop = self._create_loop()
        other = self.env["res.company"].create({"name": "Other"})
        user = new_test_user(
            self.env,
            "kanban_other",
            groups="lean_base.group_lean_user",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        boards = self.env["lean.kanban.loop"].with_user(user).with_context(allowed_company_ids=other.ids)
        self.assertFalse(boards.get_board({"loop_ids": loop.ids})["loops"])

    def test_a_stranger_is_refused(self):
        self._create_loop()
        stranger = self._create_user("stranger", "base.group_user")
        with self.assertRaises(AccessError):
            self._get_board(stranger)

    def test_it_can_be_sent(self):
        self._create_loop()
        self.assertTrue(json.dumps(self._get_board()))


@tagged("post_install", "-at_install")
class TestBoardQueries(BoardCommon):
    def _create_loops(self, count, card_count):
        products = self.env["product.product"].create(
            [{"name": f"Part {index}", "is_storable": True} for index in range(count)]
        )
        loops = (
            self.env["lean.kanban.loop"]
            .with_user(self.planner)
            .create(
                [
                    {
                        "product_id": product.id,
                        "location_id": self.shelf_b.id,
                        "source_location_id": self.reserve.id,
                        "container_qty": 20,
                        "card_count": card_count,
                    }
                    for product in products
                ]
            )
        )
        for product in products:
            self._put_stock(product, self.shelf_b, 30)
        loops.action_activate(per_stage=dict.fromkeys(loops.ids, 0))
        loops.sudo().daily_demand = 10
        loops.sudo()._release()
        return loops

    def _count_queries(self, loops):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self._get_board(loop_ids=loops.ids)
        return self.env.cr.sql_log_count - before

    def test_as_many_queries_for_500_cards_as_for_10(self):
        few = self._create_loops(4, 3)
        self.assertGreaterEqual(len(few.card_ids), 10)
        many = few | self._create_loops(60, 9)
        self.assertGreaterEqual(len(many.card_ids), 500)
        self._count_queries(many)  # what is cached for good
        count = self._count_queries(few)
        self.assertLessEqual(count, 30)
        self.assertEqual(self._count_queries(many), count)

    def test_a_transition_costs_no_query_more(self):
        cards = self._create_loop(card_count=4).card_ids.sudo()
        self.env.flush_all()

        def count(cards):
            before = self.env.cr.sql_log_count
            cards._transition("in_use", "manual")
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        count(cards[0])
        with_notice = count(cards[1])
        self.patch(type(cards.loop_id), "_notify_boards", lambda self: None)
        without = count(cards[2])
        self.assertEqual(with_notice, without)


@tagged("post_install", "-at_install")
class TestBoardBus(BoardCommon):
    def _get_notices(self):
        self.env.cr.precommit.run()
        messages = self.env["bus.bus"].sudo().search([("channel", "like", BOARD_CHANNEL)], order="id")
        return [(json.loads(m.channel), json.loads(m.message)) for m in messages]

    def test_one_notice_a_transaction_and_company(self):
        loop = self._create_loop()
        other = self._create_loop(product=self._create_product("Shaft"))
        self._get_notices()
        self.env["bus.bus"].sudo().search([]).unlink()
        self._scan(loop.card_ids[0])
        (loop.card_ids[1:] | other.card_ids).sudo()._transition("in_use", "manual")
        notices = self._get_notices()
        self.assertEqual(len(notices), 1)
        [(channel, message)] = notices
        self.assertEqual(channel[1:], ["res.company", self.company.id, BOARD_CHANNEL])
        self.assertEqual(message["type"], BOARD_CHANNEL)
        self.assertCountEqual(message["payload"]["loop_ids"], (loop | other).ids)

    def _is_granted(self, user):
        """Whether a browser of `user` that asks for the board's channel hears this company's."""
        self.patch(ir_websocket, "wsrequest", SimpleNamespace(session=SimpleNamespace(uid=False)))
        channels = self.env["ir.websocket"].with_user(user)._build_bus_channel_list([BOARD_CHANNEL, "another"])
        names = [channel for channel in channels if isinstance(channel, str)]
        self.assertNotIn(BOARD_CHANNEL, names)
        self.assertIn("another", names)
        return (self.company, BOARD_CHANNEL) in [channel for channel in channels if isinstance(channel, tuple)]

    def test_the_channel_is_granted_to_lean_users(self):
        self.assertTrue(self._is_granted(self.operator))

    def test_the_channel_is_not_granted_to_others(self):
        self.assertFalse(self._is_granted(self._create_user("stranger", "base.group_user")))


@tagged("post_install", "-at_install")
class TestBoardTour(HttpCase):
    """The board in a browser while another user scans."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.viewer = new_test_user(cls.env, "lean_board", "lean_base.group_lean_user")
        cls.scanner = new_test_user(cls.env, "lean_board_scan", "lean_base.group_lean_user")
        warehouse = cls.env["stock.warehouse"].search([("company_id", "=", cls.env.company.id)], limit=1)
        shelf, reserve = cls.env["stock.location"].create(
            [{"name": name, "location_id": warehouse.lot_stock_id.id} for name in ("Board Shelf", "Board Reserve")]
        )
        product = cls.env["product.product"].create({"name": "Board Seal Kit", "is_storable": True})
        cls.env["stock.quant"]._update_available_quantity(product, shelf, 40)
        cls.loop = cls.env["lean.kanban.loop"].create(
            {
                "product_id": product.id,
                "location_id": shelf.id,
                "source_location_id": reserve.id,
                "container_qty": 20,
                "card_count": 2,
            }
        )
        cls.loop.action_activate()
        for number, card in enumerate(cls.loop.card_ids.sorted("number"), 1):
            card.barcode = f"KBBOARD{number}"

    def _open_other_session(self):
        """Cookies of the other user's session, which lives beside the browser's."""
        session = self.authenticate(self.scanner.login, self.scanner.login)
        self.addCleanup(root.session_store.delete, session)
        self.session = None  # or the browser's sign-in deletes it
        return {"session_id": session.sid}

    def _scan_over_http(self, cookies, barcode):
        """Scan as another station does: a request of its own, in a transaction of its own."""
        call = {"model": "lean.kanban.card", "method": "scan", "args": [barcode], "kwargs": {}}
        response = requests.post(
            f"{self.base_url()}/web/dataset/call_kw/lean.kanban.card/scan",
            json={"jsonrpc": "2.0", "method": "call", "params": call},
            cookies={**cookies, TEST_CURSOR_COOKIE_NAME: self.http_request_key},
            timeout=30,
        )
        return response.json()["result"]

    def _scan_in_other_session(self):
        """What the browser asks to scan is scanned by the other user, in the other session, once
        the browser's request is over; returns the answers to come.
        """
        cookies, viewer_id = self._open_other_session(), self.viewer.id
        cards, answers = type(self.env["lean.kanban.card"]), []
        scan, station = cards.scan, self.enterContext(ThreadPoolExecutor(1))

        @wraps(scan)
        def scan_elsewhere(records, barcode, *args, **kwargs):
            if records.env.uid != viewer_id:
                return scan(records, barcode, *args, **kwargs)
            answers.append(station.submit(self._scan_over_http, cookies, barcode))
            return {}

        self.patch(cards, "scan", scan_elsewhere)
        return answers

    def test_another_users_scan_moves_the_board(self):
        answers = self._scan_in_other_session()
        # Notices are as old as the transaction of the test, and after 50 seconds not sent any more
        self.patch(bus, "TIMEOUT", 3600)
        self.start_tour("/odoo", "lean_kanban_board", login="lean_board", timeout=120)
        self.assertEqual([answer.result(30)["level"] for answer in answers], ["success", "success"])
        self.loop.invalidate_recordset()
        scans = self.loop.card_ids.event_ids.filtered(lambda event: event.source == "scan")
        self.assertEqual(scans.user_id, self.scanner)
        self.assertEqual(len(scans), 2)
