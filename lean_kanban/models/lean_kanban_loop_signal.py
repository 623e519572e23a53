# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ..calculations.start_up import propose_triangle_start
from ..calculations.triangle import is_reached
from .lean_kanban_card import AT_HAND


class LeanKanbanLoop(models.Model):
    """Triangle loops: one card in a stack of containers orders a whole lot.

    The card hangs at a container counted from the last one. As that container is reached,
    the card is scanned, or signals by itself from what is booked.
    """

    _inherit = "lean.kanban.loop"

    trigger = fields.Selection(
        selection_add=[("signal", "Triangle: a whole lot at the reorder point")],
        ondelete={"signal": "set default"},
        help="What makes the loop order: somebody who scans the card of an empty container; the consumption that is "
        "booked, which drains the container in use, then the oldest full one; or the one triangle card of the stack, "
        "which orders a whole lot as the container it hangs at is reached.",
    )
    lot_container_count = fields.Integer(
        "Lot",
        default=5,
        required=True,
        tracking=True,
        help="Containers that the triangle card orders at once.",
    )
    lot_qty = fields.Float("Lot Quantity", compute="_compute_lot_qty", digits="Product Unit")
    signal_container = fields.Integer(
        "At Container",
        default=2,
        required=True,
        tracking=True,
        help="The container, counted from the last one, that the triangle card hangs at: with 3, the lot is ordered "
        "as three full containers are left.",
    )
    is_signalled_by_stock = fields.Boolean(
        "Signals by Itself",
        default=True,
        help="The triangle card also signals without a scan, as soon as the stock that is booked is down to its "
        "container. Without it only a scan counts.",
    )
    stack_container_count = fields.Float(
        "Containers at Hand",
        compute="_compute_stack_container_count",
        digits=(16, 1),
        help="Stock at hand in containers; what is locked in a buffer is left out.",
    )

    _lot_container_count_positive = models.Constraint(
        "CHECK(lot_container_count > 0)", "A lot is one container or more."
    )
    _signal_container_positive = models.Constraint(
        "CHECK(signal_container > 0)", "The triangle card hangs at the last container (1) or above it."
    )

    @api.depends("lot_container_count", "container_qty")
    def _compute_lot_qty(self):
        for loop in self:
            loop.lot_qty = loop.lot_container_count * loop.container_qty

    @api.depends("quantity_on_hand", "container_product_qty")
    def _compute_stack_container_count(self):
        for loop in self:
            container = loop.container_product_qty
            loop.stack_container_count = loop.quantity_on_hand / container if container else 0

    @api.constrains("trigger", "card_count", "batch_size")
    def _check_one_triangle(self):
        for loop in self.filtered(lambda lo: lo._is_triangle()):
            if loop.card_count != 1 or loop.batch_size != 1:
                raise ValidationError(
                    self.env._(
                        "%s is a triangle loop: it has one card, which orders a lot. Change the lot or the container "
                        "the card hangs at instead.",
                        loop.display_name,
                    )
                )

    @api.onchange("trigger")
    def _onchange_trigger_signal(self):
        if self._is_triangle():
            self.update(self._prepare_triangle())

    @api.model_create_multi
    def create(self, vals_list):
        triangle = self._prepare_triangle()
        return super().create([{**vals, **triangle} if vals.get("trigger") == "signal" else vals for vals in vals_list])

    def write(self, vals):
        if "trigger" not in vals:
            return super().write(vals)
        is_triangle = vals["trigger"] == "signal"
        self.filtered(lambda lo: lo._is_triangle() != is_triangle)._check_triangle_not_running()
        return super().write({**vals, **self._prepare_triangle()} if is_triangle else vals)

    @api.model
    def _prepare_triangle(self):
        """A triangle loop has one card, which waits for no other."""
        return {"card_count": 1, "batch_size": 1}

    def _check_triangle_not_running(self):
        running = self.sudo().card_ids.filtered(lambda card: card.state != "retired").loop_id
        if running:
            raise UserError(
                self.env._(
                    "%s is running: its cards are not those of a triangle loop, or the other way round. Archive it, "
                    "change what makes it order, and start it anew.",
                    running[0].display_name,
                )
            )

    def _is_triangle(self):
        return self.trigger == "signal"

    # What the card asks for

    def _get_card_qty(self):
        return self.lot_qty if self._is_triangle() else super()._get_card_qty()

    def _get_card_product_qty(self):
        quantity = super()._get_card_product_qty()
        return quantity * self.lot_container_count if self._is_triangle() else quantity

    # Going live

    def _propose_starts(self):
        triangles = self.filtered(lambda lo: lo._is_triangle())
        starts = super(LeanKanbanLoop, self - triangles)._propose_starts()
        on_hand = triangles._get_quantities_on_hand() if triangles else {}
        documents = triangles._get_adoptable_documents() if triangles else {}
        for loop in triangles:
            open_quantities = [quantity for __, __, quantity in documents[loop]]
            point = loop.signal_container * loop.container_product_qty
            starts[loop] = propose_triangle_start(on_hand[loop], point, open_quantities)
        return {loop: starts[loop] for loop in self}

    def _adopt_documents(self, cards, documents):
        """The triangle card takes over the soonest document, whatever its quantity."""
        if not self._is_triangle():
            return super()._adopt_documents(cards, documents)
        free = [row for row in documents if not row[1].kanban_loop_id]
        if not cards or not free:
            return cards
        field_name, document, quantity = free[0]
        document._kanban_adopt(self)
        self._create_adopted_supplies(cards, field_name, document, min(quantity, self._get_card_product_qty()))
        return cards.browse()

    # By what is booked

    @api.model
    def _get_settled_domain(self):
        triangle = Domain("trigger", "=", "signal") & Domain("is_signalled_by_stock", "=", True)
        return super()._get_settled_domain() | triangle

    def _settle_containers(self):
        triangles = self.filtered(lambda lo: lo._is_triangle())
        if others := self - triangles:
            super(LeanKanbanLoop, others)._settle_containers()
        if triangles:
            triangles._settle_triangles()

    def _settle_triangles(self):
        """Signal the lots whose point is reached; take back those that nobody has ordered yet."""
        quantities = self._get_quantities_on_hand()
        cards = self.env["lean.kanban.card"].sudo().search([("loop_id", "in", self.ids)])
        reached = cards.filtered(lambda card: card.loop_id._is_point_reached(quantities[card.loop_id]))
        due = reached.filtered(lambda card: card.state in AT_HAND)
        if due:
            due._signal(source="consumption")
        restored = (cards - reached)._filter_restorable()._filter_signalled_by_stock()
        restored._transition("full", "consumption", release_date=False)

    def _is_point_reached(self, on_hand):
        return is_reached(on_hand, self.signal_container, self.container_product_qty)


