# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
"""How an example is run, and what it may end with."""

import os
import traceback
from contextlib import closing, contextmanager

from hypothesis import HealthCheck, Phase, given, settings
from PIL.Image import DecompressionBombError
from psycopg2 import IntegrityError

from odoo.exceptions import AccessDenied, UserError
from odoo.fields import Command
from odoo.tests import new_test_user
from odoo.tools import SQL, mute_logger

from .plant import Plant

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES") or 3)
CLEAR = (UserError, AccessDenied)  # AccessError, MissingError and ValidationError are UserErrors
# Odoo turns what a constraint of the database refuses into a ValidationError, and rolls back.
REFUSED = (*CLEAR, IntegrityError)
# An argument of a wrong type, sent by who writes programs: Odoo's own methods answer it like this.
# A picture that says it is huge is refused by PIL itself where a program writes it into any image field of Odoo.
MISUSE = (TypeError, ValueError, DecompressionBombError)
GROUPS = (
    *("lean_base.group_lean_manager", "lean_5s.group_lean_5s_auditor", "stock.group_stock_manager"),
    *("purchase.group_purchase_manager", "mrp.group_mrp_manager", "maintenance.group_equipment_manager"),
    "hr.group_hr_user",
)
KEPT_IDS = 5
# Written by a refusal, and meant to be.
COUNTS_REFUSALS = {"lean_pin_attempt"}


class KnownIds(dict):
    """{model: ids of its newest records, of all companies}, read when asked for."""

    def __init__(self, env):
        super().__init__()
        self.env = env

    def __missing__(self, model):
        records = self.env[model].sudo().with_context(active_test=False)
        is_kept = not records._abstract and not records._transient
        self[model] = records.search([], order="id desc", limit=KEPT_IDS).ids if is_kept else []
        return self[model]


class FuzzMixin:
    """A plant and another company's; ``manager`` has all rights of ours in the first, none in the other."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with mute_logger("odoo.tests"):
            cls.company, cls.other_company = cls.env["res.company"].create([{"name": "Pumps"}, {"name": "Valves"}])
        cls.env.user.company_ids |= cls.company | cls.other_company
        cls.plant = Plant(cls.env, cls.company)
        cls.other_plant = Plant(cls.env, cls.other_company)
        cls.manager = new_test_user(
            cls.env,
            "fuzz_manager",
            groups=",".join(GROUPS),
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
        )
        cls.env.flush_all()
        cls.tables = sorted(
            {model._table for name, model in cls.registry.items() if name.startswith("lean.") and model._auto}
            & {row[0] for row in cls._read(SQL("SELECT relname FROM pg_class WHERE relkind = 'r'"))} - COUNTS_REFUSALS
        )
        cls.ids = KnownIds(cls.env)

    @classmethod
    def _read(cls, statement):
        cls.env.cr.execute(statement)
        return cls.env.cr.fetchall()

    def count_rows(self):
        """{table of ours: rows}"""
        counts = [SQL("SELECT %s, count(*) FROM %s", table, SQL.identifier(table)) for table in self.tables]
        return dict(self._read(SQL(" UNION ALL ").join(counts)))

    def setUp(self):
        super().setUp()
        self.defects = []

    @contextmanager
    def noting_defects(self, name):
        """Go on after a defect, so that one run names them all; the test ends with :meth:`assertNoDefect`."""
        try:
            yield
        except Exception as error:
            frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "/lean_" in frame.filename]
            place = f"{frames[-1].filename}:{frames[-1].lineno}" if frames else "outside of our addons"
            example = "; ".join(getattr(error, "__notes__", []))
            self.defects.append(f"{name}: {error!r:.300} ({place}) {example:.600}")

    def assertNoDefect(self):
        self.assertFalse(self.defects, "\n" + "\n".join(self.defects))

    def fuzz(self, check, strategy, examples=EXAMPLES):
        """Run `check` on examples of a strategy, each rolled back."""

        @settings(
            max_examples=examples,
            database=None,
            derandomize=not os.environ.get("FUZZ_EXAMPLES"),
            phases=[Phase.generate, Phase.shrink] if os.environ.get("FUZZ_SHRINK") else [Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(strategy)
        def run(example):
            self.run_rolled_back(check, example)

        run()

    def run_rolled_back(self, check, example):
        """One example in a savepoint, which nothing survives."""
        with closing(self.env.cr.savepoint(flush=False)):
            try:
                check(example)
            finally:
                self.env.transaction.clear()

    def attempt(self, call, allowed=REFUSED):
        """What a call returns, or None where it was refused as it may be."""
        before = self.count_rows()
        savepoint = self.env.cr.savepoint(flush=False)
        try:
            result = call()
            self.env.flush_all()
        except allowed:
            self.env.transaction.clear()
            savepoint.close(rollback=True)
            self.assertEqual(self.count_rows(), before)
            return None
        after = self.count_rows()  # fails where the transaction is aborted
        savepoint.close(rollback=False)
        if isinstance(result, dict) and result.get("ok") is False:
            self.assertEqual(after, before, "What is refused must change nothing")
        return result
