"""`compose_notice` 撰写通知: the words of a release's notice, and how a correction of it is told."""

from typing import Annotated

from pydantic import BaseModel, Field, StringConstraints

from content_models.announcements.documents import CampaignEvent
from content_models.announcements.drafts import repository as drafts
from content_models.announcements.drafts.documents import CorrectionWay, NoticeDraft
from content_models.announcements.errors import NoticeTooLong
from content_models.announcements.rules import BODY_BYTES, TITLE_BYTES, is_told
from content_models.kit.actors import Actor
from content_models.kit.commands import Command, perform
from content_models.kit.errors import InvalidInput, NotAllowed, VersionConflict, WrongState
from content_models.kit.store import Session, Store
from content_models.releases import repository as releases
from content_models.releases.documents import ReleaseState
from content_models.releases.rules import printable
from content_models.staff.rights import Right, holds, require_sight

Words = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000)]


class ComposeNotice(Command):
    """`expected_version` is the draft's, 0 before the first; `revision` is the text that was looked at. An empty title
    or body leaves it to the template."""

    release_id: str
    revision: str
    expected_version: int = Field(ge=0)
    title: Words = ""
    body: Words = ""
    way: CorrectionWay = CorrectionWay.notice


def may_compose(actor: Actor) -> bool:
    """Whoever writes the text or makes it public words its notice."""
    return holds(actor, Right.write) or holds(actor, Right.publish)


class NoticeComposed(BaseModel):
    release_id: str
    version: int


async def compose_notice(store: Store, command: ComposeNotice) -> NoticeComposed:
    """Whoever composed the notice does not approve its push (`approve`).

    Raises NotAllowed, NotFound, InvalidInput (a kind that is not announced), NoticeTooLong, WrongState (withdrawn),
    VersionConflict (draft or text), IdempotencyKeyReused.
    """
    return await perform(store, command, _compose_notice, NoticeComposed)


async def _compose_notice(store: Store, session: Session, command: ComposeNotice) -> NoticeComposed:
    if not may_compose(command.actor):
        raise NotAllowed(roles=sorted(command.actor.roles))
    release = await releases.load(command.release_id, session)
    require_sight(command.actor, release.publisher_id)
    if release.state is ReleaseState.withdrawn:
        raise WrongState("内容已经撤回，不会再推送。", state=release.state, allowed=[])
    if not is_told(release.kind):
        raise InvalidInput("这类内容不推送，只进信息流。", kind=release.kind)
    if release.current_revision_id != command.revision:
        raise VersionConflict("正文刚有了新版本，请对照后再写通知。", expected=command.revision)
    title, body = (" ".join(printable(text).split()) for text in (command.title, command.body))
    _require_fit(title, body)
    earlier = await drafts.draft_of(release.id, session)
    draft = NoticeDraft(
        id=release.id,
        revision=command.revision,
        title=title,
        body=body,
        way=command.way,
        composer=command.actor,
        version=_next_version(earlier, command.expected_version),
        at=store.now(),
    )
    await drafts.save(draft, _event(draft), session)
    return NoticeComposed(release_id=release.id, version=draft.version)


def _require_fit(title: str, body: str) -> None:
    for name, text, limit in (("标题", title, TITLE_BYTES), ("正文", body, BODY_BYTES)):
        if (size := len(text.encode())) > limit:
            raise NoticeTooLong(f"通知{name}有 {size} 字节，最多 {limit} 字节（一个汉字 3 字节），请删短。", bytes=size)


def _next_version(earlier: NoticeDraft | None, expected: int) -> int:
    version = earlier.version if earlier else 0
    if version != expected:
        raise VersionConflict("通知稿刚被他人改过，请刷新后再保存。", expected=expected, actual=version)
    return version + 1


def _event(draft: NoticeDraft) -> CampaignEvent:
    return CampaignEvent(
        campaign_id=f"draft:{draft.id}",
        version=draft.version,
        verb="ComposeNotice",
        actor=draft.composer,
        at=draft.at,
        details={"title": draft.title, "body": draft.body, "way": draft.way, "revision": draft.revision},
    )
