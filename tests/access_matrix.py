# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
"""Who may do what, read from the registry and from the table in `docs/access.md`.

After a model was added, or its rights were changed on purpose, the letters of the table are renewed by::

    ./setup/odoo shell < tests/access_matrix.py

What each model is for, and what its record rules leave, is written by hand: the command keeps it.
"""

import re
import sys
from dataclasses import dataclass
from pathlib import Path

PAGE = Path("docs", "access.md")
PREFIX = "lean_"
OPERATIONS = {"C": "create", "R": "read", "W": "write", "U": "unlink"}
NOTHING = "–"
TO_BE_WRITTEN = "TODO"
# Heading of the column → the group whose user it shows.
ROLES = {
    "employee": "base.group_user",
    "Lean user": "lean_base.group_lean_user",
    "5S auditor": "lean_5s.group_lean_5s_auditor",
    "Lean manager": "lean_base.group_lean_manager",
    "stock user": "stock.group_stock_user",
    "stock manager": "stock.group_stock_manager",
    "buyer": "purchase.group_purchase_user",
    "purchase manager": "purchase.group_purchase_manager",
    "production user": "mrp.group_mrp_user",
    "equipment manager": "maintenance.group_equipment_manager",
    "administrator": "base.group_system",
    "portal": "base.group_portal",
    "public": "base.group_public",
}
COLUMNS = ("model", "for what", "record rules leave", *ROLES)
OURS, CORE = "Our models", "Models of other apps"


@dataclass
class Row:
    """A line of the table; `letters` by role, as "CRWU" or "R"."""

    model: str
    purpose: str
    narrowed: str
    letters: dict

    def __str__(self):
        cells = (f"`{self.model}`", self.purpose, self.narrowed, *(self.letters[role] for role in ROLES))
        return f"| {' | '.join(cells)} |"


def find_page():
    """The page, from wherever the command was started."""
    start = Path(globals().get("__file__") or Path.cwd() / "tests" / "any").resolve()
    return next(folder / PAGE for folder in start.parents if (folder / PAGE).is_file())


def read_rows(text, heading):
    """The rows below a heading of the page, by model."""
    _before, _heading, section = text.partition(f"\n## {heading}\n")
    lines = [line for line in section.partition("\n## ")[0].splitlines() if line.startswith("| `")]
    return {row.model: row for row in map(_read_row, lines)}


def _read_row(line):
    model, purpose, narrowed, *letters = (cell.strip() for cell in line.strip("| ").split(" | "))
    return Row(model.strip("`"), purpose, narrowed, dict(zip(ROLES, letters, strict=False)))


def write_rows(text, heading, rows):
    """The page with these rows below the heading, in the order of their names."""
    table = re.compile(rf"(\n## {re.escape(heading)}\n.*?)(\n\|.*?\n)(?=\n|\Z)", re.DOTALL)
    head = f"| {' | '.join(COLUMNS)} |\n|{'---|' * len(COLUMNS)}\n"
    body = "".join(f"{rows[model]}\n" for model in sorted(rows))
    return table.sub(lambda found: f"{found[1]}\n{head}{body}", text, count=1)


def get_our_models(env):
    """Every model with records that an addon of ours defines, wizards included."""
    return sorted(
        name
        for name, model in env.registry.items()
        if not model._abstract and model._original_module.startswith(PREFIX)
    )


def get_our_rights(env):
    """The access rights that addons of ours bring, also to models of other apps."""
    names = env["ir.model.data"].search([("model", "=", "ir.model.access"), ("module", "=like", f"{PREFIX}%")])
    return env["ir.model.access"].browse(names.mapped("res_id"))


def get_core_models(env):
    """Models of other apps that we give rights to."""
    return sorted(set(get_our_rights(env).mapped("model_id.model")) - set(get_our_models(env)))


def get_letters(model, user):
    """What a user may do with a model, by the access rights: "CRWU", "R"."""
    may = model.with_user(user)
    return "".join(letter for letter, operation in OPERATIONS.items() if may.has_access(operation)) or NOTHING


def get_added_letters(env, name, group):
    """What our access rights alone give a group in a model of another app."""
    rights = get_our_rights(env).filtered(
        lambda right: right.model_id.model == name and right.group_id in group.all_implied_ids
    )
    return "".join(letter for letter, kind in OPERATIONS.items() if any(rights.mapped(f"perm_{kind}"))) or NOTHING


def compute_letters(env, users):
    """What is so in this database: heading → model → role → letters.

    :param users: a user for each role
    """
    groups = {role: env.ref(group) for role, group in ROLES.items()}
    return {
        OURS: {
            name: {role: get_letters(env[name], user) for role, user in users.items()} for name in get_our_models(env)
        },
        CORE: {
            name: {role: get_added_letters(env, name, group) for role, group in groups.items()}
            for name in get_core_models(env)
        },
    }


def create_users(env):
    """A user of each role, who is nothing else."""
    from odoo.tests import new_test_user

    return {role: new_test_user(env, f"matrix_{group}", groups=group) for role, group in ROLES.items()}


def main(env):
    """Renew the letters of the page; rows of new models wait for their text."""
    page = find_page()
    text = page.read_text(encoding="utf-8")
    for heading, actual in compute_letters(env, create_users(env)).items():
        known = read_rows(text, heading)
        rows = {name: known.get(name) or Row(name, TO_BE_WRITTEN, TO_BE_WRITTEN, {}) for name in actual}
        for name, row in rows.items():
            row.letters = actual[name]
        text = write_rows(text, heading, rows)
    page.write_text(text, encoding="utf-8")
    env.cr.rollback()
    sys.stdout.write(f"{page}: written; {text.count(TO_BE_WRITTEN)} texts are to be written\n")


if "env" in globals():  # read by a shell of Odoo
    main(globals()["env"])