class LeanKanbanCard(models.Model):
    _inherit = "lean.kanban.card"

    def _filter_signalled_by_stock(self):
        """Cards that nobody has scanned: a stock that is booked late must not take a scan back."""
        if not self:
            return self
        events = self.env["lean.kanban.event"].sudo()
        newest = events._read_group([("card_id", "in", self.ids)], ["card_id"], ["id:max"])
        signalled = events.browse([event_id for __, event_id in newest]).filtered(lambda e: e.source == "consumption")
        return self & signalled.card_id

    def action_open_container(self):
        for card in self.filtered(lambda c: c.loop_id._is_triangle()):
            raise UserError(
                self.env._(
                    "%(card)s is a triangle card: signal it as container %(container)s is reached.",
                    card=card.display_name,
                    container=card.loop_id.signal_container,
                )
            )
        return super().action_open_container()

    # What is said and printed

    def _get_signal_message(self, state):
        loop = self.loop_id
        if not loop._is_triangle() or loop.state != "active" or state != "empty":
            return super()._get_signal_message(state)
        message = self.env._(
            "Container %(container)s is reached: a lot of %(count)s containers is signalled.",
            container=loop.signal_container,
            count=loop.lot_container_count,
        )
        if loop._is_point_reached(loop.quantity_on_hand):
            return message
        booked = self.env._("The books still say %g containers.", round(loop.stack_container_count, 1))
        return f"{message} {booked}"

    def _answer(self, level, message):
        answer = super()._answer(level, message)
        if level == "success" and self.state == "empty" and self.loop_id._is_triangle():
            answer["title"] = self.env._("Lot → signalled")
        return answer

    def _get_undone_message(self):
        if self.loop_id._is_triangle():
            return self.env._("Undone: the lot is not ordered.")
        return super()._get_undone_message()
