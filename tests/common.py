# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
"""What the tests across addons share: committed data, real cursors, other processes."""

import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from functools import partial

from odoo import SUPERUSER_ID, api, sql_db
from odoo.fields import Command
from odoo.modules.registry import Registry
from odoo.service.model import retrying
from odoo.tests import BaseCase
from odoo.tests.common import get_db_name
from odoo.tools import SQL, config

ADDON_PREFIX = "lean_"


class CommittedCase(BaseCase):
    """Tests on committed data through cursors of their own, as requests have them.

    The database is made for one run of the suite; what is committed stays in it.
    """

    @contextmanager
    def cursor_env(self):
        """An environment on a cursor of its own, committed at the end."""
        with Registry(get_db_name()).cursor() as cr:
            yield api.Environment(cr, SUPERUSER_ID, {})

    def run_as_request(self, job):
        """Run `job(env)` as a request does: again where transactions collide."""
        with self.cursor_env() as env:
            return retrying(partial(job, env), env)

    def run_together(self, *jobs):
        """Run jobs in threads at the same time; returns their results in order."""
        with ThreadPoolExecutor(len(jobs)) as pool:
            return [done.result(timeout=120) for done in [pool.submit(job) for job in jobs]]

    def create_bought_loops(self, count, **values):
        """Ids of running loops of one vendor, each with one full card of 20."""
        with self.cursor_env() as env:
            vendor = env["res.partner"].create({"name": "Concurrent Castings"})
            stock = env["stock.warehouse"].search([("company_id", "=", env.company.id)], limit=1).lot_stock_id
            products = env["product.product"].create([self._prepare_product(vendor, index) for index in range(count)])
            loops = env["lean.kanban.loop"].create(
                [self._prepare_loop(product, stock, **values) for product in products]
            )
            for loop in loops:
                env["stock.quant"]._update_available_quantity(loop.product_id, stock, 20 * loop.card_count)
            loops.action_activate()
            return loops.ids

    def _prepare_product(self, vendor, index):
        seller = {"partner_id": vendor.id, "price": 4.2, "delay": 3}
        return {"name": f"Casting {index}", "is_storable": True, "seller_ids": [Command.create(seller)]}

    def _prepare_loop(self, product, stock, **values):
        return {"product_id": product.id, "location_id": stock.id, "container_qty": 20, "card_count": 1, **values}


def run_odoo(*arguments, code=None, timeout=900):
    """Odoo's command line in a process of its own, with the configuration of this one.

    :param code: what a shell reads from its standard input
    """
    command = [sys.executable, "-m", "odoo", *arguments, "-c", config["config"] or config.rcfile]
    return subprocess.run(command, input=code, capture_output=True, text=True, timeout=timeout, check=False)


def create_database(name, template):
    """A copy of an idle database, whatever was there of that name before."""
    drop_database(name)
    _administrate(SQL("CREATE DATABASE %s TEMPLATE %s", SQL.identifier(name), SQL.identifier(template)))


def drop_database(name):
    """Drop a database and its attachments, if it exists: core's own way sees the database of this run only."""
    Registry.delete(name)
    sql_db.close_db(name)
    _administrate(SQL("DROP DATABASE IF EXISTS %s WITH (FORCE)", SQL.identifier(name)))
    shutil.rmtree(config.filestore(name), ignore_errors=True)


def _administrate(statement):
    with closing(sql_db.db_connect("postgres").cursor()) as cr:
        cr._cnx.autocommit = True  # databases are not made or dropped inside a transaction
        cr.execute(statement)
