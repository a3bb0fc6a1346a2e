"""`add_region` 新增区划, `change_region` 修改区划: names, what lies above, what became of a merged district."""

from datetime import date

from pydantic import BaseModel, Field

from content_models.audit.actions.note_change import differences, note_change
from content_models.kit.commands import Command, clash_as, perform
from content_models.kit.outbox import enqueue
from content_models.kit.store import Session, Store
from content_models.organs import repository as organs
from content_models.organs.actions.checking import faults_of_term, leads_back
from content_models.organs.documents import OrganLevel, Region
from content_models.organs.errors import RegionRefused
from content_models.staff.rights import Right, require

CHANGED = "region.changed"  # of the outbox: what is found by its name is found by the new one
SAID = {"name", "level", "parent_code", "valid_from", "valid_to", "successor_code"}
_ONLY_KEEPERS = "只有管理员可以管理行政区划。"


class RegionCommand(Command):
    code: str = Field(pattern=r"^\d{6}$")
    name: str = Field(min_length=1, max_length=40)
    level: OrganLevel
    parent_code: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    successor_code: str | None = None

    def said(self) -> dict[str, object]:
        return self.model_dump(include=SAID)


class AddRegion(RegionCommand):
    """GB/T 2260 gives the code; it is never changed afterwards, for follows and channels bear it."""


class ChangeRegion(RegionCommand):
    expected_version: int = Field(ge=1)


class RegionKept(BaseModel):
    code: str
    version: int


async def add_region(store: Store, command: AddRegion) -> RegionKept:
    """Raises NotAllowed, RegionRefused, IdempotencyKeyReused."""
    with clash_as(RegionRefused(problems={"code": "这个代码已有区划，请核对。"})):
        return await perform(store, command, _add, RegionKept)


async def change_region(store: Store, command: ChangeRegion) -> RegionKept:
    """Raises NotAllowed, NotFound, VersionConflict, RegionRefused, IdempotencyKeyReused."""
    return await perform(store, command, _change, RegionKept)


async def _add(store: Store, session: Session, command: AddRegion) -> RegionKept:
    require(command.actor, Right.keep_reference, _ONLY_KEEPERS)
    await _check(command, session)
    await organs.insert_region(Region(id=command.code, **command.said()), session)
    said = differences({}, command.said())
    await note_change(store, session, command.actor, "region added", f"region.{command.code}", said)
    return RegionKept(code=command.code, version=1)


async def _change(store: Store, session: Session, command: ChangeRegion) -> RegionKept:
    require(command.actor, Right.keep_reference, _ONLY_KEEPERS)
    region = await organs.load_region(command.code, session)
    await _check(command, session)
    version = await organs.change_region(
        region.id, command.said(), expected_version=command.expected_version, session=session
    )
    said = differences(region.model_dump(include=SAID), command.said())
    await note_change(store, session, command.actor, "region changed", f"region.{region.id}", said)
    if command.name != region.name:
        await enqueue(store, session, topic=CHANGED, subject_id=region.id, subject_version=version)
    return RegionKept(code=region.id, version=version)


async def _check(command: RegionCommand, session: Session) -> None:
    """Raises RegionRefused."""
    problems = faults_of_term(command.valid_from, command.valid_to, command.successor_code)
    for name, other in (("parent_code", command.parent_code), ("successor_code", command.successor_code)):
        if other == command.code:
            problems[name] = "不能是它自己，请重新选择。"
        elif other and not await organs.has_region(other, session):
            problems[name] = "没有这个行政区划，请重新选择。"
    if not problems and command.successor_code and await leads_back(command.code, command.successor_code, _successor):
        problems["successor_code"] = "承继关系绕回了本区划，请核对。"
    if not problems and command.parent_code and await leads_back(command.code, command.parent_code, _parent):
        problems["parent_code"] = "上级关系绕回了本区划，请核对。"
    if problems:
        raise RegionRefused(problems=problems)


async def _successor(code: str) -> str | None:
    known = await organs.load_regions([code])
    return known[code].successor_code if code in known else None


async def _parent(code: str) -> str | None:
    known = await organs.load_regions([code])
    return known[code].parent_code if code in known else None
