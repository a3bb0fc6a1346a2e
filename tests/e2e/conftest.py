"""How browser tests start Chromium: Debian's build, never a downloaded one, and with no talk to the outside.

Its headless shell where that is installed: the same engine without the windows, menus and profiles around it, which
cost as much CPU as the pages do. Tests of what only the whole browser has start that (`test_notices.py`).

Playwright's sync API keeps an event loop running in the main thread, which pytest-asyncio cannot share. So browser
tests run in their own pytest call (`-m browser`), are plain functions, and use no async fixture.
"""

import shutil
from typing import Any

import pytest

WHOLE = ("chromium", "chromium-browser", "google-chrome")
SHELL = "chromium-headless-shell"
FLAGS = [
    "--no-sandbox",  # CI runs as root, where Chromium's sandbox refuses to start
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--site-per-process",  # as the whole browser has it and the shell has not: the preview's frames are of no origin
    # No other host, in the browser's network stack: Playwright's own interception takes each request through Python and
    # leaves the browser without its cache, which doubles the cost of a page.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]


def installed(*names: str) -> str:
    """The path of the first of these browsers that is there."""
    executable = next(filter(None, map(shutil.which, names)), None)
    if executable is None:
        pytest.fail("browser tests need Chromium: apt-get install -y chromium fonts-noto-cjk")
    return executable


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_type_launch_args, "executable_path": installed(SHELL, *WHOLE), "args": FLAGS}


@pytest.fixture(scope="session")
def base_url() -> str | None:
    """None: each test names its address. Replaces the plugin's own fixture, which pytest 9 warns about."""
    return None


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_context_args, "locale": "zh-CN", "timezone_id": "Asia/Shanghai"}
