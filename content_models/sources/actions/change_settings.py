"""`change_settings` 修改来源设置: rhythm, duties, authority, address, how it is read, and whether it is asked."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel, Field
from pymongo.errors import DuplicateKeyError

from content_models.kit.actors import Actor
from content_models.kit.commands import Command, perform
from content_models.kit.errors import VersionConflict, WrongState
from content_models.kit.store import Session, Store
from content_models.sources import repository as sources
from content_models.sources.actions.settle_alarms import settle_alarms
from content_models.sources.alarms import silence_of
from content_models.sources.changes import repository as changes
from content_models.sources.changes.documents import FieldChange, SourceChange, SourceChangeKind
from content_models.sources.documents import AlarmKind, FormerUrl, Source, SourceState, Validators
from content_models.sources.settings import (
    REREAD_AFTER,
    SettingsRefused,
    SourceSettings,
    check,
    differences,
    settings_of,
    widens_network,
)
from content_models.staff.rights import Right, require, require_sight

LONGEST_NOTE = 200  # characters
DUE_AT_ONCE = REREAD_AFTER | {"schedule", "state"}


class ChangeSettings(Command):
    """All settings as they shall be. `note` is kept with the change; without one a source cannot be paused."""

    source_id: str
    expected_version: int = Field(ge=1)
    settings: SourceSettings
    note: str = Field(default="", max_length=LONGEST_NOTE)


class SourceKept(BaseModel):
    """Where the source stands now."""

    source_id: str
    version: int


async def change_settings(store: Store, command: ChangeSettings) -> SourceKept:
    """Save, write down who changed what, and let the silence alarm follow the new duty at once.

    Raises NotAllowed, NotFound, VersionConflict, SettingsRefused, WrongState (closed). The address is not looked up
    here: whoever takes it from a person warns of private ones, and every connection is checked when it is made.
    """
    kept = await perform(store, command, _change, SourceKept, wakes="sources")
    source = await sources.load(command.source_id)
    await settle_alarms(store, source, {AlarmKind.silent: silence_of(source, source.health, store.now())})
    return kept


async def _change(store: Store, session: Session, command: ChangeSettings) -> SourceKept:
    require_keeper(command.actor)
    source = await load_at(command.source_id, command.expected_version, session)
    require_sight(command.actor, source.organ_id)
    before, after = settings_of(source), command.settings
    changed = differences(before, after)
    if not changed:
        return SourceKept(source_id=source.id, version=source.version)
    check(after, before)
    _must_be_explained(before, after, command.note)
    if widens_network(before, after):
        require(command.actor, Right.open_network, "访问内网须由分管领导或管理员决定，请他们来改这一项。")
    try:
        await sources.change_settings(
            source.id,
            _fields(source, after, changed, store.now()),
            expected_version=command.expected_version,
            session=session,
        )
    except DuplicateKeyError as error:
        raise SettingsRefused(problems={"url": "这个网址已经是另一个来源，请核对；多余的一个可以暂停。"}) from error
    return await note_change(
        store, session, source, command.actor, SourceChangeKind.settings, changed, command.note, risen=True
    )


async def load_at(source_id: str, expected_version: int, session: Session) -> Source:
    """The source, if it is still what the caller looked at. Raises NotFound, VersionConflict, WrongState."""
    source = await sources.load(source_id, session)
    if source.version != expected_version:
        raise VersionConflict(expected=expected_version, actual=source.version)
    if source.state is SourceState.closed:
        raise WrongState("这个来源已关闭，不能再改。", state=source.state)
    return source


def require_keeper(actor: Actor) -> None:
    """Raises NotAllowed."""
    require(actor, Right.keep_sources, "您的账号不能管理来源，请联系编辑部。")


async def note_change(
    store: Store,
    session: Session,
    source: Source,
    actor: Actor,
    kind: SourceChangeKind,
    changed: list[FieldChange] | None = None,
    note: str = "",
    *,
    risen: bool = False,
) -> SourceKept:
    """Append to the source's record of changes; `risen`: the act made its version one higher."""
    version = source.version + risen
    await changes.append(
        SourceChange(
            source_id=source.id,
            version=version,
            kind=kind,
            actor=actor,
            at=store.now(),
            changes=changed or [],
            note=note,
        ),
        session,
    )
    return SourceKept(source_id=source.id, version=version)


def _fields(source: Source, after: SourceSettings, changed: list[FieldChange], now: datetime) -> dict[str, Any]:
    """What is written: the changed settings, and what follows from them for polling."""
    names = {change.field for change in changed}
    fields: dict[str, Any] = {name: getattr(after, name) for name in names}
    if names & DUE_AT_ONCE:
        fields |= {"next_due_at": now, "due_because": None}
    if names & REREAD_AFTER:
        fields |= {"validators": Validators(), "pages_due_at": None}
    if "url" in names:
        fields |= {"move": None, "former_urls": [*source.former_urls, FormerUrl(url=source.url, until=now)]}
    return fields


def _must_be_explained(before: SourceSettings, after: SourceSettings, note: str) -> None:
    if after.state is not before.state and after.state is not SourceState.active and len(note.strip()) < 2:
        raise SettingsRefused(problems={"note": "暂停来源请写明原因，接手的人要知道何时恢复。"})
