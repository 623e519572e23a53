# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
import io
import json

from hypothesis import strategies as st

from odoo.http import Request
from odoo.tests import HttpCase, tagged

from .fuzz.common import FuzzMixin
from .fuzz.strategies import HUGE, PHOTOS, make_parameters, texts
from .fuzz.surface import get_controllers, get_methods, get_routes

CLEAR_STATUS = range(200, 500)
# Fields of forms that no signature names: those of a line carry its id.
FORM_FIELDS = ("line_ids", "date_{line}", "quantity_{line}", "note_{line}", "sortby", "filterby", "unknown")
STATION_CALLS = 6


@tagged("post_install", "-at_install")
class TestFuzzHttp(FuzzMixin, HttpCase):
    """Every endpoint of ours, and what stations call, through the real server: a page or a clear error."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.routes = get_routes(cls.registry)

    def test_every_controller_is_fuzzed(self):
        fuzzed = {route.controller for route in self.routes}
        for controller in get_controllers():
            self.assertTrue(any(issubclass(found, controller) for found in fuzzed), controller)

    def test_every_endpoint(self):
        table = make_parameters(self.ids, self.plant.codes)
        for route in self.routes:
            for user in (self.manager, self.plant.portal_user, None):
                self._sign_in(user)
                with self.noting_defects(f"{route.url} as {user and user.name}"):
                    self.fuzz(self._request(route), self._make_request(route, table))
        self.assertNoDefect()

    def _sign_in(self, user):
        if user is None:
            self.authenticate(None, None)
            return
        user.sudo().password = user.login
        self.env.flush_all()
        self.authenticate(user.login, user.login)

    def _make_request(self, route, table):
        """(place, fields, photo) of a request."""
        own = [*self.ids[self._get_model(route)], 0, HUGE, 10**30]
        place = st.fixed_dictionaries({name: st.sampled_from(own) for name in route.places})
        line = self.plant.order.order_line.id
        names = {*route.fields, *(name.format(line=line) for name in FORM_FIELDS)}
        form = {name: (table.get(name, texts) | texts).map(str) for name in sorted(names)}
        files = st.sampled_from([None, *PHOTOS.values()])
        return st.tuples(place, st.fixed_dictionaries({}, optional=form), files)

    def _get_model(self, route):
        models = {
            "/lean/area": "lean.area",
            "/lean/machine": "maintenance.equipment",
            "/lean/idea": "lean.kaizen.idea",
            "/my/scorecards/line": "lean.supplier.scorecard.line",
        }
        found = [model for prefix, model in models.items() if route.url.startswith(prefix)]
        return found[0] if found else "lean.supplier.scorecard"

    def _request(self, route):
        def check(example):
            place, form, photo = example
            path = route.url
            for name, value in place.items():
                path = path.replace(f"<int:{name}>", str(value))
            form = {name: value.encode("utf-8", "replace") for name, value in form.items()}
            if route.is_post:
                form["csrf_token"] = Request.csrf_token(self)
                files = {"photo": ("a.png", io.BytesIO(photo))} if photo is not None else None
                answer = self.url_open(path, data=form, files=files, allow_redirects=False)
            else:
                answer = self.url_open(path, params=form, allow_redirects=False)
            self.assertIn(answer.status_code, CLEAR_STATUS, answer.text[-2000:])

        return check

    def test_stations_over_json(self):
        """What JSON may carry beside what Python has: half a character, a number without end."""
        self._sign_in(self.manager)
        table = make_parameters(self.ids, self.plant.codes)
        for method in get_methods(self.registry):
            if method.is_station and method.is_model_method and method.parameters:
                arguments = st.fixed_dictionaries({p.name: table.get(p.name, texts) for p in method.parameters})
                with self.noting_defects(str(method)):
                    self.fuzz(self._call(method), arguments, examples=2)
        self.assertNoDefect()

    def _call(self, method):
        def check(arguments):
            body = {"params": {"model": method.model, "method": method.name, "args": [], "kwargs": arguments}}
            address = f"/web/dataset/call_kw/{method.model}/{method.name}"
            headers = {"Content-Type": "application/json"}
            answer = self.url_open(address, data=json.dumps(body), headers=headers).json()
            name = answer.get("error", {}).get("data", {}).get("name", "odoo.exceptions.UserError")
            self.assertTrue(name.startswith("odoo.exceptions."), answer)

        return check
