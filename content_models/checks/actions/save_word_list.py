"""save_word_list 保存词表: a new edition of a list. The one before stays, and what is public is read again."""

from collections import Counter
from typing import Annotated

from pydantic import BaseModel, Field, StringConstraints

from content_models.checks import repository as checks
from content_models.checks.documents import (
    MOST_ENTRIES,
    ListPurpose,
    Rescan,
    WordEntry,
    WordList,
    WordListVersion,
)
from content_models.checks.errors import WordListInvalid
from content_models.checks.issues import Severity
from content_models.kit.commands import Command, perform
from content_models.kit.errors import VersionConflict
from content_models.kit.ids import new_id
from content_models.kit.store import Session, Store
from content_models.releases.documents import ReleaseKind
from content_models.staff.rights import Right, require

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=40)]


class SaveWordList(Command):
    """`list_id` None makes a new list; then `expected_version` is 0."""

    list_id: str | None = None
    expected_version: int = Field(ge=0)
    name: Name
    purpose: ListPurpose
    severity: Severity
    owner: Name
    entries: list[WordEntry] = Field(max_length=MOST_ENTRIES)
    exempt_kinds: list[ReleaseKind] = []
    enabled: bool = True
    note: str = Field(default="", max_length=300)


class SavedWordList(BaseModel):
    list_id: str
    version: int


async def save_word_list(store: Store, command: SaveWordList) -> SavedWordList:
    """Raises NotAllowed, NotFound, VersionConflict, WordListInvalid (the same word twice)."""
    return await perform(store, command, _save, SavedWordList, wakes="checks")


async def _save(store: Store, session: Session, command: SaveWordList) -> SavedWordList:
    require(command.actor, Right.keep_word_lists, "词表由管理员维护；要增减词条，请联系管理员。")
    _require_distinct(command.entries)
    saved = await _written(store, session, command)
    await checks.insert_version(
        WordListVersion(
            id=f"{saved.id}:{saved.version}",
            list_id=saved.id,
            number=saved.version,
            body=saved,
            actor=command.actor,
            note=command.note,
            at=store.now(),
        ),
        session,
    )
    rescan = Rescan(reason=f"{saved.name} 第 {saved.version} 版", requested_at=store.now())
    await checks.insert_rescan(rescan, session)
    return SavedWordList(list_id=saved.id, version=saved.version)


async def _written(store: Store, session: Session, command: SaveWordList) -> WordList:
    body = command.model_dump(include={"name", "purpose", "severity", "owner", "entries", "exempt_kinds", "enabled"})
    changed = {"changed_by": command.actor.name, "changed_at": store.now()}
    if command.list_id is None:
        made = WordList(id=new_id(), **body, **changed)
        await checks.insert_list(made, session)
        return made
    before = await checks.load_list(command.list_id, session)
    if before.version != command.expected_version:
        raise VersionConflict(list_id=before.id, expected=command.expected_version, actual=before.version)
    saved = WordList(id=before.id, **body, **changed)
    await checks.replace_list(saved, expected_version=command.expected_version, session=session)
    return saved


def _require_distinct(entries: list[WordEntry]) -> None:
    counted = Counter(entry.word for entry in entries)
    twice = [word for word, count in counted.items() if count > 1]
    if twice:
        raise WordListInvalid(f"「{twice[0]}」在词表里有两条，请合并后再保存。", problems=twice[:20])
