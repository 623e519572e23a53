# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..calculations.containers import withdraw
from .lean_kanban_card import AT_HAND


class LeanKanbanLoop(models.Model):
    """Two cards: a withdrawal loop fetches what another loop buys or makes.

    A full container upstream carries the card of that loop. It comes off as the container is fetched, that is as the
    transfer is done, and signals. The scan downstream only asks for the container.
    """

    _inherit = "lean.kanban.loop"

    source_loop_id = fields.Many2one(
        "lean.kanban.loop",
        "Fetched from Loop",
        check_company=True,
        index="btree_not_null",
        tracking=True,
        domain="[('product_id', '=', product_id), ('id', '!=', id), ('location_id', '!=', location_id)]",
        help="Two-card system: the loop whose full containers are fetched. As one is fetched, its card comes off and "
        "signals.",
    )
    source_location_id = fields.Many2one(
        compute="_compute_source_location_id", store=True, readonly=False, precompute=True
    )
    withdrawal_loop_ids = fields.One2many("lean.kanban.loop", "source_loop_id", "Fetched by")
    withdrawal_loop_count = fields.Integer(compute="_compute_withdrawal_loop_count")
    source_full_count = fields.Integer("Full Upstream", related="source_loop_id.full_count")
    source_card_count = fields.Integer("Cards Upstream", related="source_loop_id.card_count")
    taken_qty = fields.Float(
        "Taken of a Container",
        readonly=True,
        copy=False,
        digits="Product Unit",
        help="Fetched of the container begun, in the product's unit; below zero what is left of one whose card went "
        "off with the first piece.",
    )

    @api.depends("source_loop_id")
    def _compute_source_location_id(self):
        for loop in self:
            if loop.source_loop_id and not loop._has_fitting_source():
                loop.source_location_id = loop.source_loop_id.location_id

    @api.depends("withdrawal_loop_ids")
    def _compute_withdrawal_loop_count(self):
        for loop in self:
            loop.withdrawal_loop_count = len(loop.withdrawal_loop_ids)

    @api.constrains("source_loop_id", "source_location_id", "product_id", "location_id")
    def _check_source_loop(self):
        if self._has_cycle("source_loop_id"):
            raise ValidationError(self.env._("Loops cannot fetch from each other in a circle."))
        for loop in self | self.withdrawal_loop_ids:
            if complaint := loop._get_source_complaint():
                raise ValidationError(complaint)

    def _get_source_complaint(self):
        """Why this loop cannot fetch from the loop it names, or None."""
        source = self.source_loop_id
        if source and source.product_id != self.product_id:
            return self.env._(
                "%(upstream)s holds %(other)s: fetch %(product)s from a loop of the same product.",
                upstream=source.name,
                other=source.product_id.display_name,
                product=self.product_id.display_name,
            )
        if source and not self._has_fitting_source():
            return self.env._(
                "The containers of %(upstream)s stand at %(place)s: they cannot be fetched from %(location)s.",
                upstream=source.name,
                place=source.location_id.display_name,
                location=self.source_location_id.display_name or self.env._("nowhere"),
            )
        return None

    def _has_fitting_source(self):
        """Whether what is fetched from the source location may be containers of the loop upstream."""
        place, upstream = self.source_location_id, self.source_loop_id.location_id
        return bool(place) and (place._child_of(upstream) or upstream._child_of(place))

    def write(self, vals):
        """A loop that is fetched from elsewhere needs another route."""
        before = {loop: loop.source_location_id for loop in self}
        result = super().write(vals)
        moved = self.filtered(lambda lo: lo.source_location_id != before[lo] and lo.sudo().route_id.is_kanban)
        if moved and "route_id" not in vals:
            moved.route_id = False
            for loop in moved.filtered(lambda lo: lo.state != "draft"):
                loop._ensure_transfer_route()
        return result

    def action_view_source_loop(self):
        """The loop upstream."""
        return self._open_loops(self.source_loop_id)

    def action_view_withdrawal_loops(self):
        """The loops that fetch from this one."""
        return self._open_loops(self.withdrawal_loop_ids)

    @api.model
    def _open_loops(self, loops):
        action = self.env["ir.actions.act_window"]._for_xml_id("lean_kanban.lean_kanban_loop_action")
        if len(loops) == 1:
            return {**action, "views": [(False, "form")], "res_id": loops.id, "context": {}}
        return {**action, "domain": [("id", "in", loops.ids)], "context": {}}

    # What the board shows

    @api.model
    def _get_board_fields(self):
        return [*super()._get_board_fields(), "source_loop_id"]

    def _prepare_board_row(self, names):
        """Beside the loop, how many containers stand upstream to be fetched."""
        source = self.source_loop_id.sudo()
        upstream = {"name": source.name, "full": source.full_count, "cards": source.card_count} if source else None
        return {**super()._prepare_board_row(names), "upstream": upstream}

    # Cards come off as their containers are fetched

    def _is_freed_by_withdrawal(self):
        """Whether fetching empties cards; otherwise what is booked settles them, or they hang in a stack."""
        return self.trigger == "card" and self.state != "draft"

    def _is_fetched_by_cards(self):
        """Whether running loops fetch the containers of this one, so that its cards come off by themselves."""
        return self._is_freed_by_withdrawal() and any(loop.state != "draft" for loop in self.withdrawal_loop_ids)

    @api.model
    def _free_cards(self, withdrawals):
        """Cards come off the containers that were fetched, the one in use first, then the oldest.

        :param withdrawals: [(loop upstream, quantity in the unit of the product, transfer)]; below zero where
            something went back
        """
        loops = self.browse().concat(*(loop for loop, __, __ in withdrawals))
        cards = self.env["lean.kanban.card"].search([("loop_id", "in", loops.ids)])
        at_hand = cards.filtered(lambda c: c.state in AT_HAND)._sort_by_use().grouped("loop_id")
        restorable = cards._filter_restorable()._filter_freed().grouped("loop_id")
        freed, restored, events = {}, {}, {}
        for loop, quantity, move in withdrawals:
            full, empty = at_hand.get(loop, cards.browse()), restorable.get(loop, cards.browse())
            result = loop._withdraw(quantity, len(full), len(empty))
            event = events[loop] = self._prepare_withdrawal_event(move)
            freed |= dict.fromkeys(full[: result.to_free], event)
            restored |= dict.fromkeys(empty[len(empty) - result.to_restore :], event)
            at_hand[loop] = full[result.to_free :]
            restorable[loop] = empty[: len(empty) - result.to_restore]
        begun = {card: events[loop] for loop in loops if loop.taken_qty > 0 for card in at_hand[loop][:1]}
        cards.browse()._apply_withdrawals(freed, restored, begun)

    def _withdraw(self, quantity, at_hand, restorable):
        """Take a quantity from the containers of one loop; see :func:`withdraw`."""
        container = self._get_card_product_qty()
        at_first_piece = self.signal_point == "first_piece"
        result = withdraw(self.taken_qty, quantity, container, at_hand, restorable, at_first_piece=at_first_piece)
        self.taken_qty = result.taken
        return result

    @api.model
    def _prepare_withdrawal_event(self, move):
        """What the history of a card that came off says."""
        cards = move._get_fetching_cards()
        names = ", ".join(cards.mapped("display_name"))
        return {
            "withdrawal_card_id": cards[:1].id,
            "document": move._kanban_document_name(),
            "message": self.env._("Fetched for %s", names or move._get_fetching_loop().name),
        }


