"""`rename_organ` 机构更名: the old name ends, and a record of the new one follows it.

Documents keep the organ as it was; lists and followers of the new one see both."""

from datetime import date, timedelta

from pydantic import Field

from content_models.audit.actions.note_change import note_change
from content_models.kit.commands import Command, clash_as, perform
from content_models.kit.errors import VersionConflict
from content_models.kit.ids import new_id
from content_models.kit.store import Session, Store
from content_models.organs import repository as organs
from content_models.organs.actions.add_organ import LONGEST_NAME, OrganKept, already_there
from content_models.organs.actions.save import save_within, tell_renamed
from content_models.organs.documents import Organ
from content_models.organs.errors import OrganRefused
from content_models.staff.rights import Right, require


class RenameOrgan(Command):
    """`since`: the first day of the new name."""

    organ_id: str
    expected_version: int = Field(ge=1)
    full_name: str = Field(min_length=2, max_length=LONGEST_NAME)
    short_name: str = Field(min_length=1, max_length=LONGEST_NAME)
    since: date


async def rename_organ(store: Store, command: RenameOrgan) -> OrganKept:
    """The new record. Raises NotAllowed, NotFound, VersionConflict, OrganRefused, IdempotencyKeyReused."""
    with clash_as(already_there()):
        return await perform(store, command, _rename, OrganKept)


async def _rename(store: Store, session: Session, command: RenameOrgan) -> OrganKept:
    require(command.actor, Right.keep_reference, "只有管理员可以给机构更名。")
    old = await organs.load(command.organ_id, session)
    if old.version != command.expected_version:
        raise VersionConflict(expected=command.expected_version, actual=old.version)
    _check(old, command)
    new = Organ(
        id=new_id(),
        full_name=command.full_name,
        short_name=command.short_name,
        valid_from=command.since,
        **old.model_dump(include={"level", "region_code", "codes", "parent_id"}),
    )
    await save_within(store, session, new)
    end = {"valid_to": command.since - timedelta(days=1), "successor_id": new.id}
    await organs.change(old.id, end, expected_version=old.version, session=session)
    await tell_renamed(store, session, old.id)
    said = {"full_name": f"{old.full_name} → {new.full_name}", "valid_from": command.since.isoformat()}
    for one in (old, new):
        await note_change(store, session, command.actor, "organ renamed", f"organ.{one.id}", said)
    return OrganKept(organ_id=new.id, version=new.version)


def _check(old: Organ, command: RenameOrgan) -> None:
    """Raises OrganRefused."""
    problems: dict[str, str] = {}
    if command.full_name == old.full_name:
        problems["full_name"] = "新名称和现在的一样。"
    if old.valid_to or old.successor_id:
        problems["full_name"] = "这个机构已经结束，不能再更名；请到承继它的机构上更名。"
    if old.valid_from and command.since <= old.valid_from:
        problems["since"] = f"新名称应晚于现名称的起始日期 {old.valid_from}。"
    if problems:
        raise OrganRefused(problems=problems)
