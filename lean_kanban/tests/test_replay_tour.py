# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from datetime import timedelta

from odoo import fields
from odoo.tests import HttpCase, new_test_user, tagged


@tagged("post_install", "-at_install")
class TestReplayTour(HttpCase):
    """A planner asks what if, in a browser."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        new_test_user(cls.env, "lean_replay", "lean_base.group_lean_manager", name="Planner")
        warehouse = cls.env["stock.warehouse"].search([("company_id", "=", cls.env.company.id)], limit=1)
        cls.shelf, reserve = cls.env["stock.location"].create(
            [{"name": name, "location_id": warehouse.lot_stock_id.id} for name in ("Shelf", "Reserve")]
        )
        cls.product = cls.env["product.product"].create({"name": "Tour Seal Kit", "is_storable": True})
        cls.env["stock.quant"]._update_available_quantity(cls.product, cls.shelf, 5000)
        cls.loop = cls.env["lean.kanban.loop"].create(
            {
                "product_id": cls.product.id,
                "location_id": cls.shelf.id,
                "source_location_id": reserve.id,
                "container_qty": 20,
                "card_count": 4,
                "expected_daily_demand": 48,
                "handling_days": 3,
            }
        )
        cls.loop.action_activate()
        cls._consume(48, days=40)
        cls.loop.action_update_sizing()

    @classmethod
    def _consume(cls, quantity, days):
        """So much left to customers on each day of the past."""
        moves = cls.env["stock.move"].create(
            [
                {
                    "product_id": cls.product.id,
                    "product_uom_qty": quantity,
                    "location_id": cls.shelf.id,
                    "location_dest_id": cls.env.ref("stock.stock_location_customers").id,
                }
                for __ in range(days)
            ]
        )
        moves._action_confirm(merge=False)
        moves.quantity = quantity
        moves.picked = True
        moves._action_done()
        for ago, move in enumerate(moves, start=1):
            move.date = fields.Datetime.now() - timedelta(days=ago)

    def test_from_a_proposal_to_another_number(self):
        self.start_tour("/odoo/kanban-proposals", "lean_kanban_replay", login="lean_replay", timeout=120)
        self.assertNotEqual(self.loop.card_count, 4)
