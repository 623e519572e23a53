# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
import json

from lxml import html

from odoo.tests import HttpCase, TransactionCase, tagged

from .fuzz.common import FuzzMixin
from .fuzz.plant import Plant
from .fuzz.strategies import MARKUP

MARK = f"{MARKUP} "
OUR_MODULES = ("module", "=like", "lean_%")
# A screen is drawn, and what it loads has come.
SETTLED_MS = 1500


class MarkedMixin(FuzzMixin):
    """A plant with markup in the names of everything in it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.marked = Plant(cls.env, cls.company, mark=MARK)

    def assertHarmless(self, content, name):
        """No element of the mark became one of the page."""
        tree = html.fromstring(content)
        scripts = [element for element in tree.iter("script") if "alert(1)" in (element.text or "")]
        self.assertFalse(scripts, name)
        handlers = tree.xpath("//*[@*[starts-with(name(), 'on')][contains(., 'alert')]]")
        self.assertFalse(handlers, name)

    def get_ours(self, model):
        known = self.env["ir.model.data"].search([OUR_MODULES, ("model", "=", model)])
        return self.env[model].browse(known.mapped("res_id")).exists()


@tagged("post_install", "-at_install")
class TestMarkupOnPaper(MarkedMixin, TransactionCase):
    """What is printed and sent shows markup as it was written."""

    def test_every_report(self):
        shown = 0
        for report in self.get_ours("ir.actions.report"):
            records = self.env[report.model].search([("company_id", "in", self.company.ids)], limit=20)
            if not records:
                continue
            content = self.env["ir.actions.report"]._render_qweb_html(report.report_name, records.ids)[0]
            self.assertHarmless(content, report.report_name)
            shown += b"&lt;img src=x" in content
        self.assertGreater(shown, 2)

    def test_every_mail(self):
        for template in self.get_ours("mail.template"):
            records = self.env[template.model].search([], limit=5)
            for field in ("body_html", "subject"):
                for content in template._render_field(field, records.ids).values():
                    self.assertHarmless(f"<div>{content}</div>", template.name)

    def test_every_message(self):
        self.marked.tag.action_create_request()
        self.marked.tag.action_create_action()
        self.marked.event.action_start()
        self.marked.red_tag.action_hold()
        for record in self.env["mail.message"].search([], order="id desc", limit=200):
            if record.body:
                self.assertHarmless(f"<div>{record.body}</div>", record.model)
        for activity in self.env["mail.activity"].search([]):
            if activity.note:
                self.assertHarmless(f"<div>{activity.note}</div>", activity.res_model)


@tagged("post_install", "-at_install")
class TestMarkupOnScreen(MarkedMixin, HttpCase):
    """What stands on pages and screens shows markup as it was written."""

    def test_portal_pages(self):
        user = self.marked.portal_user
        user.password = user.login
        self.env.flush_all()
        self.authenticate(user.login, user.login)
        for page in ("/my", "/my/kanban", "/my/scorecards"):
            self.assertHarmless(self.url_open(page).text, page)
        self.assertIn("&lt;img src=x", self.url_open("/my/kanban").text)

    def test_idea_page(self):
        self.manager.sudo().password = self.manager.login
        self.env.flush_all()
        self.authenticate(self.manager.login, self.manager.login)
        content = self.url_open(f"/lean/idea?area={self.marked.area.id}").text
        self.assertHarmless(content, "idea")
        self.assertIn("&lt;img src=x", content)

    def test_every_client_action(self):
        """Each screen of ours in a browser, with what a user would look at."""
        self.manager.sudo().password = self.manager.login
        actions = [action.id for action in self.get_ours("ir.actions.client")]
        marked = self.marked
        opened = (marked.machine.action_open_station(), marked.audit.action_open(), marked.event.action_open_page())
        actions += [action for action in opened if isinstance(action, dict)]
        records = (marked.loop, marked.area, marked.tag, marked.red_tag, marked.event, marked.idea, marked.order)
        actions += [
            {
                "type": "ir.actions.act_window",
                "res_model": record._name,
                "res_id": record.id,
                "views": [[False, "form"]],
            }
            for record in records
        ]
        code = SCREENS % {"actions": json.dumps(actions, default=str), "wait": SETTLED_MS}
        self.browser_js("/odoo", code, "odoo.isReady", login=self.manager.login, timeout=120)


SCREENS = """
    let ran = false;
    window.alert = () => {
        ran = true;
    };
    const {action} = odoo.__WOWL_DEBUG__.root.env.services;
    (async () => {
        let shown = 0;
        for (const opened of %(actions)s) {
            await action.doAction(opened, {clearBreadcrumbs: true});
            await new Promise((resolve) => setTimeout(resolve, %(wait)d));
            if (ran || document.querySelector("img[onerror]")) {
                throw new Error("Markup was taken for a part of " + JSON.stringify(opened));
            }
            const values = [...document.querySelectorAll("input, textarea")].map((field) => field.value);
            shown += [document.body.textContent, ...values].some((text) => text.includes("<img src=x"));
        }
        if (shown < 8) {
            throw new Error("The planted name was to be seen on " + shown + " screens only");
        }
        console.log("test successful");
    })().catch((error) => console.error(error.message));
"""
