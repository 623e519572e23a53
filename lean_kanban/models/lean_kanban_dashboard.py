# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from collections import defaultdict
from datetime import datetime, time, timedelta
from itertools import pairwise

import pytz

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.lean_base.tools import read_dict, read_ids, read_text

from ..calculations.history import Place
from ..calculations.trends import roll_back, share_covered
from .lean_kanban_supply import OPEN_STATES

CHOICES = ("company_id", "warehouse_id", "area_id")
MAX_KEY = 20
WEEKS = 13
WEEKS_A_YEAR = 52


class LeanKanbanLoop(models.Model):
    """What the dashboard shows beside the rows of the board: what cards say, and 13 weeks."""

    _inherit = "lean.kanban.loop"

    @api.model
    def _get_board_fields(self):
        return [*super()._get_board_fields(), "warehouse_id"]

    def _prepare_board_row(self, names):
        area = self.area_id.sudo()
        return {
            **super()._prepare_board_row(names),
            "company_id": self.company_id.id,
            "warehouse_id": self.warehouse_id.id,
            "area_id": self.area_id.id,
            "is_own_area": bool(area.responsible_id) and area.responsible_id.id == self.env.uid,
        }

    @api.model
    @api.readonly
    def get_dashboard(self, filters=None):
        """What the dashboard shows beside :meth:`get_board`, in a fixed number of queries.

        :param filters: {"company_id", "warehouse_id", "area_id"} to look at a part of the loops
        :return: {"reasons": {loop id: why its oldest card to decide is}, "overdue" and "lost": {loop id: cards},
            "companies", "warehouses", "areas": [{"id", "name"}] to choose from, "currency_id",
            "trends": {"weeks": dates on which they begin, "fill", "lead", "turns", "value": a figure a week,
            None where undefined}}
        """
        running = self.search_fetch(Domain("state", "!=", "draft"), self._get_dashboard_fields())
        loops = running.filtered(lambda lo: lo._is_in_dashboard(read_dict(filters)))
        return {
            "reasons": running._get_dashboard_reasons(),
            "overdue": running._count_dashboard_cards([("is_overdue", "=", True)]),
            "lost": running._count_dashboard_lost(),
            **running._get_dashboard_choices(),
            "currency_id": self.env.company.currency_id.id,
            "trends": loops._get_dashboard_trends(),
        }

    @api.model
    def _get_dashboard_fields(self):
        return [
            *("company_id", "warehouse_id", "area_id", "product_id", "location_id", "card_count"),
            *("trigger", "signal_point"),
        ]

    def _is_in_dashboard(self, filters):
        return all(self[name].id == filters[name] for name in CHOICES if filters.get(name))

    def _get_dashboard_choices(self):
        return {
            "companies": self._list_choices("company_id"),
            "warehouses": self._list_choices("warehouse_id"),
            "areas": self._list_choices("area_id"),
        }

    def _list_choices(self, name):
        records = self[name].sudo()
        return sorted(
            ({"id": record.id, "name": record.display_name} for record in records), key=lambda choice: choice["name"]
        )

    # Cards

    def _get_dashboard_reasons(self):
        """{loop id: what is wrong with the card that waits longest for a decision}"""
        cards = self.env["lean.kanban.card"].search_fetch(
            Domain("loop_id", "in", self.ids) & self._get_attention_domain() & Domain("reason", "!=", False),
            ["loop_id", "reason"],
            order="date_state desc",
        )
        return {card.loop_id.id: card.reason for card in cards}

    @api.model
    def _get_attention_domain(self):
        return Domain("state", "in", ("error", "rejected")) | Domain("is_held_back", "=", True)

    def _count_dashboard_cards(self, domain):
        groups = self.env["lean.kanban.card"]._read_group(
            Domain("loop_id", "in", self.ids) & Domain(domain), ["loop_id"], ["__count"]
        )
        return {loop.id: count for loop, count in groups}

    def _count_dashboard_lost(self):
        """{loop id: cards that are lost, or probably so where something finds them}"""
        return self._count_dashboard_cards(self._get_dashboard_lost_domain())

    @api.model
    def _get_dashboard_lost_domain(self):
        return Domain("state", "=", "lost")

    # Trends

    def _get_dashboard_trends(self):
        starts = self._get_week_starts()
        *over, __ = self._read_weekly_cycles(starts)  # this week counts when it is over
        cards = sum(self.mapped("card_count"))
        return {
            "weeks": [fields.Date.to_string(date) for date in list(starts)[:-1]],
            "fill": self._get_weekly_fill(starts),
            "lead": [*(lead for __, lead in over), None],
            "turns": [*(WEEKS_A_YEAR * count / cards if cards else None for count, __ in over), None],
            "value": self._get_weekly_value(starts),
        }

    @api.model
    def _get_week_starts(self):
        """{Monday: UTC time at which it begins at the company}, oldest first, this week's last, and None: now."""
        company = self.env.company
        zone, today = company._lean_tz(), company._lean_today()
        monday = today - timedelta(days=today.weekday())
        dates = [monday - timedelta(weeks=back) for back in range(WEEKS - 1, -1, -1)]
        local = {date: zone.localize(datetime.combine(date, time.min)) for date in dates}
        starts = {date: start.astimezone(pytz.utc).replace(tzinfo=None) for date, start in local.items()}
        return {**starts, None: fields.Datetime.now() + timedelta(seconds=1)}

    def _read_weekly_cycles(self, starts):
        """[(cycles finished, mean lead time in working days or None)] of each week."""
        borders = list(starts.values())
        analysis = self.env["lean.kanban.analysis"]
        query = analysis._search([("loop_id", "in", self.ids), ("state", "=", "done"), ("date_done", ">=", borders[0])])
        rows = self.env.execute_query(
            SQL(
                "SELECT week, COUNT(*), AVG(days) FROM (%s) cycle GROUP BY week",
                query.select(
                    SQL("width_bucket(%s, %s) AS week", SQL.identifier(analysis._table, "date_done"), borders),
                    SQL("%s AS days", SQL.identifier(analysis._table, "lead_working_days")),
                ),
            )
        )
        found = {week: (count, days) for week, count, days in rows}
        return [found.get(week, (0, None)) for week in range(1, len(borders))]

    def _get_weekly_fill(self, starts):
        """Share of each week in which loops had a container, where their cards tell."""
        loops = self.filtered(lambda lo: lo.trigger != "signal" and lo.signal_point == "empty")
        since = loops._read_first_filled()
        gaps = loops._read_gaps(starts)
        spans = [(date, gaps[loop_id]) for loop_id, date in since.items()]
        borders = list(starts.values())
        return [share_covered(spans, start, end) for start, end in pairwise(borders)]

    def _read_gaps(self, starts):
        stockouts = self.env["lean.kanban.stockout"].search_fetch(
            Domain("loop_id", "in", self.ids)
            & (Domain("date_to", "=", False) | Domain("date_to", ">=", min(starts.values()))),
            ["loop_id", "date_from", "date_to"],
        )
        gaps = defaultdict(list)
        for stockout in stockouts:
            gaps[stockout.loop_id.id].append((stockout.date_from, stockout.date_to or starts[None]))
        return gaps

    def _read_first_filled(self):
        """{loop id: since when its containers are known}, one step into an index a loop."""
        if not self:
            return {}
        self.env["lean.kanban.event"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT loop.id, first.date
                  FROM lean_kanban_loop loop
                  JOIN LATERAL (
                        SELECT event.date FROM lean_kanban_event event
                         WHERE event.loop_id = loop.id
                           AND (COALESCE(state_from, '') IN ('full', 'in_use')) <> (state_to IN ('full', 'in_use'))
                      ORDER BY event.date
                         LIMIT 1
                       ) first ON TRUE
                 WHERE loop.id IN %s
                """,
                tuple(self.ids),
            )
        )
        return dict(rows)

    def _get_weekly_value(self, starts):
        """Value of what stood in loops as each week ended, at today's cost, in the currency of the company."""
        prices = self._get_unit_values()
        on_hand = self._get_quantities_on_hand()
        changes = self._read_weekly_changes(starts)
        weekly = defaultdict(float)
        for loop in self:
            moved = changes.get(loop.id, {})
            for date, day in moved.items():
                weekly[date] += day.change * prices[loop]
        today = sum(on_hand[loop] * prices[loop] for loop in self)
        return roll_back(today, [weekly[date] for date in list(starts)[:-1]])

    def _get_unit_values(self):
        """{loop: cost of a unit of its product in the currency of the company one works in}"""
        currency, today = self.env.company.currency_id, fields.Date.context_today(self)
        values = {}
        for company, loops in self.grouped("company_id").items():
            rate = company.currency_id._convert(1, currency, company, today, round=False)
            for loop in loops:
                values[loop] = loop.product_id.sudo().with_company(company).standard_price * rate
        return values

    def _read_weekly_changes(self, starts):
        if not self:
            return {}
        places = [Place(loop.id, loop.product_id.id, loop.location_id.parent_path, WEEKS) for loop in self]
        return self.env["lean.kanban.history"]._read_daily_of_places(places, starts)

    # Drill-down

    @api.model
    @api.readonly
    def get_dashboard_action(self, key, loop_ids):
        """The records behind a tile, of these loops.

        :param key: "red", "late", "attention", "overdue", "lost", "fill", "lead", "turns" or "value"
        """
        model, domain, context = self.browse(read_ids(loop_ids))._get_dashboard_target(read_text(key, MAX_KEY))
        action = self.env["ir.actions.act_window"]._for_xml_id(f"lean_kanban.lean_kanban_{model}_action")
        return {**action, "domain": list(domain), "context": context}

    def _get_dashboard_target(self, key):
        """(model, domain, context) of the records behind a tile."""
        in_loops = Domain("loop_id", "in", self.ids)
        recent = {"search_default_recent": 1}
        if key == "late":
            return "supply", Domain("id", "in", self._get_late_supplies().ids), {}
        targets = {
            "red": ("loop", Domain("id", "in", self.ids), {}),
            "value": ("loop", Domain("id", "in", self.ids), {}),
            "attention": ("card", in_loops & self._get_attention_domain(), {}),
            "overdue": ("card", in_loops & Domain("is_overdue", "=", True), {}),
            "lost": ("card", in_loops & self._get_dashboard_lost_domain(), {}),
            "fill": ("stockout", in_loops, recent),
            "lead": ("analysis", in_loops, {"search_default_done": 1, **recent}),
            "turns": ("analysis", in_loops, {"search_default_done": 1, **recent}),
        }
        if key not in targets:
            raise UserError(self.env._("The dashboard has no figure named %s: reload the page.", key))
        return targets[key]

    def _get_late_supplies(self):
        """Open supplies whose day is over where their company is."""
        supplies = self.env["lean.kanban.supply"].search([("loop_id", "in", self.ids), ("state", "in", OPEN_STATES)])
        late = supplies.browse()
        for company, group in supplies.grouped("company_id").items():
            calendar = {"zone": company._lean_tz(), "today": company._lean_today()}
            late += group.filtered(
                lambda s, calendar=calendar: (
                    s.date_expected and self._get_local_date(s.date_expected, calendar) < calendar["today"]
                )
            )
        return late
