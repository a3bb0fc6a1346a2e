"""From a submitted item to what the one door takes, through the same normalise as every page. Pure."""

from html import escape
from zoneinfo import ZoneInfo

from aggregators.article import Article
from aggregators.families.contract import Row
from aggregators.normalise import normalise
from aggregators.uploads.errors import ItemFieldMissing, ItemRefused
from aggregators.uploads.submitted import Fault, SubmittedItem
from content_models.intake.documents import NormalisedItem
from content_models.intake.rules import Incoming
from content_models.kit.ids import derived_id
from content_models.official_text.dates import parse_moment
from content_models.official_text.folding import fold_title_key
from content_models.official_text.reflow import paragraphs
from content_models.sources.documents import Source

STATED_BY_SENDER = "报送方注明"


def key_of(item: SubmittedItem) -> str:
    """The sender's id, else the address, else title and date: what makes the same item the same the next time."""
    return item.id or item.url or derived_id("submitted", fold_title_key(item.title), item.published_at or "")


def to_incoming(source: Source, item: SubmittedItem) -> Incoming | Fault:
    """A Fault when there is no address to show, or the text holds something that no rule can read."""
    url = item.url or (source.url if source.url.startswith(("http://", "https://")) else None)
    if url is None:
        return Fault.of(ItemFieldMissing, "url")
    try:
        normalised = _normalised(source, item, url)
    except ValueError:
        return Fault.of(ItemRefused, "body_html")
    return Incoming(item_key=key_of(item), raw=item.model_dump_json(exclude_none=True), item=normalised)


def _normalised(source: Source, item: SubmittedItem, url: str) -> NormalisedItem:
    published = parse_moment(item.published_at, ZoneInfo(source.timezone)) if item.published_at else None
    article = Article(
        url=url,
        title=item.title,
        published_at=published,
        source_name=item.source_name,
        column=item.column,
        facts=_facts(item),
        description=item.summary,
        keywords=item.keywords,
        body_html=item.body_html or _paragraphs(item.body_text or ""),
        attachments=[attachment.as_attachment() for attachment in item.attachments],
    )
    normalised = normalise(source, Row(key=key_of(item), url=url, title=item.title), article)
    return normalised.model_copy(update=_stated(item, normalised))


def _facts(item: SubmittedItem) -> dict[str, str]:
    """Under the names that the header table of a page has."""
    stated = {"doc_no": item.doc_no, "issuers": "、".join(item.issuers), "signed": item.signed_date}
    return {name: value for name, value in stated.items() if value}


def _stated(item: SubmittedItem, normalised: NormalisedItem) -> dict[str, object]:
    """What the sender knows better than any rule, and what to look at twice."""
    changes: dict[str, object] = {"interprets": item.interprets}
    if item.kind:
        changes |= {"kind": item.kind, "kind_evidence": STATED_BY_SENDER}
    if item.doc_no and normalised.doc_no is None:
        changes["warnings"] = [*normalised.warnings, "发文字号无法识别，请编辑核对。"]
    return changes


def _paragraphs(text: str) -> str:
    """Text copied out of a PDF has a line break at the paper's edge; a reader's screen is narrower or wider."""
    return "".join(f"<p>{escape(paragraph.text)}</p>" for paragraph in paragraphs(text))
