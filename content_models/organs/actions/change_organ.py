"""`change_organ` 修改机构: other names, how long it existed, and what became of it. Its full name stays:
documents point to the organ as it was, and a renamed organ is another record, its successor."""

from datetime import date

from pydantic import Field

from content_models.audit.actions.note_change import differences, note_change
from content_models.kit.commands import Command, perform
from content_models.kit.store import Session, Store
from content_models.organs import repository as organs
from content_models.organs.actions.add_organ import LONGEST_NAME, MOST_ALIASES, MOST_CODES, OrganKept, described
from content_models.organs.actions.checking import fault_of_names, fault_of_region, faults_of_term, leads_back
from content_models.organs.actions.save import tell_renamed
from content_models.organs.documents import Organ, OrganCode, OrganLevel
from content_models.organs.errors import OrganRefused
from content_models.staff.rights import Right, require


class ChangeOrgan(Command):
    """`level`, `region_code` and `codes` None: as they are."""

    organ_id: str
    expected_version: int = Field(ge=1)
    short_name: str = Field(min_length=1, max_length=LONGEST_NAME)
    aliases: list[str] = Field(max_length=MOST_ALIASES)
    level: OrganLevel | None = None
    region_code: str | None = None
    codes: list[OrganCode] | None = Field(default=None, max_length=MOST_CODES)
    valid_from: date | None = None
    valid_to: date | None = None
    successor_id: str | None = None


async def change_organ(store: Store, command: ChangeOrgan) -> OrganKept:
    """Raises NotAllowed, NotFound, VersionConflict, OrganRefused."""
    return await perform(store, command, _change, OrganKept)


async def _change(store: Store, session: Session, command: ChangeOrgan) -> OrganKept:
    require(command.actor, Right.keep_reference, "只有管理员可以修改机构。")
    organ = await organs.load(command.organ_id, session)
    await _check(organ, command, session)
    changes = command.model_dump(exclude={"actor", "idempotency_key", "organ_id", "expected_version"})
    for name in ("level", "region_code", "codes"):
        if changes[name] is None:
            del changes[name]
    version = await organs.change(organ.id, changes, expected_version=command.expected_version, session=session)
    changed = organ.model_copy(update=_as_values(command, changes))
    said = differences(await described(organ, session), await described(changed, session))
    await note_change(store, session, command.actor, "organ changed", f"organ.{organ.id}", said)
    await tell_renamed(store, session, organ.id)
    return OrganKept(organ_id=organ.id, version=version)


def _as_values(command: ChangeOrgan, changes: dict[str, object]) -> dict[str, object]:
    return {name: getattr(command, name) for name in changes}


async def _check(organ: Organ, command: ChangeOrgan, session: Session) -> None:
    """Raises OrganRefused."""
    problems = faults_of_term(command.valid_from, command.valid_to, command.successor_id)
    problems |= fault_of_names(command.aliases, LONGEST_NAME)
    if command.region_code is not None and command.region_code != organ.region_code:
        problems |= await fault_of_region(command.region_code, session)
    if command.successor_id and not await organs.load_many([command.successor_id], session):
        problems["successor_id"] = "没有这个机构，请重新选择。"
    elif command.successor_id and await leads_back(organ.id, command.successor_id, _following):
        problems["successor_id"] = "承继关系绕回了本机构，请核对。"
    if problems:
        raise OrganRefused(problems=problems)


async def _following(organ_id: str) -> str | None:
    return (await organs.load(organ_id)).successor_id
