"""Parsing XML that strangers wrote: no DTD, no entities, no network."""

import re

from lxml import etree

from aggregators.decode import as_utf8_xml
from aggregators.uploads.errors import UploadXmlMalformed, UploadXmlUnsafe

_BEFORE_ROOT = re.compile(r"\s*(?:<!--.*?-->|<\?.*?\?>|(?P<doctype><!DOCTYPE))", re.DOTALL | re.IGNORECASE)


def root_of(text: str) -> etree._Element:
    """The root element of decoded XML. Raises UploadXmlUnsafe, UploadXmlMalformed."""
    _refuse_doctype(text)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(as_utf8_xml(text), parser)
    except etree.XMLSyntaxError as error:
        line = error.lineno or 0
        raise UploadXmlMalformed(f"XML 格式有误，大约在第 {line} 行，请改正后重新上传。", line=line) from error


def _refuse_doctype(text: str) -> None:
    """Before any parser sees it: a DOCTYPE can stand only in front of the root element (XML 1.0 §2.8)."""
    position = 0
    while found := _BEFORE_ROOT.match(text, position):
        if found["doctype"]:
            raise UploadXmlUnsafe
        position = found.end()
