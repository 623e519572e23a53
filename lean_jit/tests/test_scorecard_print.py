# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo.tests import HttpCase, tagged

from .test_scorecard import ScorecardCommon

NO_SERVER = "http://127.0.0.1:9"


@tagged("post_install", "-at_install")
class TestScorecardPrint(ScorecardCommon, HttpCase):
    """A month's scorecard, and what comes of the Print button."""

    def setUp(self):
        super().setUp()
        self._deliver(*["06-10"] * 4, "06-12")
        self._generate()
        self.reports = self.env.registry["ir.actions.report"]

    def _print_in_earnest(self):
        """Tests get HTML else. Styles are not fetched: the server has one cursor, and it is printing."""
        render = self.reports._pre_render_qweb_pdf

        def render_in_earnest(reports, *args, **kwargs):
            return render(reports.with_context(force_report_rendering=True), *args, **kwargs)

        self.patch(self.reports, "_pre_render_qweb_pdf", render_in_earnest)
        self.patch(self.reports, "_get_report_url", lambda reports, layout=None: NO_SERVER)

    def _start(self, tour):
        self.start_tour(f"/odoo/res.partner/{self.vendor.id}", tour, login=self.buyer.login)

    def test_to_its_pdf(self):
        if self.env["ir.actions.report"].get_wkhtmltopdf_state() not in ("ok", "upgrade"):
            self.skipTest("this machine makes no PDFs")
        self._print_in_earnest()
        self._start("lean_jit_scorecard_pdf")

    def test_on_screen_where_there_is_no_pdf(self):
        self.patch(self.reports, "get_wkhtmltopdf_state", lambda reports: "install")
        self._start("lean_jit_scorecard_html")
