# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import float_compare

from ..calculations.start_up import (
    containers_in,
    propose_per_stage,
    propose_start,
    stages,
)


class LeanKanbanLoop(models.Model):
    """Going live: cards with the state their containers really have."""

    _inherit = "lean.kanban.loop"

    twin_loop_id = fields.Many2one(
        "lean.kanban.loop",
        "Same Product and Place",
        compute="_compute_twin_loop_id",
        help="The loop that runs for this product at this place already.",
    )

    @api.depends("product_id", "location_id", "state")
    def _compute_twin_loop_id(self):
        twins = self.filtered(lambda loop: loop.state == "draft" and loop.product_id)._find_twins()
        for loop in self:
            twin = twins.get(loop)
            loop.twin_loop_id = twin if twin and twin.state != "draft" else False

    def action_open_activation(self):
        """Ask for the real state of the cards, with a proposal from stock."""
        action = self.env["ir.actions.act_window"]._for_xml_id("lean_kanban.lean_kanban_activate_action")
        return {**action, "context": {"default_loop_ids": self.ids}}

    def action_activate(self, starts=None, per_stage=None):
        """Make the cards of draft loops and let them run.

        Full containers are taken as they stand, open orders are adopted, and what is
        missing signals in stages, a day apart.

        :param starts: {loop id: :class:`StartUp`}; proposed from stock and open orders
            where missing
        :param per_stage: {loop id: cards to signal a day}; 0 is all at once
        """
        self.check_access("write")
        loops = self.filtered(lambda lo: lo.state == "draft")
        loops._check_can_run()
        proposals = loops._propose_starts()
        documents = loops._get_adoptable_documents()
        for loop in loops:
            start = (starts or {}).get(loop.id, proposals[loop])
            default = propose_per_stage(start.missing)
            loop._start(start, (per_stage or {}).get(loop.id, default), documents[loop])
        loops.write({"state": "active"})
        loops._filter_settled()._settle_containers()
        self._trigger_release()
        return True

    def _activate_possible(self, starts=None, per_stage=None):
        """Let those of these loops run that can; arguments as for :meth:`action_activate`.

        :return: {loop left as a draft: why it cannot go live}
        """
        self.check_access("write")
        loops = self.filtered(lambda lo: lo.state == "draft")
        loops._prepare_supply()
        complaints = loops._get_start_complaints()
        loops.filtered(lambda lo: lo not in complaints).action_activate(starts, per_stage)
        return complaints

    def _prepare_supply(self):
        """Know what supplies each loop, before one looks for what stands against its start."""
        for loop in self:
            loop._ensure_transfer_route()
        self._compute_kind()

    def _check_can_run(self):
        self._prepare_supply()
        complaints = self._get_start_complaints()
        for loop in self:
            if loop in complaints:
                raise ValidationError(
                    self.env._("%(loop)s: %(complaint)s", loop=loop.display_name, complaint=complaints[loop])
                )

    def _get_start_complaints(self):
        """{loop: why it cannot go live}, found for all loops at once; each reason says what to do."""
        complaints = self._get_release_complaints()
        for loop, twin in self._find_twins().items():
            complaints.setdefault(loop, loop._get_twin_complaint(twin))
        return complaints

    def _find_twins(self):
        """{loop: another one of the same product and place that runs, or stands before it in this set}"""
        running = self.sudo().search([("state", "!=", "draft"), ("product_id", "in", self.product_id.ids)])
        owners = {(loop.product_id, loop.location_id): loop for loop in running}
        twins = {}
        for loop in self:
            owner = owners.setdefault((loop.product_id, loop.location_id), loop)
            if owner != loop:
                twins[loop] = owner
        return twins

    def _get_twin_complaint(self, twin):
        return self.env._(
            "%(twin)s is a loop for this product at %(location)s already. Change its number of cards instead, or give "
            "this one another product or place.",
            twin=twin.name,
            location=self.location_id.display_name,
        )

    def _propose_starts(self):
        """{loop: :class:`StartUp`} from the stock on hand and the open orders."""
        on_hand = self._get_quantities_on_hand()
        documents = self._get_adoptable_documents()
        return {
            loop: propose_start(
                loop.card_count,
                on_hand[loop],
                [quantity for __, __, quantity in documents[loop]],
                loop.container_product_qty,
            )
            for loop in self
        }

    def _get_adoptable_documents(self):
        """Open documents that bring the products of loops to them and belong to no card.

        :return: {loop: [(allocation field, document, open quantity)], soonest first}
        """
        found = {loop: [] for loop in self}
        loops = self.grouped(lambda loop: (loop.company_id, loop.product_id))
        allocations = self.env["lean.kanban.allocation"]
        for name in allocations._document_fields():
            for document in allocations._get_document_model(name).sudo()._search_kanban_adoptable(self):
                for loop in loops.get((document.company_id, document.product_id), ()):
                    if document._is_kanban_adoptable(loop):
                        found[loop].append((name, document, document._get_kanban_open_quantity()))
        return found

    def _start(self, start, per_stage, documents):
        """Make the cards of one loop as a :class:`StartUp` says.

        :param documents: those to adopt, as :meth:`_get_adoptable_documents` has them
        """
        if start.full + start.on_order + start.missing != self.card_count:
            raise UserError(
                self.env._(
                    "The loop has %(cards)s cards, but %(sum)s were given a state.",
                    cards=self.card_count,
                    sum=start.full + start.on_order + start.missing,
                )
            )
        self._create_cards(start.full, state="full")
        unserved = self._adopt_documents(self._create_cards(start.on_order), documents)
        missing = self._create_cards(start.missing)
        (unserved | missing)._schedule_start(per_stage)

    def _create_cards(self, count, **values):
        """Cards with the next numbers of this loop."""
        circulating = self.sudo().card_ids.filtered(lambda card: card.state != "retired")
        numbers = circulating.mapped("number")
        first = max(numbers, default=0) + 1
        return self._create_numbered_cards(range(first, first + count), **values)

    def _create_numbered_cards(self, numbers, **values):
        cards = self.env["lean.kanban.card"].sudo()
        return cards.create([{"loop_id": self.id, "number": number, **values} for number in numbers])

    def _adopt_documents(self, cards, documents):
        """Allocate cards to open documents; returns those that found none.

        A document that another loop has adopted meanwhile is left to it.
        """
        waiting = list(cards)
        for field_name, document, quantity in documents:
            if document.kanban_loop_id:
                continue
            count = containers_in(quantity, self.container_product_qty)
            served, waiting = waiting[:count], waiting[count:]
            if served:
                document._kanban_adopt(self)
                self._create_adopted_supplies(served, field_name, document, self.container_product_qty)
        return cards.browse([card.id for card in waiting])

    def _create_adopted_supplies(self, cards, field_name, document, quantity):
        """Supplies of adopted cards, each for a quantity in the unit of the product."""
        supplies = (
            self.env["lean.kanban.supply"]
            .sudo()
            .create(
                [
                    {
                        "card_id": card.id,
                        "quantity": quantity,
                        "date_signalled": fields.Datetime.now(),
                        "allocation_ids": [fields.Command.create({field_name: document.id, "quantity": quantity})],
                    }
                    for card in cards
                ]
            )
        )
        for supply in supplies:
            supply.card_id.supply_id = supply
        supplies.card_id._transition("requested", "manual")
        supplies._update_from_documents()

    def _adjust_cards(self):
        """Follow a changed number of cards: add empty ones, retire idle ones.

        Cards of numbers beyond the new count that are full or on the way retire when
        they come back empty.
        """
        cards = self.sudo().card_ids.filtered(lambda c: c.state != "retired")
        by_loop = cards.grouped("loop_id")
        missing = [
            {"loop_id": loop.id, "number": number}
            for loop in self
            for number in loop._get_missing_numbers(by_loop.get(loop.sudo(), cards.browse()))
        ]
        surplus = cards.filtered(lambda c: c.number > c.loop_id.card_count and c.state in ("wait", "empty"))
        surplus._transition("retired", "manual")
        for created in cards.create(missing).grouped("loop_id").values():
            created._schedule_start(0)
            created._wait_for_batch()
        self._trigger_release()

    def _get_missing_numbers(self, cards):
        return sorted(set(range(1, self.card_count + 1)) - set(cards.mapped("number")))

    def _ensure_transfer_route(self):
        """Give a loop that is fetched inside the company a route that does so."""
        if not self.source_location_id or self.route_id:
            return
        routes = self.env["stock.route"].sudo()
        self._check_transfer_warehouse()
        rule = self.env["stock.rule"].sudo().search(self._get_transfer_domain(), limit=1)
        self.route_id = rule.route_id or routes.create(self._prepare_transfer_route())

    def _get_transfer_warehouse(self):
        """The warehouse that transfers: a subcontractor's place has none."""
        return self.warehouse_id or self.source_location_id.warehouse_id

    def _check_transfer_warehouse(self):
        if not self._get_transfer_warehouse():
            raise UserError(
                self.env._(
                    "Neither %(origin)s nor %(target)s belongs to a warehouse, so nobody could transfer anything. Choose a "
                    "place of a warehouse.",
                    origin=self.source_location_id.display_name,
                    target=self.location_id.display_name,
                )
            )

    def _get_transfer_domain(self):
        return [
            ("action", "in", ("pull", "pull_push")),
            ("location_src_id", "=", self.source_location_id.id),
            ("location_dest_id", "=", self.location_id.id),
            ("company_id", "=", self.company_id.id),
            ("route_id.is_kanban", "=", True),
        ]

    def _prepare_transfer_route(self):
        name = self.env._(
            "Kanban: %(origin)s → %(target)s",
            origin=self.source_location_id.display_name,
            target=self.location_id.display_name,
        )
        return {
            "name": name,
            "company_id": self.company_id.id,
            "is_kanban": True,
            "product_selectable": False,
            "rule_ids": [fields.Command.create(self._prepare_transfer_rule(name))],
        }

    def _prepare_transfer_rule(self, name):
        return {
            "name": name,
            "action": "pull",
            "procure_method": "make_to_stock",
            "company_id": self.company_id.id,
            "location_src_id": self.source_location_id.id,
            "location_dest_id": self.location_id.id,
            "location_dest_from_rule": True,
            "picking_type_id": self._get_transfer_warehouse().int_type_id.id,
            "warehouse_id": self.warehouse_id.id,
        }

    @api.model
    def _compare_quantities(self, first, second):
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        return float_compare(first, second, precision_digits=digits)

    def _get_start_date(self, date):
        """When the cards of a stage signal, or None for at once."""
        return date if date > fields.Datetime.now() else None


class LeanKanbanCard(models.Model):
    _inherit = "lean.kanban.card"

    def _schedule_start(self, per_stage):
        """Let missing cards signal in stages, a day apart."""
        now = fields.Datetime.now()
        for stage, group in self._group_by_stage(per_stage).items():
            if date := group.loop_id._get_start_date(now + timedelta(days=stage)):
                group._transition("wait", "schedule", release_date=date)
                self.env["lean.kanban.loop"]._trigger_release(at=date)

    def _wait_for_batch(self):
        """Added cards count towards their batch like emptied ones."""
        self.filtered(lambda c: c.state == "empty" and c.loop_id.batch_size > 1)._transition("wait", "manual")

    def _group_by_stage(self, per_stage):
        groups = {}
        for card, stage in zip(self, stages(len(self), per_stage), strict=True):
            groups[stage] = groups.get(stage, self.browse()) | card
        return groups
