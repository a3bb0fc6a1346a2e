"""Files linked from the body, or from a box that calls itself attachments, once each."""

import re
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from aggregators.extract.dom import line
from content_models.intake.documents import Attachment

_FILES = re.compile(r"\.(?:docx?|xlsx?|pptx?|wps|et|pdf|ofd|zip|rar|csv|txt)$", re.IGNORECASE)
_DOWNLOADS = re.compile(r"/download/downfile\.jsp|/downloadServlet|/rest/lightfrontaction/download", re.IGNORECASE)
_BOXES = "[class*=attach] a[href], [id*=attach] a[href], [class*=fujian] a[href], [id*=fujian] a[href]"


def attachments(body: str, tree: LexborHTMLParser, base: str) -> list[Attachment]:
    links = [*LexborHTMLParser(body).css("a[href]"), *tree.css(_BOXES)]
    found = [attachment for link in links if (attachment := _attachment(link, base))]
    return list({attachment.url: attachment for attachment in reversed(found)}.values())[::-1]


def is_file(url: str) -> bool:
    """Whether an address is a document's and no page's."""
    try:
        path = urlsplit(url).path
    except ValueError:
        return False
    return _FILES.search(path) is not None or _DOWNLOADS.search(path) is not None


def _attachment(link: LexborNode, base: str) -> Attachment | None:
    try:
        url = urljoin(base, (link.attributes.get("href") or "").strip())
        parts = urlsplit(url)
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not is_file(url):
        return None
    name = line(link) or (link.attributes.get("title") or "").strip() or parts.path.rpartition("/")[2]
    return Attachment(name=name, url=url)
