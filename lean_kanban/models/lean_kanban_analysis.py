# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.lean_base.tools import UndefinedFloat


class LeanKanbanAnalysis(models.Model):
    """One row a replenishment cycle: how long it took, and in which part of the way.

    Durations are days of 24 hours, unless their name says working days. What has not happened yet, or was not
    recorded, is undefined (NULL) and in no average. Nothing is stored: rows follow supplies and events.
    Addons add columns in :meth:`_get_columns`.
    """

    _name = "lean.kanban.analysis"
    _inherit = ["lean.kanban.query.mixin"]
    _description = "Kanban Replenishment Analysis"
    _auto = False
    _order = "date_done desc, id desc"
    _rec_name = "card_id"
    _depends = {
        "lean.kanban.supply": [
            *("card_id", "loop_id", "product_id", "company_id", "state", "quantity", "quantity_filled"),
            *("date_signalled", "date_requested", "date_confirmed", "date_done"),
        ],
        "lean.kanban.loop": ["location_id", "warehouse_id", "area_id", "kind", "user_id", "card_count"],
        "lean.kanban.event": ["card_id", "state_to", "date"],
        "res.company": ["partner_id", "resource_calendar_id"],
        "res.partner": ["tz"],
        "resource.calendar.attendance": ["calendar_id", "dayofweek"],
        "resource.calendar.leaves": ["calendar_id", "company_id", "resource_id", "date_from", "date_to"],
    }

    supply_id = fields.Many2one("lean.kanban.supply", "Replenishment", readonly=True)
    card_id = fields.Many2one("lean.kanban.card", readonly=True)
    loop_id = fields.Many2one("lean.kanban.loop", readonly=True)
    product_id = fields.Many2one("product.product", readonly=True)
    location_id = fields.Many2one("stock.location", "Stands at", readonly=True)
    warehouse_id = fields.Many2one("stock.warehouse", readonly=True)
    area_id = fields.Many2one("lean.area", readonly=True)
    user_id = fields.Many2one("res.users", "Owner", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    kind = fields.Selection(
        selection=lambda self: self.env["lean.kanban.loop"]._fields["kind"].selection, readonly=True
    )
    state = fields.Selection(
        selection=lambda self: self.env["lean.kanban.supply"]._fields["state"].selection, readonly=True
    )
    date_signalled = fields.Datetime("Signalled", readonly=True)
    date_done = fields.Datetime("Filled", readonly=True)
    quantity = fields.Float("Asked", digits="Product Unit", readonly=True)
    quantity_filled = fields.Float("Arrived", digits="Product Unit", readonly=True)
    cycle_days = UndefinedFloat(
        "Cycle (days)",
        aggregator="avg",
        readonly=True,
        help="From full to full again: how long a container takes once round. Days of 24 hours. Undefined for the "
        "first time a card is filled.",
    )
    lead_days = UndefinedFloat(
        "Lead Time (days)", aggregator="avg", readonly=True, help="From signal to full. Days of 24 hours."
    )
    lead_working_days = UndefinedFloat(
        "Lead Time (working days)",
        aggregator="avg",
        readonly=True,
        help="From signal to full, without the days between them on which the company does not work, in the time "
        "zone of the company. What the number of cards is calculated from.",
    )
    wait_days = UndefinedFloat(
        "Signal to Order (days)", aggregator="avg", readonly=True, help="Collected, and waiting for batch or run."
    )
    confirm_days = UndefinedFloat(
        "Order to Confirmation (days)",
        aggregator="avg",
        readonly=True,
        help="On a document that nobody has confirmed and sent yet.",
    )
    supply_days = UndefinedFloat(
        "Confirmation to Full (days)", aggregator="avg", readonly=True, help="Made or on its way, to its place."
    )
    turns = UndefinedFloat(
        "Turns of a Card",
        aggregator="avg",
        readonly=True,
        help="Cycles finished for each card the loop has today, in the period chosen; over several loops their mean.",
    )

    @api.model
    def _get_tables(self):
        """Supplies, their loops, and what dates of a company mean."""
        return SQL(
            """
            lean_kanban_supply supply
            JOIN lean_kanban_loop loop ON loop.id = supply.loop_id
            LEFT JOIN (%s) clock ON clock.company_id = supply.company_id
            """,
            self._get_clock_query(),
        )

    @api.model
    def _get_clock_query(self):
        """Zone, calendar and days off in the week (0 is Monday) of each company, evaluated once a query.

        A week day is worked when any week of the calendar works it; a company without working times has no day off.
        """
        return SQL(
            """
            SELECT company.id AS company_id, company.resource_calendar_id AS calendar_id,
                   COALESCE(partner.tz, %(zone)s) AS zone,
                   CASE WHEN worked.days IS NULL THEN '{}' ELSE
                        ARRAY(SELECT day FROM generate_series(0, 6) day WHERE day <> ALL(worked.days)) END AS off
              FROM res_company company
              JOIN res_partner partner ON partner.id = company.partner_id
              LEFT JOIN (
                    SELECT calendar_id, array_agg(DISTINCT dayofweek::int) AS days
                      FROM resource_calendar_attendance
                     WHERE display_type IS NULL
                  GROUP BY calendar_id
                   ) worked ON worked.calendar_id = company.resource_calendar_id
            OFFSET 0
            """,
            zone=self.env.user.tz or "UTC",
        )

    @api.model
    def _get_columns(self):
        """{name: SQL} of the columns, made of the tables `supply`, `loop` and `clock`.

        Scalar expressions only: what a query does not ask for is then not computed.
        """
        supply = ("card_id", "loop_id", "product_id", "company_id", "state", "quantity", "quantity_filled")
        loop = ("location_id", "warehouse_id", "area_id", "kind", "user_id")
        return {
            "id": SQL("supply.id"),
            "supply_id": SQL("supply.id"),
            **{name: SQL.identifier("supply", name) for name in (*supply, "date_signalled", "date_done")},
            **{name: SQL.identifier("loop", name) for name in loop},
            **self._get_duration_columns(),
            "turns": SQL("CASE WHEN supply.state = 'done' THEN 1.0 / NULLIF(loop.card_count, 0) END"),
        }

    @api.model
    def _get_duration_columns(self):
        asked = SQL("COALESCE(supply.date_signalled, supply.date_requested)")
        filled = SQL("CASE WHEN supply.state = 'done' THEN supply.date_done END")
        filled_before = SQL(
            """(SELECT MAX(event.date) FROM lean_kanban_event event
                 WHERE event.card_id = supply.card_id AND event.state_to = 'full' AND event.date <= %s)""",
            asked,
        )
        return {
            "cycle_days": self._get_days(filled_before, filled),
            "lead_days": self._get_days(SQL("supply.date_signalled"), filled),
            "lead_working_days": self._get_working_days(SQL("supply.date_signalled"), filled),
            "wait_days": self._get_days(SQL("supply.date_signalled"), SQL("supply.date_requested")),
            "confirm_days": self._get_days(SQL("supply.date_requested"), SQL("supply.date_confirmed")),
            "supply_days": self._get_days(SQL("supply.date_confirmed"), filled),
        }

    @api.model
    def _get_days(self, start, end):
        """Days of 24 hours between two times in UTC."""
        return SQL("(EXTRACT(EPOCH FROM %s - %s) / 86400)::float8", end, start)

    @api.model
    def _get_working_days(self, start, end):
        """The same less the days off strictly between them, as :func:`working_days_between` counts.

        How often a week day comes between two dates is a difference of two quotients; holidays are counted one by one.
        """
        first, last = self._get_local_date(start), self._get_local_date(end)
        return SQL(
            """
            GREATEST(%(days)s - CASE WHEN %(last)s - %(first)s > 1 THEN (
                SELECT COALESCE(SUM(FLOOR((%(last)s - DATE '2001-01-01' - 1 - day) / 7.0)
                                    - FLOOR((%(first)s - DATE '2001-01-01' - day) / 7.0)), 0)
                  FROM unnest(clock.off) day
            ) + (
                SELECT COUNT(DISTINCT holiday::date)
                  FROM resource_calendar_leaves leave
                 CROSS JOIN generate_series(
                           (leave.date_from AT TIME ZONE 'UTC' AT TIME ZONE clock.zone)::date,
                           (leave.date_to AT TIME ZONE 'UTC' AT TIME ZONE clock.zone)::date, INTERVAL '1 day') holiday
                 WHERE leave.resource_id IS NULL AND COALESCE(leave.time_type, 'leave') = 'leave'
                   AND COALESCE(leave.company_id, supply.company_id) = supply.company_id
                   AND COALESCE(leave.calendar_id, clock.calendar_id) = clock.calendar_id
                   AND leave.date_to > %(start)s AND leave.date_from < %(end)s
                   AND holiday::date > %(first)s AND holiday::date < %(last)s
                   AND (EXTRACT(ISODOW FROM holiday)::int - 1) <> ALL(clock.off)
                   AND leave.date_from <= (holiday + INTERVAL '12 hours') AT TIME ZONE clock.zone AT TIME ZONE 'UTC'
                   AND leave.date_to >= (holiday + INTERVAL '12 hours') AT TIME ZONE clock.zone AT TIME ZONE 'UTC'
            ) ELSE 0 END, 0)::float8
            """,
            days=self._get_days(start, end),
            first=first,
            last=last,
            start=start,
            end=end,
        )

    @api.model
    def _get_local_date(self, date):
        return SQL("(%s AT TIME ZONE 'UTC' AT TIME ZONE clock.zone)::date", date)

    def _read_group_select(self, aggregate_spec, query):
        """Turns of a card: of each loop the cycles over its cards, and of several loops the mean of that."""
        if aggregate_spec != "turns:avg":
            return super()._read_group_select(aggregate_spec, query)
        turns = self._field_to_sql(self._table, "turns", query)
        loop = self._field_to_sql(self._table, "loop_id", query)
        return SQL("SUM(%s)::float8 / NULLIF(COUNT(DISTINCT %s) FILTER (WHERE %s IS NOT NULL), 0)", turns, loop, turns)

    def action_open_supply(self):
        """The replenishment behind a row."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "lean.kanban.supply",
            "res_id": self.supply_id.id,
            "views": [(False, "form")],
        }


class LeanKanbanEvent(models.Model):
    """What the analysis reads of a million events is in two indexes."""

    _inherit = "lean.kanban.event"

    _filled_idx = models.Index("(card_id, date) WHERE state_to = 'full'")
    _at_hand_idx = models.Index(
        "(loop_id, date, id) INCLUDE (state_from, state_to, source) "
        "WHERE (COALESCE(state_from, '') IN ('full', 'in_use')) <> (state_to IN ('full', 'in_use'))"
    )


class LeanKanbanSupply(models.Model):
    _inherit = "lean.kanban.supply"

    _done_idx = models.Index("(company_id, date_done)")


class LeanKanbanLoop(models.Model):
    _inherit = "lean.kanban.loop"

    def action_view_analysis(self):
        """Cycle time, lead time and turns of these loops."""
        action = self.env["ir.actions.act_window"]._for_xml_id("lean_kanban.lean_kanban_analysis_action")
        return {**action, "domain": [("loop_id", "in", self.ids)], "context": {"search_default_done": 1}}
