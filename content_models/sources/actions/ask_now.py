"""`ask_now` 立即抓取: make a source due. The worker asks it in its next round; nobody waits for a foreign site."""

from pydantic import Field

from content_models.kit.commands import Command, perform
from content_models.kit.errors import WrongState
from content_models.kit.store import Session, Store
from content_models.sources.actions.change_settings import SourceKept, load_at, note_change, require_keeper
from content_models.sources.arrivals.repository import poll_soon
from content_models.sources.changes.documents import SourceChangeKind
from content_models.sources.documents import SourceFamily, SourceState


class AskNow(Command):
    source_id: str
    expected_version: int = Field(ge=1)


async def ask_now(store: Store, command: AskNow) -> SourceKept:
    """Raises NotAllowed, NotFound, VersionConflict, WrongState (paused, or a source that sends by itself).

    The version stays: nothing that a form shows has changed. A host that asked to be left alone is left alone.
    """
    return await perform(store, command, _ask, SourceKept, wakes="sources")


async def _ask(store: Store, session: Session, command: AskNow) -> SourceKept:
    require_keeper(command.actor)
    source = await load_at(command.source_id, command.expected_version, session)
    if source.family is SourceFamily.push_in:
        raise WrongState("这个来源由部门主动报送，不用抓取；没有来稿请联系对方。", state=source.state)
    if source.state is not SourceState.active:
        raise WrongState("这个来源已暂停，请先在设置里启用，启用后会马上抓取。", state=source.state)
    await poll_soon(source.id, store.now(), session)
    return await note_change(store, session, source, command.actor, SourceChangeKind.asked)
