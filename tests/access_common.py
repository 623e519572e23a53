# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
"""Who knocks at a company's records: somebody of another company, somebody without a role, another vendor."""

import inspect

from odoo.models import BaseModel
from odoo.tests import new_test_user

from .access_matrix import PREFIX, ROLES, get_our_models

OUTSIDE = ("base.group_portal", "base.group_public")
NO_DEMO = "needs the demo factory: test_access_demo runs this where it is"


class OutsiderMixin:
    """Users who have no business with the records of the demo factory."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if not cls.env["ir.module.module"].search_count([("name", "=", "lean_kanban"), ("demo", "=", True)]):
            cls.skipTest(cls, NO_DEMO)
        cls.factory = cls.env["lean.kanban.loop"].search([], limit=1).company_id
        cls.elsewhere = cls.env["res.company"].create({"name": "Elsewhere Works"})
        roles = ",".join(group for group in ROLES.values() if group not in OUTSIDE)
        place = {"company_id": cls.elsewhere.id, "company_ids": [(6, 0, cls.elsewhere.ids)]}
        cls.foreigner = new_test_user(cls.env, "access_foreigner", f"{roles},hr.group_hr_manager", **place)
        cls.foreign_operator = new_test_user(cls.env, "access_operator", "lean_base.group_lean_user", **place)
        place = {"company_id": cls.factory.id, "company_ids": [(6, 0, cls.factory.ids)]}
        cls.clerk = new_test_user(cls.env, "access_clerk", "base.group_user", **place)
        cls.rival = new_test_user(cls.env, "access_rival", "base.group_portal", name="Rival Ltd.", **place)
        cls.env.flush_all()

    @classmethod
    def _get_models_with_records(cls):
        """Our models whose records stay."""
        return [cls.env[name] for name in get_our_models(cls.env) if not cls.env[name]._transient]

    @classmethod
    def _get_factory_records(cls, model, limit=None):
        """What the factory has of a model, as superuser; what belongs to all companies left out."""
        domain = cls._get_factory_domain(model)
        return model.sudo().with_context(active_test=False).search(domain, limit=limit)

    @classmethod
    def _get_factory_domain(cls, model):
        path = "company_id" if "company_id" in model._fields else PATHS.get(model._name)
        return [(path, "=", cls.factory.id)] if path else []


# How a model without a company of its own comes by one.
PATHS = {"lean.kanban.run.hour": "run_id.company_id"}


def get_public_methods(model):
    """Name → function, of what addons of ours let clients call on a model; what every model has is left out."""
    names = {
        name
        for parent in type(model).mro()
        if parent.__module__.startswith(f"odoo.addons.{PREFIX}")
        for name, function in vars(parent).items()
        if inspect.isfunction(function) and not name.startswith("_") and not hasattr(BaseModel, name)
    }
    methods = {name: getattr(type(model), name) for name in sorted(names)}
    return {name: method for name, method in methods.items() if not getattr(method, "_api_private", False)}


def is_for_records(function):
    """Whether a method is called on records, and with nothing else."""
    parameters = list(inspect.signature(function).parameters.values())[1:]
    return not getattr(function, "_api_model", False) and all(
        parameter.default is not parameter.empty or parameter.kind in (parameter.VAR_KEYWORD, parameter.VAR_POSITIONAL)
        for parameter in parameters
    )
