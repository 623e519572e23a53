# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from hypothesis import given
from hypothesis import strategies as st

from odoo.exceptions import ValidationError
from odoo.tests import BaseCase, Form, tagged

from ..calculations.containers import withdraw
from .common import KanbanCommon


@tagged("post_install", "-at_install")
class TestWithdraw(BaseCase):
    @given(st.lists(st.integers(1, 90), max_size=12), st.integers(1, 60), st.booleans())
    def test_no_piece_is_counted_twice_or_forgotten(self, fetched, container, at_first_piece):
        taken, freed = 0, 0
        for quantity in fetched:
            result = withdraw(taken, quantity, container, at_hand=999, at_first_piece=at_first_piece)
            taken, freed = result.taken, freed + result.to_free
        self.assertEqual(freed * container + taken, sum(fetched))
        self.assertLess(abs(taken), container)

    @given(st.integers(0, 90), st.integers(1, 60), st.booleans())
    def test_what_goes_back_undoes_it(self, quantity, container, at_first_piece):
        there = withdraw(0, quantity, container, 999, at_first_piece=at_first_piece)
        back = withdraw(there.taken, -quantity, container, 999, there.to_free, at_first_piece=at_first_piece)
        self.assertEqual((back.to_restore, back.taken), (there.to_free, 0))


