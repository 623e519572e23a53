# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo.fields import Command
from odoo.tests import TransactionCase, new_test_user


class KanbanCommon(TransactionCase):
    """A warehouse with two shelves in its stock and one product without a supply.

    ``operator`` may scan, ``planner`` sets up loops; tests act as one of them.
    Addons for a kind of supply extend :meth:`_create_product`.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": True})
        cls.company = cls.env["res.company"].create({"name": "Alder Test"})
        cls.env.user.company_ids |= cls.company
        cls.env.user.company_id = cls.company
        cls.env = cls.env(context={**cls.env.context, "allowed_company_ids": cls.company.ids})
        cls.warehouse = cls.env["stock.warehouse"].search([("company_id", "=", cls.company.id)])
        cls.stock = cls.warehouse.lot_stock_id
        cls.shelf_a, cls.shelf_b = cls.env["stock.location"].create(
            [
                {"name": "Shelf A", "location_id": cls.stock.id},
                {"name": "Shelf B", "location_id": cls.stock.id},
            ]
        )
        cls.line_side = cls.env["stock.location"].create(
            {
                "name": "Line",
                "usage": "internal",
                "location_id": cls.warehouse.view_location_id.id,
            }
        )
        cls.operator = cls._create_user("operator", "lean_base.group_lean_user")
        cls.planner = cls._create_user("planner", "lean_base.group_lean_manager")
        cls.product = cls._create_product()

    @classmethod
    def _create_user(cls, login, groups):
        return new_test_user(
            cls.env,
            f"kanban_{login}",
            groups=groups,
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
        )

    @classmethod
    def _create_product(cls, name="Seal kit", **values):
        """A storable product; subclasses give it a vendor or a bill of materials."""
        return cls.env["product.product"].create({"name": name, "is_storable": True, **values})

    @classmethod
    def _create_loop(cls, full=None, product=None, **values):
        """A running loop of three cards of 20 at shelf A, made as the planner.

        :param full: number of cards that are full; all of them where None. The others
            signal at once.
        """
        loop = (
            cls.env["lean.kanban.loop"]
            .with_user(cls.planner)
            .create(
                {
                    "product_id": (product or cls.product).id,
                    "location_id": cls.shelf_a.id,
                    "container_qty": 20,
                    "card_count": 3,
                    **values,
                }
            )
        )
        full = loop.card_count if full is None else full
        cls._put_stock(loop.product_id, loop.location_id, full * loop.container_product_qty)
        loop.action_activate(per_stage={loop.id: 0})
        return loop

    @classmethod
    def _put_stock(cls, product, location, quantity):
        if quantity:
            cls.env["stock.quant"]._update_available_quantity(product, location, quantity)

    def _scan(self, card, user=None, **values):
        """Scan a card as an operator would."""
        cards = self.env["lean.kanban.card"].with_user(user or self.operator)
        return cards.scan(card.barcode, **values)

    def _empty(self, *cards):
        """Scan cards at their empty containers and run the release."""
        for card in cards:
            self.assertTrue(self._scan(card)["ok"])
        self._release()

    def _release(self):
        """The release as its cron runs it, without the commits."""
        loops = self.env["lean.kanban.loop"].sudo()
        loops._search_releasable(loops.browse())._release()
        loops._finish_release()

    def _get_states(self, loop):
        """States of the cards of a loop in the order of their numbers."""
        return loop.card_ids.sorted("number").mapped("state")

    def _receive(self, picking, quantity=None, backorder=True):
        """Validate a transfer, of less than it asks for where `quantity` is given."""
        if quantity is not None:
            picking.move_ids.quantity = quantity
        picking.move_ids.picked = True
        context = {"skip_backorder": True}
        if not backorder:
            context["picking_ids_not_to_backorder"] = picking.ids
        picking.with_context(**context).button_validate()
