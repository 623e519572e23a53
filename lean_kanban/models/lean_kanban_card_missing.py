# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL, format_date

from odoo.addons.lean_base.tools import run_safely

from .lean_kanban_card import AT_HAND

HISTORY_DAYS = 365
REPLACEABLE = (*AT_HAND, "wait", "empty", "hold", "error", "lost")


class LeanKanbanCard(models.Model):
    """Cards that nothing has happened to for far longer than a cycle of their loop takes."""

    _inherit = "lean.kanban.card"

    is_probably_lost = fields.Boolean(
        compute="_compute_is_probably_lost",
        search="_search_is_probably_lost",
        help="Standing full for some times the cycle of its loop: the card or its container may be lost.",
    )
    replaced_by_id = fields.Many2one("lean.kanban.card", readonly=True, copy=False)

    def _compute_is_probably_lost(self):
        lost = set(self._get_probably_lost_ids(Domain("id", "in", self.ids)))
        for card in self:
            card.is_probably_lost = card.id in lost

    @api.model
    def _search_is_probably_lost(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [("id", "in", self._get_probably_lost_ids(Domain.TRUE))]

    @api.model
    def _get_probably_lost_ids(self, domain):
        """Ids of cards at hand whose last event is older than k cycles of their loop, from one statement."""
        self.env["lean.kanban.supply"].flush_model()
        self.env["lean.kanban.card"].flush_model()
        self.env["res.company"].flush_model()
        cards = self.sudo()._search(domain & Domain("state", "in", AT_HAND) & Domain("loop_id.state", "=", "active"))
        query = SQL(
            """
            WITH cycle AS (
                SELECT loop_id, COUNT(*) AS cycles,
                       EXTRACT(EPOCH FROM MAX(date_done) - MIN(date_signalled)) / 86400 AS days
                  FROM lean_kanban_supply
                 WHERE state = 'done' AND date_signalled IS NOT NULL
                   AND date_done >= %(now)s - %(history)s * INTERVAL '1 day'
              GROUP BY loop_id)
            SELECT card.id
              FROM lean_kanban_card card
              JOIN lean_kanban_loop loop ON loop.id = card.loop_id
              JOIN res_company company ON company.id = loop.company_id
         LEFT JOIN cycle ON cycle.loop_id = loop.id AND cycle.cycles >= 2 * loop.card_count
             WHERE card.id IN %(cards)s
               AND EXTRACT(EPOCH FROM %(now)s - card.date_state) / 86400 >
                   COALESCE(company.kanban_lost_factor * loop.card_count * cycle.days / cycle.cycles,
                            company.kanban_lost_days)
            """,
            now=fields.Datetime.now(),
            history=HISTORY_DAYS,
            cards=cards.subselect(),
        )
        return [card_id for (card_id,) in self.env.execute_query(query)]

    def action_replace_lost(self):
        """Declare cards lost and put new ones in their place, which signal; whoever finds the old ones is told."""
        self.check_access("write")
        cards = self.filtered(lambda card: card.state in REPLACEABLE)
        if not cards:
            raise UserError(self.env._("Nothing to replace: these cards are on their way, or have retired."))
        cards._check_no_trial()
        new = self.sudo().create([{"loop_id": card.loop_id.id, "number": card.number} for card in cards])
        for card, replacement in zip(cards, new, strict=True):
            card.sudo().replaced_by_id = replacement.id
        reasons = {card: self.env._("Lost, replaced by %s", card.replaced_by_id.barcode) for card in cards}
        cards.filtered(lambda card: card.state != "lost")._transition("lost", "manual")
        cards._transition("retired", "manual", reasons=reasons, supply_id=False)
        new._schedule_start(0)
        cards.loop_id._close_notices()
        self.env["lean.kanban.loop"]._trigger_release()
        return new.sudo(False).action_print_cards()

    def _check_no_trial(self):
        """A trial follows one card: with another in its place it would never end."""
        for card in self.filtered("experiment_id"):
            raise UserError(
                self.env._("%s is taken out for a kaizen trial. Stop the trial, then replace it.", card.display_name)
            )

    def _get_refusal(self):
        if self.state == "retired" and self.replaced_by_id:
            return "danger", self.env._(
                "This card was lost and has been replaced: throw it away, and put its goods to the others."
            )
        return super()._get_refusal()

    @api.model
    def _cron_notify_missing(self):
        """Ask the owners of loops about cards that are probably lost; one open question a loop."""
        cards = self.search([("is_probably_lost", "=", True)])
        run_safely(cards.loop_id, lambda loops: cards._ask_about_missing(loops))

    def _ask_about_missing(self, loops):
        """Ask the owners of these loops about those of these cards that are theirs."""
        cards = self.filtered(lambda card: card.loop_id in loops)
        reasons = {card: self.env._("nothing has happened to it since %s", card._format_day()) for card in cards}
        loops._notify_owner(self.env._("Cards that are probably lost"), reasons)

    def _format_day(self):
        """Day of the last event where the company is."""
        zone = self.company_id._lean_tz().zone
        return format_date(
            self.env, fields.Datetime.context_timestamp(self.with_context(tz=zone), self.date_state).date()
        )


class LeanKanbanDashboard(models.Model):
    _inherit = "lean.kanban.loop"

    @api.model
    def _get_dashboard_lost_domain(self):
        return super()._get_dashboard_lost_domain() | Domain("is_probably_lost", "=", True)


class ResCompany(models.Model):
    _inherit = "res.company"

    kanban_lost_factor = fields.Float(
        "Probably Lost After (cycles)",
        default=3,
        help="A card that nothing happens to for so many cycles of its loop is probably lost.",
    )
    kanban_lost_days = fields.Integer(
        "Probably Lost After (days)", default=90, help="The same, for loops without enough replenishments to know."
    )

    _kanban_lost_positive = models.Constraint(
        "CHECK (kanban_lost_factor >= 1 AND kanban_lost_days > 0)",
        "A card is lost after one cycle or more, and after one day or more.",
    )


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    kanban_lost_factor = fields.Float(related="company_id.kanban_lost_factor", readonly=False)
    kanban_lost_days = fields.Integer(related="company_id.kanban_lost_days", readonly=False)
