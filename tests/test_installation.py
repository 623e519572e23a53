# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
import re
from contextlib import contextmanager
from pathlib import Path

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, tagged

from .common import ADDON_PREFIX, drop_database, run_odoo

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
    def _database(self, name, *modules):
        """A database of these modules, dropped at the end."""
        drop_database(name)
        try:
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

    def test_every_addon_installs_alone(self):
        for addon in ADDONS:
            with self.subTest(addon=addon), self._database(f"lean_alone_{addon}", addon) as name:
                self.assertIn(addon, self._read(name, self._get_installed))

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
