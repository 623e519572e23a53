# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
import os
import subprocess
import sys
from pathlib import Path
from unittest import skipUnless

from odoo.tests import BaseCase, tagged
from odoo.tests.common import get_db_name
from odoo.tools import config

SOAK = Path(__file__).with_name("soak.py")
DEMO = os.environ.get("LEAN_DEMO_DB")


@tagged("post_install", "-at_install")
class TestSoak(BaseCase):
    """Half a minute of the soak: a worker and the server are killed, and nothing is lost or doubled."""

    @skipUnless(DEMO, "a run of the whole suite has a database with demo data")
    def test_nothing_is_lost_or_doubled(self):
        command = [sys.executable, str(SOAK), "--minutes", "0.5", "--processes", "3", "--seed", "5"]
        where = ["--source", DEMO, "--database", f"{get_db_name()}_soak", "--config", config["config"] or config.rcfile]
        done = subprocess.run([*command, *where], capture_output=True, text=True, check=False, timeout=600)
        self.assertFalse(done.returncode, done.stdout[-4000:] + done.stderr[-4000:])
        self.assertIn("Everything is accounted for.", done.stdout)
        self.assertRegex(done.stdout, r"killed: [1-9]\d* workers, [1-9]\d* servers")
