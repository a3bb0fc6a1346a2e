"""From what arrived to what we say: the content and the provenance of an adopted item."""

from collections.abc import Sequence

from content_models.editorial.linking import linking_of, query_of
from content_models.intake import repository as intake
from content_models.intake.documents import IntakeItem, NormalisedItem, RawItem
from content_models.official_text.genres import genre_of
from content_models.official_text.lead import lead
from content_models.releases.documents import (
    Content,
    InterpretationFacts,
    Issuer,
    Link,
    LinkType,
    PolicyFacts,
    Provenance,
    ReleaseKind,
)
from content_models.releases.facts import MOST_LISTED, AlertFacts

ALERTS = frozenset({ReleaseKind.service_alert, ReleaseKind.emergency})


def content_from(
    item: NormalisedItem,
    kind: ReleaseKind,
    *,
    topics: Sequence[str],
    issuers: Sequence[Issuer],
    links: Sequence[Link],
) -> Content:
    """The editable content an item starts with. A notice has an official document's facts where its source states any;
    an interpretation names who explains.

    Where the source gives no summary the lead stands in, for the editor to confirm (条例 art. 12 asks for one).
    """
    return Content(
        title=item.title,
        summary=item.summary[:600] or lead(item.body_text, 120),
        body_html=item.body_html,
        topics=list(topics),
        policy=_document_facts(item, kind, issuers),
        interpretation=_interpretation_facts(item) if kind is ReleaseKind.interpretation else None,
        alert=_alert_facts(item) if kind in ALERTS else None,
        links=list(links),
        attachments=[attachment.model_dump(include={"name", "url", "media_type"}) for attachment in item.attachments],
    )


def corrected_content(before: Content, item: NormalisedItem, kind: ReleaseKind) -> Content:
    """What we said, with the words and dates the source has now."""
    changes: dict[str, object] = {"title": item.title, "body_html": item.body_html}
    if before.policy:
        stated = _policy_facts(item, kind).model_dump(include={"doc_no_raw", "signed_date", "effective_date"})
        stated["doc_no"] = item.doc_no
        changes["policy"] = before.policy.model_copy(update={key: value for key, value in stated.items() if value})
    if before.alert:
        changes["alert"] = before.alert.model_copy(update=_alert_facts(item).model_dump(exclude_defaults=True))
    return before.model_copy(update=changes)


def _document_facts(item: NormalisedItem, kind: ReleaseKind, issuers: Sequence[Issuer]) -> PolicyFacts | None:
    if kind is ReleaseKind.policy:
        return _policy_facts(item, kind, issuers)
    if kind is not ReleaseKind.notice or not (item.doc_no or item.issuer_names or item.signed_date):
        return None
    return _policy_facts(item, kind, issuers if item.issuer_names else ())


def _policy_facts(item: NormalisedItem, kind: ReleaseKind, issuers: Sequence[Issuer] = ()) -> PolicyFacts:
    """Only a policy comes into force: a notice has no field for the day."""
    return PolicyFacts(
        doc_no=item.doc_no,
        doc_no_raw=item.doc_no_raw,
        issuers=list(issuers),
        genre=genre_of(item.title),
        signed_date=item.signed_date,
        effective_date=item.effective_date if kind is ReleaseKind.policy else None,
    )


def _interpretation_facts(item: NormalisedItem) -> InterpretationFacts:
    return InterpretationFacts(interpreter=item.source_name)


def _alert_facts(item: NormalisedItem) -> AlertFacts:
    return AlertFacts(starts_at=item.window_start, ends_at=item.window_end, places=item.places[:MOST_LISTED])


async def links_of(row: IntakeItem, item: NormalisedItem) -> list[Link]:
    """The policies an interpretation reads: those an editor named in the queue, else those stated by its source, else
    those its own words name beyond doubt."""
    if row.policy_ids:
        return [Link(type=LinkType.interprets, target_id=target) for target in row.policy_ids]
    known = (await intake.by_key(row.source_id, item.interprets)).values()
    stated = [policy.release_id for policy in known if policy.release_id is not None]
    targets = stated or [found.policy_id for found in (await linking_of(await query_of(row, item))).auto]
    return [Link(type=LinkType.interprets, target_id=target) for target in targets]


async def provenance_of(item: IntakeItem) -> list[Provenance]:
    """The item itself first, then every other source of its cluster: none is ever dropped."""
    cluster = await intake.cluster_of(item)
    others = [member.item_id for member in cluster.members if member.item_id != item.id] if cluster else []
    known = await intake.load_many(others)
    items = [item, *(known[other] for other in others if other in known)]
    raws = await intake.raws(one.latest_raw_id for one in items)
    return [_provenance(one, raws[one.latest_raw_id]) for one in items]


def _provenance(item: IntakeItem, raw: RawItem) -> Provenance:
    return Provenance(
        source_id=item.source_id,
        item_id=item.id,
        raw_id=raw.id,
        raw_sha256=raw.sha256,
        url=raw.item.url,
        source_name=raw.item.source_name,
    )
