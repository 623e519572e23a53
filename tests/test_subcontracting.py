# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.lean_kanban_purchase.tests.common import KanbanPurchaseCommon

MODULE = "mrp_subcontracting_purchase"


@tagged("post_install", "-at_install")
class TestSubcontracting(KanbanPurchaseCommon):
    """A valve body that a subcontractor machines from our castings, ordered by cards.

    Runs where the subcontracting apps are installed; :mod:`.test_other_apps` sees to that.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if not cls.env["ir.module.module"].search_count([("name", "=", MODULE), ("state", "=", "installed")]):
            cls.skipTest(cls, f"{MODULE} is not installed: test_other_apps runs this where it is")
        # core makes and splits the production as the user who confirms or receives
        (cls.buyer | cls.storekeeper).group_ids |= cls.env.ref("mrp.group_mrp_user")
        cls.body = cls._create_bought("Valve body")
        cls.casting = cls.env["product.product"].create({"name": "Valve casting", "is_storable": True})
        cls.at_vendor = cls.company.subcontracting_location_id
        cls.vendor.with_company(cls.company).property_stock_subcontractor = cls.at_vendor
        cls.env["mrp.bom"].create(
            {
                "type": "subcontract",
                "product_tmpl_id": cls.body.product_tmpl_id.id,
                "subcontractor_ids": [Command.set(cls.vendor.ids)],
                "bom_line_ids": [Command.create({"product_id": cls.casting.id, "product_qty": 2})],
                "company_id": cls.company.id,
            }
        )
        cls._put_stock(cls.casting, cls.at_vendor, 200)
        cls.loop = cls._create_loop(product=cls.body, full=1)

    def _order(self):
        """The confirmed order of two cards."""
        self._release()
        order = self._get_lines(self.body).order_id
        self._confirm(order)
        return order

    def _get_castings(self):
        quants = self.env["stock.quant"].search(
            [("product_id", "=", self.casting.id), ("location_id", "child_of", self.at_vendor.id)]
        )
        return sum(quants.mapped("quantity"))

    def _count_fillings(self):
        events = self.loop.card_ids.event_ids
        return len(events.filtered(lambda event: event.state_to == "full" and event.source == "receipt"))

    def test_it_is_a_loop_that_buys(self):
        self.assertEqual(self.loop.kind, "supplier")
        self._release()
        self.assertEqual(self._get_states(self.loop), ["full", "requested", "requested"])
        self.assertEqual(self._get_lines(self.body).product_qty, 40)

    def test_confirmed_it_is_in_process_not_yet_on_its_way(self):
        order = self._order()
        self.assertTrue(order.picking_ids.move_ids.is_subcontract)
        self.assertEqual(self._get_states(self.loop), ["full", "in_process", "in_process"])
        production = order.picking_ids._get_subcontract_production()
        self.assertEqual(production.product_qty, 40)
        self.assertFalse(production.kanban_loop_id)

    def test_the_receipt_fills_each_card_once_and_castings_go(self):
        order = self._order()
        self._receive_order(order)
        self.assertEqual(self._get_states(self.loop), ["full"] * 3)
        self.assertEqual(self._count_fillings(), 2)
        self.assertEqual(self._get_castings(), 120)
        supplies = self.loop.card_ids.supply_ids
        self.assertEqual(supplies.mapped("state"), ["done", "done"])
        self.assertEqual(sum(supplies.mapped("quantity_filled")), 40)

    def test_part_of_it(self):
        order = self._order()
        self._receive_order(order, quantity=20)
        self.assertEqual(self._get_states(self.loop), ["full", "full", "in_process"])
        self.assertEqual(self._get_castings(), 160)
        self._receive_order(order)
        self.assertEqual(self._get_states(self.loop), ["full"] * 3)
        self.assertEqual(self._count_fillings(), 2)
        self.assertEqual(self._get_castings(), 120)

    def test_two_steps(self):
        self.warehouse.reception_steps = "two_steps"
        order = self._order()
        receipt = self._receive_order(order)
        self.assertEqual(self._get_states(self.loop), ["full", "in_transit", "in_transit"])
        self._receive(receipt._get_next_transfers().with_user(self.storekeeper))
        self.assertEqual(self._get_states(self.loop), ["full"] * 3)
        self.assertEqual(self._count_fillings(), 2)

    def test_cancelled(self):
        order = self._order()
        order.with_user(self.buyer).button_cancel()
        self.assertEqual(self._get_states(self.loop), ["full", "empty", "empty"])
        self.assertOneActivity(self.loop, self.planner)

    def test_castings_at_the_vendor_are_a_loop_of_their_own(self):
        """What the subcontractor uses empties containers that stand at his place."""
        castings = self._create_loop(
            product=self.casting,
            location_id=self.at_vendor.id,
            source_location_id=self.stock.id,
            container_qty=100,
            card_count=2,
            full=0,
            trigger="quantity",
        )
        self.assertEqual(self._get_states(castings), ["full", "full"])
        order = self._order()
        self._receive_order(order)
        self.assertEqual(sorted(self._get_states(castings)), ["full", "in_use"])

    def test_lead_time_is_that_of_the_subcontractor(self):
        self.assertEqual(self.loop.sudo()._get_rule_lead_days(), 3)
