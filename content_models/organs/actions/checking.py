"""What every verb on organs and regions checks, each fault under the name of its field."""

from collections.abc import Awaitable, Callable, Iterable
from datetime import date

from content_models.kit.store import Session
from content_models.organs import repository as organs

LONGEST_CHAIN = 20  # organs or regions that followed each other

Following = Callable[[str], Awaitable[str | None]]


def faults_of_term(valid_from: date | None, valid_to: date | None, successor: str | None) -> dict[str, str]:
    """How long it existed, and that whoever has a successor has ended."""
    if valid_from and valid_to and valid_to < valid_from:
        return {"valid_to": "截止日期早于起始日期，请核对。"}
    if successor and valid_to is None:
        return {"valid_to": "有承继的，请填写它到哪一天为止。"}
    return {}


async def leads_back(start: str, successor: str, following: Following) -> bool:
    """Whether going from successor to successor comes back to the start, or to no end."""
    current: str | None = successor
    for _ in range(LONGEST_CHAIN):
        if current is None:
            return False
        if current == start:
            return True
        current = await following(current)
    return True


async def fault_of_region(code: str, session: Session) -> dict[str, str]:
    return {} if await organs.has_region(code, session) else {"region_code": "没有这个行政区划，请重新选择。"}


def fault_of_names(names: Iterable[str], longest: int) -> dict[str, str]:
    too_long = [name for name in names if len(name) > longest]
    return {"aliases": f"别名最多 {longest} 个字：「{too_long[0][:20]}…」太长。"} if too_long else {}
