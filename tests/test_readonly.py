# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from contextlib import closing

from psycopg2.errors import ReadOnlySqlTransaction

from odoo import fields
from odoo.service.model import call_kw
from odoo.tests import HttpCase, TransactionCase, tagged
from odoo.tools import mute_logger

from .fuzz.common import FuzzMixin
from .fuzz.surface import get_methods, get_routes

# Public methods that begin like one that reads, and write.
WRITES = set()


@tagged("post_install", "-at_install")
class TestReadonly(FuzzMixin, TransactionCase):
    """What only reads is asked of a replica, where there is one, and writes nothing there."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.methods = [method for method in get_methods(cls.registry) if cls._is_readonly(method)]

    @classmethod
    def _is_readonly(cls, method):
        return getattr(getattr(cls.registry[method.model], method.name), "_readonly", False)

    def _get_arguments(self):
        """{method: (ids, arguments)} of every method that says it only reads."""
        plant = self.plant
        occurrence = self.env["lean.tpm.occurrence"].search([("plan_id", "=", plant.plan.id)], limit=1)
        days = {"days": 28}
        return {
            "hr.employee.lean_current_operator": ((), {}),
            "lean.5s.audit.get_answers": (plant.audit.ids, {}),
            "lean.5s.audit.get_heat_map": ((), {}),
            "lean.5s.audit.get_result": (plant.audit.ids, {}),
            "lean.5s.audit.get_start": ((), {"area_id": plant.area.id}),
            "lean.kanban.loop.get_board": ((), {"filters": {"loop_ids": plant.loops.ids}}),
            "lean.kanban.loop.get_dashboard": ((), {}),
            "lean.kanban.loop.get_dashboard_action": ((), {"key": "late", "loop_ids": plant.loops.ids}),
            "lean.kanban.loop.get_import_templates": ((), {}),
            "lean.oee.get_dashboard": ((), {"filters": days}),
            "lean.oee.get_loss_action": ((), {"filters": days, "key": False, "big_loss": "breakdown"}),
            "lean.tpm.load.get_days": ((), {"model": occurrence._name, "record_id": occurrence.id}),
            "lean.tpm.load.get_load": ((), {}),
            "lean.tpm.occurrence.get_board": ((), {}),
            "lean.tpm.occurrence.get_machines": ((), {}),
            "lean.tpm.occurrence.get_station": ((), {"equipment_id": plant.machine.id}),
        }

    def call_read_only(self, name, ids, arguments):
        """Call a method as RPC does, in a transaction that refuses to write, with nothing cached."""
        model, method = name.rsplit(".", 1)
        records = self.env[model].with_user(self.manager).with_company(self.company)
        self.env.flush_all()
        self.env.invalidate_all()
        with closing(self.env.cr.savepoint(flush=False)):  # rolled back, which lets the transaction write again
            self.env.cr.execute("SET TRANSACTION READ ONLY")
            is_model_method = getattr(getattr(self.registry[model], method), "_api_model", False)
            result = call_kw(records, method, [] if is_model_method else [list(ids)], arguments)
            self.env.flush_all()
            return result

    def test_every_one_is_called(self):
        self.assertEqual({str(method) for method in self.methods}, set(self._get_arguments()))

    def test_what_is_named_like_reading_only_reads(self):
        names = {str(method) for method in get_methods(self.registry) if method.name.startswith("get_")}
        self.assertEqual(names - {str(method) for method in self.methods}, WRITES)

    def test_they_write_nothing(self):
        for name, (ids, arguments) in self._get_arguments().items():
            with self.subTest(method=name):
                self.call_read_only(name, ids, arguments)

    @mute_logger("odoo.sql_db")
    def test_what_writes_is_refused_there(self):
        with self.assertRaises(ReadOnlySqlTransaction):
            self.call_read_only("lean.kanban.loop.write", self.plant.loop.ids, {"vals": {"note": "Moved"}})


@tagged("post_install", "-at_install")
class TestReadonlyPages(FuzzMixin, HttpCase):
    """Pages that only read are asked of a replica, and write nothing there."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.card = cls._create_scorecard()

    @classmethod
    def _create_scorecard(cls):
        month = fields.Date.today().replace(day=1)
        values = {"partner_id": cls.plant.vendor.id, "company_id": cls.company.id, "date_from": month, "date_to": month}
        return cls.env["lean.supplier.scorecard"].sudo().create(values)

    def test_pages_are_read_from_a_replica(self):
        for route in get_routes(self.registry):
            with self.subTest(route=route.url):
                self.assertEqual(bool(route.endpoint.routing.get("readonly")), not route.is_post)

    def test_pages_write_nothing(self):
        """Odoo would begin again on the primary, and warn."""
        pages = {
            self.manager: [f"/lean/area/{self.plant.area.id}", f"/lean/machine/{self.plant.machine.id}", "/lean/idea"],
            self.plant.portal_user: ["/my/kanban", "/my/scorecards", f"/my/scorecards/{self.card.id}"],
        }
        for user, addresses in pages.items():
            user.sudo().password = user.login
            self.env.flush_all()
            self.authenticate(user.login, user.login)
            for address in addresses:
                with self.subTest(page=address), self.assertNoLogs("odoo.http", "WARNING"):
                    self.assertEqual(
                        self.url_open(address, allow_redirects=False).status_code // 100, self._get_kind(address)
                    )

    def _get_kind(self, address):
        """Codes of areas and machines lead to their pages."""
        return 3 if address.startswith(("/lean/area", "/lean/machine")) else 2
