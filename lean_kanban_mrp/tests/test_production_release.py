# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.fields import Command, Datetime
from odoo.tests import tagged

from odoo.addons.mrp.models.mrp_production import MrpProduction

from .common import KanbanMrpCommon


@tagged("post_install", "-at_install")
class TestProductionRelease(KanbanMrpCommon):
    """What a release confirms, when it is due, and what it cannot order."""

    # Who confirms

    def test_manual_loop_proposes(self):
        loop, production = self._release_all(ordering="manual")
        self.assertEqual(production.state, "draft")
        self.assertEqual(self._get_states(loop), ["requested"] * 3)
        production.action_confirm()
        self.assertEqual(self._get_states(loop), ["in_process"] * 3)

    def test_production_without_components(self):
        product = self._create_product("Casting", bom=False)
        self._create_bom(product).bom_line_ids.unlink()
        loop, production = self._release_all(product=product)
        self.assertEqual(production.state, "confirmed")
        self._produce(production)
        self.assertEqual(self._get_states(loop), ["full"] * 3)

    def test_production_that_cannot_be_confirmed(self):
        """It stays a draft, says why, asks once; the others are confirmed."""
        loop = self._create_loop(full=0)
        other = self._create_loop(full=0, product=self._create_product("Fan"))
        confirm = MrpProduction.action_confirm

        def refuse(productions):
            if self.product in productions.product_id:
                raise UserError(productions.env._("The press is broken."))
            return confirm(productions)

        with patch.object(MrpProduction, "action_confirm", refuse):
            self._release()
        production = self._get_productions(loop)
        self.assertRecordValues(production, [{"state": "draft", "kanban_hint": "The press is broken."}])
        self.assertEqual(self._get_states(loop), ["requested"] * 3)
        self.assertEqual(self._get_states(other), ["in_process"] * 3)
        activity = production.sudo().activity_ids
        self.assertRecordValues(activity, [{"user_id": loop.user_id.id}])
        production.action_confirm()
        self.assertFalse(production.kanban_hint)
        self.assertFalse(production.sudo().activity_ids)
        self.assertEqual(self._get_states(loop), ["in_process"] * 3)

    def test_component_without_supply(self):
        """Made to order, but by nobody: its production waits, the others go on."""
        route = self.env.ref("stock.route_warehouse0_mto")
        route.active = True
        component = self._create_component("Rotor", route_ids=[Command.link(route.id)])
        product = self._create_product("Rotary pump", bom=False)
        self._create_bom(product, component)
        loop = self._create_loop(full=0, product=product)
        other = self._create_loop(full=0)
        self._release()
        production = self._get_productions(loop)
        self.assertEqual(production.state, "draft")
        self.assertIn("Rotor", production.kanban_hint)
        self.assertEqual(len(production.sudo().activity_ids), 1)
        self.assertEqual(self._get_states(loop), ["requested"] * 3)
        self.assertEqual(self._get_states(other), ["in_process"] * 3)

    def test_need_further_up_that_nobody_meets(self):
        """Fetched to order from where nothing arrives: only that loop fails."""
        rule = {
            "name": "From shelf B",
            "action": "pull",
            "procure_method": "make_to_order",
            "location_src_id": self.shelf_b.id,
            "location_dest_id": self.shelf_a.id,
            "picking_type_id": self.warehouse.int_type_id.id,
        }
        route = self.env["stock.route"].create({"name": "To order", "rule_ids": [Command.create(rule)]})
        product = self._create_product("Bracket", bom=False)
        loop = self._create_loop(full=0, product=product, route_id=route.id)
        other = self._create_loop(full=0)
        self._release()
        self.assertEqual(self._get_states(loop), ["error"] * 3)
        self.assertIn("Bracket", self._get_cards(loop)[0].reason)
        self.assertEqual(self._get_states(other), ["in_process"] * 3)

    # When it is due

    @freeze_time("2026-03-04 10:00:00")
    def test_production_starts_now(self):
        __, production = self._release_all()
        self.assertRecordValues(
            production,
            [
                {
                    "date_start": Datetime.to_datetime("2026-03-04 10:00:00"),
                    "date_finished": Datetime.to_datetime("2026-03-04 11:00:00"),
                    "date_deadline": Datetime.to_datetime("2026-03-04 11:00:00"),
                    "is_delayed": False,
                }
            ],
        )

    @freeze_time("2026-03-02 10:00:00")
    def test_manufacturing_lead_time(self):
        self.product.bom_ids.write({"produce_delay": 2, "days_to_prepare_mo": 1})
        loop, production = self._release_all()
        self.assertRecordValues(
            production,
            [
                {
                    "date_start": Datetime.to_datetime("2026-03-03 10:00:00"),
                    "date_finished": Datetime.to_datetime("2026-03-05 10:00:00"),
                    "is_delayed": False,
                }
            ],
        )
        self.assertGreaterEqual(production.date_deadline, production.date_finished)
        card = self._get_cards(loop)[0]
        self.assertEqual(card.date_expected, production.date_finished)

    # What cannot be ordered

    def _assert_fails(self, loop, reason):
        """The cards of `loop` fail for `reason`, those of another loop do not."""
        other = self._create_loop(full=0, product=self._create_product("Fan"))
        self._empty(self._get_cards(loop)[0])
        card = self._get_cards(loop)[0]
        self.assertEqual(card.state, "error")
        self.assertIn(reason, card.reason)
        self.assertEqual(self._get_states(other), ["in_process"] * 3)
        self.assertFalse(self._get_productions(loop))
        self.assertEqual(len(self._get_notices(loop)), 1)
        self._empty(self._get_cards(loop)[1])
        self.assertEqual(len(self._get_notices(loop)), 1)

    def _assert_retry_works(self, loop):
        cards = self._get_cards(loop)[:2].with_user(self.operator)
        cards.action_retry()
        self.assertFalse(self._get_notices(loop))
        self._release()
        self.assertEqual(self._get_states(loop), ["in_process", "in_process", "full"])
        self.assertFalse(cards.mapped("reason")[0])

    def test_no_bill_of_materials(self):
        loop = self._create_loop()
        self.product.bom_ids.unlink()
        self._assert_fails(loop, "Pump has no bill of materials")
        self._create_bom(self.product)
        self._assert_retry_works(loop)

    def test_no_bill_of_materials_on_a_route_of_the_product(self):
        """Core would make a draft order without one."""
        route = self.warehouse.manufacture_pull_id.route_id
        self.product.route_ids = [Command.link(route.id)]
        loop = self._create_loop()
        self.product.bom_ids.unlink()
        self._assert_fails(loop, "Pump has no bill of materials")
        self._create_bom(self.product)
        self._assert_retry_works(loop)

    def test_archived_bill_of_materials(self):
        loop = self._create_loop(route_id=self.warehouse.manufacture_pull_id.route_id.id)
        bom = self.product.bom_ids
        bom.active = False
        self._assert_fails(loop, "Pump has no bill of materials")
        bom.active = True
        self._assert_retry_works(loop)

    def test_kit(self):
        loop = self._create_loop()
        bom = self.product.bom_ids
        bom.type = "phantom"
        self._assert_fails(loop, "Pump is a kit")
        bom.type = "normal"
        self._assert_retry_works(loop)

    def test_archived_product(self):
        loop = self._create_loop()
        self.product.active = False
        self._assert_fails(loop, "Pump is archived")
        self.product.active = True
        self._assert_retry_works(loop)

    def test_container_that_is_no_whole_unit(self):
        loop = self._create_loop()
        bom = self.product.bom_ids
        bom.product_uom_id = self.env.ref("uom.product_uom_dozen")
        self._assert_fails(loop, "Take containers of 24 Units")
        bom.product_uom_id = self.product.uom_id
        self._assert_retry_works(loop)

    def test_kit_does_not_go_live(self):
        self.product.bom_ids.type = "phantom"
        with self.assertRaisesRegex(UserError, "is a kit"):
            self._create_loop(full=0)

    def test_product_without_bill_of_materials_does_not_go_live(self):
        product = self._create_product("Plate", bom=False)
        route = self.warehouse.manufacture_pull_id.route_id
        with self.assertRaisesRegex(UserError, "no bill of materials"):
            self._create_loop(product=product, route_id=route.id)
