# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
"""From each release of `setup/releases.txt` to now.

`UPGRADE_DEMO=1` takes the demo data of each release along, which installs everything from nothing: some minutes.
`UPGRADE_FROM=VERSION` takes one release only.
"""

import ast
import doctest
import os
import re
import unittest
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from odoo import SUPERUSER_ID, api, sql_db
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, tagged
from odoo.tests.common import get_db_name
from odoo.tools import config

from .common import ADDON_PREFIX, create_database, drop_database, run_odoo
from .upgrade import content, releases

HAS_DEMO = bool(os.environ.get("UPGRADE_DEMO"))
ONLY = os.environ.get("UPGRADE_FROM")
RELEASES = [release for release in releases.read_releases() if ONLY in (None, release.version)]
REFUSALS = [reason for reason in (release.get_refusal() for release in RELEASES) if reason]
TROUBLE = re.compile(r" (ERROR|CRITICAL|WARNING) ")
# table.column of what a release gave up on purpose
DROPPED = ()
# What the story leaves behind, or it would prove nothing of it
PLAYED = {
    *("lean_action", "lean_area"),
    *("lean_5s_audit", "lean_5s_answer", "lean_5s_red_tag", "lean_5s_schedule"),
    *("lean_kaizen_event", "lean_kaizen_idea", "lean_kaizen_saving", "lean_kaizen_check"),
    *("lean_kanban_loop", "lean_kanban_card", "lean_kanban_supply"),
    *("lean_supplier_scorecard", "lean_supplier_scorecard_line"),
    *("lean_tpm_plan", "lean_tpm_occurrence", "lean_tpm_tag", "lean_tpm_reading", "lean_oee"),
    *("purchase_order_line", "mrp_production", "maintenance_request", "stock_move"),
}


def read_version(addon):
    """The version in the manifest of an addon here."""
    manifest = releases.ROOT / addon / "__manifest__.py"
    return ast.literal_eval(manifest.read_text(encoding="utf-8"))["version"]


@tagged("post_install", "-at_install")
class TestVersions(BaseCase):
    """All addons carry the version of the release they are made for."""

    def test_doctests(self):
        for module in (releases, content):
            result = doctest.testmod(module)
            self.assertTrue(result.attempted)
            self.assertFalse(result.failed)

    def test_all_addons_have_one_version(self):
        addons = [path.parent.name for path in releases.ROOT.glob(f"{ADDON_PREFIX}*/__manifest__.py")]
        versions = {addon: read_version(addon) for addon in addons}
        self.assertEqual(len(set(versions.values())), 1, versions)

    @unittest.skipIf(REFUSALS, " ".join(REFUSALS))
    def test_what_changed_since_a_release_is_later(self):
        """Odoo runs a migration, and others see an update, by the version only."""
        for release in RELEASES:
            with TemporaryDirectory() as folder:
                addons = [addon for addon in release.unpack(folder) if (releases.ROOT / addon).exists()]
                for addon in filter(release.has_changed, addons):
                    manifest = ast.literal_eval(Path(folder, addon, "__manifest__.py").read_text(encoding="utf-8"))
                    later = releases.parse(read_version(addon)) > releases.parse(manifest["version"])
                    self.assertTrue(later, f"{addon} changed since {release.version}: raise the version of all addons")

    @unittest.skipIf(REFUSALS, " ".join(REFUSALS))
    def test_tags_name_the_releases(self):
        for release in RELEASES:
            tag = releases.git("rev-parse", "-q", "--verify", f"{release.version}^{{commit}}", check=False)
            self.assertIn(tag.stdout.decode().strip(), ("", release.commit), release.version)


