# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from contextlib import contextmanager
from dataclasses import dataclass
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tests import TransactionCase, tagged
from odoo.tools import mute_logger

from .access_common import OutsiderMixin, get_public_methods, is_for_records
from .access_matrix import NOTHING, get_letters

# Models of which the demo factory has no record, and why.
NOT_IN_DEMO = {
    "lean.kanban.arrival": "lives until the receipt is booked, which a cron does at once",
    "lean.pin.attempt": "lives for five minutes after a wrong PIN",
}
# Small catalogues that all companies use.
SHARED = {"lean.action.tag", "lean.kaizen.stage", "lean.kaizen.waste", "lean.kanban.reject.reason"}
# Every employee may: what the suggestion box needs.
OPEN_TO_EMPLOYEES = {"lean.kaizen.idea", "lean.kaizen.waste", "maintenance.request", "maintenance.equipment"}
# Whose records may belong to all companies; the demo's do.
WITHOUT_COMPANY = {"lean.5s.template", "lean.5s.question"}
# Work on what is the caller's own: something is written, of the caller's company.
OF_ONES_OWN = {
    ("hr.employee", "lean_identify_pin"),  # counts tries
    ("lean.jit.analysis", "action_generate"),
    ("lean.jit.analysis", "generate"),
    ("lean.supplier.scorecard", "action_generate_missing"),
    ("lean.supplier.scorecard", "generate"),
}
# Answers that hold nothing of anybody.
HARMLESS = {
    ("lean.kanban.loop", "get_import_templates"),
    ("lean.oee", "get_loss_action"),
}
# Methods that only open something need no record of each state.
NAVIGATION = ("action_view_", "action_open_")
WRITES = ("INSERT", "UPDATE", "DELETE")


@dataclass(frozen=True)
class Sample:
    """A record that outsiders try, and what they try with it."""

    model: str
    ids: list
    name: str
    state: str
    methods: list


class RefusedCase(OutsiderMixin, TransactionCase):
    """Calls as they come in by RPC: on ids, in a transaction that has read nothing yet."""

    wants_samples = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.samples = list(cls._take_samples()) if cls.wants_samples else []

    @contextmanager
    def _written(self):
        """What is written to the database meanwhile."""
        statements, execute = [], self.env.cr.execute

        def record(query, *args, **kwargs):
            code = getattr(query, "code", query)
            if code.lstrip().upper().startswith(WRITES):
                statements.append(code)
            return execute(query, *args, **kwargs)

        with patch.object(self.env.cr, "execute", record):
            yield statements

    def _try(self, user, model, name, ids, *args):
        """What came of a call: ("refused", why, []), ("answered", the answer, what was written)."""
        records = self.env[model].with_user(user).with_context(allowed_company_ids=user.company_ids.ids).browse(ids)
        self.env.invalidate_all()
        with self.env.cr.savepoint(flush=False) as savepoint, self._written() as statements, mute_logger("odoo.models"):
            try:
                answer = getattr(records, name)(*args)
                self.env.flush_all()
                return "answered", answer, statements
            except UserError as error:
                return "refused", str(error), []
            finally:
                self.env.clear()
                savepoint.rollback()

    def _check_methods(self, user, samples, skipped=()):
        """No method of ours, called on the factory's records, writes anything or tells their name."""
        seen = set()
        for sample in samples:
            for name in () if sample.model in skipped else sample.methods:
                if name.startswith(NAVIGATION) and sample.model in seen:
                    continue
                with self.subTest(model=sample.model, method=name, state=sample.state):
                    _kind, told, statements = self._try(user, sample.model, name, sample.ids)
                    self.assertFalse(statements, "something was written")
                    self.assertNotIn(sample.name, str(told))
            seen.add(sample.model)

    @classmethod
    def _take_samples(cls):
        """A record of each state, of each model that has methods of ours and a company."""
        for name, registered in sorted(cls.env.registry.items()):
            model = cls.env[name]
            if registered._abstract or registered._transient or name in SHARED or "company_id" not in model._fields:
                continue
            methods = [name for name, method in get_public_methods(model).items() if is_for_records(method)]
            for record in cls._pick(model) if methods else ():
                state = record.state if "state" in record._fields else ""
                yield Sample(name, record.ids, record.display_name, state, methods)

    @classmethod
    def _pick(cls, model):
        records = cls._get_factory_records(model, limit=100)
        if "state" not in model._fields:
            return records[:1]
        return [group[0] for group in records.grouped("state").values()]


