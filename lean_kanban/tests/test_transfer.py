# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo.exceptions import UserError
from odoo.tests import Form, new_test_user, tagged

from .common import KanbanCommon


@tagged("post_install", "-at_install")
class TestTransfer(KanbanCommon):
    """Cards that are filled from inside the company, against real transfers."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._put_stock(cls.product, cls.line_side, 1000)
        cls.loop = cls._create_loop(source_location_id=cls.line_side.id)
        cls.first, cls.second, cls.third = cls.loop.card_ids

    def _get_notices(self, loop=None):
        return (loop or self.loop).activity_ids

    def test_cards_of_one_release_share_a_transfer(self):
        self._empty(self.first, self.second)
        move = (self.first | self.second).move_ids
        self.assertEqual((len(move), move.product_uom_qty), (1, 40))
        self.assertEqual(move.picking_id.kanban_card_ids, self.first | self.second)
        self.assertEqual(self.first.document_names, move.picking_id.name)

    def test_a_later_card_joins_the_open_transfer(self):
        """Core merges the second move into the first; both cards stay served."""
        self._empty(self.first)
        picking = self.first.move_ids.picking_id
        self._empty(self.second)
        self.assertEqual(self.second.move_ids.picking_id, picking)
        self.assertEqual((self.first | self.second).mapped("state"), ["in_process"] * 2)
        self.assertEqual(sum(picking.move_ids.mapped("product_uom_qty")), 40)
        self.assertEqual(picking.kanban_card_count, 2)
        self._receive(picking)
        self.assertEqual(self._get_states(self.loop), ["full"] * 3)

    def test_partial_arrival_fills_the_oldest(self):
        self._empty(self.first, self.second)
        picking = self.first.move_ids.picking_id
        self._receive(picking, 30)
        self.assertEqual(self._get_states(self.loop), ["full", "in_process", "full"])
        self.assertEqual(self.second.supply_id.quantity_filled, 10)
        backorder = self.env["stock.picking"].search([("backorder_id", "=", picking.id)])
        self.assertEqual(backorder.kanban_card_ids, self.first | self.second)
        self._receive(backorder, 4)
        self.assertEqual(self.second.supply_id.quantity_filled, 14)
        last = self.env["stock.picking"].search([("backorder_id", "=", backorder.id)])
        self._receive(last)
        self.assertEqual(self.second.state, "full")
        self.assertFalse(self.second.supply_id)

    def test_whole_containers_arrive_one_by_one(self):
        """Core makes the first transfer smaller before it makes the one for the rest."""
        self._empty(self.first, self.second)
        self._receive(self.first.move_ids.picking_id, 20)
        self.assertEqual(self._get_states(self.loop), ["full", "in_process", "full"])
        self.assertFalse(self._get_notices())
        self.assertNotIn("empty", self.second.event_ids.filtered(lambda e: e.source == "receipt").mapped("state_to"))

    def test_closed_short_asks(self):
        self._empty(self.first)
        self._receive(self.first.move_ids.picking_id, 12, backorder=False)
        self.assertEqual(self.first.state, "error")
        self.assertIn("12", self.first.reason)
        self.assertEqual(self._get_notices().user_id, self.planner)
        self.first.with_user(self.operator).action_signal_full()
        self.assertEqual(self.first.state, "full")
        self.assertFalse(self._get_notices())
        self.assertEqual(self.first.supply_ids.state, "done")

    def test_closed_short_can_be_signalled_again(self):
        self._empty(self.first)
        self._receive(self.first.move_ids.picking_id, 12, backorder=False)
        self.first.with_user(self.operator).action_retry()
        self._release()
        self.assertEqual(self.first.state, "in_process")
        self.assertEqual(len(self.first.supply_ids), 2)

    def test_cancelled_waits_for_a_decision(self):
        self._empty(self.first)
        picking = self.first.move_ids.picking_id
        picking.action_cancel()
        self.assertEqual(self.first.state, "empty")
        self.assertIn(picking.name, self.first.reason)
        self.assertEqual(len(self._get_notices()), 1)
        self._release()
        self.assertEqual(self.first.state, "empty")
        self.first.with_user(self.operator).action_signal_empty()
        self._release()
        self.assertEqual(self.first.state, "in_process")

    def test_cancelled_is_ordered_again_where_the_loop_says_so(self):
        self.loop.resignal_cancelled = True
        self._empty(self.first)
        self.first.move_ids.picking_id.action_cancel()
        self._release()
        self.assertEqual(self.first.state, "in_process")
        self.assertFalse(self._get_notices())

    def test_cancelled_backorder_asks(self):
        self._empty(self.first)
        picking = self.first.move_ids.picking_id
        self._receive(picking, 5)
        backorder = self.env["stock.picking"].search([("backorder_id", "=", picking.id)])
        backorder.action_cancel()
        self.assertEqual(self.first.state, "error")
        self.assertEqual(self.first.supply_id.state, "short")

    def test_a_smaller_transfer_drops_the_newest_card(self):
        self._empty(self.first, self.second)
        self.first.move_ids.product_uom_qty = 20
        self.assertEqual(self._get_states(self.loop), ["in_process", "empty", "full"])
        self.assertTrue(self.second.is_held_back)
        self._receive(self.first.move_ids.picking_id, 20)
        self.assertEqual(self._get_states(self.loop), ["full", "empty", "full"])

    def test_a_larger_transfer_is_no_matter(self):
        self._empty(self.first)
        self.first.move_ids.product_uom_qty = 50
        self._receive(self.first.move_ids.picking_id)
        self.assertEqual(self.first.state, "full")

    def test_only_goods_that_arrive_here_count(self):
        self._empty(self.first)
        picking = self.first.move_ids.picking_id
        picking.move_ids.quantity = 20
        picking.move_ids.move_line_ids.location_dest_id = self.shelf_a
        picking.location_dest_id = self.stock
        picking.move_ids.move_line_ids.location_dest_id = self.shelf_b
        self._receive(picking)
        self.assertEqual(self.first.state, "empty")
        self.assertTrue(self.first.is_held_back)

    def test_putaway_into_the_shelf_counts(self):
        level = self.shelf_a.copy({"name": "Level 1", "location_id": self.shelf_a.id})
        self._empty(self.first)
        picking = self.first.move_ids.picking_id
        picking.move_ids.quantity = 20
        picking.move_ids.move_line_ids.location_dest_id = level
        self._receive(picking)
        self.assertEqual(self.first.state, "full")

    def test_two_shelves_of_one_product(self):
        other = self._create_loop(location_id=self.shelf_b.id, source_location_id=self.line_side.id)
        self._empty(self.first, other.card_ids[0])
        moves = (self.first | other.card_ids[0]).move_ids
        self.assertEqual(len(moves), 2)
        self._receive(self.first.move_ids.picking_id)
        if other.card_ids[0].state != "full":
            self._receive(other.card_ids[0].move_ids.picking_id)
        self.assertEqual(self.loop.quantity_on_hand, 80)
        self.assertEqual(other.quantity_on_hand, 80)

    def test_an_ordinary_transfer_stays_apart(self):
        self._empty(self.first)
        picking = self.first.move_ids.picking_id
        extra = self.env["stock.move"].create(
            {
                "product_id": self.product.id,
                "product_uom_qty": 7,
                "location_id": self.line_side.id,
                "location_dest_id": self.shelf_a.id,
                "picking_id": picking.id,
                "company_id": self.company.id,
            }
        )
        extra._action_confirm()
        self.assertEqual(sorted(picking.move_ids.mapped("product_uom_qty")), [7.0, 20.0])

    def test_a_receipt_is_refused_by_hand_while_it_comes(self):
        self._empty(self.first)
        with self.assertRaisesRegex(UserError, "receive it there"):
            self.first.with_user(self.operator).action_signal_full()

    def test_a_return_leaves_the_card(self):
        self._empty(self.first)
        picking = self.first.move_ids.picking_id
        self._receive(picking)
        wizard = Form(
            self.env["stock.return.picking"].with_context(active_id=picking.id, active_model="stock.picking")
        ).save()
        wizard.product_return_moves.quantity = 20
        back = self.env["stock.picking"].browse(wizard.action_create_returns()["res_id"])
        self._receive(back)
        self.assertEqual(self.first.state, "full")

    def test_errors_stop_only_their_own_loop(self):
        nowhere = self._create_product("No rule")
        broken = self._create_loop(product=nowhere, location_id=self.line_side.id)
        archived = self._create_product("Old")
        old = self._create_loop(product=archived, source_location_id=self.line_side.id)
        archived.active = False
        self._empty(broken.card_ids[0], broken.card_ids[1], old.card_ids[0], self.first)
        self.assertEqual(self.first.state, "in_process")
        self.assertEqual(self._get_states(broken), ["error", "error", "full"])
        self.assertIn("No rule", broken.card_ids[0].reason)
        self.assertIn("archived", old.card_ids[0].reason)
        self.assertEqual(len(self._get_notices(broken)), 1)
        self.assertEqual(self._get_notices(broken).user_id, self.planner)
        self.assertFalse(self._get_notices())

    def test_retry_after_the_cause_is_gone(self):
        product = self._create_product("Late")
        loop = self._create_loop(product=product, source_location_id=self.stock.id)
        product.active = False
        self._empty(loop.card_ids[0])
        self.assertEqual(loop.card_ids[0].state, "error")
        product.active = True
        loop.card_ids[0].with_user(self.operator).action_retry()
        self._release()
        self.assertEqual(loop.card_ids[0].state, "in_process")
        self.assertFalse(self._get_notices(loop))

    def test_release_twice_orders_once(self):
        self._scan(self.first)
        self._release()
        self._release()
        self.loop.with_user(self.planner).action_release()
        self.assertEqual(self.first.move_ids.product_uom_qty, 20)
        self.assertEqual(len(self.first.supply_ids), 1)

    def test_events_tell_the_story(self):
        self._empty(self.first)
        self._receive(self.first.move_ids.picking_id)
        story = self.first.event_ids.sorted("id").mapped("state_to")
        self.assertEqual(story, ["full", "empty", "requested", "in_process", "full"])

    def test_a_stock_user_works_the_transfer(self):
        worker = new_test_user(
            self.env,
            "kanban_stock",
            groups="stock.group_stock_user",
            company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
        )
        self._empty(self.first)
        picking = self.first.move_ids.picking_id.with_user(worker)
        self.assertEqual(picking.action_view_kanban_cards()["res_model"], self.first._name)
        self._receive(picking)
        self.assertEqual(self.first.with_user(worker).state, "full")

    def test_the_release_costs_a_transfer_little(self):
        """Reserving goods costs core 12 queries a move; cards add next to none."""
        self.warehouse.int_type_id.reservation_method = "manual"
        products = [self._create_product(f"Part {index}") for index in range(60)]
        loops = self.env["lean.kanban.loop"]
        for product in products:
            self._put_stock(product, self.line_side, 100)
            loops |= self._create_loop(product=product, card_count=1, source_location_id=self.line_side.id)
        cards = loops.card_ids
        cards[:10]._transition("empty", "scan")
        small = self._count_release_queries()
        cards[10:]._transition("empty", "scan")
        large = self._count_release_queries()
        self.assertEqual(set(cards.mapped("state")), {"in_process"})
        self.assertLessEqual((large - small) / 40, 2)

    def _count_release_queries(self):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        self._release()
        self.env.flush_all()
        return self.cr.sql_log_count - before
