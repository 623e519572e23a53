# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
"""`optional/lean_queue_job` with OCA's queue_job, which `QUEUE_JOB=1` fetches."""

import os
import sys
import unittest

from odoo.tests import BaseCase, tagged
from odoo.tools import config

from .common import create_database, drop_database, run_odoo
from .upgrade.releases import ROOT, read_releases

sys.path.append(str(ROOT / "setup"))

DATABASE = "lean_queue"
RUN = """
def run_crons():
    env["lean.kanban.loop"]._cron_update_sizing()
    env["lean.supplier.scorecard"]._cron_generate()
    env["lean.tpm.plan"]._cron_plan()
    env.cr.commit()

loops = env["lean.kanban.loop"].search([("state", "=", "active")])
def read_sized():
    loops.invalidate_recordset()
    return loops.mapped("sizing_date")

loops.sizing_date = "2026-01-01"
env["lean.supplier.scorecard"].search([]).unlink()
env["lean.tpm.occurrence"].search([("state", "=", "planned")]).unlink()
before = read_sized()
assert len(loops) > 1
"""
WAITING = """
from odoo.addons.queue_job.job import Job

def read_jobs():
    return env["queue.job"].search([("channel", "=", "root.lean")])

run_crons()
jobs = read_jobs()
assert len(jobs) == 3, jobs.mapped("name")
assert read_sized() == before
run_crons()
assert read_jobs() == jobs, "put in line twice"
for row in jobs:
    job = Job.load(env, row.uuid)
    job.perform()
    job.set_done()
    job.store()
"""
DONE = """
assert all(now > then for now, then in zip(read_sized(), before))
assert env["lean.supplier.scorecard"].search([]).line_ids
assert env["lean.tpm.occurrence"].search([("state", "=", "planned")])
env.cr.commit()
"""
UNINSTALL = """
env["ir.module.module"].search([("name", "=", "lean_queue_job")]).button_immediate_uninstall()
"""


@tagged("post_install", "-at_install")
@unittest.skipUnless(os.environ.get("QUEUE_JOB"), "QUEUE_JOB=1 fetches OCA's queue_job and tests with it")
@unittest.skipUnless(os.environ.get("LEAN_TEST_TEMPLATE"), "for ./setup/test, which has a template to copy")
class TestQueueJob(BaseCase):
    """The batches of the crons wait in line once, do what the crons did, and are the crons' again without it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        from leanbench import oca

        folders = [str(oca.ensure("queue_job")), str(ROOT / "optional"), *config["addons_path"]]
        cls.options = ["-d", DATABASE, "--addons-path", ",".join(folders), "--no-http", "--log-level=warn"]
        cls.addClassCleanup(drop_database, DATABASE)
        create_database(DATABASE, os.environ["LEAN_TEST_TEMPLATE"])
        cls._run(*cls.options, "-i", "lean_queue_job", "--stop-after-init")
        cls._shell(read_releases()[-1].story.read_text(encoding="utf-8"), "play(env)", "env.cr.commit()")

    @classmethod
    def _run(cls, *arguments, code=None):
        done = run_odoo(*arguments, code=code)
        if done.returncode:
            raise AssertionError(done.stderr[-3000:])

    @classmethod
    def _shell(cls, *parts):
        cls._run("shell", *cls.options, code="\n".join(parts))

    def test_batches_wait_and_are_done_and_the_crons_do_them_again_without_it(self):
        self._shell(RUN, WAITING, DONE)
        self._shell(UNINSTALL)
        self._shell(RUN, "run_crons()", DONE)
