"""Column pages that are only a frame around the list."""

from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser

from aggregators.errors import EmptyListing
from aggregators.families.contract import Listing, ListPage, ListRequest
from aggregators.families.errors import ColumnInFrame

_OWN_TEXT = 300  # characters: a site's head and foot around the frame


def into_frame(page: ListPage) -> Listing:
    """Go on in the page's first frame of the same host. Raises ColumnInFrame when its frames are elsewhere, and
    EmptyListing when it is no page of frames."""
    sources = (node.attributes.get("src") or "" for node in LexborHTMLParser(page.text).css("iframe[src], frame[src]"))
    frames = [url for source in sources if (url := _absolute(page.url, source))]
    own = [url for url in frames if urlsplit(url).netloc == urlsplit(page.url).netloc and url != page.url]
    if own:
        return Listing([], ListRequest(own[0], {"Referer": page.url}))
    if frames and _is_only_frame(page):
        raise ColumnInFrame(url=page.url, frame=frames[0])
    raise EmptyListing(url=page.url)


def _is_only_frame(page: ListPage) -> bool:
    """Whether the page has next to no text of its own: advertisements stand in frames too."""
    tree = LexborHTMLParser(page.text)
    tree.strip_tags(["script", "style", "noscript"])
    return tree.body is None or len("".join(tree.body.text().split())) < _OWN_TEXT


def _absolute(base: str, source: str) -> str | None:
    try:
        url = urljoin(base, source.strip())
        return url if urlsplit(url).scheme in ("http", "https") else None
    except ValueError:
        return None
