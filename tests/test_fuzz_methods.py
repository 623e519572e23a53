# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
import json

from hypothesis import strategies as st

from odoo.service.model import call_kw
from odoo.tests import TransactionCase, tagged
from odoo.tools import json_default

from .fuzz.common import EXAMPLES, MISUSE, REFUSED, FuzzMixin
from .fuzz.strategies import HUGE, junk, make_parameters, make_records
from .fuzz.surface import EXCLUDED, ORM_METHODS, get_methods

RECORD_PARAMETERS = {"vals", "vals_list", "default"}


@tagged("post_install", "-at_install")
class TestFuzzMethods(FuzzMixin, TransactionCase):
    """Every public method of ours answers anything, or refuses it in words.

    The line: what a screen of ours calls (a station, a board, a dashboard) never answers with anything but a result or
    a message of Odoo's kinds. A method that only programs call may say `ValueError` or `TypeError` to an argument of a
    wrong type, as Odoo's own do, and changes nothing then.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.methods = [method for method in get_methods(cls.registry) if (method.model, method.name) not in EXCLUDED]

    def test_exclusions_are_methods(self):
        known = {(method.model, method.name) for method in get_methods(self.registry)}
        self.assertFalse(EXCLUDED.keys() - known)

    def test_every_public_method(self):
        table = make_parameters(self.ids, self.plant.codes + self.other_plant.codes)
        for method in self.methods:
            with self.noting_defects(str(method)):
                self.fuzz(self._call(method), self._make_arguments(method, table))
        self.assertNoDefect()

    def _make_arguments(self, method, table):
        """(ids, arguments) as RPC sends them."""
        own = self.ids[method.model]
        ids = st.sampled_from([[], own[:1], own, own[-1:], [2**31 - 1], [HUGE], own[:1] * 2])
        arguments = {}
        for parameter in method.parameters:
            if parameter.kind in (parameter.VAR_KEYWORD, parameter.VAR_POSITIONAL):
                continue
            if parameter.name in RECORD_PARAMETERS:
                values = make_records(self.env, method.model, self.ids)
                is_list = parameter.name == "vals_list"
                arguments[parameter.name] = st.lists(values, min_size=1, max_size=3) if is_list else values
            else:
                arguments[parameter.name] = table.get(parameter.name, junk)
        return st.tuples(ids, st.fixed_dictionaries(arguments))

    def _get_allowed(self, method, ids):
        if method.is_station and (method.is_model_method or len(ids) == 1):
            return REFUSED
        if method.parameters and not method.is_station:
            return REFUSED + MISUSE
        return REFUSED if len(ids) == 1 else REFUSED + (ValueError,)  # one record was expected

    def _call(self, method):
        def check(example):
            ids, arguments = example
            allowed = self._get_allowed(method, ids)
            model = self.env[method.model].with_user(self.manager)
            positional = [] if method.is_model_method else [ids]
            if method.name in ORM_METHODS:
                positional += [arguments.pop(parameter.name) for parameter in method.parameters]
            result = self.attempt(lambda: call_kw(model, method.name, positional, arguments), allowed)
            json.dumps(result, default=json_default)

        return check

    def test_every_wizard(self):
        """A wizard opens on anything, takes anything in, and its buttons say why not."""
        for name, model in sorted(self.registry.items()):
            if name.startswith("lean.") and model._transient:
                buttons = [m.name for m in self.methods if m.model == name and not m.parameters and m.name != "unlink"]
                with self.noting_defects(name):
                    self.fuzz(self._run_wizard(name, buttons), self._make_wizard(name), examples=2 * EXAMPLES)
        self.assertNoDefect()

    def _make_wizard(self, name):
        """(context, values) with which a wizard is opened and filled in."""
        fields = self.env[name]._fields.values()
        sources = sorted({field.comodel_name for field in fields if field.relational})
        context = {
            "active_model": st.sampled_from([*sources, "lean.kanban.loop", "no.such.model", False]),
            "active_ids": st.lists(st.sampled_from([*self.ids["lean.kanban.loop"], 2**31 - 1]), max_size=3),
            "active_id": st.sampled_from([*self.ids["lean.kanban.loop"], False]),
        }
        for field in fields:
            if field.type == "many2one" and field.name not in ("create_uid", "write_uid"):
                known = [*self.ids[field.comodel_name], False]
                context[f"default_{field.name}"] = st.sampled_from(known)
        return st.tuples(st.fixed_dictionaries(context), make_records(self.env, name, self.ids) | st.just({}))

    def _run_wizard(self, name, buttons):
        def check(example):
            context, values = example
            wizards = self.env[name].with_user(self.manager).with_context(**context)
            self.attempt(lambda: wizards.default_get(list(wizards._fields)))
            wizard = self.attempt(lambda: wizards.create(values), REFUSED + MISUSE)
            for button in buttons if wizard else ():
                self.attempt(getattr(wizard, button))

        return check