class LeanKanbanCard(models.Model):
    _inherit = "lean.kanban.card"

    @api.model
    def _apply_withdrawals(self, freed, restored, begun):
        """Free, restore and open cards; each is {card: values of its event}."""
        if freed:
            self.concat(*freed)._signal(source="withdrawal", event={"by_card": freed})
        self.concat(*restored)._transition("full", "withdrawal", event={"by_card": restored})
        opened = self.concat(*begun).filtered(lambda c: c.state == "full")
        opened._transition("in_use", "withdrawal", event={"by_card": begun})

    def _filter_freed(self):
        """Cards whose last event is that their container was fetched."""
        if not self:
            return self
        events = self.env["lean.kanban.event"].sudo()
        newest = events._read_group([("card_id", "in", self.ids)], ["card_id"], ["id:max"])
        freed = events.browse([event_id for __, event_id in newest]).filtered(lambda e: e.source == "withdrawal")
        return self & freed.card_id

    def _get_refusal(self):
        """Nobody scans a card that comes off by itself: it would signal twice for one container."""
        if self.state in AT_HAND and self.loop_id._is_fetched_by_cards():
            return "warning", self.env._("No scan needed: this card signals as its container is fetched.")
        return super()._get_refusal()

    def _scan(self, date, scan_uid):
        if self.state in AT_HAND and self.loop_id._is_fetched_by_cards():
            return self._answer(*self._get_refusal())
        return super()._scan(date, scan_uid)

    def _get_signal_message(self, state):
        """Where to fetch the next container, and whether there is one."""
        message = super()._get_signal_message(state)
        source = self.loop_id.source_loop_id
        if state != "empty" or not source or self.loop_id.state != "active":
            return message
        if source.full_count:
            return self.env._(
                "%(message)s Fetched from %(place)s, where %(full)s of %(cards)s are full.",
                message=message,
                place=source.location_id.name,
                full=source.full_count,
                cards=source.card_count,
            )
        return self.env._(
            "%(message)s Nothing is full at %(place)s: tell the planner.",
            message=message,
            place=source.location_id.name,
        )


