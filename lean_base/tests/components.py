# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo.tests import HttpCase

from odoo.addons.web.tests.test_js import unit_test_error_checker


def suite_id(name):
    """Id that hoot gives a suite of JavaScript tests, the hash of its name.

    >>> suite_id("@lean_kanban")
    '4c1ea5f0'
    """
    number = 0
    for character in name:
        number = (number * 31 + ord(character)) & 0xFFFFFFFF
    return f"{number:08x}"


class ComponentCase(HttpCase):
    """Runs the unit tests of an addon's components in a browser."""

    def run_components(self, addon):
        self.browser_js(
            f"/web/tests?headless&loglevel=2&preset=desktop&timeout=15000&id={suite_id('@' + addon)}",
            "",
            "",
            login="admin",
            timeout=300,
            success_signal="[HOOT] Test suite succeeded",
            error_checker=unit_test_error_checker,
        )
