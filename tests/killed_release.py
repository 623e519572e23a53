# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
"""Release two batches of loops and die in the second, its orders written, not committed.

Run by `test_concurrency.py`: killed_release.py CONFIG DATABASE LOOP_ID,LOOP_ID,…
"""

import os
import signal
import sys

import odoo
from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry


def main(config, database, loop_ids):
    """Commit the first half, write the second, and be killed."""
    odoo.tools.config.parse_config(["-c", config, "-d", database, "--no-http"])
    with Registry(database).cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        loops = env["lean.kanban.loop"].browse(loop_ids)
        half = len(loops) // 2
        loops[:half]._release()
        cr.commit()  # pylint: disable=invalid-commit
        loops[half:]._release()
        cr.flush()
        os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], [int(loop_id) for loop_id in sys.argv[3].split(",")])
