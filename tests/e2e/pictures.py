"""The pictures of the README, taken anew from a demo that runs.

    uv run zhengwu demo                                                     # in another terminal, until it is ready
    uv run --group browser python -m tests.e2e.pictures [--address URL] [--data-dir DIR] [--only console-triage …]

Not a test: somebody who changed a screen runs it, looks at what it wrote to docs/images, and commits what is better.
"""

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from server.demo.logins import ADMINISTRATOR, EDITOR, SECTION_HEAD, kept_accounts
from server.demo.newsroom import title_of
from server.demo.plan import LEAD, REPOSTED
from tests.e2e.conftest import FLAGS

IMAGES = Path(__file__).resolve().parents[2] / "docs/images"
DESK = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
IN_REVIEW = "因道路施工临时调整12路、36路公交走向的通告（示例）"
DRAFT = "冬季民营企业专场招聘会公告（示例）"
SETTLED = 1200  # milliseconds until fonts, counters and the editor stand still


class Studio:
    """One browser, the demo's people by username, and where the demo answers."""

    def __init__(self, browser: Any, address: str, data_dir: Path) -> None:
        self._browser, self._address = browser, address
        accounts = kept_accounts(data_dir / "demo/accounts.json")
        self._passwords = {account.username: account.password for account in accounts}

    @contextmanager
    def desk(self, username: str, path: str) -> Iterator[Any]:
        """A page of the console, as this person sees it."""
        with self._page(DESK, scale=1.5) as page:
            page.goto(f"{self._address}/console/login")
            page.get_by_label("用户名").fill(username)
            page.get_by_label("密码").fill(self._passwords[username])
            page.keyboard.press("Enter")
            page.wait_for_url(lambda url: "/login" not in url)
            page.goto(f"{self._address}/console/{path}")
            yield page

    @contextmanager
    def phone(self, path: str) -> Iterator[Any]:
        with self._page(PHONE, scale=2) as page:
            page.goto(f"{self._address}/{path}")
            yield page

    @contextmanager
    def _page(self, viewport: dict[str, int], scale: float) -> Iterator[Any]:
        context = self._browser.new_context(
            viewport=viewport, device_scale_factor=scale, locale="zh-CN", timezone_id="Asia/Shanghai"
        )
        yield context.new_page()
        context.close()


def _keep(page: Any, name: str) -> None:
    page.wait_for_timeout(SETTLED)
    page.screenshot(path=IMAGES / f"{name}.png")


def _triage(studio: Studio, name: str) -> None:
    with studio.desk(EDITOR.username, "triage") as page:
        _keep(page, name)


def _cluster(studio: Studio, name: str) -> None:
    with studio.desk(EDITOR.username, "triage?list=adopted") as page:
        page.get_by_text(title_of(REPOSTED.text)).first.click()
        page.locator("#cluster-title").scroll_into_view_if_needed()
        _keep(page, name)


def _release(studio: Studio, name: str) -> None:
    with studio.desk(SECTION_HEAD.username, "releases") as page:
        page.get_by_text(IN_REVIEW).click()
        _keep(page, name)


def _writing(studio: Studio, name: str) -> None:
    with studio.desk(EDITOR.username, "releases") as page:
        page.get_by_text(DRAFT).click()
        _keep(page, name)


def _campaign(studio: Studio, name: str) -> None:
    with studio.desk(SECTION_HEAD.username, "campaigns") as page:
        page.get_by_text(title_of(LEAD.text)).first.click()
        _keep(page, name)


def _desk_page(username: str, path: str) -> Callable[[Studio, str], None]:
    def take(studio: Studio, name: str) -> None:
        with studio.desk(username, path) as page:
            _keep(page, name)

    return take


def _feed(studio: Studio, name: str) -> None:
    with studio.phone("") as page:
        _keep(page, name)


def _article(studio: Studio, name: str) -> None:
    with studio.phone("") as page:
        page.get_by_text(title_of(LEAD.text)).first.click()
        _keep(page, name)


def _elder(studio: Studio, name: str) -> None:
    with studio.phone("") as page:
        page.get_by_role("button", name="长辈版").click()
        _keep(page, name)


PICTURES: dict[str, Callable[[Studio, str], None]] = {
    "console-triage": _triage,
    "console-cluster": _cluster,
    "console-release": _release,
    "console-writing": _writing,
    "console-campaign": _campaign,
    "console-overview": _desk_page(ADMINISTRATOR.username, "overview?days=7"),
    "console-sources": _desk_page(ADMINISTRATOR.username, "sources"),
    "h5-feed": _feed,
    "h5-article": _article,
    "h5-elder": _elder,
}


def main() -> None:
    from playwright.sync_api import sync_playwright  # here: the tests load without the browser group

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--address", default="http://127.0.0.1:8000")
    parser.add_argument("--data-dir", type=Path, default=Path("zhengwu-data"))
    parser.add_argument("--only", nargs="*", choices=PICTURES, default=list(PICTURES))
    asked = parser.parse_args()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        studio = Studio(browser, asked.address, asked.data_dir)
        for name in asked.only:
            PICTURES[name](studio, name)
            sys.stdout.write(f"docs/images/{name}.png\n")


if __name__ == "__main__":
    main()