@tagged("post_install", "-at_install")
class TestAnotherCompany(RefusedCase):
    """The records of one company, for somebody who has all roles in another."""

    def test_nothing_is_found(self):
        for model in self._get_models_with_records():
            if model._name in SHARED or get_letters(model, self.foreigner) == NOTHING:
                continue
            with self.subTest(model=model._name):
                records = self._get_factory_records(model, limit=100)
                is_absent = model._name in {*NOT_IN_DEMO, *WITHOUT_COMPANY}
                self.assertEqual(bool(records), not is_absent, "say in NOT_IN_DEMO why the demo has none, or strike it")
                mine = model.with_user(self.foreigner).with_context(
                    active_test=False, allowed_company_ids=self.elsewhere.ids
                )
                domain = Domain(self._get_factory_domain(model))
                self.assertFalse(mine.search(domain, limit=1))
                self.assertFalse(mine.search([("id", "in", records.ids)], limit=1))
                self.assertFalse(mine._read_group([("id", "in", records.ids)], [], ["__count"])[0][0])

    def test_nothing_is_read_by_id(self):
        for model in self._get_models_with_records():
            if model._name in SHARED:
                continue
            record = self._get_factory_records(model, limit=1)
            for operation in ("read", "write", "unlink"):
                with self.subTest(model=model._name, operation=operation):
                    self.assertFalse(record and record.with_user(self.foreigner).sudo(False).has_access(operation))

    def test_no_method_takes_foreign_records(self):
        """Nothing is written, and nothing is told."""
        self._check_methods(self.foreigner, self.samples)

    def test_no_method_takes_them_from_a_lean_user(self):
        """Who has less goes other ways through the checks than who has all roles."""
        self._check_methods(self.foreign_operator, self.samples)


@tagged("post_install", "-at_install")
class TestNoRole(RefusedCase):
    """An employee without a role, and a vendor who has delivered nothing: in the factory's own company."""

    def _get_one_each(self):
        """Who has no rights on a model at all comes equally far in each state."""
        return {sample.model: sample for sample in self.samples}.values()

    def test_an_employee_without_a_role_is_refused(self):
        self._check_methods(self.clerk, self._get_one_each(), OPEN_TO_EMPLOYEES)

    def test_a_vendor_is_refused(self):
        self._check_methods(self.rival, self._get_one_each())

    def test_nothing_is_found(self):
        for model in self._get_models_with_records():
            for user in (self.clerk, self.rival):
                if model._name in OPEN_TO_EMPLOYEES and user == self.clerk:
                    continue
                with self.subTest(model=model._name, user=user.login):
                    theirs = model.with_user(user)
                    self.assertFalse(theirs.has_access("read") and theirs.search([], limit=1))


