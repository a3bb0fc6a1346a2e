"""历史版本 as shown: who said what when, and two versions side by side, character by character."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from content_models.official_text.comparison import Change, ChangeKind, changes
from content_models.releases import repository as releases
from content_models.releases.documents import Content, Revision
from server.console.conflict import FIELD_NAMES
from server.console.kind_facts import facts_in_words
from server.console.marking import unchanged
from server.console.relation_view import relation_lines
from server.console.release_form import ReleaseForm


@dataclass(frozen=True, slots=True)
class VersionLine:
    number: int
    author: str
    at: datetime
    note: str
    current: bool
    live: bool


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field that differs, as one running text with `<del>` and `<ins>`."""

    name: str
    text: Markup
    places: int


@dataclass(frozen=True, slots=True)
class Comparison:
    before: int
    after: int
    fields: list[FieldChange]

    @property
    def places(self) -> int:
        return sum(field.places for field in self.fields)


def version_lines(revisions: Sequence[Revision], current_id: str, live_id: str | None) -> list[VersionLine]:
    return [
        VersionLine(
            number=revision.number,
            author=revision.author.name,
            at=revision.at,
            note=revision.note,
            current=revision.id == current_id,
            live=revision.id == live_id,
        )
        for revision in revisions
    ]


async def compared(before: Revision, after: Revision) -> tuple[dict[str, str], dict[str, str]]:
    """Both versions as the words of each field."""
    return await words_of(before.content), await words_of(after.content)


async def words_of(content: Content) -> dict[str, str]:
    form = await ReleaseForm.showing(content)
    words = {
        name: str(getattr(form, name)) for name in FIELD_NAMES if name not in ("body_html", "attachments", "facts")
    }
    words["facts"] = facts_in_words(form.facts)
    words["body_html"] = content.body_text
    words["topics"] = "、".join(content.topics)
    words["links"] = relation_lines(content.links, await _titles(link.target_id for link in content.links))
    words["attachments"] = "\n".join(str(one.get("name", "附件")) for one in content.attachments)
    return words


async def _titles(release_ids: Iterable[str]) -> dict[str, str]:
    known = await releases.load_many(release_ids)
    titles = await releases.titles_of(release.current_revision_id for release in known.values())
    return {key: titles[release.current_revision_id] for key, release in known.items()}


NAMES = {**FIELD_NAMES, "topics": "主题", "links": "与其他文件的关联"}


def field_changes(before: dict[str, str], after: dict[str, str]) -> list[FieldChange]:
    """Every field that differs; pure and, for long texts, slow: call it off the event loop."""
    pairs = ((NAMES[name], before[name], after[name]) for name in NAMES)
    return [_field(label, changes(left, right)) for label, left, right in pairs if left != right]


def places_changed(before: str, after: str) -> int:
    """「修改 N 处」: runs of removed and added text, a replacement counting once."""
    return _places(changes(before, after))


def _field(label: str, parts: Sequence[Change]) -> FieldChange:
    shown = Markup().join(_part(part, at_start=n == 0, at_end=n == len(parts) - 1) for n, part in enumerate(parts))
    return FieldChange(label, shown, _places(parts))


def _places(parts: Sequence[Change]) -> int:
    found, before = 0, ChangeKind.same
    for part in parts:
        found += part.kind is not ChangeKind.same and before is ChangeKind.same
        before = part.kind
    return found


def _part(part: Change, *, at_start: bool, at_end: bool) -> Markup:
    if part.kind is not ChangeKind.same:
        tag = "ins" if part.kind is ChangeKind.added else "del"
        return Markup("<{0}>{1}</{0}>").format(tag, part.text)
    return unchanged(part.text, at_start=at_start, at_end=at_end)
