"""OPML 2.0: the feeds among the sources, with the organ as category, for feed readers and from them."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from email.utils import format_datetime

from lxml import etree

from aggregators.decode import decode
from aggregators.uploads.safe_xml import root_of
from content_models.organs.documents import Organ
from content_models.sources.documents import Source, SourceFamily
from server.exchange.entries import ORGAN, Entry
from server.exchange.errors import ExchangeUnreadable


def write_opml(sources: Sequence[Source], organs: dict[str, Organ], *, title: str, now: datetime) -> bytes:
    """`category` is slash-delimited in OPML, so a comma or slash in a name is written full-width."""
    root = etree.Element("opml", version="2.0")
    head = etree.SubElement(root, "head")
    etree.SubElement(head, "title").text = title
    etree.SubElement(head, "dateCreated").text = format_datetime(now)
    body = etree.SubElement(root, "body")
    for source in sources:
        if source.family is SourceFamily.feed:
            organ = organs.get(source.organ_id)
            outline = etree.SubElement(body, "outline", type="rss", text=source.name, xmlUrl=source.url)
            if organ:
                outline.set("category", organ.full_name.replace(",", "，").replace("/", "／"))
    return etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)


def read_opml(body: bytes) -> list[Entry]:
    """Raises ExchangeUnreadable, UploadXmlUnsafe, UploadXmlMalformed."""
    root = root_of(decode(body).text)
    if root.tag != "opml":
        raise ExchangeUnreadable
    return list(_entries(root))


def _entries(root: etree._Element) -> Iterator[Entry]:
    for number, outline in enumerate(root.iter("outline"), 1):
        url = (outline.get("xmlUrl") or "").strip()
        if url or outline.get("type") in ("rss", "atom"):
            values = {
                "name": (outline.get("text") or outline.get("title") or "").strip() or url,
                "url": url,
                "family": SourceFamily.feed.value,
                ORGAN: _organ(outline),
            }
            yield Entry(f"第 {number} 个 outline", {name: value for name, value in values.items() if value}, False)


def _organ(outline: etree._Element) -> str:
    """Its first category, else the name of the folder it lies in."""
    category = (outline.get("category") or "").split(",")[0].strip("/ ").rpartition("/")[2]
    folder = outline.getparent()
    return category or (folder.get("text", "") if folder is not None and folder.tag == "outline" else "")
