# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
import doctest

from odoo.tests import tagged

from . import components


@tagged("post_install", "-at_install")
class TestComponents(components.ComponentCase):
    def test_components(self):
        self.run_components("lean_base")

    def test_the_id_of_a_suite_is_that_of_hoot(self):
        self.assertFalse(doctest.testmod(components).failed)
