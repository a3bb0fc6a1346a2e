"""How browser tests start Chromium: Debian's build, never a downloaded one, and with no talk to the outside.

Playwright's sync API keeps an event loop running in the main thread, which pytest-asyncio cannot share. So browser
tests run in their own pytest call (`-m browser`), are plain functions, and use no async fixture.
"""

import shutil
from typing import Any

import pytest

FLAGS = [
    "--no-sandbox",  # CI runs as root, where Chromium's sandbox refuses to start
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # No other host, in the browser's network stack: Playwright's own interception takes each request through Python and
    # leaves the browser without its cache, which doubles the cost of a page.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    executable = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if executable is None:
        pytest.fail("browser tests need Chromium: apt-get install -y chromium fonts-noto-cjk")
    return {**browser_type_launch_args, "executable_path": executable, "args": FLAGS}


@pytest.fixture(scope="session")
def base_url() -> str | None:
    """None: each test names its address. Replaces the plugin's own fixture, which pytest 9 warns about."""
    return None


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_context_args, "locale": "zh-CN", "timezone_id": "Asia/Shanghai"}
