# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
import signal
import subprocess
import sys
import threading
from pathlib import Path

from odoo.tests import tagged
from odoo.tests.common import get_db_name
from odoo.tools import config, mute_logger

from .common import CommittedCase

KILLED_RELEASE = Path(__file__).with_name("killed_release.py")


@tagged("post_install", "-at_install")
class TestConcurrency(CommittedCase):
    """Two at once, killed in the middle, others at the same order: nothing is lost or doubled."""

    def _get_lines(self, env, loop_ids):
        return env["purchase.order.line"].search([("kanban_loop_id", "in", loop_ids)])

    def _release(self, loop_ids):
        def release(env):
            env["lean.kanban.loop"].browse(loop_ids)._release()

        self.run_as_request(release)

    def _assert_ordered_once(self, loop_ids, quantity=20):
        with self.cursor_env() as env:
            loops = env["lean.kanban.loop"].browse(loop_ids)
            self.assertEqual(set(loops.card_ids.mapped("state")), {"requested"})
            self.assertEqual(len(loops.card_ids.supply_ids), len(loops))
            lines = self._get_lines(env, loop_ids)
            self.assertEqual(lines.kanban_loop_id, loops)
            self.assertEqual(lines.mapped("product_qty"), [quantity] * len(loops))
            self.assertEqual(sum(lines.kanban_allocation_ids.mapped("quantity")), 20 * len(loops))

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_one_card_scanned_from_two_browsers_at_once(self):
        loop_ids = self.create_bought_loops(1)
        barrier = threading.Barrier(2)

        def scan(env):
            card = env["lean.kanban.loop"].browse(loop_ids).card_ids
            barcode = card.barcode
            if not barrier.broken and barrier.n_waiting < 2:
                _wait_once(barrier)
            return env["lean.kanban.card"].scan(barcode)

        answers = self.run_together(*[lambda: self.run_as_request(scan)] * 2)
        self.assertEqual(sorted(answer["level"] for answer in answers), ["repeat", "success"])
        self._release(loop_ids)
        self._assert_ordered_once(loop_ids)

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_two_releases_at_once_order_once(self):
        loop_ids = self.create_bought_loops(5)
        self._scan_all(loop_ids)
        self.run_together(*[lambda: self._release(loop_ids)] * 2)
        self._release(loop_ids)
        self._assert_ordered_once(loop_ids)

    def _scan_all(self, loop_ids):
        def scan(env):
            for card in env["lean.kanban.loop"].browse(loop_ids).card_ids:
                env["lean.kanban.card"].scan(card.barcode)

        self.run_as_request(scan)

    def test_a_release_killed_in_the_middle(self):
        """A real process is killed with the orders written and not committed."""
        loop_ids = self.create_bought_loops(6)
        self._scan_all(loop_ids)
        arguments = [config["config"] or config.rcfile, get_db_name(), ",".join(map(str, loop_ids))]
        killed = subprocess.run(
            [sys.executable, str(KILLED_RELEASE), *arguments], capture_output=True, timeout=300, check=False
        )
        self.assertEqual(killed.returncode, -signal.SIGKILL, killed.stderr.decode())
        with self.cursor_env() as env:
            states = env["lean.kanban.loop"].browse(loop_ids).card_ids.mapped("state")
            self.assertEqual(sorted(states), ["empty"] * 3 + ["requested"] * 3)
        self._release(loop_ids)
        self._assert_ordered_once(loop_ids)

    @mute_logger("odoo.sql_db", "odoo.service.model", "odoo.addons.lean_kanban.models.lean_kanban_loop_release")
    def test_release_beside_the_scheduler_and_a_buyer(self):
        """All write the same draft order; every card ends on it once."""
        loop_ids = self.create_bought_loops(8)
        first, rest = loop_ids[:2], loop_ids[2:]
        self._scan_all(loop_ids)
        self._release(first)

        def edit(env):
            order = self._get_lines(env, first).order_id
            order.partner_ref = f"{order.partner_ref or ''}."
            order.order_line[0].price_unit += 1

        def work_as_buyer():
            for __ in range(5):
                self.run_as_request(edit)

        def release_by_cron():
            with self.cursor_env() as env:
                env["lean.kanban.loop"]._cron_release()

        def schedule():
            self.run_as_request(lambda env: env["stock.rule"].run_scheduler() and None)

        self.run_together(release_by_cron, work_as_buyer, schedule)
        self._assert_ordered_once(loop_ids)
        with self.cursor_env() as env:
            order = self._get_lines(env, loop_ids).order_id
            self.assertEqual((len(order), order.partner_ref), (1, "....."))
            self.assertTrue(rest)


def _wait_once(barrier):
    """Meet the other thread at the first try; a second try does not wait again."""
    try:
        barrier.wait(timeout=10)
    except threading.BrokenBarrierError:
        return
    barrier.abort()
