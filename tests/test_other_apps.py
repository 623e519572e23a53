# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
import os
import subprocess
import sys
from pathlib import Path

from odoo.tests import BaseCase, tagged
from odoo.tools import config

from .common import create_database, drop_database, run_odoo

FOLDER = Path(__file__).parent
APPS = ("mrp_subcontracting_purchase", "stock_dropshipping")
TESTS = ("test_subcontracting.py", "test_dropshipping.py", "test_delivery_routes.py")
ADDONS = ("lean_kanban_purchase", "lean_kanban_mrp", "lean_jit")
DATABASE = "lean_other_apps"


@tagged("post_install", "-at_install")
class TestOtherApps(BaseCase):
    """Apps of core that our addons do not depend on, and have to get on with."""

    def setUp(self):
        super().setUp()
        drop_database(DATABASE)
        self.addCleanup(drop_database, DATABASE)

    def _install(self):
        """A database of our addons with the other apps; from the template of this run where there is one."""
        if template := os.environ.get("LEAN_TEST_TEMPLATE"):
            create_database(DATABASE, template)
        done = run_odoo(
            *("-d", DATABASE, "-i", ",".join((*ADDONS, *APPS))),
            *("--stop-after-init", "--no-http", "--log-level=warn"),
        )
        self.assertEqual(done.returncode, 0, done.stderr[-3000:])

    def test_subcontracting_and_dropshipping(self):
        self._install()
        command = [
            *(sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"),
            *("--odoo-database", DATABASE, "--odoo-config", config["config"] or config.rcfile),
            *(str(FOLDER / name) for name in TESTS),
        ]
        done = subprocess.run(command, cwd=FOLDER.parent, capture_output=True, text=True, timeout=600, check=False)
        self.assertEqual(done.returncode, 0, done.stdout[-6000:] + done.stderr[-2000:])
        self.assertNotIn("skipped", done.stdout)
