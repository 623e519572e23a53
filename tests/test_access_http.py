# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo.http import Request, _generate_routing_rules
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .access_common import OutsiderMixin
from .access_matrix import PREFIX, get_our_models

TRACE = "Traceback (most recent call last)"
LOGIN = "/web/login"
# Any employee has ideas and reads those of others.
FOR_EMPLOYEES = {"/lean/idea", "/lean/idea/<int:idea_id>/like", "/lean/idea/sign_off"}


@tagged("post_install", "-at_install")
class TestAccessHttp(OutsiderMixin, HttpCase):
    """Every address of ours, photos, attachments and reports, asked for by who has no business there."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.supplier = cls.env.ref("lean_kanban_purchase.user_supplier")
        cls.outsiders = {user.login: user for user in (cls.rival, cls.supplier, cls.clerk, cls.foreigner)}
        cls.outsiders["nobody"] = None
        cls.area, cls.machine, cls.idea = (
            cls._get_factory_records(cls.env[name], limit=1)
            for name in ("lean.area", "maintenance.equipment", "lean.kaizen.idea")
        )
        others = [("partner_id", "not in", cls.supplier.commercial_partner_id.ids)]
        current = [*others, ("is_current", "=", True)]
        cls.card = cls.env["lean.supplier.scorecard"].sudo().search(current, limit=1)
        cls.line = cls.env["lean.supplier.scorecard.line"].sudo().search(current, limit=1)
        of_cards = [*others, ("kanban_loop_id", "!=", False), ("state", "=", "purchase")]
        cls.order_line = cls.env["purchase.order.line"].sudo().search(of_cards, limit=1)
        cls.secrets = {cls.area.name, cls.machine.name, cls.card.display_name, cls.order_line.order_id.name}
        cls.secrets |= {cls.idea.name, cls.card.partner_id.name, cls.order_line.product_id.name}
        # Address → how it is asked for: the address of something of the factory, and what is sent.
        cls.routes = {
            "/lean/area/<int:area_id>": (f"/lean/area/{cls.area.id}", None),
            "/lean/machine/<int:equipment_id>": (f"/lean/machine/{cls.machine.id}", None),
            "/lean/idea": (f"/lean/idea?area={cls.area.id}", None),
            "/lean/idea/<int:idea_id>/like": (f"/lean/idea/{cls.idea.id}/like", {}),
            "/lean/idea/sign_off": ("/lean/idea/sign_off", {}),
            "/my/kanban": ("/my/kanban", None),
            "/my/kanban/page/<int:page>": ("/my/kanban/page/1", None),
            "/my/kanban/answer": ("/my/kanban/answer", {"answer": "confirm", "line_ids": cls.order_line.id}),
            "/my/scorecards": ("/my/scorecards", None),
            "/my/scorecards/page/<int:page>": ("/my/scorecards/page/1", None),
            "/my/scorecards/<int:card_id>": (f"/my/scorecards/{cls.card.id}", None),
            "/my/scorecards/line/<int:line_id>/dispute": (
                f"/my/scorecards/line/{cls.line.id}/dispute",
                {"card_id": cls.card.id, "reason": "Not so"},
            ),
        }

    def _log_in(self, user):
        login = user.login if user else None
        self.authenticate(login, login)

    def _ask(self, address, sent=None):
        with mute_logger("odoo.http", "odoo.addons.base.models.ir_rule"):
            if sent is not None:
                sent = {"csrf_token": Request.csrf_token(self), **sent}
            return self.url_open(address, data=sent, timeout=60)

    def _check_closed(self, answer):
        """No trace, no error of the server, nothing of the factory."""
        self.assertLess(answer.status_code, 500)
        self.assertNotIn(TRACE, answer.text)
        for secret in self.secrets:
            self.assertNotIn(secret, answer.text)

    def test_all_addresses_are_known(self):
        modules = [name for name in self.env.registry._init_modules if name.startswith(PREFIX)]
        every = [*self.env.registry._init_modules]
        ours = {
            address
            for address, endpoint in _generate_routing_rules(every, nodb_only=False)
            if getattr(endpoint.func, "__module__", "").split(".")[2:3] in [[name] for name in modules]
        }
        self.assertEqual(ours, set(self.routes), "say in TestAccessHttp how an outsider asks for a new address")

    def test_addresses(self):
        states = self._read_states()
        for name, user in self.outsiders.items():
            self._log_in(user)
            for route, (address, sent) in self.routes.items():
                if user == self.clerk and route in FOR_EMPLOYEES:
                    continue
                with self.subTest(route=route, user=name):
                    answer = self._ask(address, sent)
                    self._check_closed(answer)
                    self.assertNotEqual(answer.status_code, 400, "the token was refused before anything was asked")
                    if not user:
                        self.assertIn(LOGIN, answer.url)
        self.env.invalidate_all()
        self.assertEqual(self._read_states(), states, "something was changed")

    def test_a_vendor_sees_what_is_theirs(self):
        """Else what outsiders do not see would prove nothing."""
        self._log_in(self.supplier)
        own = self.env["purchase.order.line"].sudo()._get_kanban_vendor_domain(self.supplier.partner_id)
        line = self.env["purchase.order.line"].sudo().search(own, limit=1)
        self.assertIn(line.order_id.name, self._ask("/my/kanban").text)

    def _read_states(self):
        disputes = self.env["lean.delivery.dispute"].sudo().search_count([])
        likes = self.idea.sudo().like_ids.ids
        return self.order_line.sudo().kanban_vendor_state, self.order_line.order_id.acknowledged, disputes, likes

    def _get_binaries(self):
        """(record, field) of a photo or file of each field that has one."""
        for name in get_our_models(self.env):
            for field in self.env[name]._fields.values():
                if field.type not in ("binary", "image") or not field.attachment or field.related or field.compute:
                    continue
                domain = [("res_model", "=", name), ("res_field", "=", field.name)]
                if kept := self.env["ir.attachment"].sudo().search(domain, limit=1):
                    yield self.env[name].browse(kept.res_id), field.name, kept

    def test_photos_and_files(self):
        kept = list(self._get_binaries())
        self.assertTrue(kept)
        self.authenticate("admin", "admin")
        seen = {attachment: self._ask(f"/web/content/{attachment.id}").content for _r, _f, attachment in kept}
        for attachment, content in seen.items():
            self.assertEqual(content, attachment.sudo().raw, attachment.res_model)
        for name, user in self.outsiders.items():
            self._log_in(user)
            for record, field, attachment in kept:
                if user == self.clerk and record._name == "lean.kaizen.idea":
                    continue
                for address in self._get_addresses(record, field, attachment):
                    with self.subTest(address=address, user=name):
                        answer = self._ask(address)
                        self._check_closed(answer)
                        self.assertNotEqual(answer.content, seen[attachment])

    def _get_addresses(self, record, field, attachment):
        yield f"/web/image/{record._name}/{record.id}/{field}"
        yield f"/web/content/{record._name}/{record.id}/{field}"
        yield f"/web/content/{attachment.id}"

    def _get_reports(self):
        """(address, name of the record) of each report of ours with a record of the factory."""
        for report in self.env["ir.actions.report"].search([("report_name", "=like", f"{PREFIX}%")]):
            record = self._get_factory_records(self.env[report.model], limit=1)
            if record:
                yield f"/report/{{}}/{report.report_name}/{record.id}", record

    def test_reports(self):
        reports = list(self._get_reports())
        self.assertGreater(len(reports), 5)
        self.authenticate("admin", "admin")
        for address, _record in reports:
            self.assertEqual(self._ask(address.format("html")).status_code, 200, address)
        for name, user in self.outsiders.items():
            self._log_in(user)
            for address, record in reports:
                for kind in ("html", "pdf"):
                    with self.subTest(address=address, kind=kind, user=name):
                        answer = self._ask(address.format(kind))
                        if user:
                            self.assertIn(answer.status_code, (403, 404))
                        self._check_closed(answer)
                        self.assertNotIn(record.display_name, answer.text)
