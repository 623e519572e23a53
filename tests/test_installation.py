# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
import os
import re
from contextlib import ExitStack, closing, contextmanager
from datetime import timedelta
from pathlib import Path

from odoo import SUPERUSER_ID, api, fields, sql_db
from odoo.modules.module import Manifest
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, tagged

from .common import ADDON_PREFIX, create_database, drop_database, run_odoo
from .upgrade.content import OUR_FIELDS, find_differences, read_core
from .upgrade.releases import read_releases

ADDONS = sorted(path.parent.name for path in Path(__file__).parents[1].glob(f"{ADDON_PREFIX}*/__manifest__.py"))
CORE_TABLES = (
    *("stock_move", "stock_move_line", "stock_picking", "stock_quant", "stock_rule", "stock_route"),
    *("purchase_order", "purchase_order_line", "product_product", "product_supplierinfo"),
    *("mrp_production", "mrp_workorder", "mrp_workcenter_productivity", "mrp_bom"),
    *("maintenance_request", "maintenance_equipment", "maintenance_team"),
)
TROUBLE = re.compile(r" (ERROR|CRITICAL|WARNING) ")

UNINSTALL = """
env["ir.module.module"].search([("name", "=", "lean_base")]).button_immediate_uninstall()
"""


@tagged("post_install", "-at_install")
class TestInstallation(BaseCase):
    """Every addon installs alone on a database made from nothing, and leaves core's records as they were."""

    @contextmanager
    def _database(self, name, *modules, template=None):
        """A database of these modules, dropped at the end; from nothing, or beside those of another."""
        drop_database(name)
        try:
            if template:
                create_database(name, template)
            self._run("-d", name, "-i", ",".join(modules))
            yield name
        finally:
            drop_database(name)

    def _run(self, *arguments):
        done = run_odoo(*arguments, "--stop-after-init", "--no-http", "--log-level=warn")
        trouble = [line for line in done.stderr.splitlines() if TROUBLE.search(line) and ADDON_PREFIX in line]
        self.assertFalse(trouble)
        self.assertEqual(done.returncode, 0, done.stderr[-3000:])

    def _read(self, name, read):
        with Registry(name).cursor() as cr:
            return read(api.Environment(cr, SUPERUSER_ID, {}))

    def _get_installed(self, env):
        modules = env["ir.module.module"].search([("state", "=", "installed"), ("name", "=like", f"{ADDON_PREFIX}%")])
        return set(modules.mapped("name"))

    def _get_needed(self, *modules):
        """These modules and all that they depend on."""
        needed, left = set(), {*modules}
        while left:
            needed |= left
            left = {name for module in left for name in Manifest.for_addon(module)["depends"]} - needed
        return frozenset(needed)

    def _get_alike(self):
        """{the addons of core they need: those of ours that need just these}, the fewer first"""
        alike = {}
        for addon in ADDONS:
            core = frozenset(name for name in self._get_needed(addon) if not name.startswith(ADDON_PREFIX))
            alike.setdefault(core, []).append(addon)
        return dict(sorted(alike.items(), key=lambda item: len(item[0])))

    def test_every_addon_installs_alone(self):
        """Beside nothing but what it says it needs of core, which is installed once for those that need the same."""
        with ExitStack() as stack:
            made = {}
            for core, addons in self._get_alike().items():
                nearest = max((done for done in made if done < core), key=len, default=None)
                database = self._database(f"lean_core_{len(made)}", *core, template=made.get(nearest))
                made[core] = stack.enter_context(database)
                for addon in addons:
                    with self.subTest(addon=addon):
                        self._install_alone(addon, made[core])

    def _install_alone(self, addon, template):
        needed = {name for name in self._get_needed(addon) if name.startswith(ADDON_PREFIX)}
        with self._database(f"lean_alone_{addon}", addon, template=template) as name:
            self.assertEqual(self._read(name, self._get_installed), needed)

    @contextmanager
    def _database_of_all(self, name):
        """A database of all addons, a copy where this run has a template."""
        template = os.environ.get("LEAN_TEST_TEMPLATE")
        if not template:
            with self._database(name, *ADDONS):
                yield
            return
        create_database(name, template)
        try:
            yield
        finally:
            drop_database(name)

    def test_uninstalling_and_reinstalling_leaves_core_as_it_was(self):
        """People work with all addons, all of them go, all come again."""
        name = "lean_uninstall"
        with self._database_of_all(name):
            story = read_releases()[-1].story.read_text(encoding="utf-8")
            self._shell(name, f"{story}\nplay(env)\nenv.cr.commit()")
            before, ours = self._read_rows(name, self._read_core, self._read_ours)
            self.assertFalse(set(CORE_TABLES) - {table for table, __ in before})
            self._shell(name, UNINSTALL)
            [after] = self._read_rows(name, self._read_core)
            self._assert_core_is_whole(before, after)
            self.assertFalse(self._read_rows(name, self._read_columns)[0] & ours)
            self.assertFalse(self._read(name, self._get_installed))
            Registry.delete(name)
            self._run("-d", name, "-i", ",".join(ADDONS))
            self._assert_core_is_whole(before, *self._read_rows(name, self._read_core))
            self.assertEqual(self._read(name, self._get_installed), set(ADDONS))
            self._read(name, self._work_again)

    def _assert_core_is_whole(self, before, after):
        self.assertFalse(find_differences(before, after)[:20])
        self.assertFalse(after.keys() - before.keys())

    def _work_again(self, env):
        """What the addons make of core's records is made again."""
        self.assertFalse(env["lean.check"]._find())
        today = fields.Date.today()
        cards = env["lean.supplier.scorecard"].generate(today - timedelta(days=100), today)
        self.assertTrue(cards.line_ids)

    def _shell(self, name, code):
        done = run_odoo("shell", "-d", name, "--no-http", "--log-level=warn", code=code)
        self.assertEqual(done.returncode, 0, done.stderr[-3000:])

    def _read_rows(self, name, *readers):
        """What the readers find, below the ORM."""
        with closing(sql_db.db_connect(name).cursor()) as cr:
            return [read(cr) for read in readers]

    def _read_core(self, cr):
        return read_core(cr, CORE_TABLES)

    def _read_ours(self, cr):
        """{(table, column)} of ours."""
        cr.execute(OUR_FIELDS.replace("%", "%%"))
        return {
            *cr.fetchall(),
            *((table, name) for table, name in self._read_columns(cr) if table.startswith(ADDON_PREFIX)),
        }

    def _read_columns(self, cr):
        """{(table, column)} of all that is there."""
        cr.execute(
            "SELECT table_name::text, column_name::text FROM information_schema.columns WHERE table_schema = 'public'"
        )
        return set(cr.fetchall())
