"""推送通知 as composed: the words, what they cost in bytes, and how a locked phone will show them."""

import unicodedata
from dataclasses import dataclass

from apns2.payload import MAX_PAYLOAD_SIZE

from content_models.announcements import repository as campaigns
from content_models.announcements.drafts import repository as drafts
from content_models.announcements.drafts.actions.compose_notice import may_compose
from content_models.announcements.drafts.documents import CorrectionWay, NoticeDraft
from content_models.announcements.drafts.words import NoticeWords, template_words
from content_models.announcements.rules import BODY_BYTES, TITLE_BYTES, collapse_id, is_told
from content_models.releases import repository as releases
from content_models.releases.documents import Release, ReleaseState
from push.channels.apns import payload
from push.channels.channel import Notice
from server.console.campaign_view import CampaignLine, line_of
from server.console.forms import new_key
from server.console.visit import Visit

LINE_WIDTH = 20.0  # full-width characters a line of a locked phone shows beside the icon, on a screen 390 points wide
_NARROW = 0.55  # of a full-width character


@dataclass(frozen=True, slots=True)
class Budget:
    """`used` of `most` bytes of UTF-8."""

    name: str
    used: int
    most: int

    @property
    def over(self) -> bool:
        return self.used > self.most


@dataclass(frozen=True, slots=True)
class NoticePreview:
    """`lines` of the body on a locked phone; more than two or four are cut off there."""

    title: str
    body: str
    budgets: list[Budget]
    lines: int

    @property
    def over(self) -> bool:
        return any(budget.over for budget in self.budgets)


@dataclass(frozen=True, slots=True)
class ComposerView:
    """`corrects`: the next publication is a correction of what is public, so its way can be chosen."""

    release_id: str
    revision: str
    version: int
    key: str
    title: str
    body: str
    template: NoticeWords
    preview: NoticePreview
    corrects: bool
    quiet: bool
    may_compose: bool
    composer: str
    outdated: bool
    told: list[CampaignLine]


@dataclass(frozen=True, slots=True)
class TypedNotice:
    """What was typed and refused: it is shown again, so that no word is lost."""

    title: str
    body: str
    quiet: bool


async def composer_of(visit: Visit, release: Release) -> ComposerView | None:
    """None for what is never pushed."""
    if not is_told(release.kind) or release.state is ReleaseState.withdrawn:
        return None
    revision = await releases.load_revision(release.current_revision_id)
    draft, template = await drafts.draft_of(release.id), await template_words(release, revision)
    typed = _typed(visit, draft)
    return ComposerView(
        release_id=release.id,
        revision=revision.id,
        version=draft.version if draft else 0,
        key=new_key(),
        title=typed.title,
        body=typed.body,
        template=template,
        preview=preview_of(typed.title or template.title, typed.body or template.body, release.id),
        corrects=release.published_at is not None,
        quiet=typed.quiet,
        may_compose=may_compose(visit.actor),
        composer=draft.composer.name if draft else "",
        outdated=draft is not None and draft.revision != revision.id,
        told=[await line_of(one) for one in reversed((await campaigns.of_release(release.id))[-3:])],
    )


def _typed(visit: Visit, draft: NoticeDraft | None) -> TypedNotice:
    refused: TypedNotice | None = getattr(visit.request.state, "refused_notice", None)
    if refused:
        return refused
    return (
        TypedNotice(draft.title, draft.body, draft.way is CorrectionWay.quiet) if draft else TypedNotice("", "", False)
    )


def preview_of(title: str, body: str, release_id: str) -> NoticePreview:
    """The whole is counted on the very payload that APNs would get."""
    whole = payload(Notice("", release_id, title, body, collapse_id(release_id)))
    budgets = [
        Budget("标题", len(title.encode()), TITLE_BYTES),
        Budget("正文", len(body.encode()), BODY_BYTES),
        Budget("整条", len(whole), MAX_PAYLOAD_SIZE),
    ]
    return NoticePreview(title, body, budgets, lines_of(body))


def lines_of(text: str) -> int:
    """About how many lines it takes on a locked phone."""
    width = sum(1.0 if unicodedata.east_asian_width(char) in "WFA" else _NARROW for char in text)
    return max(1, -int(-width // LINE_WIDTH))
