# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
"""What a stranger can call of ours, read from the registry and the routes: nothing new can be forgotten."""

import inspect
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from odoo import http

OURS = "odoo.addons.lean_"
ROOT = Path(__file__).parents[2]
ORM_METHODS = frozenset({"create", "write", "unlink", "copy", "copy_data", "default_get"})

# {(model, method): why it is not called with junk}; a row that names nothing is a failing test.
EXCLUDED = {
    ("purchase.order", "message_post"): "its arguments are those of core's message_post, which alone reads them",
    ("lean.action.source.mixin", "action_open_lean_actions"): "abstract: its models are called",
    ("lean.action.source.mixin", "unlink"): "abstract: its models are called",
    ("lean.kaizen.part.mixin", "create"): "abstract: its models are called",
    ("lean.kaizen.part.mixin", "write"): "abstract: its models are called",
    ("lean.kanban.document.mixin", "action_view_kanban_cards"): "abstract: its models are called",
    ("ir.model", "unlink"): "takes the schema of the database away; administrators uninstall with it",
}


@dataclass(frozen=True)
class Method:
    """A public method that an addon of ours defines or overrides."""

    model: str
    name: str
    parameters: tuple[inspect.Parameter, ...]
    is_model_method: bool

    @cached_property
    def is_station(self):
        """Whether a screen of ours calls it: then its answer to anything is a clear one."""
        return self.name not in ORM_METHODS and self.name in _get_names_in_scripts()

    def __str__(self):
        return f"{self.model}.{self.name}"


@dataclass(frozen=True)
class Route:
    """An address of ours and what answers it."""

    url: str
    endpoint: object

    @property
    def places(self):
        """Names of the numbers that stand in the address."""
        return re.findall(r"<int:(\w+)>", self.url)

    @property
    def fields(self):
        """Names that a request may carry beside."""
        parameters = inspect.signature(_get_endpoint(self.endpoint)).parameters.values()
        return [
            p.name for p in parameters if p.kind == p.POSITIONAL_OR_KEYWORD and p.name not in ("self", *self.places)
        ]

    @property
    def is_post(self):
        return "POST" in (self.endpoint.routing.get("methods") or ())

    @property
    def controller(self):
        return type(_get_method(self.endpoint).__self__)


def get_methods(registry):
    """Every public method of ours, of every model."""
    found = []
    for model_name, model in sorted(registry.items()):
        for name in sorted(dir(model)):
            if not name.startswith("_") and _is_callable_by_rpc(model, name) and _is_ours(model, name):
                function = getattr(model, name)
                parameters = tuple(inspect.signature(function).parameters.values())[1:]
                is_model_method = getattr(function, "_api_model", False)
                found.append(Method(model_name, name, parameters, is_model_method))
    return found


def get_routes(registry):
    """Every route whose endpoint is ours."""
    rules = http._generate_routing_rules(list(registry._init_modules), nodb_only=False)
    return [Route(url, endpoint) for url, endpoint in rules if _get_endpoint(endpoint).__module__.startswith(OURS)]


def get_controllers():
    """Classes of controllers of ours, to see that each has a route that is fuzzed."""
    found, stack = set(), [http.Controller]
    while stack:
        for child in stack.pop().__subclasses__():
            stack.append(child)
            if child.__module__.startswith(OURS):
                found.add(child)
    return found


def _is_callable_by_rpc(model, name):
    return inspect.isfunction(getattr(model, name, None)) and not any(
        getattr(cls.__dict__.get(name), "_api_private", False) for cls in model.mro()
    )


def _is_ours(model, name):
    definitions = [cls for cls in model.mro() if name in cls.__dict__ and cls.__module__.startswith("odoo.addons.")]
    return any(cls.__module__.startswith(OURS) for cls in definitions)


def _get_method(endpoint):
    """The method of a controller behind a route's endpoint."""
    while not hasattr(endpoint, "__self__"):
        endpoint = getattr(endpoint, "func", None) or endpoint.__wrapped__
    return endpoint


def _get_endpoint(endpoint):
    return inspect.unwrap(_get_method(endpoint).__func__)


_names = set()


def _get_names_in_scripts():
    """Words in quotes in our scripts: names of methods are among them."""
    if not _names:
        for path in ROOT.glob("lean_*/static/src/**/*.js"):
            _names.update(re.findall(r"[\"'](\w+)[\"']", path.read_text()))
    return _names
