# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo import api, fields, models
from odoo.tools import SQL


class LeanKanbanStockout(models.Model):
    """One row a time in which no container of a loop was full or in use, read from the events of its cards.

    Only loops whose cards signal at empty: where the first piece signals, or one triangle stands for a whole stack,
    a card away says nothing of the stock, and stock-out time is undefined. It begins as the last container at hand
    empties, so a loop that has never been filled has none; it ends with the next one at hand, or is open to now.
    """

    _name = "lean.kanban.stockout"
    _inherit = ["lean.kanban.query.mixin"]
    _description = "Kanban Stock-out"
    _auto = False
    _order = "date_from desc, id desc"
    _rec_name = "loop_id"
    _depends = {
        "lean.kanban.event": ["card_id", "loop_id", "state_from", "state_to", "date", "source"],
        "lean.kanban.loop": [
            *("active", "state", "trigger", "signal_point", "product_id", "location_id", "warehouse_id", "area_id"),
            *("kind", "user_id", "company_id"),
        ],
        "resource.calendar.attendance": ["calendar_id", "dayofweek", "hour_from", "hour_to"],
    }

    event_id = fields.Many2one("lean.kanban.event", "Last Container", readonly=True)
    card_id = fields.Many2one("lean.kanban.card", "Last Card", readonly=True)
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
    date_from = fields.Datetime("Nothing Left Since", readonly=True)
    date_to = fields.Datetime("Until", readonly=True, help="Empty: it lasts.")
    is_open = fields.Boolean("Lasts", readonly=True)
    hours = fields.Float(readonly=True, help="Calendar hours without a container, to now where it lasts.")
    working_hours = fields.Float(
        readonly=True,
        help="The same within the working times of the company, in its time zone; holidays are not taken off. "
        "A company without working times works around the clock.",
    )

    @api.model
    def _get_tables(self):
        """Times without a container, and their loops.

        What crosses the border of "at hand" is in an index of its own, in the order the sum runs.
        """
        return SQL(
            """
            (%s) gap
            JOIN lean_kanban_loop loop ON loop.id = gap.loop_id
             AND gap.at_hand <= 0 AND gap.leaves
             AND (gap.date_next IS NULL OR gap.date_next > gap.date)
             AND (gap.date_next IS NOT NULL OR loop.active AND loop.state <> 'draft')
             AND loop.trigger <> 'signal' AND loop.signal_point = 'empty'
             AND NOT (gap.state_to = 'retired' AND gap.source = 'manual')
            LEFT JOIN (%s) clock ON clock.company_id = loop.company_id
            """,
            self._get_gap_query(),
            self.env["lean.kanban.analysis"]._get_clock_query(),
        )

    @api.model
    def _get_gap_query(self):
        """Cards at hand after each event that changes their number, and when the next such event was."""
        at_hand = SQL("('full', 'in_use')")
        return SQL(
            """
            SELECT event.id, event.card_id, event.loop_id, event.date, event.state_to, event.source,
                   NOT (event.state_to IN %(at_hand)s) AS leaves,
                   SUM(CASE WHEN event.state_to IN %(at_hand)s THEN 1 ELSE -1 END) OVER past AS at_hand,
                   LEAD(event.date) OVER past AS date_next
              FROM lean_kanban_event event
             WHERE (COALESCE(event.state_from, '') IN %(at_hand)s) <> (event.state_to IN %(at_hand)s)
            WINDOW past AS (PARTITION BY event.loop_id ORDER BY event.date, event.id)
            """,
            at_hand=at_hand,
        )

    @api.model
    def _get_columns(self):
        """{name: SQL} of the columns, made of the tables `gap`, `loop` and `clock`."""
        loop = ("product_id", "location_id", "warehouse_id", "area_id", "user_id", "company_id", "kind")
        until = SQL("COALESCE(gap.date_next, %s)", fields.Datetime.now())
        return {
            "id": SQL("gap.id"),
            "event_id": SQL("gap.id"),
            "card_id": SQL("gap.card_id"),
            "loop_id": SQL("gap.loop_id"),
            **{name: SQL.identifier("loop", name) for name in loop},
            "date_from": SQL("gap.date"),
            "date_to": SQL("gap.date_next"),
            "is_open": SQL("gap.date_next IS NULL"),
            "hours": SQL("(EXTRACT(EPOCH FROM %s - gap.date) / 3600)::float8", until),
            "working_hours": self._get_working_hours(SQL("gap.date"), until),
        }

    @api.model
    def _get_working_hours(self, start, end):
        """Hours of a span of UTC times that are working time of the company, which may work every other week."""
        local = SQL("AT TIME ZONE 'UTC' AT TIME ZONE clock.zone")
        return SQL(
            """
            CASE WHEN clock.calendar_id IS NULL OR NOT EXISTS (
                SELECT FROM resource_calendar_attendance WHERE calendar_id = clock.calendar_id
            ) THEN EXTRACT(EPOCH FROM %(end)s - %(start)s) / 3600 ELSE (
                SELECT COALESCE(SUM(GREATEST(EXTRACT(EPOCH FROM
                           LEAST(%(end)s %(local)s, day + work.hour_to * INTERVAL '1 hour')
                           - GREATEST(%(start)s %(local)s, day + work.hour_from * INTERVAL '1 hour')), 0)), 0) / 3600
                  FROM generate_series((%(start)s %(local)s)::date, (%(end)s %(local)s)::date, INTERVAL '1 day') day
                  JOIN resource_calendar_attendance work
                    ON work.calendar_id = clock.calendar_id
                   AND work.dayofweek::int = EXTRACT(ISODOW FROM day)::int - 1
                 WHERE work.display_type IS NULL AND work.day_period <> 'lunch'
                   AND (work.week_type IS NULL OR work.week_type::int = ((day::date - DATE '0001-01-01') / 7) %% 2)
            ) END::float8
            """,
            start=start,
            end=end,
            local=local,
        )

    def action_open_cards(self):
        """The history of the loop's cards around the time nothing was left."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("lean_kanban.lean_kanban_event_action")
        return {**action, "domain": [("loop_id", "=", self.loop_id.id)], "context": {}}


class LeanKanbanLoop(models.Model):
    _inherit = "lean.kanban.loop"

    def action_view_stockouts(self):
        """When these loops had nothing at hand."""
        action = self.env["ir.actions.act_window"]._for_xml_id("lean_kanban.lean_kanban_stockout_action")
        return {**action, "domain": [("loop_id", "in", self.ids)], "context": {}}
