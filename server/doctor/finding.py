"""What a check found."""

from enum import StrEnum

from pydantic import BaseModel, ConfigDict


class Level(StrEnum):
    ok = "ok"  # 正常
    warn = "warn"  # 提醒: works, but will trouble somebody
    fail = "fail"  # 故障: something does not work


class Finding(BaseModel):
    """`check` is a stable name for programs, `title` its Chinese; `advice` says what to do, empty when all is well."""

    model_config = ConfigDict(frozen=True)

    check: str
    title: str
    level: Level
    found: str
    advice: str = ""


class Check:
    """A question with its name, so that the answers read alike: `DISK.ok("…")`, `DISK.fail("…", "…")`."""

    def __init__(self, name: str, title: str) -> None:
        self._name = name
        self._title = title

    def ok(self, found: str) -> Finding:
        return self._finding(Level.ok, found, "")

    def warn(self, found: str, advice: str) -> Finding:
        return self._finding(Level.warn, found, advice)

    def fail(self, found: str, advice: str) -> Finding:
        return self._finding(Level.fail, found, advice)

    def _finding(self, level: Level, found: str, advice: str) -> Finding:
        return Finding(check=self._name, title=self._title, level=level, found=found, advice=advice)
