"""Pure rules of search: what of a release is indexed, and how much it weighs before anybody has asked."""

import math
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta

from content_models.kit.clock import in_shanghai
from content_models.official_text.doc_no import cited_doc_nos
from content_models.organs.documents import Organ, OrganLevel, Region
from content_models.releases.cards.records import IncomingLink
from content_models.releases.documents import Content, PolicyFacts, ReleaseKind
from content_models.releases.repository import LiveRelease
from content_models.search.validity import term_of
from content_models.search.values import SearchDocument
from content_models.topics.documents import Topic
from content_models.topics.rules import Themes, filed_under

_UNIX_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LONGEST_CITING = 20_000  # characters in which cited numbers are looked for

# 权威性. The app is a city's: what concerns the whole city comes first.
_LEVEL_WEIGHT = {
    OrganLevel.central: 1.15,
    OrganLevel.provincial: 1.1,
    OrganLevel.municipal: 1.15,
    OrganLevel.county: 1.0,
    OrganLevel.town: 0.95,
    OrganLevel.institution: 0.95,
}
_KIND_WEIGHT = {
    ReleaseKind.policy: 1.15,
    ReleaseKind.guide: 1.1,
    ReleaseKind.emergency: 1.1,
    ReleaseKind.interpretation: 1.0,
    ReleaseKind.notice: 0.95,
    ReleaseKind.service_alert: 0.9,
    ReleaseKind.news: 0.85,
}
_YEAR_ONE = datetime(2020, 1, 1, tzinfo=UTC)
_DOUBLES_IN = timedelta(days=365 * 12)
_LEAST, _MOST = 0.4, 6.0


def weight_of(kind: ReleaseKind, level: OrganLevel | None, published_at: datetime) -> float:
    """Authority × age: twice as much as what is twelve years older.

    All age alike, so the order of any two never changes and nothing has to be indexed again as time goes by.
    """
    age = math.exp2((published_at - _YEAR_ONE) / _DOUBLES_IN)
    authority = _LEVEL_WEIGHT.get(level, 1.0) if level else 1.0
    return min(_MOST, max(_LEAST, authority * _KIND_WEIGHT[kind] * age))


def document_of(
    seen: LiveRelease,
    organs: Mapping[str, Organ],
    topics: Mapping[str, Topic],
    regions: Mapping[str, Region],
    *,
    themes: Themes,
    attachments: Iterable[str] = (),
    incoming: Iterable[IncomingLink] = (),
) -> SearchDocument:
    """`organs`, `topics` and `regions` by id; what is not in them is not found by name, only by id.

    `themes`: what a printed 主题分类 is filed under, by the names it has and had.
    """
    release, content = seen.release, seen.revision.content
    facts = content.policy or PolicyFacts()
    published = release.published_at or seen.revision.at
    publisher = organs.get(release.publisher_id)
    region = content.region_code or (publisher.region_code if publisher else None)
    organ_ids = dict.fromkeys((*facts.issuer_ids, release.publisher_id))
    known = [organs[one] for one in organ_ids if one in organs]
    topic_ids = tuple(dict.fromkeys(_filed(content.topics, filed_under(facts.theme, themes), topics)))
    return SearchDocument(
        id=release.id,
        version=release.version,
        kind=release.kind,
        title=content.title,
        published_ms=(published - _UNIX_EPOCH) // timedelta(milliseconds=1),
        doc_nos=_doc_nos(facts),
        cited=tuple(map(str, cited_doc_nos(content.title, content.body_text[:_LONGEST_CITING], facts.doc_no_raw))),
        names=tuple(dict.fromkeys((*_organ_names(facts, known), *_filed_under(topic_ids, topics, region, regions)))),
        summary=content.summary,
        headings=tuple(section.heading for section in content.outline),
        body=content.body_text,
        attachments="\n".join(attachments),
        topics=topic_ids,
        organs=tuple(organ_ids),
        regions=tuple(_around(region)),
        year=in_shanghai(published).year if facts.signed_date is None else facts.signed_date.year,
        term=term_of(content, incoming, release.validity_marks),
        weight=weight_of(release.kind, publisher.level if publisher else None, published),
    )


def _doc_nos(facts: PolicyFacts) -> tuple[str, ...]:
    if facts.doc_no:
        return (str(facts.doc_no),)
    return (facts.doc_no_raw,) if facts.doc_no_raw else ()


def _filed(chosen: Iterable[str], theme: str | None, topics: Mapping[str, Topic]) -> Iterable[str]:
    """The life topics as given; the theme with the class it belongs to; and what each of them ended in."""
    own = list(chosen)
    if theme is not None:
        own.append(theme)
        if theme.count(".") > 1:
            own.append(theme.rpartition(".")[0])
    for one in own:
        yield one
        topic = topics.get(one)
        if topic is not None and topic.successor_id:
            yield topic.successor_id


def _organ_names(facts: PolicyFacts, organs: Iterable[Organ]) -> Iterable[str]:
    yield from (issuer.name for issuer in facts.issuers)
    for organ in organs:
        yield from (organ.full_name, organ.short_name, *organ.aliases)


def _filed_under(
    topic_ids: Iterable[str], topics: Mapping[str, Topic], region: str | None, regions: Mapping[str, Region]
) -> Iterable[str]:
    yield from (topics[one].name for one in topic_ids if one in topics)
    if region is not None and region in regions:
        yield regions[region].name


def _around(code: str | None) -> Iterable[str]:
    """320102 lies in 320100 and in 320000 (GB/T 2260: two digits a level)."""
    if not code:
        return
    yield from dict.fromkeys((code, f"{code[:4]}00", f"{code[:2]}0000") if len(code) == 6 else (code,))


def attachment_texts(content: Content, found: Mapping[str, str]) -> list[str]:
    """Name and text of each attachment; `found` = texts by address, read when the item was taken in."""
    texts = []
    for one in content.attachments:
        name, url, text = (str(one.get(field) or "") for field in ("name", "url", "text"))
        texts.append(f"{name}\n{text or found.get(url, '')}")
    return texts
