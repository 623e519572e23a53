# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
"""A past that is acted out: what people do, in its order, each at its time."""

import heapq
from datetime import datetime, time, timedelta
from itertools import count

from odoo import fields
from odoo.fields import Domain
from odoo.tools import SQL

SATURDAY = 5


class Timeline:
    """Acts that happened at dates in the past.

    An act runs as everything runs: now. Before the next one, the records made since
    the timeline was opened become older by the time between the two. So history comes
    from the methods people use, and no method knows of it.

    :param endings: {model whose records grow older: domain of those nobody will change
        any more}; they get their final dates at once
    """

    def __init__(self, env, endings):
        self.env = env
        self.endings = endings
        self.acts = []
        self.order = count()
        self.date = None
        self.today = fields.Datetime.now()
        self.newest = {name: self._get_newest(name) for name in endings}
        self.growing = {name: env[name] for name in endings}

    def add(self, date, act, *arguments):
        """Have ``act(*arguments)`` happen at `date`; nothing where that is to come.

        What falls on a weekend happens on Monday.
        """
        while date.weekday() >= SATURDAY:
            date += timedelta(days=1)
        if date < self.today:
            heapq.heappush(self.acts, (date, next(self.order), act, arguments))

    def run(self):
        """Let it all happen; acts may add further ones."""
        while self.acts:
            date, __, act, arguments = heapq.heappop(self.acts)
            self._pass_until(date)
            act(*arguments)
        self._pass_until(self.today)

    def get_date(self, date):
        """The date within the story of a date that a record has now."""
        return self.date + (date - fields.Datetime.now())

    def get_days(self, first, *, hour):
        """Working days from `first` days ago until today, each at an hour in UTC."""
        midnight = datetime.combine(self.today, time())
        days = (midnight - timedelta(days=ago) for ago in range(first, -1, -1))
        return [day + timedelta(hours=hour) for day in days if day.weekday() < SATURDAY]

    def _get_newest(self, name):
        table = SQL.identifier(self.env[name]._table)
        self.env.cr.execute(SQL("SELECT COALESCE(MAX(id), 0) FROM %s", table))
        return self.env.cr.fetchone()[0]

    def _pass_until(self, date):
        """Let the time between the last act and `date` pass."""
        last, self.date = self.date or date, max(date, self.date or date)
        if self.date == last:
            return
        self.env.flush_all()
        for name, ending in self.endings.items():
            records = self.growing[name] | self._get_new(name)
            ended = records.filtered_domain(ending)
            self.growing[name] = records - ended
            self._age(ended, self.today - last)
            self._age(self.growing[name], self.date - last)
        self.env.invalidate_all()

    def _get_new(self, name):
        newest, self.newest[name] = self.newest[name], self._get_newest(name)
        return self.env[name].browse(range(newest + 1, self.newest[name] + 1)).exists()

    def _age(self, records, passed):
        if not records:
            return
        columns = [
            SQL.identifier(field.name)
            for field in records._fields.values()
            if field.type == "datetime" and field.store and field.column_type
        ]
        shifts = [SQL("%s = %s - %s", column, column, passed) for column in columns]
        self.env.cr.execute(
            SQL(
                "UPDATE %s SET %s WHERE id = ANY(%s)",
                SQL.identifier(records._table),
                SQL(", ").join(shifts),
                records.ids,
            )
        )


ALWAYS = Domain.TRUE
NEVER = Domain.FALSE
OVER = Domain("state", "in", ("done", "cancel"))
