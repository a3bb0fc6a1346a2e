"""A page under watch: nothing may be asked of another host, and the browser's console must stay quiet."""

from dataclasses import dataclass, field
from typing import Any

import pytest

SERIOUS = {"serious", "critical"}
OF_THE_PAGE = ("data:", "blob:", "about:")


@dataclass
class Watch:
    address: str
    problems: list[str] = field(default_factory=list)

    def over(self, page: Any) -> "Watch":
        """Begin watching: every complaint is kept, and every wish for another host, which `conftest.FLAGS` refuse."""
        page.on("request", self._asked)
        page.on("pageerror", lambda error: self.problems.append(f"error: {error}"))
        page.on("console", self._heard)
        return self

    def _asked(self, request: Any) -> None:
        if not request.url.startswith((self.address, *OF_THE_PAGE)):
            self.problems.append(f"asked elsewhere: {request.url}")

    def _heard(self, message: Any) -> None:
        expected = "Failed to load resource" in message.text  # the browser's own note on a 4xx we test for
        if message.type in ("error", "warning") and not expected:
            self.problems.append(f"{message.type}: {message.text}")


def findings(page: Any) -> list[str]:
    """What axe holds against the page, serious and critical only."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    violations = axe.Axe().run(page).response["violations"]
    return [
        f"{violation['id']}: {node['html'][:160]}"
        for violation in violations
        if violation["impact"] in SERIOUS
        for node in violation["nodes"]
    ]
