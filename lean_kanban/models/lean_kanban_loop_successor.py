# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import api, fields, models

from .lean_kanban_card import AT_HAND, ON_THE_WAY

REPLACED = ("wait", "empty", "error", "rejected", "lost")


class LeanKanbanLoop(models.Model):
    """A new revision of a product takes over a loop, at once or container by container.

    The loop of the old revision orders nothing any more: its cards retire as they come back empty, and it is archived
    with the last of them. Each card that has retired makes room for one of the new loop, which signals.
    """

    _inherit = "lean.kanban.loop"

    successor_id = fields.Many2one(
        "lean.kanban.loop",
        "Taken Over By",
        readonly=True,
        copy=False,
        index="btree_not_null",
        check_company=True,
        tracking=True,
        help="The loop of the new revision: it takes over card by card as the old containers come back empty.",
    )
    predecessor_ids = fields.One2many("lean.kanban.loop", "successor_id", "Takes Over From")
    predecessor_id = fields.Many2one("lean.kanban.loop", "Takes Over", compute="_compute_predecessor_id")

    @api.depends("predecessor_ids")
    def _compute_predecessor_id(self):
        for loop in self:
            loop.predecessor_id = loop.predecessor_ids[:1]

    def action_open_succession(self):
        """Ask which product takes over."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("lean_kanban.lean_kanban_succeed_action")
        return {**action, "context": {"default_loop_id": self.id}}

    def _get_succession_complaint(self, product):
        """Why `product` cannot take this loop over, or None."""
        if self.state == "draft":
            return self.env._("The loop has not started: choose another product on it.")
        if self.successor_id:
            return self.env._("%s takes this loop over already.", self.successor_id.display_name)
        if self.predecessor_id:
            return self.env._(
                "The loop has not taken over from %s completely yet. Wait until its last card has retired.",
                self.predecessor_id.display_name,
            )
        if self.experiment_id:
            return self.env._("A kaizen trial is running. Stop it first.")
        if product == self.product_id:
            return self.env._("The loop holds %s already.", product.display_name)
        if not product.uom_id._has_common_reference(self.container_uom_id):
            return self.env._(
                "%(product)s is counted in %(unit)s, the container in %(container)s. Make a new loop for it.",
                product=product.display_name,
                unit=product.uom_id.name,
                container=self.container_uom_id.name,
            )
        return None

    def _prepare_successor(self, product):
        """Values of the loop that takes over; all other settings are copied."""
        upstream = self.source_loop_id.successor_id
        return {
            "product_id": product.id,
            "container_uom_id": self.container_uom_id.id,
            "source_loop_id": upstream.id if upstream.product_id == product else False,
            "source_location_id": self.source_location_id.id,
        }

    def _succeed(self, product, *, at_once=False, **values):
        """Let `product` take this loop over.

        Orders of the old product stay what they are and arrive. Refused, with nothing changed, where the new loop
        could not run: one that is there already, a reordering rule, no way to supply it.

        :param product: the new revision
        :param at_once: whether the new loop starts with all its cards; else each waits for an old one to retire
        :param values: what shall be different in the new loop
        :return: the new loop
        """
        self.ensure_one()
        successor = self.copy({**self._prepare_successor(product), **values})
        successor._check_can_run()
        if at_once:
            successor.action_activate()
            self.sudo().card_ids.filtered(lambda c: c.state in AT_HAND)._transition("retired", "manual")
        else:
            successor.state = "active"
        self.successor_id = successor
        self._tell_succession(successor, at_once)
        self._hand_over()
        return successor

    def _tell_succession(self, successor, at_once):
        """A note on both loops, and the reminder to print the new cards."""
        way = self.env._("at once") if at_once else self.env._("as the old containers come back empty")
        self.message_post(
            body=self.env._("%(successor)s takes this loop over, %(way)s.", successor=successor.display_name, way=way)
        )
        successor.message_post(
            body=self.env._(
                "Takes over from %(loop)s (%(product)s), %(way)s.",
                loop=self.name,
                product=self.product_id.display_name,
                way=way,
            )
        )
        successor.activity_schedule(
            "mail.mail_activity_data_todo",
            summary=self.env._("Print the cards of the new revision"),
            note=self.env._(
                "%(product)s has taken over from %(old)s. Hang each new card on its first container, and take the old "
                "card off as its container comes back empty.",
                product=successor.product_id.display_name,
                old=self.product_id.display_name,
            ),
            user_id=(self.user_id or self.env.user).id,
        )

    def action_archive(self):
        """A loop whose successor is given up goes on by itself."""
        predecessors = self.predecessor_ids - self
        result = super().action_archive()
        predecessors.filtered("active").successor_id = False
        return result

    # Card by card

    def _is_taken_over(self):
        return bool(self.sudo().successor_id)

    @api.model
    def _hand_over_all(self):
        """Hand over what has come back empty; one search where nothing is taken over."""
        self.sudo().search([("successor_id", "!=", False), ("state", "!=", "draft")])._hand_over()

    def _hand_over(self):
        """Retire what is no longer wanted, give its place to the new loop, and archive what is finished.

        May be run at any time: the places are counted, so nothing is handed over twice.
        """
        loops = self.sudo().filtered("successor_id")
        if not loops:
            return
        cards = self.env["lean.kanban.card"].sudo().search([("loop_id", "in", loops.ids), ("state", "in", REPLACED)])
        cards._transition("retired", "schedule", reasons=self.env._("Taken over by the new revision"), supply_id=False)
        cards.loop_id._close_notices()
        loops.successor_id.filtered(lambda loop: loop.state != "draft")._adjust_cards()
        left = loops.card_ids.filtered(lambda c: c.state != "retired").loop_id
        for loop in loops - left:
            loop.message_post(body=self.env._("The last card has retired: %s goes on.", loop.successor_id.display_name))
        (loops - left).filtered("active").action_archive()

    def _get_missing_numbers(self, cards):
        """A loop that is taken over gets no cards; one that takes over gets them as the old ones retire."""
        numbers = super()._get_missing_numbers(cards)
        if self._is_taken_over():
            return []
        old = self.sudo().predecessor_ids.card_ids.filtered(lambda card: card.state in (*AT_HAND, *ON_THE_WAY, "hold"))
        return numbers[: max(self.card_count - len(old) - len(cards), 0)] if old else numbers

    def _release(self):
        self._hand_over()
        return super()._release()

    @api.model
    def _cron_release(self):
        self._with_retry(self._hand_over_all)
        return super()._cron_release()

    def action_release(self):
        self.check_access("write")
        self._hand_over_all()
        return super().action_release()


class LeanKanbanCard(models.Model):
    _inherit = "lean.kanban.card"

    def _is_surplus(self):
        """Containers of the old revision are used up, then their cards retire."""
        return super()._is_surplus() or self.loop_id._is_taken_over()

    def _signal_again(self):
        """What is wanted again is wanted of the new revision."""
        taken_over = self.filtered(lambda card: card.loop_id._is_taken_over())
        taken_over.loop_id._hand_over()
        return super(LeanKanbanCard, self - taken_over)._signal_again()

    def _get_signal_message(self, state):
        successor = self.loop_id.successor_id
        if state == "retired" and successor:
            return self.env._(
                "The old revision is used up: take this card out. %(product)s is signalled by %(loop)s.",
                product=successor.product_id.display_name,
                loop=successor.name,
            )
        return super()._get_signal_message(state)
