"""The text of PDF files, through PDFium. Only ever called in a process of its own (`sandbox`): the library is C++, its
input is hostile, and a page may be made to take for ever."""

from collections.abc import Iterator

import pypdfium2  # type: ignore[import-untyped]

MOST_PAGES = 300
_LOCKED = "Incorrect password"  # what pypdfium2 says when one is needed


class PdfLocked(ValueError):
    """A password is needed to open it."""


class PdfDamaged(ValueError):
    """PDFium cannot open it."""


def lines_of_pdf(body: bytes) -> Iterator[str]:
    """Lines as they are set, of at most MOST_PAGES pages. Raises PdfLocked, PdfDamaged."""
    document = _opened(body)
    for number in range(min(len(document), MOST_PAGES)):
        try:
            page = document[number]
            yield from page.get_textpage().get_text_bounded().splitlines()
            page.close()
        except pypdfium2.PdfiumError:
            continue  # one page is damaged; the others are not


def pages_of_pdf(body: bytes) -> int:
    """Raises PdfLocked, PdfDamaged."""
    return len(_opened(body))


def _opened(body: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(body)
    except pypdfium2.PdfiumError as error:
        raise (PdfLocked if _LOCKED in str(error) else PdfDamaged) from error
