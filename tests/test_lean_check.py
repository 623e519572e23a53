# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
import os
from pathlib import Path
from unittest import skipUnless

from odoo import sql_db
from odoo.tests import BaseCase, tagged
from odoo.tests.common import get_db_name

from .common import create_database, drop_database, run_odoo

ROOT = Path(__file__).parents[1]
DEMO = os.environ.get("LEAN_DEMO_DB")


@tagged("post_install", "-at_install")
class TestLeanCheckCommand(BaseCase):
    """The command on the demo factory, in which a person has tampered with two tables; as it comes, the soak checks it."""

    @skipUnless(DEMO, "a run of the whole suite has a database with demo data")
    def test_the_command_finds_names_and_repairs(self):
        name = f"{get_db_name()}_check"
        create_database(name, DEMO)
        self.addCleanup(drop_database, name)
        with sql_db.db_connect(name).cursor() as cr:
            cr.execute("UPDATE lean_area SET parent_path = '7/' WHERE id IN (SELECT MAX(id) FROM lean_area)")
            cr.execute(
                "UPDATE lean_kanban_card SET state = 'lost' WHERE id IN"
                " (SELECT MIN(id) FROM lean_kanban_card WHERE state = 'full')"
            )
        sql_db.close_db(name)
        found = self._check(name)
        self.assertEqual(found.returncode, 1, found.stderr)
        self.assertIn("[area_tree] 1 found", found.stdout)
        self.assertIn("It is lost, but its last event took it to full. (repairs itself)", found.stdout)
        self.assertIn("2 findings", found.stdout)
        repaired = self._check(name, "--repair")
        self.assertEqual(repaired.returncode, 0, repaired.stdout + repaired.stderr)
        self.assertIn("2 repaired", repaired.stdout)
        self.assertIn("0 findings", repaired.stdout)

    def _check(self, name, *options):
        return run_odoo(f"--addons-path={ROOT}", "lean_check", "-d", name, "--log-level=warn", *options)
