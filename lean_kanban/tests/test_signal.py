# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
import doctest
import unittest

from hypothesis import assume, given
from hypothesis import strategies as st

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import BaseCase, Form, tagged

from ..calculations import triangle
from ..calculations.start_up import StartUp
from .common import KanbanCommon

amounts = st.floats(0.5, 500)
days = st.floats(0, 60)


@tagged("post_install", "-at_install")
class TestTriangleCalculation(BaseCase):
    def test_examples_in_the_docstrings(self):
        result = unittest.TestResult()
        doctest.DocTestSuite(triangle).run(result)
        self.assertTrue(result.testsRun)
        self.assertFalse(result.failures + result.errors)

    @given(amounts, days, amounts, days, st.floats(0, 300))
    def test_a_lot_lasts_until_the_next_can_arrive(self, demand, lead_time, container, interval, safety):
        size = triangle.size_triangle(demand, lead_time, container, interval, safety)
        self.assertGreaterEqual(size.lot_containers * container + 1e-6, demand * lead_time)
        self.assertGreaterEqual(size.point_containers * container + 1e-6, demand * lead_time + safety)

    @given(amounts, days, amounts, days, st.floats(1, 3))
    def test_more_demand_never_means_less(self, demand, lead_time, container, interval, more):
        size = triangle.size_triangle(demand, lead_time, container, interval)
        larger = triangle.size_triangle(demand * more, lead_time, container, interval)
        self.assertGreaterEqual(larger.lot_containers, size.lot_containers)
        self.assertGreaterEqual(larger.point_containers, size.point_containers)

    @given(amounts, days, amounts, days, st.integers(2, 12))
    def test_units_cancel(self, demand, lead_time, container, interval, dozen):
        size = triangle.size_triangle(demand, lead_time, container, interval)
        other = triangle.size_triangle(demand * dozen, lead_time, container * dozen, interval)
        self.assertEqual((size.lot_containers, size.point_containers), (other.lot_containers, other.point_containers))

    @given(st.floats(0, 500), st.floats(0, 500), st.floats(1, 1440))
    def test_an_interval_is_what_its_changeovers_take(self, changeover, run_time, available):
        machine = triangle.Machine(changeover, run_time, available)
        if machine.free <= 1e-6:
            assume(machine.free <= 1e-9)
            self.assertIsNone(machine.interval)
        else:
            self.assertAlmostEqual(machine.interval * machine.free, changeover, places=3)


