"""What is read for a card, and what is read when somebody opens it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from pydantic import BaseModel, ConfigDict, Field

from content_models.official_text.outline import Section
from content_models.releases.documents import ContentHead, Link, Provenance, Release, ReleaseKind


class RevisionHead(BaseModel):
    """A revision without its text."""

    model_config = ConfigDict(extra="ignore", populate_by_name=True)

    id: str = Field(alias="_id")
    release_id: str
    number: int
    content: ContentHead
    provenance: list[Provenance] = []
    note: str = ""
    at: datetime


class RevisionText(BaseModel):
    """The text of a revision."""

    body_html: str = ""
    body_text: str = ""
    outline: list[Section] = []
    attachments: list[dict[str, object]] = []


@dataclass(frozen=True, slots=True)
class ReleaseCard:
    """A public release as a list shows it."""

    release: Release
    revision: RevisionHead

    @property
    def published_at(self) -> datetime:
        return self.release.published_at or self.revision.at


@dataclass(frozen=True, slots=True)
class IncomingLink:
    """A link of another public release to this one, seen from this one."""

    link: Link
    source_id: str
    kind: ReleaseKind
    published_at: datetime
    signed_date: date | None = None
    effective_date: date | None = None


@dataclass(frozen=True, slots=True)
class PublishedVersion:
    """A text that was public. `number` counts revisions, of which not all were."""

    revision_id: str
    number: int
    published_at: datetime
    note: str


def newest_first(versions: Sequence[PublishedVersion]) -> list[PublishedVersion]:
    return sorted(versions, key=lambda version: (version.published_at, version.number), reverse=True)
