# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
import doctest
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from odoo.modules.module import get_module_path
from odoo.tests import BaseCase, tagged
from odoo.tests.common import get_db_name
from odoo.tools import config

from .common import create_database, drop_database

ROOT = Path(__file__).parents[1]
sys.path.append(str(ROOT / "setup"))

from leansetup import core_outcomes  # noqa: E402
from leansetup.core_outcomes import Comparison, Kind, Outcome  # noqa: E402

DATABASE = "lean_core_suites"
# One quick file of each of core's addons that ours build on; all of them pass without us.
QUICK = {
    "stock": "test_robustness",
    "purchase_stock": "test_move_cancel_propagation",
    "mrp": "test_cancel_mo",
    "purchase_mrp": "test_replenishment",
    "maintenance": "test_maintenance",
}
REPORT = """<?xml version="1.0"?>
<testsuites><testsuite>
<testcase classname="lib.odoo.addons.stock.tests.test_move.Move" name="test_out"/>
<testcase classname="lib.odoo.addons.stock.tests.test_move.Move" name="test_in"><failure message="a&#10;b">t</failure></testcase>
<testcase classname="lib.odoo.addons.stock.tests.test_move.Move" name="test_in"><error message="on teardown">t</error></testcase>
<testcase classname="lib.odoo.addons.stock.tests.test_move.Tour" name="test_tour"><skipped message="no browser">t</skipped></testcase>
</testsuite></testsuites>
"""
MOVE = "stock.tests.test_move.Move"
PASSED, SKIPPED, FAILED, ERROR = (Outcome(kind) for kind in list(Kind)[:4])
GOOD = {f"stock.tests.test_quant.Quant.test_{number}": PASSED for number in range(50)}


@tagged("post_install", "-at_install")
class TestCoreOutcomes(BaseCase):
    """What `./setup/test --core` makes of two runs."""

    def _compare(self, with_us, without, allowed=()):
        return Comparison(with_us=GOOD | with_us, without=GOOD | without, allowed=dict.fromkeys(allowed, "a reason"))

    def test_doctests(self):
        result = doctest.testmod(core_outcomes)
        self.assertTrue(result.attempted)
        self.assertFalse(result.failed)

    def test_a_report_says_how_each_test_ended(self):
        with TemporaryDirectory() as folder:
            path = Path(folder) / "report.xml"
            path.write_text(REPORT, encoding="utf-8")
            outcomes = core_outcomes.read(path)
        self.assertEqual(
            outcomes,
            {
                f"{MOVE}.test_out": PASSED,
                f"{MOVE}.test_in": Outcome(Kind.ERROR, "on teardown"),
                "stock.tests.test_move.Tour.test_tour": Outcome(Kind.SKIPPED, "no browser"),
            },
        )

    def test_what_fails_only_with_us_is_harm(self):
        for ours in (FAILED, ERROR, SKIPPED):
            comparison = self._compare({"stock.tests.a": ours}, {"stock.tests.a": PASSED})
            self.assertEqual(comparison.harmed, ["stock.tests.a"])
            self.assertFalse(comparison.holds)
            self.assertTrue(core_outcomes.render(comparison).startswith("HARMED stock.tests.a"))
        self.assertEqual(self._compare({}, {"stock.tests.a": PASSED}).harmed, ["stock.tests.a"])

    def test_what_fails_without_us_too_is_none(self):
        comparison = self._compare({"stock.tests.a": ERROR, "stock.tests.b": PASSED}, {"stock.tests.a": FAILED})
        self.assertFalse(comparison.differing)
        self.assertTrue(comparison.holds)
        self.assertIn("1 fail with and without us; 0 fail only with us", core_outcomes.render(comparison))

    def test_the_list_of_what_is_allowed_holds_what_it_must_and_no_more(self):
        failing, passing = {"stock.tests.a": FAILED}, {"stock.tests.a": PASSED}
        self.assertTrue(self._compare(failing, passing, ["stock.tests.a"]).holds)
        stale = self._compare(passing, passing, ["stock.tests.a"])
        self.assertEqual(stale.stale, ["stock.tests.a"])
        self.assertFalse(stale.holds)

    def test_what_passes_when_run_again_was_an_accident(self):
        name = "stock.tests.a"
        once = self._compare({name: FAILED}, {name: PASSED})
        steady = once.after_again({name: PASSED}, {name: PASSED})
        self.assertTrue(steady.holds)
        self.assertIn(f"once   {name}", core_outcomes.render(steady))
        self.assertEqual(once.after_again({name: ERROR}, {name: PASSED}).harmed, [name])
        self.assertEqual(once.after_again({}, {}).harmed, [name], "it did not run again")

    def test_a_narrowed_run_judges_only_what_it_ran(self):
        allowed = {"stock.tests.a": "x", "stock.tests.b": "x", "mrp.tests.c": "x"}
        self.assertEqual(list(core_outcomes.of_modules(allowed, ["stock"], None)), ["stock.tests.a", "stock.tests.b"])
        self.assertEqual(list(core_outcomes.of_modules(allowed, ["stock"], {"stock.tests.b"})), ["stock.tests.b"])

    def test_two_broken_runs_are_no_proof(self):
        broken = dict.fromkeys(GOOD, ERROR)
        self.assertFalse(self._compare(broken, broken).holds)
        self.assertFalse(Comparison(with_us={}, without={}, allowed={}).holds)

    def test_each_allowed_test_has_a_reason_and_is_there(self):
        for name, reason in core_outcomes.ALLOWED.items():
            module, _tests, file, _class, method = name.split(".")
            source = Path(get_module_path(module), "tests", f"{file}.py").read_text(encoding="utf-8")
            self.assertIn(f"def {method}(", source)
            self.assertGreater(len(reason), 20, name)


@tagged("post_install", "-at_install")
class TestCoreSuites(BaseCase):
    """A taste of core's own tests with our addons; ``./setup/test --core`` runs all of them."""

    def _get_database(self):
        """A copy in which nothing but the addons is, where this run has a template."""
        template = os.environ.get("LEAN_TEST_TEMPLATE")
        if not template:
            return get_db_name()
        self.addCleanup(drop_database, DATABASE)
        create_database(DATABASE, template)
        return DATABASE

    def test_quick_files_of_core_pass(self):
        command = [
            *(sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-c", str(ROOT / "pyproject.toml")),
            *("--odoo-database", self._get_database(), "--odoo-config", config["config"] or config.rcfile),
            *(str(Path(get_module_path(module), "tests", f"{name}.py")) for module, name in QUICK.items()),
        ]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=600, check=False)
        self.assertEqual(done.returncode, 0, done.stdout[-6000:] + done.stderr[-2000:])
        self.assertNotIn("skipped", done.stdout)
