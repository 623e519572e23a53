# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo.fields import Command
from odoo.tests import Form

from odoo.addons.lean_kanban.tests.common import KanbanCommon


class KanbanMrpCommon(KanbanCommon):
    """Products with a bill of materials, components in stock, and loops that order by
    themselves.

    ``operator`` scans, ``maker`` produces, ``storekeeper`` moves.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.maker = cls._create_user("maker", cls._get_maker_groups())
        cls.storekeeper = cls._create_user("storekeeper", "stock.group_stock_user")

    @classmethod
    def _get_maker_groups(cls):
        """Core lets nobody copy or split a production who may not read its journal entries."""
        readonly = cls.env.ref("account.group_account_readonly", raise_if_not_found=False)
        return "mrp.group_mrp_user,account.group_account_readonly" if readonly else "mrp.group_mrp_user"

    @classmethod
    def _create_product(cls, name="Pump", bom=True, **values):
        """A product made of two components of which there is plenty."""
        product = super()._create_product(name, **values)
        if bom:
            cls._create_bom(product)
        return product

    @classmethod
    def _create_bom(cls, product, component=None, **values):
        component = component or cls._create_component(f"{product.name} housing")
        return cls.env["mrp.bom"].create(
            {
                "product_tmpl_id": product.product_tmpl_id.id,
                "product_qty": 1,
                "bom_line_ids": [Command.create({"product_id": component.id, "product_qty": 2})],
                **values,
            }
        )

    @classmethod
    def _create_component(cls, name, **values):
        component = cls._create_product(name, bom=False, **values)
        cls._put_stock(component, cls.stock, 10000)
        return component

    @classmethod
    def _create_loop(cls, full=None, product=None, **values):
        values.setdefault("ordering", "automatic")
        return super()._create_loop(full=full, product=product, **values)

    def _get_cards(self, loop):
        return loop.sudo().card_ids.sorted("number")

    def _release_all(self, **values):
        """A loop of three cards, all of them released: (loop, its productions)."""
        loop = self._create_loop(full=0, **values)
        self._release()
        return loop, self._get_productions(loop)

    def _get_productions(self, loop, **values):
        """Productions of a loop, first made first, as the maker sees them."""
        productions = self.env["mrp.production"].with_user(self.maker)
        return productions.search([("kanban_loop_id", "=", loop.id)], order="id")

    def _produce(self, production, quantity=None, backorder=True):
        """Produce as the shop floor does: set the quantity, validate, answer the
        question about the rest.
        """
        production = production.with_user(self.maker)
        if quantity is not None:
            with Form(production) as form:
                form.qty_producing = quantity
        action = production.button_mark_done()
        if isinstance(action, dict) and action.get("res_model") == "mrp.production.backorder":
            wizards = self.env[action["res_model"]].with_user(self.maker)
            wizard = Form(wizards.with_context(**action["context"])).save()
            if backorder:
                wizard.action_backorder()
            else:
                wizard.action_close_mo()

    def _change_quantity(self, production, quantity):
        """Change the quantity with core's wizard."""
        wizards = self.env["change.production.qty"].with_user(self.maker)
        wizard = wizards.create({"mo_id": production.id, "product_qty": quantity})
        wizard.change_prod_qty()

    def _get_allocated(self, *cards):
        """[{production: quantity}] of the cycle each card is in."""
        return [{a.production_id: a.quantity for a in card.supply_id.allocation_ids} for card in cards]

    def _get_on_hand(self, location, product=None):
        quants = self.env["stock.quant"]
        return quants._get_available_quantity(product or self.product, location, strict=True)

    def _get_notices(self, loop):
        """Open activities of the owner of a loop."""
        return loop.sudo().activity_ids.filtered(lambda a: a.user_id == loop.user_id)
