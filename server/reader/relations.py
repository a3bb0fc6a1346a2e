"""相关文件 on the article page: what this document does to others and what others do to it, public ones only."""

from dataclasses import dataclass

from content_models.editorial.relations import RELATIONS, clauses_in_words, relations_of
from content_models.releases import repository as releases
from content_models.releases.cards import repository as cards
from content_models.releases.documents import Link
from content_models.releases.repository import LiveRelease
from server.pages.labels import BEARING_NAMES
from server.pages.moments import long_day


@dataclass(frozen=True, slots=True)
class RelatedPaper:
    """`words`: 「自2026年12月1日起被修改」; `clauses`: 「第三条、第五条」, "" for all of it."""

    words: str
    title: str
    href: str
    clauses: str


async def related_papers(seen: LiveRelease) -> list[RelatedPaper]:
    """What it does to others first, then what was done to it, the earlier first. Three round trips."""
    content = seen.revision.content
    incoming = (await cards.incoming([seen.release.id])).get(seen.release.id, [])
    bearing = [one for one in incoming if one.link.type in RELATIONS]
    own = relations_of(content.links)
    known = await releases.live([*(link.target_id for link in own), *(one.source_id for one in bearing)])
    says = [
        _paper(link, RELATIONS[link.type], other, clauses_in_words(link, other.revision.content.outline))
        for link in own
        if (other := known.get(link.target_id))
    ]
    return says + [
        _paper(one.link, BEARING_NAMES[one.link.type], other, clauses_in_words(one.link, content.outline))
        for one in bearing
        if (other := known.get(one.source_id))
    ]


def _paper(link: Link, words: str, other: LiveRelease, clauses: str) -> RelatedPaper:
    since = f"自{long_day(link.effective_on)}起" if link.effective_on else ""
    return RelatedPaper(f"{since}{words}", other.revision.content.title, f"/a/{other.release.slug}", clauses)
