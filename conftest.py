"""Settings of the whole suite, for what pytest and Odoo do not agree on by themselves."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.configuration import set_hypothesis_home_dir

STATE = Path(__file__).parent / ".local"
NO_TEST = "lean_run_by_pytest"
BROWSER_WORDS = ("Chrome", "websocket-client")

set_hypothesis_home_dir(STATE / "hypothesis")
# A busy machine is no reason to fail, and CI tries the same examples each time.
settings.register_profile(
    "lean",
    deadline=None,
    derandomize=bool(os.environ.get("CI")),
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("lean")


@pytest.fixture(scope="session", autouse=True)
def no_tests_by_odoo():
    """While tests are on, Odoo runs those of each module that a registry loads: select none of them.

    Tests that open a second database would otherwise start the suite within the suite.
    """
    from odoo.tools import config

    if not config["test_tags"]:
        config["test_tags"] = NO_TEST


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Odoo skips a tour whose browser breaks; nobody would notice in CI."""
    report = yield
    is_skipped = report.skipped and not hasattr(report, "wasxfail") and isinstance(report.longrepr, tuple)
    if is_skipped and os.environ.get("CI") and any(word in report.longrepr[2] for word in BROWSER_WORDS):
        report.outcome = "failed"
        report.longrepr = f"Under CI the browser tests must run. {report.longrepr[2]}"
    return report
