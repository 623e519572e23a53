# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
import os
import shutil
import subprocess
import sys
import unittest
from pathlib import Path

from odoo.tests import BaseCase, tagged
from odoo.tools import config

from .common import create_database, drop_database

FOLDER = Path(__file__).parent
TESTS = ("test_access_foreign.py", "test_access_http.py")
DATABASE = "lean_access"
DEMO = "LEAN_DEMO_DB"


@tagged("post_install", "-at_install")
class TestAccessDemo(BaseCase):
    """Records, methods and addresses against outsiders, on a copy of the demo factory: it has some of everything."""

    @unittest.skipUnless(os.environ.get(DEMO), f"{DEMO} names a database with demo data in a run of the whole suite")
    def test_outsiders(self):
        self.addCleanup(drop_database, DATABASE)
        create_database(DATABASE, os.environ[DEMO])
        files = Path(config.filestore(os.environ[DEMO]))
        if files.is_dir():
            shutil.copytree(files, config.filestore(DATABASE))
        command = [
            *(sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--odoo-http"),
            *("--odoo-database", DATABASE, "--odoo-config", config["config"] or config.rcfile),
            *(str(FOLDER / name) for name in TESTS),
        ]
        done = subprocess.run(command, cwd=FOLDER.parent, capture_output=True, text=True, timeout=600, check=False)
        self.assertEqual(done.returncode, 0, done.stdout[-6000:] + done.stderr[-2000:])
        self.assertNotIn("skipped", done.stdout)
