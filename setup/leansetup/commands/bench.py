"""`setup/bench`: the budget table, measured side by side in one run."""

import argparse

from leansetup import addons, project, templates


def main(arguments: list[str]) -> int:
    """Prepare a template and run the rows of `leanbench.rows`."""
    from leanbench import runner

    parser = argparse.ArgumentParser(prog="setup/bench", description="Measure the budgets of the design.")
    parser.add_argument("--only", action="append", default=[], metavar="ROW", help="this row only; repeatable")
    parser.add_argument("--large", action="store_true", help="also N = 10,000")
    parser.add_argument("--list", action="store_true", help="name the rows and leave")
    options = parser.parse_args(arguments)
    if options.list:
        print("\n".join(runner.row_names()))
        return 0
    names = runner.select(options.only)
    made = project.ready()
    template = templates.ensure(made, addons.select(""), demo=False)
    return runner.run(made, template.name, templates.clone_name("bench"), only=names, large=options.large)