class LeanKanbanEvent(models.Model):
    _inherit = "lean.kanban.event"

    source = fields.Selection(selection_add=[("withdrawal", "Fetched")], ondelete={"withdrawal": "set default"})
    withdrawal_card_id = fields.Many2one(
        "lean.kanban.card",
        "Freed by",
        ondelete="set null",
        index="btree_not_null",
        help="The withdrawal card for which the container was fetched.",
    )


class StockMove(models.Model):
    _inherit = "stock.move"

    kanban_withdrawn_qty = fields.Float(
        copy=False,
        readonly=True,
        digits="Product Unit",
        help="Fetched from the loop upstream, as far as its cards know of it, in the product's unit.",
    )

    def _action_done(self, cancel_backorder=False):
        moves = super()._action_done(cancel_backorder=cancel_backorder)
        (self | moves)._free_source_cards()
        return moves

    def _free_source_cards(self):
        """Let the cards upstream follow what was fetched, corrected or brought back.

        Each move remembers what its cards know of, so running it again changes nothing.
        """
        moves = self.exists().sudo()
        moves = (moves | moves.origin_returned_move_id).filtered(lambda m: m.state == "done")
        withdrawals = []
        for move in moves:
            source = move._get_fetching_loop().source_loop_id
            if not source or not source._is_freed_by_withdrawal():
                continue
            fetched = move._get_fetched_qty(source.location_id)
            change = fetched - move.kanban_withdrawn_qty
            if not move.product_id.uom_id.is_zero(change):
                move.kanban_withdrawn_qty = fetched
                withdrawals.append((source, change, move))
        if withdrawals:
            self.env["lean.kanban.loop"].sudo()._free_cards(withdrawals)

    def _get_fetching_loop(self):
        """The loop this move fetches for, by itself or through the next step; a return fetches for none."""
        if self.origin_returned_move_id:
            return self.kanban_loop_id.browse()
        return self.kanban_loop_id or self.move_dest_ids.kanban_loop_id[:1]

    def _get_fetched_qty(self, location):
        """Done quantity that left a location, less what was brought back to it, in the unit of the product."""
        returns = self.returned_move_ids.filtered(lambda m: m.state == "done")
        quantity = 0.0
        for line in [*self.move_line_ids, *returns.move_line_ids]:  # apart: a union would not be read ahead
            leaves = line.location_id._child_of(location)
            if leaves != line.location_dest_id._child_of(location):
                quantity += line.quantity_product_uom if leaves else -line.quantity_product_uom
        return quantity

    def _get_fetching_cards(self):
        """The withdrawal cards this move was made for."""
        root = self.kanban_root_move_id or self
        allocations = root.kanban_allocation_ids or root.move_dest_ids.kanban_allocation_ids
        return allocations.filtered("quantity").card_id


class StockMoveLine(models.Model):
    _inherit = "stock.move.line"

    def write(self, vals):
        result = super().write(vals)
        if {"quantity", "product_uom_id", "location_id", "location_dest_id"} & set(vals):
            self.filtered(lambda line: line.state == "done").move_id._free_source_cards()
        return result
