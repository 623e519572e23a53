# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
import optparse
import sys
from itertools import groupby

from odoo import SUPERUSER_ID, api
from odoo.cli.command import Command
from odoo.modules.registry import Registry
from odoo.service.model import retrying
from odoo.tools import config

MOST_SHOWN = 20


class LeanCheck(Command):
    """Check that the data of Odoo Lean keep their rules; exit code 1 where one is broken."""

    name = "lean_check"

    def run(self, args):
        """Check, and repair first where that is asked for."""
        group = optparse.OptionGroup(config.parser, "Lean Check")
        group.add_option("--repair", action="store_true", help="First repair what repairs itself.")
        config.parser.prog = self.prog
        config.parser.add_option_group(group)
        options = config.parse_config([*args, "--no-http"], setup_logging=True)
        names = config["db_name"]
        if len(names) != 1:
            sys.exit("Name one database: -d NAME")
        with Registry(names[0]).cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            if "lean.check" not in env:
                sys.exit(f"Lean is not installed in {names[0]}.")
            findings = retrying(lambda: self._check(env, options.repair), env)
        sys.exit(1 if findings else 0)

    def _check(self, env, repair):
        check = env["lean.check"]
        if repair:
            self._print_repairs(check._repair())
        findings = check._find()
        self._print_findings(env, findings)
        say(f"{len(check._get_invariants())} rules checked, {len(findings)} findings.")
        if not repair and any(finding.is_repairable for finding in findings):
            say("Those that repair themselves are mended with --repair. Make a backup first.")
        return findings

    def _print_repairs(self, results):
        for finding, failure in results:
            invariant = finding.invariant
            outcome = f"not repaired: {failure}" if failure else f"repaired. {invariant.repaired}"
            say(f"{invariant.model} {finding.res_id}: {finding.problem} {outcome}")
        say(f"{sum(not failure for __, failure in results)} repaired.")

    def _print_findings(self, env, findings):
        for invariant, group in groupby(findings, key=lambda finding: finding.invariant):
            broken = list(group)
            records = env[invariant.model].browse(finding.res_id for finding in broken[:MOST_SHOWN])
            names = {record.id: record.display_name for record in records.exists()}
            say(f"\n{invariant.statement} [{invariant.code}] {len(broken)} found:")
            for finding in broken[:MOST_SHOWN]:
                way = "repairs itself" if finding.is_repairable else "by hand"
                say(
                    f"  {invariant.model} {finding.res_id} “{names.get(finding.res_id, '?')}”: {finding.problem} ({way})"
                )
            if len(broken) > MOST_SHOWN:
                say(f"  … and {len(broken) - MOST_SHOWN} more")
            say(f"  What to do: {invariant.advice}")


def say(text):
    """Print a line for who started the command."""
    print(text)  # pylint: disable=print-used,bad-builtin
