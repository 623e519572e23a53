"""Settings of the whole suite. Under CI a browser test that cannot start its browser fails."""

import os

import pytest

BROWSER_WORDS = ("Chrome", "websocket-client")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Odoo skips a tour whose browser breaks; nobody would notice in CI."""
    report = yield
    is_skipped = report.skipped and not hasattr(report, "wasxfail") and isinstance(report.longrepr, tuple)
    if is_skipped and os.environ.get("CI") and any(word in report.longrepr[2] for word in BROWSER_WORDS):
        report.outcome = "failed"
        report.longrepr = f"Under CI the browser tests must run. {report.longrepr[2]}"
    return report
