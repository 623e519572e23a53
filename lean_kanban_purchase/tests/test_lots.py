# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo.fields import Command
from odoo.tests import tagged

from .common import KanbanPurchaseCommon


@tagged("post_install", "-at_install")
class TestLots(KanbanPurchaseCommon):
    """A product tracked by lot, bought into stock and fetched from there to the line."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.casting = cls._create_bought("Casting", tracking="lot")
        cls.lots = cls.env["stock.lot"].create(
            [{"name": name, "product_id": cls.casting.id, "company_id": cls.company.id} for name in ("L1", "L2", "L3")]
        )
        for lot in cls.lots:
            cls.env["stock.quant"]._update_available_quantity(cls.casting, cls.shelf_a, 10, lot_id=lot)
        cls.loop = cls._create_stocked_loop()

    @classmethod
    def _create_stocked_loop(cls):
        """Three full containers of ten, each of a lot of its own."""
        loops = cls.env["lean.kanban.loop"].with_user(cls.planner)
        loop = loops.create(
            {"product_id": cls.casting.id, "location_id": cls.shelf_a.id, "container_qty": 10, "card_count": 3}
        )
        loop.action_activate()
        return loop

    def _receive_lots(self, receipt, **quantities):
        """Receive quantities by the names of their lots."""
        receipt.move_ids.move_line_ids = [Command.clear()] + [
            Command.create(
                {
                    "product_id": self.casting.id,
                    "lot_name": name,
                    "quantity": quantity,
                    "location_dest_id": self.shelf_a.id,
                }
            )
            for name, quantity in quantities.items()
        ]
        self._receive(receipt.with_user(self.storekeeper))

    def _deliver(self, lot, quantity):
        move = self.env["stock.move"].create(
            {
                "product_id": self.casting.id,
                "product_uom_qty": quantity,
                "location_id": self.shelf_a.id,
                "location_dest_id": self.env.ref("stock.stock_location_customers").id,
                "company_id": self.company.id,
            }
        )
        move._action_confirm()
        move.move_line_ids = [
            Command.create(
                {
                    "product_id": self.casting.id,
                    "lot_id": lot.id,
                    "quantity": quantity,
                    "location_id": self.shelf_a.id,
                    "location_dest_id": move.location_dest_id.id,
                }
            )
        ]
        move.picked = True
        move._action_done()
        return move

    def test_the_start_counts_all_lots(self):
        self.assertEqual(self._get_states(self.loop), ["full"] * 3)

    def test_lots_of_any_size_fill_the_cards(self):
        line = self._order_empties(self.loop, 2)
        self._confirm(line.order_id)
        self._receive_lots(line.order_id.picking_ids, N1=4, N2=5)
        self.assertEqual(self._get_states(self.loop)[:2], ["in_process", "in_process"])
        rest = line.order_id.picking_ids.filtered(lambda picking: picking.state != "done")
        self._receive_lots(rest, N3=11)
        self.assertEqual(self._get_states(self.loop), ["full"] * 3)

    def test_consumption_of_a_lot_drains_containers(self):
        self.loop.sudo().trigger = "quantity"
        self._deliver(self.lots[1], 4)
        self.assertEqual(sorted(self._get_states(self.loop)), ["full", "full", "in_use"])
        self._deliver(self.lots[2], 6)
        self.assertEqual(self._get_states(self.loop).count("empty"), 1)

    def test_another_lot_on_a_done_line_changes_nothing(self):
        self.loop.sudo().trigger = "quantity"
        move = self._deliver(self.lots[0], 10)
        before = self._get_states(self.loop)
        move.move_line_ids.lot_id = self.lots[1]
        self.assertEqual(self._get_states(self.loop), before)
        move.move_line_ids.quantity = 9
        self.assertEqual(self._get_states(self.loop).count("empty"), 0)

    def test_a_transfer_takes_lots_along(self):
        fetched = self._create_loop(
            product=self.casting,
            full=0,
            location_id=self.line_side.id,
            source_location_id=self.shelf_a.id,
            container_qty=5,
            card_count=3,
        )
        self._release()
        picking = fetched.card_ids.move_ids.picking_id
        picking.action_assign()
        self.assertEqual(picking.move_line_ids.lot_id, self.lots[:2])
        self._receive(picking.with_user(self.storekeeper))
        self.assertEqual(self._get_states(fetched), ["full"] * 3)
        quants = self.env["stock.quant"].search(
            [("location_id", "=", self.line_side.id), ("product_id", "=", self.casting.id)]
        )
        self.assertEqual({quant.lot_id: quant.quantity for quant in quants}, {self.lots[0]: 10, self.lots[1]: 5})

    def test_serial_numbers(self):
        pump = self._create_bought("Pump head", tracking="serial")
        loop = self._create_loop(product=pump, full=0, container_qty=2, card_count=2)
        self._release()
        order = self._get_lines(pump).order_id
        self._confirm(order)
        receipt = order.picking_ids
        one = {"product_id": pump.id, "quantity": 1, "location_dest_id": self.shelf_a.id}
        lines = [Command.create({**one, "lot_name": f"S{index}"}) for index in range(3)]
        receipt.move_ids.move_line_ids = [Command.clear(), *lines]
        self._receive(receipt.with_user(self.storekeeper))
        self.assertEqual(self._get_states(loop), ["full", "in_process"])
