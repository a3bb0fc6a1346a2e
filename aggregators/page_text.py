"""From a fetched page to its text: unpacked, decoded, and refused when it is not what was asked for. Everybody who
reads pages does it here, so that a poll and a trial see the same."""

import zlib

from aggregators.attachments.media_type import HTML, TEXT, media_type_of
from aggregators.decode import decode
from aggregators.errors import SourceConnectionBroken, SourceTooLarge
from aggregators.fetch import Page
from aggregators.fetch.gone_pages import refuse_gone
from aggregators.fetch.walls import refuse_walls

MOST_UNPACKED = 15 * 1024 * 1024  # bytes: what the fetcher takes of a page that is sent plain
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")  # marks of UTF-16 and UTF-32, which are full of zeros
_GZIP = b"\x1f\x8b\x08"
_EITHER_HEADER = 32 + zlib.MAX_WBITS


def text_of_page(page: Page, asked: str, charset: str | None) -> str:
    """The text of a list or article page; `charset` overrides every declaration.

    Raises SourceBlocked, SourceLoginRequired, SourceScriptWall, SourceGoneQuietly, SourceTooLarge.
    """
    text = decoded(page, charset)
    refuse_gone(text, asked, page.url)
    refuse_walls(text, page.url)
    return text


def decoded(page: Page, charset: str | None = None) -> str:
    return decode(_unpacked(page), http_charset=page.charset, override=charset).text


def is_file(page: Page) -> bool:
    """Whether the answer is a document, a picture or an archive, told from its bytes: no text to be decoded."""
    body = _unpacked(page)
    if not body or body.startswith(_WIDE):
        return False
    return media_type_of(body) not in (HTML, TEXT)


def _unpacked(page: Page) -> bytes:
    """A file that is itself gzip (`sitemap.xml.gz`), inflated under a cap."""
    if not page.body.startswith(_GZIP):
        return page.body
    inflating = zlib.decompressobj(_EITHER_HEADER)
    try:
        body = inflating.decompress(page.body, MOST_UNPACKED + 1)
    except zlib.error as error:
        raise SourceConnectionBroken(url=page.url) from error
    if len(body) > MOST_UNPACKED:
        raise SourceTooLarge(url=page.url, limit=MOST_UNPACKED)
    return body