@tagged("post_install", "-at_install")
class TestTwoCard(KanbanCommon):
    """Containers fetched to the line free the cards of the loop that fills the supermarket."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._put_stock(cls.product, cls.stock, 1000)
        cls.upstream = cls._create_loop(location_id=cls.shelf_b.id, source_location_id=cls.stock.id)
        cls.loop = cls._create_loop(location_id=cls.line_side.id, source_loop_id=cls.upstream.id)

    def _fetch(self, *cards, quantity=None):
        self._empty(*cards)
        picking = cards[0].move_ids.picking_id
        self._receive(picking, quantity)
        return picking

    def _count(self, state):
        return self._get_states(self.upstream).count(state)

    def test_the_place_to_fetch_from_follows_the_loop(self):
        with Form(self.env["lean.kanban.loop"].with_user(self.planner)) as form:
            form.product_id = self.product
            form.location_id = self.shelf_a
            form.source_loop_id = self.upstream
            self.assertEqual(form.source_location_id, self.shelf_b)
        self.assertEqual(form.save().kind, "withdrawal")

    def test_the_card_comes_off_as_the_container_is_fetched(self):
        card = self.loop.card_ids[0]
        answer = self._scan(card)
        self.assertIn("Fetched from Shelf B, where 3 of 3 are full", answer["message"])
        self._release()
        self.assertEqual(self._count("full"), 3)
        picking = card.move_ids.picking_id
        self._receive(picking)
        freed = self.upstream.card_ids.filtered(lambda c: c.state == "empty")
        self.assertEqual((len(freed), self._count("full")), (1, 2))
        event = freed.event_ids[0]
        self.assertRecordValues(
            event, [{"source": "withdrawal", "withdrawal_card_id": card.id, "document": picking.name}]
        )
        self.assertIn(card.display_name, event.message)
        self._release()
        self.assertEqual(freed.state, "in_process")

    def test_running_it_again_frees_nothing_more(self):
        picking = self._fetch(self.loop.card_ids[0])
        picking.move_ids._free_source_cards()
        picking.move_ids._free_source_cards()
        self.assertEqual(self._count("full"), 2)

    def test_the_oldest_container_first(self):
        last = self.upstream.card_ids[2]
        last.sudo().date_state = "2020-01-01"
        self._fetch(self.loop.card_ids[0])
        self.assertEqual(last.state, "empty")

    def test_a_cancelled_transfer_frees_nothing(self):
        self._empty(self.loop.card_ids[0])
        self.loop.card_ids[0].move_ids.picking_id.action_cancel()
        self.assertEqual(self._count("full"), 3)

    def test_an_undone_scan_frees_nothing(self):
        self._scan(self.loop.card_ids[0], scan_uid="two-card-1")
        self._release()
        cards = self.env["lean.kanban.card"].with_user(self.operator)
        self.assertTrue(cards.undo_scan("two-card-1")["is_undone"])
        self.assertEqual(self._count("full"), 3)

    def test_small_containers_free_a_large_one_together(self):
        self.loop.container_qty = 10
        first, second = self.loop.card_ids[:2]
        self._fetch(first)
        self.assertEqual(sorted(self._get_states(self.upstream)), ["full", "full", "in_use"])
        self._fetch(second)
        self.assertEqual(sorted(self._get_states(self.upstream)), ["empty", "full", "full"])
        freed = self.upstream.card_ids.filtered(lambda c: c.state == "empty")
        self.assertEqual(freed.event_ids[0].withdrawal_card_id, second)

    def test_a_large_container_frees_several(self):
        self.loop.container_qty = 40
        self._fetch(self.loop.card_ids[0])
        self.assertEqual(self._count("empty"), 2)

    def test_at_the_first_piece(self):
        self.upstream.signal_point = "first_piece"
        self.loop.container_qty = 5
        self._fetch(self.loop.card_ids[0])
        self.assertEqual(self._count("empty"), 1)
        self._fetch(self.loop.card_ids[1])
        self.assertEqual(self._count("full"), 2)

    def test_in_parts(self):
        picking = self._fetch(self.loop.card_ids[0], quantity=12)
        self.assertEqual(self._count("in_use"), 1)
        self._receive(picking.backorder_ids)
        self.assertEqual(self._count("empty"), 1)

    def test_a_corrected_transfer_is_followed(self):
        picking = self._fetch(self.loop.card_ids[0])
        picking.move_line_ids.quantity = 5
        self.assertEqual(sorted(self._get_states(self.upstream)), ["full", "full", "in_use"])
        picking.move_line_ids.quantity = 40
        self.assertEqual(self._count("empty"), 2)

    def test_what_is_brought_back_stands_full_again(self):
        picking = self._fetch(self.loop.card_ids[0])
        wizard = Form(
            self.env["stock.return.picking"].with_context(active_id=picking.id, active_model="stock.picking")
        ).save()
        wizard.product_return_moves.quantity = 20
        back = self.env["stock.picking"].browse(wizard.action_create_returns()["res_id"])
        self._receive(back)
        self.assertEqual(self._count("full"), 3)

    def test_taken_from_another_shelf_is_no_container_of_the_loop(self):
        self.loop.source_location_id = self.stock
        self._put_stock(self.product, self.shelf_a, 20)
        self._empty(self.loop.card_ids[0])
        picking = self.loop.card_ids[0].move_ids.picking_id
        picking.move_ids.quantity = 20
        picking.move_line_ids.location_id = self.shelf_a
        self._receive(picking)
        self.assertEqual(self._count("full"), 3)

    def test_consumption_settles_without_our_help(self):
        other = self._create_product("Other")
        self._put_stock(other, self.stock, 500)
        upstream = self._create_loop(
            product=other, location_id=self.shelf_b.id, source_location_id=self.stock.id, trigger="quantity"
        )
        loop = self._create_loop(product=other, location_id=self.line_side.id, source_loop_id=upstream.id)
        self._fetch(loop.card_ids[0])
        self.assertEqual(sorted(self._get_states(upstream)), ["empty", "full", "full"])

    def test_nobody_scans_the_card_that_comes_off_by_itself(self):
        answer = self._scan(self.upstream.card_ids[0])
        self.assertEqual((answer["level"], answer["state"]), ("warning", "full"))
        self._fetch(self.loop.card_ids[0])
        self.assertEqual(self._count("full"), 2)

    def test_nothing_full_upstream_is_said(self):
        self.upstream.card_ids.with_user(self.planner).action_hold()
        answer = self._scan(self.loop.card_ids[0])
        self.assertIn("Nothing is full at Shelf B", answer["message"])

    def test_a_later_loop_upstream_changes_the_route(self):
        loop = self._create_loop(location_id=self.shelf_a.id, source_location_id=self.stock.id)
        loop.source_loop_id = self.upstream
        self.assertEqual(loop.source_location_id, self.stock)
        loop.source_location_id = self.shelf_b
        self._empty(loop.card_ids[0])
        self.assertEqual(loop.card_ids[0].move_ids.location_id, self.shelf_b)

    def test_what_does_not_fit_is_refused(self):
        other = self._create_product("Other")
        circle = {"source_loop_id": self.loop.id, "source_location_id": self.line_side.id}
        for loop, values in (
            (self.loop, {"source_location_id": self.shelf_a.id}),
            (self.upstream, circle),
            (self.loop, {"source_loop_id": self._create_draft(product_id=other.id).id}),
            (self.loop, {"source_loop_id": self.loop.id}),
        ):
            with self.assertRaises(ValidationError), self.cr.savepoint():
                loop.write(values)

    def _create_draft(self, **values):
        values = {"location_id": self.shelf_b.id, "container_qty": 20, **values}
        return self.env["lean.kanban.loop"].with_user(self.planner).create(values)

    def test_both_loops_show_each_other(self):
        self.assertEqual(self.upstream.withdrawal_loop_count, 1)
        self.assertEqual(self.upstream.action_view_withdrawal_loops()["res_id"], self.loop.id)
        self.assertEqual(self.loop.action_view_source_loop()["res_id"], self.upstream.id)
        rows = self.env["lean.kanban.loop"].with_user(self.operator).get_board()["loops"]
        row = next(row for row in rows if row["id"] == self.loop.id)
        self.assertEqual(row["upstream"], {"name": self.upstream.name, "full": 3, "cards": 3})

    def test_queries_do_not_grow_with_moves(self):
        loops = self.env["lean.kanban.loop"]
        for index in range(12):
            product = self._create_product(f"Part {index}")
            self._put_stock(product, self.stock, 500)
            source = self._create_loop(product=product, location_id=self.shelf_b.id, source_location_id=self.stock.id)
            loops |= self._create_loop(product=product, location_id=self.line_side.id, source_loop_id=source.id)
        cards = self.env["lean.kanban.card"].concat(*(loop.card_ids[0] for loop in loops))
        self._empty(*cards)
        moves = cards.move_ids.sorted("id")
        few = self._count_queries(moves[:2])
        self.assertLessEqual(self._count_queries(moves[2:]), few + 8)

    def _count_queries(self, moves):
        moves.state = "done"
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        moves._free_source_cards()
        self.env.flush_all()
        return self.cr.sql_log_count - before
