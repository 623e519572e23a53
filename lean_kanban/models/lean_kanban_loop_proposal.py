# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from typing import NamedTuple

from odoo import api, fields, models

from ..calculations import risk

PRESENT = (
    "trigger",
    "card_count",
    "lot_container_count",
    "signal_container",
    "signal_point",
    "consuming_points",
    "batch_size",
)
RECOMMENDED = ("recommended_card_count", "recommended_lot_count", "recommended_signal_container")


class Buffer(NamedTuple):
    """What a loop holds, in containers.

    :param covering: containers that cover a lead time
    :param lot: containers of the lot of a triangle card, 0 where each container has its card
    """

    cards: int
    covering: int
    lot: int = 0

    @property
    def containers(self):
        """Containers at most."""
        return self.covering + self.lot if self.lot else self.cards

    @property
    def key(self):
        """What tells this recommendation from another."""
        return f"{self.cards}/{self.covering}/{self.lot}"


class LeanKanbanLoop(models.Model):
    """Numbers of cards to change: what is at risk, what it costs, and what was decided against."""

    _inherit = "lean.kanban.loop"

    currency_id = fields.Many2one(related="company_id.currency_id")
    unit_cost = fields.Float(
        readonly=True, copy=False, digits="Product Price", help="Cost of the product when the loop was last sized."
    )
    card_difference = fields.Integer(
        "Change", compute="_compute_proposal", store=True, help="Cards to add, or to take out (below zero)."
    )
    cash_change = fields.Monetary(
        "Cash Tied Up",
        compute="_compute_proposal",
        store=True,
        help="Cost of the containers that are added; below zero it is set free.",
    )
    stop_risk = fields.Integer(
        "Stop Risk (%)",
        compute="_compute_proposal",
        store=True,
        aggregator="max",
        help="Share of time in which nothing is left before the next container arrives, with the present cards: the "
        "probability that the demand over the lead time exceeds what the cards cover.",
    )
    stop_risk_proposed = fields.Integer(
        "Stop Risk then (%)",
        compute="_compute_proposal",
        store=True,
        aggregator="max",
        help="The same with the recommended cards.",
    )
    stop_days = fields.Float(
        "Days without Stock",
        compute="_compute_proposal",
        store=True,
        digits=(5, 1),
        help="Working days a month on which the loop is expected to stand without stock, with the present cards.",
    )
    proposal = fields.Char("Now → Recommended", compute="_compute_proposal_text")
    is_proposed = fields.Boolean(
        "Number to Change",
        compute="_compute_is_proposed",
        store=True,
        help="The recommendation is out of tolerance, and nobody has decided against it.",
    )
    dismissed_recommendation = fields.Char(readonly=True, copy=False)
    dismissed_until = fields.Date(readonly=True, copy=False)
    dismissed_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    dismissal_reason = fields.Char(readonly=True, copy=False, tracking=True)

    @api.depends(
        *PRESENT,
        *RECOMMENDED,
        "container_product_qty",
        "unit_cost",
        "daily_demand",
        "demand_stddev",
        "lead_time_days",
        "lead_time_stddev",
        "lead_time_basis",
        "sizing_method",
    )
    def _compute_proposal(self):
        """All at once, as every loop is sized each night."""
        for loop in self:
            present = loop._get_present()
            recommended = loop._get_recommended() or present
            container = loop.container_product_qty
            now = loop._get_stop_risk(present.covering * container) or 0
            then = now if recommended == present else loop._get_stop_risk(recommended.covering * container) or 0
            loop.stop_risk, loop.stop_risk_proposed = round(100 * now), round(100 * then)
            loop.stop_days = risk.days_without_stock(now)
            loop.card_difference = recommended.cards - present.cards
            loop.cash_change = risk.cash_change(present.containers, recommended.containers, container, loop.unit_cost)

    @api.depends(*PRESENT, *RECOMMENDED)
    @api.depends_context("lang")
    def _compute_proposal_text(self):
        for loop in self:
            present, recommended = loop._get_present(), loop._get_recommended()
            loop.proposal = loop._explain_proposal(present, recommended) if recommended else False

    @api.depends(*PRESENT, *RECOMMENDED, "is_resizing_due", "dismissed_recommendation")
    def _compute_is_proposed(self):
        for loop in self:
            recommended = loop.is_resizing_due and loop._get_recommended()
            is_change = recommended and recommended != loop._get_present()
            loop.is_proposed = bool(is_change) and recommended.key != loop.dismissed_recommendation

    # What the loop has, and what it should have

    def _get_present(self):
        """:class:`Buffer` of the loop as it is."""
        if self._is_triangle():
            return Buffer(self.card_count, self.signal_container, self.lot_container_count)
        return Buffer(self.card_count, self.card_count - self._get_extra_cards())

    def _get_recommended(self):
        """:class:`Buffer` that is recommended; undefined (None) without a demand to size by."""
        if not self.recommended_card_count:
            return None
        if self._is_triangle():
            return Buffer(self.card_count, self.recommended_signal_container, self.recommended_lot_count)
        return Buffer(self.recommended_card_count, self.recommended_card_count - self._get_extra_cards())

    def _explain_proposal(self, present, recommended):
        if not self._is_triangle():
            return f"{present.cards} → {recommended.cards}"
        return self.env._(
            "lot %(lot)s → %(new_lot)s, at %(point)s → %(new_point)s",
            lot=present.lot,
            new_lot=recommended.lot,
            point=present.covering,
            new_point=recommended.covering,
        )

    def _get_stop_risk(self, covering):
        """Share of time without stock where such a quantity covers the lead time.

        Undefined (None) without a demand or a lead time.

        The 90th percentile of the lead time holds what varies of it already.
        """
        if not self._is_lead_time_known():
            return None
        lead_stddev = 0 if self._takes_percentile() else self.lead_time_stddev
        return risk.stop_risk(self.daily_demand, self.lead_time_days, covering, self.demand_stddev, lead_stddev)

    def _update_sizing(self):
        """Size anew; a dismissal ends with its date, or as another number is recommended."""
        result = super()._update_sizing()
        self.sudo().filtered(lambda loop: loop._is_dismissal_over())._end_dismissal()
        return result

    def _prepare_figures(self, demand, lead_time):
        return {**super()._prepare_figures(demand, lead_time), "unit_cost": self.product_id.standard_price}

    def _is_dismissal_over(self):
        if not self.dismissed_recommendation:
            return False
        recommended = self._get_recommended()
        is_late = self.dismissed_until and self.dismissed_until < self.company_id._lean_today()
        return is_late or not recommended or recommended.key != self.dismissed_recommendation

    def _end_dismissal(self):
        self.write(
            {
                "dismissed_recommendation": False,
                "dismissed_until": False,
                "dismissed_by_id": False,
                "dismissal_reason": False,
            }
        )

    def _dismiss_proposal(self, reason, until=False):
        """Decide against the recommended numbers until they change, at most until a date.

        :param reason: why, for who asks later
        :param until: last day on which they stay dismissed; False: until they change
        """
        self.check_access("write")
        proposed = self.filtered("is_proposed")
        for key, loops in proposed.grouped(lambda loop: loop._get_recommended().key).items():
            loops.write(
                {
                    "dismissed_recommendation": key,
                    "dismissed_until": until,
                    "dismissed_by_id": self.env.uid,
                    "dismissal_reason": reason,
                }
            )

    def action_open_dismissal(self):
        """Ask why the proposals are dismissed."""
        action = self.env["ir.actions.act_window"]._for_xml_id("lean_kanban.lean_kanban_dismiss_action")
        return {**action, "context": {"default_loop_ids": self.ids}}

    def action_propose_again(self):
        """Take dismissals back."""
        self.check_access("write")
        self._end_dismissal()
        return True

    def action_apply_sizing(self):
        """Apply, and forget what was decided against before."""
        result = super().action_apply_sizing()
        self.filtered("dismissed_recommendation")._end_dismissal()
        return result
