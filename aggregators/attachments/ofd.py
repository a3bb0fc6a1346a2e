"""The text of OFD files (GB/T 33190-2016), the format that official documents are sealed in: a zip of XML whose text
stands in `TextCode`, one `TextObject` for a run or a line. What unpacks is counted before a parser sees it."""

import io
import posixpath
import zipfile
from collections.abc import Iterator

from lxml import etree

from aggregators.uploads.unpacking import unpack

MOST_PAGES = 500
_SAME_LINE = 1.0  # millimetres by which the tops of two runs of one line may differ


def lines_of_ofd(body: bytes) -> Iterator[str]:
    """A line as printed, page by page. Raises KeyError for a part that is named and missing."""
    with zipfile.ZipFile(io.BytesIO(unpack(body).workbook)) as parts:
        for document in _texts(_root(parts, "OFD.xml"), "DocRoot"):
            place = document.strip().lstrip("/")
            pages = [node for node in _root(parts, place).iter("{*}Page") if node.get("BaseLoc")]
            for page in pages[:MOST_PAGES]:
                yield from _lines(_root(parts, _path(place, page.get("BaseLoc") or "")))


def _root(parts: zipfile.ZipFile, name: str) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    return etree.fromstring(parts.read(name), parser)


def _path(document: str, location: str) -> str:
    """A location is relative to the file that names it, or begins with a slash."""
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(document), location.strip())).lstrip("/")


def _texts(root: etree._Element, name: str) -> Iterator[str]:
    return (node.text for node in root.iter(f"{{*}}{name}") if node.text)


def _lines(page: etree._Element) -> Iterator[str]:
    """Runs whose boxes begin at the same height are one line."""
    line, top = "", None
    for run in page.iter("{*}TextObject"):
        text, here = "".join(_texts(run, "TextCode")), _top(run)
        if line and (top is None or here is None or abs(here - top) > _SAME_LINE):
            yield line
            line = ""
        line, top = line + text, here
    if line:
        yield line


def _top(run: etree._Element) -> float | None:
    """`Boundary` is x, y, width and height."""
    try:
        return float((run.get("Boundary") or "").split()[1])
    except (ValueError, IndexError):
        return None
