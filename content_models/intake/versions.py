"""The rows a decision leads to: the immutable version and the queue's row. Pure, and CPU work of about a tenth of a
millisecond a text: see `kit.off_loop`."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from content_models.intake import repository as intake
from content_models.intake.comparison import ComparableText
from content_models.intake.documents import IntakeItem, NormalisedItem, RawItem
from content_models.intake.fingerprint import bands_of, url_key
from content_models.intake.rules import Decision
from content_models.kit.records import Row, new_row
from content_models.official_text.folding import fold_title_key
from content_models.official_text.reposting import without_repost_mark
from content_models.sources.documents import Source


def new_rows(source: Source, decisions: Sequence[Decision], now: datetime) -> tuple[list[Row], list[Row]]:
    """First versions and their rows in the queue, in the order of `decisions`."""
    raws = [raw_version(source.id, decision, now) for decision in decisions]
    signed = zip(raws, decisions, bands(decisions), strict=True)
    return raws, [queue_row(source, raw, decision, found) for raw, decision, found in signed]


def characters_of(decisions: Sequence[Decision]) -> int:
    """How much text there is to work through."""
    return sum(len(decision.incoming.item.body_text) for decision in decisions)


def bands(decisions: Sequence[Decision]) -> list[list[int]]:
    """How each text is found by the clusterer."""
    items = [decision.incoming.item for decision in decisions]
    return bands_of([ComparableText(item.title, item.body_text).folded for item in items])


def raw_version(source_id: str, decision: Decision, now: datetime, changed: Sequence[str] = ()) -> Row:
    arrival = decision.incoming
    return new_row(
        RawItem,
        intake.raw_id(source_id, arrival.item_key, decision.version_no),
        source_id=source_id,
        item_key=arrival.item_key,
        version_no=decision.version_no,
        sha256=decision.sha256,
        raw=arrival.raw,
        item=arrival.item,
        changed_fields=list(changed),
        fetched_at=now,
    )


def queue_row(source: Source, raw: Row, decision: Decision, found_by: Sequence[int]) -> Row:
    return new_row(
        IntakeItem,
        intake.item_id(source.id, raw["item_key"]),
        source_id=source.id,
        item_key=raw["item_key"],
        organ_id=source.organ_id,
        first_seen_at=raw["fetched_at"],
        **follows_from(raw, decision, found_by),
    )


def follows_from(raw: Row, decision: Decision, found_by: Sequence[int]) -> dict[str, Any]:
    """The fields of the queue's row that repeat its latest version, for showing, sorting and comparing."""
    item = decision.incoming.item
    return {
        "latest_raw_id": raw["_id"],
        "latest_version_no": decision.version_no,
        "sha256": decision.sha256,
        "title": item.title,
        "title_key": fold_title_key(without_repost_mark(item.title)),
        "kind": item.kind,
        "doc_no_key": _doc_no_key(item),
        "issuer_names": item.issuer_names,
        "url_key": url_key(item.url),
        "bands": list(found_by),
        "published_at": item.published_at,
        "reading": decision.incoming.reading,
        "updated_at": raw["fetched_at"],
    }


def _doc_no_key(item: NormalisedItem) -> str | None:
    return str(item.doc_no) if item.doc_no else None
