# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo.tests import TransactionCase, new_test_user, tagged
from odoo.tools.safe_eval import safe_eval

from .common import ADDON_PREFIX

# Everybody who works here has ideas, and names their waste.
OPEN_TO_EMPLOYEES = {
    ("lean.kaizen.idea", "read"),
    ("lean.kaizen.idea", "write"),
    ("lean.kaizen.idea", "create"),
    ("lean.kaizen.waste", "read"),
}


@tagged("post_install", "-at_install")
class TestRegistry(TransactionCase):
    """Facts of all models and menus of ours, read from the registry: none can be forgotten."""

    def _get_models(self):
        return [
            self.env[name]
            for name, model in sorted(self.registry.items())
            if name.startswith("lean.") and not model._abstract
        ]

    def test_every_model_has_access_rights(self):
        granted = set(self.env["ir.model.access"].search([]).mapped("model_id.model"))
        for model in self._get_models():
            self.assertIn(model._name, granted)

    def test_nobody_but_lean_users_has_rights(self):
        stranger = new_test_user(self.env, "registry_clerk", groups="base.group_user")
        for model in self._get_models():
            for operation in ("read", "write", "create", "unlink"):
                is_open = (model._name, operation) in OPEN_TO_EMPLOYEES
                self.assertEqual(model.with_user(stranger).has_access(operation), is_open, (model._name, operation))

    def test_every_model_of_a_company_has_a_rule(self):
        for model in self._get_models():
            if "company_id" not in model._fields or model._transient:
                continue
            rules = self.env["ir.rule"].search([("model_id.model", "=", model._name), ("groups", "=", False)])
            self.assertTrue(any("company_ids" in (rule.domain_force or "") for rule in rules), model._name)

    def test_every_model_and_field_has_a_name(self):
        for model in self._get_models():
            self.assertNotEqual(model._description, model._name)

    def _get_menus(self):
        names = self.env["ir.model.data"].search(
            [("model", "=", "ir.ui.menu"), ("module", "=like", f"{ADDON_PREFIX}%")]
        )
        return self.env["ir.ui.menu"].browse(names.mapped("res_id"))

    def test_every_menu_opens(self):
        manager = new_test_user(self.env, "registry_manager", groups="lean_base.group_lean_manager")
        for user in (manager, self.env.ref("base.user_admin")):
            visible = self.env["ir.ui.menu"].with_user(user)._visible_menu_ids()
            menus = self._get_menus().filtered(lambda m, ids=visible: m.id in ids)
            self.assertTrue(menus)
            for menu in menus.filtered(lambda m: m.action and m.action._name == "ir.actions.act_window"):
                with self.subTest(menu=menu.complete_name, user=user.login):
                    self._open(menu.action, user)

    def _open(self, action, user):
        """Load all views of an action and what its list shows at first."""
        model = self.env[action.res_model].with_user(user)
        names = {"uid": user.id, "active_id": False, "allowed_company_ids": user.company_ids.ids}
        context = safe_eval(action.context or "{}", names)
        views = [(view.id, view.view_mode) for view in action.view_ids]
        views += [(False, mode) for mode in action.view_mode.split(",") if mode not in dict(views).values()]
        loaded = model.with_context(**context).get_views([*views, (False, "search")])
        fields = list(loaded["models"][action.res_model]["fields"])
        domain = safe_eval(action.domain or "[]", names)
        model.search_fetch(domain, [name for name in fields if model._fields[name].store], limit=5)
