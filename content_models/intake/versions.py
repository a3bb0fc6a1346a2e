"""The rows a decision leads to: the immutable version and the queue's row. Pure, and CPU work of about half a
millisecond a text: see `kit.off_loop`."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from content_models.intake import repository as intake
from content_models.intake.comparison import ComparableText
from content_models.intake.documents import IntakeItem, NormalisedItem, RawItem
from content_models.intake.fingerprint import bands_of, url_key
from content_models.intake.rules import Decision
from content_models.official_text.folding import fold_title_key
from content_models.official_text.reposting import without_repost_mark
from content_models.sources.documents import Source


def new_rows(source: Source, decisions: Sequence[Decision], now: datetime) -> tuple[list[RawItem], list[IntakeItem]]:
    """First versions and their rows in the queue, in the order of `decisions`."""
    raws = [raw_version(source.id, decision, now) for decision in decisions]
    signed = zip(raws, decisions, bands(raws), strict=True)
    return raws, [queue_row(source, raw, decision, found) for raw, decision, found in signed]


def characters_of(decisions: Sequence[Decision]) -> int:
    """How much text there is to work through."""
    return sum(len(decision.incoming.item.body_text) for decision in decisions)


def bands(raws: Sequence[RawItem]) -> list[list[str]]:
    """How each text is found by the clusterer."""
    return bands_of([ComparableText(raw.item.title, raw.item.body_text).folded for raw in raws])


def raw_version(source_id: str, decision: Decision, now: datetime, changed: Sequence[str] = ()) -> RawItem:
    arrival = decision.incoming
    row: RawItem = RawItem.model_construct(  # of parts that were checked when they were made
        id=intake.raw_id(source_id, arrival.item_key, decision.version_no),
        source_id=source_id,
        item_key=arrival.item_key,
        version_no=decision.version_no,
        sha256=decision.sha256,
        raw=arrival.raw,
        item=arrival.item,
        changed_fields=list(changed),
        fetched_at=now,
    )
    return row


def queue_row(source: Source, raw: RawItem, decision: Decision, found_by: Sequence[str]) -> IntakeItem:
    row: IntakeItem = IntakeItem.model_construct(
        id=intake.item_id(source.id, raw.item_key),
        source_id=source.id,
        item_key=raw.item_key,
        organ_id=source.organ_id,
        first_seen_at=raw.fetched_at,
        **follows_from(raw, decision, found_by),
    )
    return row


def follows_from(raw: RawItem, decision: Decision, found_by: Sequence[str]) -> dict[str, Any]:
    """The fields of the queue's row that repeat its latest version, for showing, sorting and comparing."""
    return {
        "latest_raw_id": raw.id,
        "latest_version_no": raw.version_no,
        "sha256": raw.sha256,
        "title": raw.item.title,
        "title_key": fold_title_key(without_repost_mark(raw.item.title)),
        "kind": raw.item.kind,
        "doc_no_key": _doc_no_key(raw.item),
        "issuer_names": raw.item.issuer_names,
        "url_key": url_key(raw.item.url),
        "bands": list(found_by),
        "published_at": raw.item.published_at,
        "reading": decision.incoming.reading,
        "updated_at": raw.fetched_at,
    }


def _doc_no_key(item: NormalisedItem) -> str | None:
    return str(item.doc_no) if item.doc_no else None
