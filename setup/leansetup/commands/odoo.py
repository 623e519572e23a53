"""`setup/odoo`: Odoo's command line with the project's configuration.

Without a subcommand it is the server, so `./setup/odoo -u lean_kanban --stop-after-init` works.
"""

import os

from leansetup import odoo_source, paths, project
from leansetup.config import DEFAULT_DATABASE

# Subcommands that know Odoo's -c option, and whether a database of its own must be named.
OURS = {"lean_check"}
WITH_CONFIG = {"server", "shell", "i18n", "db", "populate", "module", "neutralize", "upgrade_code", "obfuscate", *OURS}
# Odoo takes no dash in the name of a subcommand.
OTHER_NAMES = {"lean-check": "lean_check"}
WITHOUT_DATABASE = {"db"}


def main(arguments: list[str]) -> int:
    """Replace this process by Odoo."""
    made = project.ready()
    command = odoo_source.command(*complete(arguments, str(made.config)))
    os.chdir(paths.ROOT)
    os.execve(command[0], command, made.environment())


def complete(arguments: list[str], config: str) -> list[str]:
    """Add configuration and database where the person named none."""
    has_subcommand = bool(arguments) and not arguments[0].startswith("-")
    name = OTHER_NAMES.get(arguments[0], arguments[0]) if has_subcommand else "server"
    rest = arguments[1:] if has_subcommand else arguments
    # Odoo looks for the subcommands of addons before it reads a configuration.
    where = [f"--addons-path={paths.ROOT}"] if name in OURS else []
    if name not in WITH_CONFIG or "--help" in rest or "-h" in rest:
        return [*where, name, *rest]
    # `i18n` and others have subcommands of their own, which come before the options.
    inner = [rest[0]] if name in ("i18n", "db", "module") and rest and not rest[0].startswith("-") else []
    options = rest[len(inner) :]
    added = [] if _has(options, "-c", "--config") else ["-c", config]
    if name not in WITHOUT_DATABASE and not _has(options, "-d", "--database"):
        added += ["-d", DEFAULT_DATABASE]
    return [*where, name, *inner, *added, *options]


def _has(options: list[str], short: str, long: str) -> bool:
    return any(
        option == long or option.startswith((short, f"{long}=")) for option in options if option[:2] in (short, "--")
    )
