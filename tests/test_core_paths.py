# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
import os
import sys
import unittest
from contextlib import closing
from pathlib import Path

from freezegun import freeze_time

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, tagged
from odoo.tests.common import get_db_name

from .common import create_database, drop_database

sys.path.append(str(Path(__file__).parents[1] / "setup"))

from leanbench.rows._core_paths import PATHS

CORE_TEMPLATE = os.environ.get("LEAN_CORE_TEMPLATE")
DATABASE = "lean_core_paths"
WARM_UP, FEW, MANY = 1, 2, 10
MOST_EXTRA = 8
"""Queries that one job may cost more with the addons: 4 to 6 when this was written."""
SLACK = 2
"""What caches of the process may hide at one size and not at the other; a query a line would be eight."""


@tagged("post_install", "-at_install")
@unittest.skipUnless(CORE_TEMPLATE, "LEAN_CORE_TEMPLATE names no database without the addons; ./setup/test does")
class TestCorePaths(BaseCase):
    """What core's busiest jobs cost where the addons are installed and not used.

    ``./setup/bench`` measures their time.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        drop_database(DATABASE)
        cls.addClassCleanup(drop_database, DATABASE)
        create_database(DATABASE, CORE_TEMPLATE)
        # Core writes the moves of each production anew as soon as the clock has gone on by a second.
        with freeze_time("2026-11-24 10:00:00"):
            cls.without, cls.ours = cls._count_all(DATABASE), cls._count_all(get_db_name())

    @classmethod
    def _count_all(cls, name):
        """{(name of the path, number of lines): queries}"""
        counts = {}
        with closing(Registry(name).cursor()) as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            for path in PATHS:
                for size in (WARM_UP, FEW, MANY):
                    counts[path.name, size] = cls._count(env, path, size)
        return counts

    @classmethod
    def _count(cls, env, path, size):
        with closing(env.cr.savepoint()):
            documents = path.prepare(env, size)
            env.flush_all()
            env.invalidate_all()
            before = env.cr.sql_log_count
            path.run(documents)
            env.flush_all()
            return env.cr.sql_log_count - before

    def _get_extra(self, path, size):
        return self.ours[path.name, size] - self.without[path.name, size]

    def test_the_databases_differ_by_the_addons(self):
        with closing(Registry(DATABASE).cursor()) as cr:
            self.assertNotIn("lean.kanban.loop", api.Environment(cr, SUPERUSER_ID, {}))
        self.assertIn("lean.kanban.loop", Registry(get_db_name()))

    def test_a_job_costs_a_few_queries_more(self):
        for path in PATHS:
            with self.subTest(path=path.name):
                self.assertLessEqual(self._get_extra(path, MANY), MOST_EXTRA)

    def test_they_do_not_grow_with_the_lines(self):
        for path in PATHS:
            with self.subTest(path=path.name):
                self.assertLessEqual(self._get_extra(path, MANY) - self._get_extra(path, FEW), SLACK)
