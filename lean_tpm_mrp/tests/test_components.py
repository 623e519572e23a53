# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo.tests import tagged

from odoo.addons.lean_base.tests.components import ComponentCase


@tagged("post_install", "-at_install")
class TestComponents(ComponentCase):
    def test_components(self):
        self.run_components("lean_tpm_mrp")
