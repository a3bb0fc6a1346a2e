"""`change_organ` 修改机构: other names, how long it existed, and what became of it. Its full name stays:
documents point to the organ as it was, and a renamed organ is another record, its successor."""

from datetime import date

from pydantic import BaseModel, Field

from content_models.kit import outbox
from content_models.kit.commands import Command, perform
from content_models.kit.store import Session, Store
from content_models.organs import repository as organs
from content_models.organs.documents import Organ
from content_models.organs.errors import OrganRefused
from content_models.staff.rights import Right, require

MOST_ALIASES = 30
LONGEST_CHAIN = 20  # organs that followed each other


class ChangeOrgan(Command):
    organ_id: str
    expected_version: int = Field(ge=1)
    short_name: str = Field(min_length=1, max_length=60)
    aliases: list[str] = Field(max_length=MOST_ALIASES)
    valid_from: date | None = None
    valid_to: date | None = None
    successor_id: str | None = None


class OrganKept(BaseModel):
    organ_id: str
    version: int


async def change_organ(store: Store, command: ChangeOrgan) -> OrganKept:
    """Raises NotAllowed, NotFound, VersionConflict, OrganRefused."""
    return await perform(store, command, _change, OrganKept)


async def _change(store: Store, session: Session, command: ChangeOrgan) -> OrganKept:
    require(command.actor, Right.keep_reference, "只有管理员可以修改机构。")
    organ = await organs.load(command.organ_id)
    await _check(organ, command)
    changes = command.model_dump(exclude={"actor", "idempotency_key", "organ_id", "expected_version"})
    version = await organs.change(organ.id, changes, expected_version=command.expected_version, session=session)
    moment = int(store.now().timestamp() * 1000)  # as the other verb numbers them
    await outbox.enqueue(store, session, topic="organ.renamed", subject_id=organ.id, subject_version=moment)
    return OrganKept(organ_id=organ.id, version=version)


async def _check(organ: Organ, command: ChangeOrgan) -> None:
    """Raises OrganRefused."""
    problems: dict[str, str] = {}
    if command.valid_from and command.valid_to and command.valid_to < command.valid_from:
        problems["valid_to"] = "截止日期早于起始日期，请核对。"
    if command.successor_id and command.valid_to is None:
        problems["valid_to"] = "有承继机构的，请填写本机构到哪一天为止。"
    if command.successor_id and not await organs.load_many([command.successor_id]):
        problems["successor_id"] = "没有这个机构，请重新选择。"
    elif command.successor_id and await _leads_back(organ.id, command.successor_id):
        problems["successor_id"] = "承继关系绕回了本机构，请核对。"
    if problems:
        raise OrganRefused(problems=problems)


async def _leads_back(organ_id: str, successor_id: str) -> bool:
    following: str | None = successor_id
    for _ in range(LONGEST_CHAIN):
        if following is None:
            return False
        if following == organ_id:
            return True
        following = (await organs.load(following)).successor_id
    return True
