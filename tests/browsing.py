"""A real browser for tests: Debian's chromium, which asks nobody else anything."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = Path("/usr/bin/chromium")
QUIET = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

needs_chromium = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not CHROMIUM.exists(), reason="there is no /usr/bin/chromium here"),
]


@contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


def fits(page: Page, about: str = "the page") -> None:
    """Nothing scrolls sideways.

    A click has only begun to go to the next page: its document may still be empty.
    """
    page.wait_for_load_state()
    over = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert over <= 0, f"{about} is {over} px too wide"


def faults(page: Page, **how: Any) -> list[str]:
    """What axe finds on the page as it stands; `how` is handed on to it."""
    page.wait_for_load_state()
    return [
        f"{each['id']}: {node['html'][:150]} {node['failureSummary']}"
        for each in Axe().run(page, **how).response["violations"]
        for node in each["nodes"]
    ]
