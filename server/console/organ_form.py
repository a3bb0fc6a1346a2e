"""The form an organ is kept with: what stands in its fields, and what a command can make of it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from starlette.datastructures import FormData

from content_models.organs.documents import Organ, OrganCode, OrganLevel
from content_models.organs.errors import OrganRefused
from server.console.forms import day_or_none, field
from server.pages.labels import LEVEL_NAMES

LEVEL_CHOICES = [(level.value, LEVEL_NAMES[level]) for level in OrganLevel]
BAD_DAY = "日期请按 2026-01-31 的样子填写。"


@dataclass(frozen=True, slots=True)
class OrganForm:
    """Exactly as typed; aliases and codes one a line. `since` is only of a change of name."""

    full_name: str = ""
    short_name: str = ""
    aliases: str = ""
    level: str = ""
    region_code: str = ""
    codes: str = ""
    valid_from: str = ""
    valid_to: str = ""
    successor_id: str = ""
    since: str = ""

    @classmethod
    def sent(cls, form: FormData) -> "OrganForm":
        return cls(*(field(form, name).strip() for name in cls.__slots__))

    @classmethod
    def showing(cls, organ: Organ) -> "OrganForm":
        return cls(
            full_name=organ.full_name,
            short_name=organ.short_name,
            aliases="\n".join(organ.aliases),
            level=organ.level,
            region_code=organ.region_code,
            codes="\n".join(code.code for code in organ.codes),
            valid_from=_shown(organ.valid_from),
            valid_to=_shown(organ.valid_to),
            successor_id=organ.successor_id or "",
        )

    def facts(self, before: Organ | None = None) -> dict[str, Any]:
        """What an organ says of itself but its full name; a code keeps the years it has. Raises OrganRefused."""
        if self.level not in LEVEL_NAMES:
            raise OrganRefused(problems={"level": "请选择层级。"})
        known = {code.code: code for code in before.codes} if before else {}
        return {
            "short_name": self.short_name,
            "aliases": _lines(self.aliases),
            "level": self.level,
            "region_code": self.region_code,
            "codes": [known.get(code) or OrganCode(code=code) for code in _lines(self.codes)],
            "valid_from": self.day("valid_from"),
        }

    def end(self) -> dict[str, Any]:
        """Raises OrganRefused."""
        return {"valid_to": self.day("valid_to"), "successor_id": self.successor_id or None}

    def day(self, name: str) -> date | None:
        """Raises OrganRefused for days that are none."""
        try:
            return day_or_none(getattr(self, name))
        except ValueError as error:
            raise OrganRefused(problems={name: BAD_DAY}) from error


def _lines(text: str) -> list[str]:
    return list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))


def period_of(begun: date | None, ended: date | None) -> str:
    """「2026-07-01 至 2027-06-30」, 「2026-07-01 起」, 「至 2013-02-20」."""
    if begun and ended:
        return f"{begun} 至 {ended}"
    if begun or ended:
        return f"{begun} 起" if begun else f"至 {ended}"
    return "存续"


def _shown(day: date | None) -> str:
    return day.isoformat() if day else ""
