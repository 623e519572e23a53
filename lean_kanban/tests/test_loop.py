# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from datetime import datetime

from freezegun import freeze_time
from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..calculations.start_up import StartUp
from .common import KanbanCommon


@tagged("post_install", "-at_install")
class TestLoop(KanbanCommon):
    def _create_draft(self, **values):
        return (
            self.env["lean.kanban.loop"]
            .with_user(self.planner)
            .create(
                {
                    "product_id": self.product.id,
                    "location_id": self.shelf_a.id,
                    "source_location_id": self.stock.id,
                    "container_qty": 20,
                    "card_count": 3,
                    **values,
                }
            )
        )

    def test_form_proposes_unit_and_kind(self):
        with Form(self.env["lean.kanban.loop"].with_user(self.planner)) as form:
            form.product_id = self.product
            form.location_id = self.shelf_a
            form.source_location_id = self.line_side
            form.container_qty = 12
        loop = form.save()
        self.assertEqual(loop.kind, "withdrawal")
        self.assertEqual(loop.container_uom_id, self.product.uom_id)
        self.assertEqual(loop.user_id, self.planner)
        self.assertRegex(loop.name, r"^KL\d+")

    def test_start_proposes_from_stock(self):
        loop = self._create_draft()
        self._put_stock(self.product, self.shelf_a, 45)
        loop.action_activate()
        self.assertEqual(loop.state, "active")
        self.assertEqual(self._get_states(loop), ["full", "full", "empty"])

    def test_start_counts_sublocations_only(self):
        level = self.shelf_a.copy({"name": "Level 1", "location_id": self.shelf_a.id})
        self._put_stock(self.product, level, 20)
        self._put_stock(self.product, self.shelf_b, 100)
        loop = self._create_draft()
        loop.action_activate()
        self.assertEqual(loop.full_count, 1)

    @freeze_time("2026-03-02 08:00:00")
    def test_start_orders_the_missing_cards_in_stages(self):
        loop = self._create_draft(card_count=5)
        loop.action_activate(per_stage={loop.id: 2})
        dates = loop.card_ids.sorted("number").mapped("release_date")
        self.assertEqual(dates[:2], [False, False])
        self.assertEqual(dates[2:4], [datetime(2026, 3, 3, 8)] * 2)
        self.assertEqual(dates[4], datetime(2026, 3, 4, 8))
        self._put_stock(self.product, self.stock, 500)
        self._release()
        self.assertEqual(self._get_states(loop).count("wait"), 3)
        with freeze_time("2026-03-03 09:00:00"):
            self._release()
        self.assertEqual(self._get_states(loop).count("wait"), 1)

    def test_wizard_corrects_the_proposal(self):
        loop = self._create_draft()
        self._put_stock(self.product, self.shelf_a, 60)
        action = loop.action_open_activation()
        wizard = Form(self.env["lean.kanban.activate"].with_user(self.planner).with_context(**action["context"]))
        with wizard.line_ids.edit(0) as line:
            self.assertEqual(line.full_count, 3)
            self.assertEqual(line.missing_count, 0)
            line.full_count = 2
            line.per_stage = 0
        wizard.save().action_start()
        self.assertEqual(self._get_states(loop), ["full", "full", "empty"])

    def test_wizard_refuses_more_than_there_are(self):
        loop = self._create_draft()
        wizard = self.env["lean.kanban.activate"].with_user(self.planner).create({"loop_ids": [(6, 0, loop.ids)]})
        wizard.line_ids.full_count = 4
        with self.assertRaisesRegex(UserError, "3 cards"):
            wizard.action_start()
        self.assertFalse(loop.card_ids)

    def test_start_refuses_a_wrong_sum(self):
        loop = self._create_draft()
        with self.assertRaisesRegex(UserError, "3 cards, but 2"):
            loop.action_activate({loop.id: StartUp(1, 0, 1)})

    def test_start_twice_makes_cards_once(self):
        loop = self._create_draft()
        loop.action_activate()
        loop.action_activate()
        self.assertEqual(len(loop.card_ids), 3)

    def test_start_adopts_an_open_transfer(self):
        move = self.env["stock.move"].create(
            {
                "product_id": self.product.id,
                "product_uom_qty": 20,
                "location_id": self.stock.id,
                "location_dest_id": self.shelf_a.id,
                "company_id": self.company.id,
                "picking_type_id": self.warehouse.int_type_id.id,
            }
        )
        move._action_confirm()
        self._put_stock(self.product, self.stock, 20)
        loop = self._create_draft(card_count=2)
        loop.action_activate(per_stage={loop.id: 0})
        self.assertEqual(self._get_states(loop), ["in_process", "empty"])
        self.assertEqual(loop.card_ids[0].move_ids, move)
        self._receive(move.picking_id, 20)
        self.assertEqual(self._get_states(loop), ["full", "empty"])

    def test_cards_follow_the_number(self):
        loop = self._create_loop(source_location_id=self.line_side.id)
        loop.card_count = 5
        self.assertEqual(len(loop.card_ids), 5)
        self.assertEqual(self._get_states(loop)[3:], ["empty", "empty"])
        loop.card_count = 2
        self.assertEqual(self._get_states(loop), ["full"] * 3 + ["retired"] * 2)
        answer = self._scan(loop.card_ids.filtered(lambda c: c.number == 3))
        self.assertEqual(answer["state"], "retired")
        self.assertIn("take the card out", answer["message"])

    def test_an_added_card_waits_for_its_batch(self):
        loop = self._create_loop(source_location_id=self.line_side.id, batch_size=2)
        self._put_stock(self.product, self.line_side, 100)
        loop.card_count = 4
        self._release()
        self.assertEqual(self._get_states(loop), ["full", "full", "full", "wait"])
        loop.card_count = 5
        self._release()
        self.assertEqual(self._get_states(loop)[3:], ["in_process", "in_process"])

    def test_columns_of_cards_follow_the_cycle_and_leave_empty_ones_out(self):
        loop = self._create_loop(source_location_id=self.line_side.id)
        loop.card_ids[0]._transition("empty", "manual")
        cards = self.env["lean.kanban.card"].with_user(self.operator).with_context(read_group_expand=True)
        groups = cards.web_read_group([("loop_id", "=", loop.id)], ["state"], ["__count"])["groups"]
        self.assertEqual([group["state"] for group in groups], ["full", "empty"])

    def test_surplus_numbers_come_back(self):
        loop = self._create_loop(source_location_id=self.line_side.id)
        loop.card_count = 2
        self._scan(loop.card_ids[2])
        loop.card_count = 3
        circulating = loop.card_ids.filtered(lambda c: c.state != "retired")
        self.assertEqual(sorted(circulating.mapped("number")), [1, 2, 3])

    def test_hold_orders_nothing_until_resumed(self):
        loop = self._create_loop(source_location_id=self.line_side.id)
        self._put_stock(self.product, self.line_side, 100)
        action = loop.action_open_hold()
        wizard = Form(self.env["lean.kanban.hold"].with_user(self.planner).with_context(**action["context"]))
        wizard.reason = "New drawing"
        wizard.save().action_hold()
        self.assertEqual((loop.state, loop.hold_reason), ("hold", "New drawing"))
        answer = self._scan(loop.card_ids[0])
        self.assertEqual((answer["ok"], answer["state"], answer["level"]), (True, "empty", "warning"))
        self.assertIn("New drawing", answer["message"])
        self._release()
        self.assertEqual(loop.card_ids[0].state, "empty")
        loop.action_resume()
        self._release()
        self.assertEqual(loop.card_ids[0].state, "in_process")

    def test_archive_is_refused_while_something_comes(self):
        loop = self._create_loop(source_location_id=self.line_side.id)
        self._put_stock(self.product, self.line_side, 100)
        self._empty(loop.card_ids[0])
        with self.assertRaisesRegex(UserError, "Receive or cancel"):
            loop.action_archive()
        self._receive(loop.card_ids.move_ids.picking_id)
        loop.action_archive()
        self.assertEqual(set(loop.card_ids.mapped("state")), {"retired"})
        self.env.flush_all()
        self.assertEqual(self._create_draft().state, "draft")

    def test_duplicate_is_a_draft_without_cards(self):
        loop = self._create_loop(source_location_id=self.line_side.id)
        copy = loop.copy()
        self.assertEqual(copy.state, "draft")
        self.assertFalse(copy.card_ids)
        self.assertNotEqual(copy.name, loop.name)

    @mute_logger("odoo.sql_db")
    def test_one_running_loop_for_a_product_and_place(self):
        self._create_loop(source_location_id=self.line_side.id)
        second = self._create_draft()
        with self.assertRaisesRegex(UserError, "number of cards instead"):
            second.action_activate()
        with self.assertRaises(UniqueViolation), self.cr.savepoint():
            second.state = "active"
            second.flush_recordset()

    def test_bad_loops_are_refused(self):
        service = self._create_product("Help", type="service", is_storable=False)
        kilo = self.env.ref("uom.product_uom_kgm")
        for values in (
            {"product_id": service.id},
            {"location_id": self.warehouse.view_location_id.id},
            {"source_location_id": self.shelf_a.id},
            {"container_uom_id": kilo.id},
        ):
            with self.assertRaises(ValidationError), self.cr.savepoint():
                self._create_draft(**values)

    def test_running_loop_keeps_its_product_and_place(self):
        loop = self._create_loop(source_location_id=self.line_side.id)
        with self.assertRaisesRegex(UserError, "in circulation"):
            loop.location_id = self.shelf_b

    def test_operator_cannot_set_up_loops(self):
        loop = self._create_loop(source_location_id=self.line_side.id)
        for act in (
            lambda lo: lo.write({"card_count": 9}),
            lambda lo: lo.action_activate(),
            lambda lo: lo.action_release(),
            lambda lo: lo.card_ids[0].write({"number": 4}),
            lambda lo: lo.unlink(),
        ):
            with self.assertRaises(AccessError):
                act(loop.with_user(self.operator))

    def test_other_company_sees_nothing(self):
        loop = self._create_loop(source_location_id=self.line_side.id)
        other = self.env["res.company"].create({"name": "Other"})
        stranger = self._create_user("stranger", "lean_base.group_lean_manager")
        stranger.write({"company_ids": [(6, 0, other.ids)], "company_id": other.id})
        loops = self.env["lean.kanban.loop"].with_user(stranger)
        loops = loops.with_context(allowed_company_ids=other.ids)
        self.assertFalse(loops.search([("id", "=", loop.id)]))
        answer = (
            self.env["lean.kanban.card"]
            .with_user(stranger)
            .with_context(allowed_company_ids=other.ids)
            .scan(loop.card_ids[0].barcode)
        )
        self.assertFalse(answer["ok"])
        self.assertEqual(loop.card_ids[0].state, "full")

    def test_a_location_and_its_warehouse_lead_to_their_loops(self):
        loop = self._create_loop()
        for place, count in ((self.shelf_a, 1), (self.stock, 1), (self.shelf_b, 0), (self.warehouse, 1)):
            place = place.with_user(self.planner)
            self.assertEqual(place.kanban_loop_count, count)
            found = self.env["lean.kanban.loop"].search(place.action_view_kanban_loops()["domain"])
            self.assertEqual(loop in found, bool(count))
