# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from datetime import datetime, time, timedelta

from odoo.tests import HttpCase, tagged

from .common import OeeCommon


@tagged("post_install", "-at_install")
class TestParetoTour(OeeCommon, HttpCase):
    """The hand-made week, which was last week, in a browser: its clock is the real one."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.freezer.stop()
        cls.addClassCleanup(cls.freezer.start)
        today = datetime.combine(datetime.now().date(), time())
        cls.monday = today - timedelta(days=today.weekday() + 7)

    def setUp(self):
        # Time is not moved.
        super(OeeCommon.__mro__[1], self).setUp()

    def test_from_the_pareto_to_a_log(self):
        self._play_week(friday_end=14)
        self._measure()
        self.start_tour("/odoo/lean-oee", "lean_oee_pareto_to_log", login="oee_manager", timeout=120)

    def test_pages_of_a_work_center_and_of_its_machine(self):
        self.lathe.workcenter_id = self.mill
        self._play_week(friday_end=14)
        self._measure()
        self.start_tour(f"/odoo/workcenters/{self.mill.id}", "lean_oee_pages", login="tpm_lead", timeout=120)
        url = f"/odoo/action-maintenance.hr_equipment_action/{self.lathe.id}"
        self.start_tour(url, "lean_oee_machine", login="tpm_lead", timeout=120)