@tagged("post_install", "-at_install")
@unittest.skipIf(REFUSALS, " ".join(REFUSALS))
class TestUpgrade(BaseCase):
    """People worked with a release; then the addons of today came."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.before, cls.logs = {}, {}
        for release in RELEASES:
            cls.addClassCleanup(drop_database, cls._get_name(release))
            cls._upgrade(release)

    @classmethod
    def _get_name(cls, release):
        return f"lean_upgrade_{release.version.replace('.', '_')}"

    @classmethod
    def _upgrade(cls, release):
        """Install the release, work with it, keep what there is, and update to what is here."""
        name = cls._get_name(release)
        with TemporaryDirectory() as folder:
            addons = release.unpack(folder)
            then = ["--addons-path", ",".join([*cls._get_core_paths(), folder])]
            cls._install(name, addons, then)
            code = f"{release.story.read_text(encoding='utf-8')}\nplay(env)\nenv.cr.commit()\n"
            cls._run("shell", "-d", name, *then, code=code)
        cls.before[release] = cls._read(name, content.read_rows, content.read_links)
        cls.logs[release] = cls._run("-d", name, "-u", ",".join(addons), "--stop-after-init")

    @classmethod
    def _get_core_paths(cls):
        return [path for path in config["addons_path"] if Path(path).resolve() != releases.ROOT]

    @classmethod
    def _install(cls, name, addons, then):
        template = os.environ.get("LEAN_CORE_TEMPLATE")
        drop_database(name)
        if template and not HAS_DEMO:
            create_database(name, template)
        demo = ["--with-demo"] if HAS_DEMO else []
        cls._run("-d", name, "-i", ",".join(addons), *demo, *then, "--stop-after-init")

    @classmethod
    def _read(cls, name, *readers):
        """What the readers find; without a registry, which would have the code of today."""
        with closing(sql_db.db_connect(name).cursor()) as cr:
            return [read(cr) for read in readers]

    @classmethod
    def _run(cls, *arguments, code=None):
        """Its log; it has to end well."""
        done = run_odoo(*arguments, "--no-http", "--log-level=warn", code=code, timeout=1800)
        if done.returncode:
            raise AssertionError(f"{arguments}: {done.stderr[-3000:]}")
        return done.stderr.splitlines()

    def _each(self):
        """Each release with the database that came from it."""
        for release in RELEASES:
            with self.subTest(release=release.version):
                yield release, self._get_name(release)

    def _each_env(self):
        for __, name in self._each():
            with Registry(name).cursor() as cr:
                yield api.Environment(cr, SUPERUSER_ID, {})

    def test_the_log_has_nothing_about_us(self):
        for release, __ in self._each():
            log = [line for line in self.logs[release] if TROUBLE.search(line)]
            self.assertFalse([line for line in log if ADDON_PREFIX in line or " WARNING " not in line])

    def test_all_records_are_there_with_their_values(self):
        for release, name in self._each():
            rows, links = self.before[release]
            self.assertGreater(len(rows), 200)
            rows_now, links_now = self._read(name, content.read_rows, content.read_links)
            self.assertFalse(content.find_differences(rows, rows_now, DROPPED)[:20])
            self.assertFalse(links - links_now)

    def test_each_model_had_something_to_lose(self):
        for release, __ in self._each():
            tables = {table for table, __ in self.before[release][0]}
            self.assertFalse(PLAYED - tables)

    def test_the_schema_is_that_of_a_new_database(self):
        [new] = self._read(get_db_name(), content.read_schema)
        for __, name in self._each():
            [upgraded] = self._read(name, content.read_schema)
            self.assertFalse(sorted(new - upgraded), "missing")
            self.assertFalse(sorted(upgraded - new), "left over")

    def test_all_views_load(self):
        for env in self._each_env():
            data = env["ir.model.data"].search([("model", "=", "ir.ui.view"), ("module", "=like", f"{ADDON_PREFIX}%")])
            views = env["ir.ui.view"].browse(data.mapped("res_id"))
            self.assertGreater(len(views), 100)
            for view in views:
                while view.mode == "extension":
                    view = view.inherit_id
                if view.model:
                    env[view.model].get_view(view.id, view.type)
                else:
                    view._get_combined_arch()

    def test_the_check_finds_nothing(self):
        for env in self._each_env():
            self.assertFalse(env["lean.check"]._find())

    def test_occurrences_are_planned_for_the_day_they_are_due(self):
        for env in self._each_env():
            rows = env["lean.tpm.occurrence"].search([])
            self.assertTrue(rows)
            self.assertFalse(rows.filtered(lambda row: row.date_planned != (row.date_moved or row.date_due)))
