# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo.tests import TransactionCase, tagged
from odoo.tools.safe_eval import safe_eval

from .access_matrix import (
    CORE,
    OURS,
    PAGE,
    TO_BE_WRITTEN,
    compute_letters,
    create_users,
    find_page,
    get_our_models,
    read_rows,
)

RENEW = "./setup/odoo shell < tests/access_matrix.py"
COMPANY, MAKER, SHARED = "own companies", "who made it", "all"
TRIVIAL = [(1, "=", 1)]


@tagged("post_install", "-at_install")
class TestAccessMatrix(TransactionCase):
    """`docs/access.md` says what is so: every model, every role, every right."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users = create_users(cls.env)
        cls.actual = compute_letters(cls.env, cls.users)
        cls.page = find_page().read_text(encoding="utf-8")

    def test_rights_are_those_of_the_table(self):
        for heading, actual in self.actual.items():
            rows = read_rows(self.page, heading)
            for model, letters in actual.items():
                with self.subTest(model=model):
                    self.assertIn(
                        model, rows, f"{PAGE} has no row for {model}: {RENEW} adds it; then say what it is for"
                    )
                    self.assertEqual(rows[model].letters, letters, f"{PAGE}, {model}: if this is meant, run {RENEW}")
            self.assertFalse(rows.keys() - actual.keys(), f"{PAGE} has rows for models that are gone")

    def test_every_row_says_what_it_is_for(self):
        for heading in (OURS, CORE):
            for row in read_rows(self.page, heading).values():
                self.assertNotIn(TO_BE_WRITTEN, (row.purpose, row.narrowed), row.model)

    def test_nobody_outside_has_more_than_to_read(self):
        for role in ("portal", "public"):
            for model, letters in self.actual[OURS].items():
                allowed = {"R", "–"} if role == "portal" else {"–"}
                self.assertIn(letters[role], allowed, (model, role))

    def test_record_rules_are_those_of_the_table(self):
        rows = read_rows(self.page, OURS)
        for model in get_our_models(self.env):
            with self.subTest(model=model):
                self.assertEqual(rows[model].narrowed.split("; ")[0], self._get_scope(model))
                self.assertEqual(bool(rows[model].narrowed.split("; ")[1:]), self._has_group_rules(model))

    def _get_rules(self, model):
        return self.env["ir.rule"].search([("model_id.model", "=", model)])

    def _get_scope(self, model):
        """The first words of the column, by the rules that hold for everybody."""
        domains = " ".join(rule.domain_force or "" for rule in self._get_rules(model) if not rule.groups)
        if "company_ids" in domains:
            return COMPANY
        return MAKER if "('create_uid', '=', user.id)" in domains else SHARED

    def _has_group_rules(self, model):
        """Whether some group has less than all records of its companies."""
        domains = [safe_eval(rule.domain_force, self._get_names()) for rule in self._get_rules(model) if rule.groups]
        return any(domain != TRIVIAL for domain in domains)

    def _get_names(self):
        return {"user": self.env.user, "company_ids": self.env.companies.ids, "company_id": self.env.company.id}

    def test_a_wizard_is_its_makers(self):
        """What somebody has open in a dialog is nobody else's, of whatever company."""
        for model in get_our_models(self.env):
            if self.env[model]._transient:
                self.assertEqual(self._get_scope(model), MAKER, model)

    def test_nothing_with_a_company_is_shared(self):
        for model in get_our_models(self.env):
            if self._get_scope(model) == SHARED:
                self.assertNotIn("company_id", self.env[model]._fields, model)
