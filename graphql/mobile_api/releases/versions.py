"""What changed between two texts that were public."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

import strawberry

from content_models.kit.errors import NotFound
from content_models.official_text.comparison import Change, ChangeKind, changes
from content_models.releases.cards.records import PublishedVersion
from mobile_api.enums import expose
from mobile_api.fields import field
from mobile_api.loaders import Loaders
from mobile_api.releases.parts import Version

expose(
    ChangeKind,
    "文字的变化 / What became of a passage",
    {
        ChangeKind.same: "未变 / Unchanged",
        ChangeKind.removed: "删去 / Removed",
        ChangeKind.added: "增加 / Added",
    },
)

FromVersion = Annotated[
    int | None,
    strawberry.argument(
        name="from", description="旧版本号，不填为前一版 / The older version; the one before if left out"
    ),
]
ToVersion = Annotated[
    int | None,
    strawberry.argument(name="to", description="新版本号，不填为现行版 / The newer version; the present if left out"),
]


class UnknownVersion(NotFound):
    """The release never had a public text of this number: `details.number`."""

    code = "UNKNOWN_VERSION"
    default_message = "没有公开过这个版本，请从版本列表中选择。"


@strawberry.type(description="一段未变、删去或增加的文字 / A passage that stayed, went or came")
class DiffPart:
    change: strawberry.Private[Change]

    @field("变化 / What became of it")
    def kind(self) -> ChangeKind:
        return self.change.kind

    @field("文字 / The passage")
    def text(self) -> str:
        return self.change.text


@strawberry.type(description="两个版本的逐字对照，按阅读顺序 / Two versions compared by character, in reading order")
class Diff:
    before: strawberry.Private[PublishedVersion]
    after: strawberry.Private[PublishedVersion]
    texts: strawberry.Private[tuple[str, str]]

    @field("旧版本 / The older version")
    def older(self) -> Version:
        return Version(version=self.before)

    @field("新版本 / The newer version")
    def newer(self) -> Version:
        return Version(version=self.after)

    @field("新版本公开的时刻 / When the newer one became public")
    def changed_at(self) -> datetime:
        return self.after.published_at

    @field("对照 / The comparison")
    async def parts(self) -> list[DiffPart]:
        # Off the event loop: two long regulations with nothing in common take a good part of a second.
        return [DiffPart(change=one) for one in await asyncio.to_thread(changes, *self.texts)]


async def diff_of(
    loaders: Loaders, versions: Sequence[PublishedVersion], older: int | None, newer: int | None
) -> Diff | None:
    """None while there is only one version. Raises UnknownVersion."""
    after = _numbered(versions, newer) if newer is not None else next(iter(versions), None)
    earlier = [one for one in versions if after is not None and one.number < after.number]
    before = _numbered(versions, older) if older is not None else next(iter(earlier), None)
    if before is None or after is None:
        return None
    texts = await loaders.texts.load_many([before.revision_id, after.revision_id])
    first, second = (text.body_text if text else "" for text in texts)
    return Diff(before=before, after=after, texts=(first, second))


def _numbered(versions: Sequence[PublishedVersion], number: int) -> PublishedVersion:
    found = next((one for one in versions if one.number == number), None)
    if found is None:
        raise UnknownVersion(number=number)
    return found