@tagged("post_install", "-at_install")
class TestCalls(RefusedCase):
    """Methods that take ids or codes as arguments: all there are, each with those of the factory."""

    wants_samples = False

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        card, machine, audit = (
            cls._get_factory_records(cls.env[name], limit=1)
            for name in ("lean.kanban.card", "maintenance.equipment", "lean.5s.audit")
        )
        event = cls.env["lean.kanban.event"].sudo().search([("scan_uid", "!=", False)], limit=1)
        meter = cls.env["lean.tpm.meter"].sudo().search([("code", "!=", False)], limit=1)
        occurrence = cls._get_factory_records(cls.env["lean.tpm.occurrence"]).filtered("plan_id.task_ids")[:1]
        answer = audit.answer_ids[:1] or cls.env["lean.5s.answer"].sudo().search([], limit=1)
        operator = cls._get_factory_records(cls.env["hr.employee"], limit=1)
        operator.write({"barcode": "ACCESS1", "pin": "4711"})
        entry = {"uid": "access-1", "note": "Access", "answer": "ok"}
        check = {**entry, "occurrence_id": occurrence.id, "task_id": occurrence.plan_id.task_ids[:1].id}
        center = cls._get_factory_records(cls.env["mrp.workcenter"], limit=1)
        cls.calls = {
            ("hr.employee", "lean_identify"): ("ACCESS1",),
            ("hr.employee", "lean_identify_pin"): (operator.id, "4711"),
            ("hr.employee", "lean_sign_off"): (),
            ("hr.employee", "lean_current_operator"): (),
            ("lean.5s.audit", "action_open_cell"): (audit.area_id.id, "2026-06-01"),
            ("lean.5s.audit", "get_heat_map"): (),
            ("lean.5s.audit", "get_start"): (audit.area_id.id,),
            ("lean.5s.audit", "save_answer"): ({"uid": "access-1", "answer_id": answer.id, "choice": "0"},),
            ("lean.5s.audit", "start_extra"): (audit.area_id.id, audit.template_id.id),
            ("lean.jit.analysis", "action_generate"): (),
            ("lean.jit.analysis", "generate"): (),
            ("lean.kanban.card", "scan"): (card.barcode, None, "access-2"),
            ("lean.kanban.card", "undo_scan"): (event.scan_uid or "access-3",),
            ("lean.kanban.loop", "get_board"): ({"loop_ids": card.loop_id.ids},),
            ("lean.kanban.loop", "get_dashboard"): (),
            ("lean.kanban.loop", "get_dashboard_action"): ("late", card.loop_id.ids),
            ("lean.kanban.loop", "get_import_templates"): (),
            ("lean.oee", "action_refresh"): (),
            ("lean.oee", "get_dashboard"): ({"workcenter_id": center.id},),
            ("lean.oee", "get_loss_action"): ({"workcenter_id": center.id}, False, "breakdown"),
            ("lean.supplier.scorecard", "action_generate_missing"): (),
            ("lean.supplier.scorecard", "generate"): ("2026-01-01", "2026-01-31"),
            ("lean.tpm.occurrence", "action_move"): (occurrence.date_due,),
            ("lean.tpm.occurrence", "get_board"): (),
            ("lean.tpm.occurrence", "get_machines"): (),
            ("lean.tpm.occurrence", "get_station"): (machine.id,),
            ("lean.tpm.occurrence", "sign_check"): (occurrence.id, "access-4"),
            ("lean.tpm.meter", "post_reading"): (meter.code or "access-5", 10**6),
            ("lean.tpm.result", "submit"): (check,),
            ("lean.tpm.tag", "report"): (machine.id, entry),
            ("maintenance.request", "action_lean_move"): ("2999-01-01",),
        }
        request = cls._get_factory_records(cls.env["maintenance.request"], limit=1)
        cls.ids_by_model = {"lean.tpm.occurrence": occurrence.ids, "maintenance.request": request.ids}
        records = (card, card.loop_id, machine, audit, audit.area_id, occurrence, answer, operator, center, meter)
        cls.names = {record.display_name for record in records if record and len(record.display_name) > 3}
        cls.names |= {card.product_id.name, audit.area_id.name}

    def _get_calls(self):
        """(model, method) of all that take arguments or no records."""
        for name, registered in sorted(self.env.registry.items()):
            if registered._abstract or registered._transient:
                continue
            for method, function in get_public_methods(self.env[name]).items():
                if not is_for_records(function) and not registered._fields.keys() & {method}:
                    yield name, method

    def test_all_are_listed(self):
        known = set(self.calls)
        self.assertFalse(set(self._get_calls()) - known, "say in TestCalls what an outsider is to call it with")
        self.assertFalse(known - set(self._get_calls()), "gone")

    def test_nothing_is_told_or_written_elsewhere(self):
        for (model, method), args in self.calls.items():
            for user in (self.foreigner, self.foreign_operator):
                with self.subTest(model=model, method=method, user=user.login):
                    _kind, told, statements = self._try(user, model, method, self.ids_by_model.get(model, []), *args)
                    if (model, method) not in OF_ONES_OWN:
                        self.assertFalse(statements)
                    for name in self.names:
                        self.assertNotIn(name, str(told))

    def test_who_has_no_role_is_refused(self):
        for (model, method), args in self.calls.items():
            for user in (self.clerk, self.rival):
                with self.subTest(model=model, method=method, user=user.login):
                    kind, told, statements = self._try(user, model, method, self.ids_by_model.get(model, []), *args)
                    self.assertFalse(statements)
                    if (model, method) in HARMLESS:
                        continue
                    is_refused = kind == "refused" or not told or (isinstance(told, dict) and told.get("ok") is False)
                    self.assertTrue(is_refused, told)