@tagged("post_install", "-at_install")
class TestSignal(KanbanCommon):
    """One triangle card in a stack, which orders lots of five containers of 20 at container 3."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._put_stock(cls.product, cls.line_side, 1000)
        cls.customers = cls.env.ref("stock.stock_location_customers")

    def _create_triangle(self, on_hand=120, **values):
        self._put_stock(self.product, self.shelf_a, on_hand)
        values = {
            "product_id": self.product.id,
            "location_id": self.shelf_a.id,
            "source_location_id": self.line_side.id,
            "container_qty": 20,
            "trigger": "signal",
            "lot_container_count": 5,
            "signal_container": 3,
            **values,
        }
        loop = self.env["lean.kanban.loop"].with_user(self.planner).create(values)
        loop.action_activate()
        return loop

    def _book(self, quantity, source=None, target=None):
        move = self.env["stock.move"].create(
            {
                "product_id": self.product.id,
                "product_uom_qty": quantity,
                "location_id": (source or self.shelf_a).id,
                "location_dest_id": (target or self.customers).id,
                "company_id": self.company.id,
            }
        )
        move._action_confirm()
        move.quantity = quantity
        move.picked = True
        move._action_done()

    def test_one_card_orders_the_lot(self):
        loop = self._create_triangle()
        card = loop.card_ids
        self.assertRecordValues(card, [{"number": 1, "state": "full"}])
        answer = self._scan(card)
        self.assertEqual((answer["level"], answer["title"]), ("success", "Lot → signalled"))
        self.assertEqual(
            answer["message"],
            "Container 3 is reached: a lot of 5 containers is signalled. The books still say 6 containers.",
        )
        self.assertEqual(answer["card"]["quantity"], 100)
        self._release()
        self.assertEqual(card.move_ids.product_uom_qty, 100)
        self.assertEqual(card.supply_id.quantity, 100)
        self.assertEqual(card.state, "in_process")
        self.assertEqual(self._scan(card)["level"], "repeat")

    def test_it_signals_by_itself_at_its_container(self):
        loop = self._create_triangle()
        self._book(59)
        self.assertEqual(loop.card_ids.state, "full")
        self._book(1)
        self.assertEqual(loop.card_ids.state, "empty")
        self.assertEqual(loop.card_ids.event_ids.sorted("id")[-1].source, "consumption")
        self._release()
        self._book(20)
        self.assertEqual(loop.card_ids.move_ids.product_uom_qty, 100)

    def test_a_scan_alone_where_the_planner_wants_it_so(self):
        loop = self._create_triangle(is_signalled_by_stock=False)
        self._book(110)
        self.assertEqual(loop.card_ids.state, "full")
        self.assertTrue(self._scan(loop.card_ids)["ok"])

    def test_a_lot_that_arrives_in_parts(self):
        loop = self._create_triangle()
        card = loop.card_ids
        self._book(60)
        self._release()
        picking = card.move_ids.picking_id
        self._receive(picking, 40)
        self.assertEqual((card.state, card.supply_id.quantity_filled), ("in_process", 40))
        self._receive(card.move_ids.picking_id.backorder_ids)
        self.assertEqual(card.state, "full")
        self.assertEqual(loop.stack_container_count, 8)

    def test_a_lot_that_does_not_lift_the_stack_signals_the_next(self):
        loop = self._create_triangle(on_hand=70)
        card = loop.card_ids
        self._scan(card)
        self._release()
        picking = card.move_ids.picking_id
        self._book(70)
        self.shelf_a.invalidate_recordset()
        self._put_stock(self.product, self.shelf_a, -50)
        self._receive(picking)
        self.assertEqual(card.state, "empty")
        self._release()
        self.assertEqual(sum(card.supply_ids.mapped("quantity")), 200)

    def test_what_comes_back_takes_a_booked_signal_back_but_no_scan(self):
        loop = self._create_triangle()
        card = loop.card_ids
        self._book(60)
        self.assertEqual(card.state, "empty")
        self._book(30, source=self.customers, target=self.shelf_a)
        self.assertEqual(card.state, "full")
        self._scan(card)
        self._book(5, source=self.customers, target=self.shelf_a)
        self.assertEqual(card.state, "empty")

    def test_undo_takes_the_lot_back(self):
        loop = self._create_triangle()
        self._scan(loop.card_ids, scan_uid="triangle-1")
        self._release()
        move = loop.card_ids.move_ids
        answer = self.env["lean.kanban.card"].with_user(self.operator).undo_scan("triangle-1")
        self.assertEqual(answer["message"], "Undone: the lot is not ordered.")
        self.assertEqual((loop.card_ids.state, move.state), ("full", "cancel"))

    def test_going_live_at_the_point_orders_one_lot(self):
        loop = self._create_triangle(on_hand=60)
        self.assertEqual(loop.card_ids.state, "empty")
        self._release()
        self.assertEqual(loop.card_ids.move_ids.product_uom_qty, 100)

    def test_going_live_takes_over_what_is_on_order(self):
        move = self.env["stock.move"].create(
            {
                "product_id": self.product.id,
                "product_uom_qty": 40,
                "location_id": self.line_side.id,
                "location_dest_id": self.shelf_a.id,
                "company_id": self.company.id,
            }
        )
        move._action_confirm()
        loop = self._create_triangle(on_hand=30)
        self.assertEqual(loop.card_ids.move_ids, move)
        self.assertEqual(loop.card_ids.supply_id.quantity, 40)
        move.quantity = 40
        move.picked = True
        move._action_done()
        self.assertEqual(loop.card_ids.state, "full")

    def test_the_wizard_asks_for_one_card(self):
        self._put_stock(self.product, self.shelf_a, 70)
        loop = self._create_triangle(on_hand=0)
        self.assertEqual(loop._propose_starts()[loop], StartUp(1, 0, 0))

    def test_a_triangle_has_one_card(self):
        loop = self._create_triangle(card_count=7, batch_size=3)
        self.assertRecordValues(loop, [{"card_count": 1, "batch_size": 1}])
        with self.assertRaises(ValidationError):
            loop.card_count = 2
        with self.assertRaises(UserError):
            loop.trigger = "card"

    def test_the_form_sets_one_card(self):
        form = Form(self.env["lean.kanban.loop"].with_user(self.planner))
        form.product_id = self.product
        form.location_id = self.shelf_a
        form.card_count = 5
        form.trigger = "signal"
        form.lot_container_count = 4
        form.container_qty = 20
        self.assertEqual(form.lot_qty, 80)
        self.assertEqual(form.save().card_count, 1)

    def test_archived_and_started_anew_its_card_is_number_one(self):
        loop = self._create_triangle()
        loop.action_archive()
        loop.action_unarchive()
        loop.action_activate()
        card = loop.card_ids.filtered(lambda c: c.state == "full")
        self.assertEqual(card.number, 1)
        self._scan(card)
        self.assertEqual(card.state, "empty")

    def test_an_operator_does_not_change_the_lot(self):
        loop = self._create_triangle()
        with self.assertRaises(AccessError):
            loop.with_user(self.operator).lot_container_count = 9

    def test_the_board_shows_the_stack_and_the_point(self):
        loop = self._create_triangle()
        row = self._get_row(loop)
        self.assertEqual(row["stack"], {"count": 6, "point": 3, "lot": 5})
        self.assertEqual(row["zone"], "green")
        self._book(70)
        row = self._get_row(loop)
        self.assertEqual((row["stack"]["count"], row["zone"]), (2.5, "yellow"))

    def _get_row(self, loop):
        board = self.env["lean.kanban.loop"].with_user(self.operator).get_board({"loop_ids": loop.ids})
        return board["loops"][0]

    def test_paper_says_lot_and_container(self):
        loop = self._create_triangle()
        card = loop.card_ids
        card.with_user(self.operator).action_print_cards()
        (paper,) = card._prepare_papers("a6")
        self.assertEqual(paper["position"].lines, ["▲ 3"])
        self.assertEqual(paper["quantity"].lines, ["100 Units"])
        self.assertEqual(" ".join(paper["kind"].lines), "Triangle: 5 containers at container 3")
        self.assertFalse(card.needs_reprint)
        loop.signal_container = 4
        self.assertTrue(card.needs_reprint)
        self.assertIn("hang it at container 4: it says 3", self._scan(card)["message"])

    def test_a_changed_lot_asks_for_a_reprint(self):
        loop = self._create_triangle()
        loop.card_ids.action_print_cards()
        loop.lot_container_count = 6
        self.assertIn("a lot of 100, now 120", self._scan(loop.card_ids)["message"])

    def test_the_start_wizard_knows_the_triangle(self):
        self._put_stock(self.product, self.shelf_a, 120)
        loop = self._create_triangle(on_hand=0, location_id=self.shelf_b.id)
        draft = loop.copy({"location_id": self.shelf_a.id})
        wizard = self.env["lean.kanban.activate"].with_user(self.planner).create({"loop_ids": draft.ids})
        self.assertRecordValues(
            wizard.line_ids,
            [{"card_count": 1, "full_count": 1, "missing_count": 0, "triangle_rule": "a lot of 5 at container 3"}],
        )
        wizard.action_start()
        self.assertEqual(draft.card_ids.state, "full")

    def test_queries_do_not_grow_with_loops(self):
        loops = self._create_triangle()
        for index in range(20):
            product = self._create_product(f"Part {index}")
            self._put_stock(product, self.shelf_a, 100)
            loops |= self._create_triangle(product_id=product.id, on_hand=0)
            self._put_stock(product, self.shelf_a, -70)
        few = self._count_queries(loops[1:4])
        self.assertLessEqual(self._count_queries(loops[4:]), few + 4)
        self.assertEqual(loops[7].card_ids.state, "empty")

    def _count_queries(self, loops):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        loops.sudo()._settle_containers()
        self.env.flush_all()
        return self.cr.sql_log_count - before

    # Sizing

    def test_sizing_by_the_machine_its_items_share(self):
        area = self.env["lean.area"].create({"name": "Paint", "code": "PNT", "company_id": self.company.id})
        times = {"area_id": area.id, "changeover_minutes": 60, "run_minutes": 4, "available_hours": 8}
        loop = self._create_triangle(expected_daily_demand=48, handling_days=2, **times)
        product = self._create_product("Cover")
        other = self._create_loop(product=product, expected_daily_demand=45, **times)
        other._update_sizing()
        loop._update_sizing()
        # run 48·4 + 45·4 = 372 of 480 min: 108 are free; 2 changeovers of 60 take 1.11 days
        self.assertAlmostEqual(loop.machine_run_time, 372)
        self.assertRecordValues(loop, [{"machine_item_count": 2, "recommended_card_count": 1}])
        # L 2 days is longer: lot 96 → 5 containers; point 48·2·1.1 = 105.6 → container 6
        self.assertRecordValues(loop, [{"recommended_lot_count": 5, "recommended_signal_container": 6}])
        self.assertIn("EPEI 1.11 d (changeovers 120 min of 2 items ÷ (480 − 372) min a day)", loop.sizing_explanation)
        self.assertIn("at container 6", loop.sizing_explanation)
        self.assertTrue(loop.is_resizing_due)
        loop.action_apply_sizing()
        self.assertRecordValues(loop, [{"lot_container_count": 5, "signal_container": 6, "is_resizing_due": False}])
        self.assertEqual(loop.card_ids.state, "empty")  # six containers are at hand: the point is reached

    def test_no_time_for_changeovers_recommends_nothing(self):
        loop = self._create_triangle(expected_daily_demand=48, changeover_minutes=60, run_minutes=11, available_hours=8)
        loop._update_sizing()
        self.assertRecordValues(loop, [{"recommended_lot_count": 0, "is_resizing_due": False}])
        self.assertIn("No time is left for changeovers", loop.sizing_explanation)
        self.assertIn("528 of 480 min", loop.sizing_explanation)
        loop.action_apply_sizing()
        self.assertEqual(loop.lot_container_count, 5)
