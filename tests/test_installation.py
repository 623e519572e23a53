# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
import re
from contextlib import ExitStack, contextmanager
from pathlib import Path

from odoo import SUPERUSER_ID, api
from odoo.modules.module import Manifest
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, tagged

from .common import ADDON_PREFIX, create_database, drop_database, run_odoo

ADDONS = sorted(path.parent.name for path in Path(__file__).parents[1].glob(f"{ADDON_PREFIX}*/__manifest__.py"))
CORE_MODELS = ("stock.move", "stock.move.line", "stock.quant", "purchase.order.line", "mrp.production")
TROUBLE = re.compile(r" (ERROR|CRITICAL|WARNING) ")

STORY = """
vendor = env["res.partner"].create({"name": "V"})
product = env["product.product"].create({"name": "P", "is_storable": True, "seller_ids": [(0, 0, {"partner_id": vendor.id, "price": 1})]})
loop = env["lean.kanban.loop"].create({"product_id": product.id, "container_qty": 5, "card_count": 2})
loop.action_activate(per_stage={loop.id: 0})
loop._release()
loop.card_ids.purchase_line_ids.order_id.button_confirm()
picking = loop.card_ids.purchase_line_ids.order_id.picking_ids
picking.move_ids.picked = True
picking.button_validate()
assert set(loop.card_ids.mapped("state")) == {"full"}, loop.card_ids.mapped("state")
env.cr.commit()
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

    def _read_core(self, env):
        """What core has, column by column of core's own."""
        rows = {}
        for model in CORE_MODELS:
            names = [
                field.name
                for field in env[model]._fields.values()
                if field.store and field.column_type and not field.name.startswith(("kanban_", "write_"))
            ]
            rows[model] = env[model].search([], order="id").read(names, load=None)
        return rows

    def test_uninstalling_leaves_core_as_it_was(self):
        with self._database("lean_uninstall", "lean_kanban_purchase", "lean_kanban_mrp") as name:
            self._shell(name, STORY)
            before = self._read(name, self._read_core)
            self.assertTrue(before["purchase.order.line"])
            self._shell(
                name, 'env["ir.module.module"].search([("name", "=", "lean_base")]).button_immediate_uninstall()'
            )
            Registry.delete(name)
            self.assertFalse(self._read(name, self._get_installed))
            self.assertEqual(self._read(name, self._read_core), before)
            self.assertFalse(self._read(name, self._get_leftovers))

    def _shell(self, name, code):
        done = run_odoo("shell", "-d", name, "--no-http", "--log-level=warn", code=code)
        self.assertEqual(done.returncode, 0, done.stderr[-3000:])

    def _get_leftovers(self, env):
        """Tables and columns of ours that are still there."""
        env.cr.execute(
            """SELECT table_name, column_name FROM information_schema.columns
                WHERE table_schema = 'public'
                  AND (table_name LIKE 'lean\\_%%' OR column_name LIKE 'kanban\\_%%')"""
        )
        return env.cr.fetchall()
