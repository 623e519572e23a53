# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import api, models
from odoo.tools import SQL

from odoo.addons.lean_base.tools import Invariant

from .lean_kanban_card import AT_HAND, ON_THE_WAY
from .lean_kanban_supply import OPEN_STATES


class LeanCheck(models.AbstractModel):
    """What holds between cards, their supplies and their history; :class:`LeanCheckDocuments` adds the documents."""

    _inherit = "lean.check"

    @api.model
    def _get_invariants(self):
        return [
            *super()._get_invariants(),
            self._get_stored_invariant(),
            self._get_number_invariant(),
            self._get_count_invariant(),
            self._get_draft_invariant(),
            self._get_on_the_way_invariant(),
            self._get_one_supply_invariant(),
            self._get_supply_state_invariant(),
            *self._get_event_invariants(),
        ]

    @api.model
    def _get_stored_invariant(self):
        return Invariant(
            code="kanban_card_loop",
            model="lean.kanban.card",
            statement=self.env._("A card is for the product, the place and the company of its loop."),
            problem=self.env._("Its product, place, area, kind or company is not that of %(loop)s."),
            advice=self.env._("Let it be repaired."),
            find=SQL(
                """
                SELECT card.id, loop.name AS loop
                  FROM lean_kanban_card card JOIN lean_kanban_loop loop ON loop.id = card.loop_id
                 WHERE (card.product_id, card.location_id, card.company_id)
                       IS DISTINCT FROM (loop.product_id, loop.location_id, loop.company_id)
                    OR (card.area_id, card.kind) IS DISTINCT FROM (loop.area_id, loop.kind)
              ORDER BY card.id
                """
            ),
            repair=self._recompute_cards,
            repaired=self.env._("They were taken from the loop again."),
        )

    @api.model
    def _recompute_cards(self, cards):
        for name in ("product_id", "location_id", "company_id", "area_id", "kind"):
            self.env.add_to_compute(cards._fields[name], cards)
        cards.flush_recordset()

    @api.model
    def _get_number_invariant(self):
        return Invariant(
            code="kanban_card_number",
            model="lean.kanban.card",
            statement=self.env._("No two cards in circulation of a loop have the same number."),
            problem=self.env._("%(loop)s has %(count)s cards %(number)s."),
            advice=self.env._("Find the containers. Declare the card that has none as lost, and print it anew."),
            find=SQL(
                """
                SELECT card.id, loop.name AS loop, card.number, twin.count
                  FROM lean_kanban_card card
                  JOIN lean_kanban_loop loop ON loop.id = card.loop_id
                  JOIN (SELECT loop_id, number, COUNT(*) AS count, MIN(id) AS first
                          FROM lean_kanban_card WHERE state != 'retired'
                      GROUP BY loop_id, number HAVING COUNT(*) > 1) twin
                    ON twin.loop_id = card.loop_id AND twin.number = card.number AND card.id != twin.first
                 WHERE card.state != 'retired'
              ORDER BY card.id
                """
            ),
        )

    @api.model
    def _get_count_invariant(self):
        return Invariant(
            code="kanban_card_count",
            model="lean.kanban.loop",
            statement=self.env._("A running loop has all its cards."),
            problem=self.env._("It has %(count)s of its %(card_count)s cards."),
            advice=self.env._("Set its number of cards once more: those that are missing are made, and signal."),
            find=SQL(
                """
                SELECT loop.id, loop.card_count, COUNT(DISTINCT card.number) AS count
                  FROM lean_kanban_loop loop
             LEFT JOIN lean_kanban_card card
                    ON card.loop_id = loop.id AND card.state != 'retired' AND card.number <= loop.card_count
                 WHERE loop.state IN ('active', 'hold') AND loop.active AND loop.successor_id IS NULL
                   AND NOT EXISTS (SELECT FROM lean_kanban_loop old WHERE old.successor_id = loop.id)
              GROUP BY loop.id
                HAVING COUNT(DISTINCT card.number) < loop.card_count
              ORDER BY loop.id
                """
            ),
        )

    @api.model
    def _get_draft_invariant(self):
        return Invariant(
            code="kanban_draft_card",
            model="lean.kanban.card",
            statement=self.env._("A loop that does not run has no card in circulation."),
            problem=self.env._("It is %(state)s, but %(loop)s does not run."),
            advice=self.env._("Receive or cancel its order first; then let it be repaired."),
            find=SQL(
                """
                SELECT card.id, card.state, loop.name AS loop, card.state NOT IN %s AS is_repairable
                  FROM lean_kanban_card card JOIN lean_kanban_loop loop ON loop.id = card.loop_id
                 WHERE loop.state = 'draft' AND card.state != 'retired'
              ORDER BY card.id
                """,
                ON_THE_WAY,
            ),
            repair=lambda cards: cards._transition("retired", "manual"),
            repaired=self.env._("The card was retired."),
        )

    @api.model
    def _get_on_the_way_invariant(self):
        return Invariant(
            code="kanban_card_supply",
            model="lean.kanban.card",
            statement=self.env._("A card on its way belongs to a replenishment that is open; one at hand to none."),
            problem=self.env._("It is %(state)s, and its replenishment is %(supply)s."),
            advice=self.env._("Let it be repaired. A card whose order is not known is in error then: signal it again."),
            find=SQL(
                """
                SELECT card.id, card.state, COALESCE(supply.state, '–') AS supply
                  FROM lean_kanban_card card
             LEFT JOIN lean_kanban_supply supply ON supply.id = card.supply_id AND supply.card_id = card.id
                 WHERE (card.state IN %(on_the_way)s AND (supply.id IS NULL OR supply.state NOT IN %(open)s))
                    OR (card.state IN %(at_hand)s AND card.supply_id IS NOT NULL)
              ORDER BY card.id
                """,
                on_the_way=ON_THE_WAY,
                at_hand=AT_HAND,
                open=OPEN_STATES,
            ),
            repair=self._repair_on_the_way,
            repaired=self.env._("The card belongs to its open replenishment, or is in error where there is none."),
        )

    @api.model
    def _repair_on_the_way(self, cards):
        """Take up the open supply of a card; one that has none shows as an error, so that somebody looks."""
        supplies = self.env["lean.kanban.supply"].search(
            [("card_id", "in", cards.ids), ("state", "in", OPEN_STATES)], order="id"
        )
        open_supplies = {supply.card_id: supply for supply in supplies}
        for card in cards:
            card.supply_id = open_supplies.get(card, False)
        lost = cards.filtered(lambda card: card.state in ON_THE_WAY and not card.supply_id)
        lost._fail(dict.fromkeys(lost, self.env._("Its order is not known any more: look for it, or signal it again.")))

    @api.model
    def _get_one_supply_invariant(self):
        return Invariant(
            code="kanban_supply_card",
            model="lean.kanban.supply",
            statement=self.env._("A card waits for one replenishment at a time."),
            problem=self.env._("%(documents)s is open for the card %(barcode)s, which does not wait for it."),
            advice=self.env._(
                "The container is ordered twice, or nobody waits for it: cancel the order, or receive it."
            ),
            find=SQL(
                """
                SELECT supply.id, card.barcode, supply.state AS documents
                  FROM lean_kanban_supply supply JOIN lean_kanban_card card ON card.id = supply.card_id
                 WHERE supply.state IN %s AND card.supply_id IS DISTINCT FROM supply.id
              ORDER BY supply.id
                """,
                OPEN_STATES,
            ),
        )

    @api.model
    def _get_supply_state_invariant(self):
        return Invariant(
            code="kanban_card_state",
            model="lean.kanban.card",
            statement=self.env._("A card is as far as its replenishment."),
            problem=self.env._("It is %(state)s, but its replenishment is %(supply)s."),
            advice=self.env._("Let it be repaired."),
            find=SQL(
                """
                SELECT card.id, card.state, supply.state AS supply
                  FROM lean_kanban_card card
                  JOIN lean_kanban_supply supply ON supply.id = card.supply_id AND supply.card_id = card.id
                 WHERE supply.state IN %s AND card.state != supply.state AND card.state NOT IN %s
              ORDER BY card.id
                """,
                OPEN_STATES,
                AT_HAND,
            ),
            repair=self._repair_card_state,
            repaired=self.env._("The card follows its replenishment again."),
        )

    @api.model
    def _repair_card_state(self, cards):
        for state, supplies in cards.supply_id.grouped("state").items():
            supplies._transition_cards(state)

    # History

    @api.model
    def _get_event_invariants(self):
        return [
            Invariant(
                code="kanban_event_last",
                model="lean.kanban.card",
                statement=self.env._("The last event of a card says what it is."),
                problem=self.env._("It is %(state)s, but its last event took it to %(last)s."),
                advice=self.env._("Look at the container; then let it be repaired, and use the buttons of the card."),
                find=SQL(
                    """
                    SELECT card.id, card.state, COALESCE(event.state_to, '–') AS last
                      FROM lean_kanban_card card
                 LEFT JOIN LATERAL (SELECT state_to FROM lean_kanban_event
                                     WHERE card_id = card.id ORDER BY id DESC LIMIT 1) event ON TRUE
                     WHERE event.state_to IS DISTINCT FROM card.state
                  ORDER BY card.id
                    """
                ),
                repair=self._log_missing_events,
                repaired=self.env._("An event says that the card is in this state."),
            ),
            Invariant(
                code="kanban_event_order",
                model="lean.kanban.event",
                statement=self.env._("The events of a card follow each other: each begins where the one before ended."),
                problem=self.env._(
                    "It begins with %(begins)s on %(date)s; the one before ended with %(ended)s on %(before)s."
                ),
                advice=self.env._(
                    "History is never changed. Look at what was done to the card outside of its buttons."
                ),
                find=SQL(
                    """
                    SELECT id, COALESCE(state_from, '–') AS begins, COALESCE(ended, '–') AS ended,
                           date::text AS date, before::text AS before
                      FROM (SELECT id, state_from, date, LAG(state_to) OVER card AS ended, LAG(date) OVER card AS before
                              FROM lean_kanban_event WINDOW card AS (PARTITION BY card_id ORDER BY id)) event
                     WHERE before IS NOT NULL AND (state_from IS DISTINCT FROM ended OR date < before)
                  ORDER BY id
                    """
                ),
            ),
        ]

    @api.model
    def _log_missing_events(self, cards):
        """Bridge the gap between the history and what the cards are."""
        query = SQL(
            "SELECT DISTINCT ON (card_id) card_id, state_to FROM lean_kanban_event WHERE card_id = ANY(%s)"
            " ORDER BY card_id, id DESC",
            cards.ids,
        )
        last = dict(self.env.execute_query(query))
        cards._log_events({card: last.get(card.id, False) for card in cards}, source="manual")
