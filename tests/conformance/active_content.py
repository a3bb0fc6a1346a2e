"""What a browser would act on in a piece of HTML, found by lxml and a list of its own, none of it the sanitiser's."""

import re
from collections.abc import Iterator

import lxml.html

_INERT_TAGS = """
    a abbr b blockquote br caption code col colgroup dd del div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr i img
    ins li ol p pre s section small span strong sub sup table tbody td tfoot th thead tr u ul
"""
_INERT = frozenset(_INERT_TAGS.split())
_ADDRESSES = {"href", "src", "action", "formaction", "background", "cite", "longdesc", "poster", "srcset", "xlink:href"}
_SAFE_ADDRESS = re.compile(r"(?:https?:|mailto:|tel:|[^:]*(?:[/?#]|$))", re.IGNORECASE)
_IGNORED_BY_BROWSERS = re.compile(r"[\x00-\x20]+")  # inside and before a scheme (WHATWG URL, 4.4)
_CARRIERS = {"style", "srcdoc", "http-equiv", "dynsrc", "lowsrc", "id", "class"}  # the last two clobber our own pages


def active_content(html: str) -> list[str]:
    """One line for each element, attribute or address that is more than text, e.g. `a@href javascript:…`."""
    return list(_found(lxml.html.fragment_fromstring(html, create_parent="div"))) if html.strip() else []


def _found(root: lxml.html.HtmlElement) -> Iterator[str]:
    for element in root.iter():
        if not isinstance(element.tag, str):
            yield f"comment or instruction {element.text!r}"
            continue
        if element.tag.lower() not in _INERT:
            yield element.tag
        for name, value in element.attrib.items():
            yield from _in_attribute(f"{element.tag}@{name}", str(name).lower(), str(value))


def _in_attribute(place: str, name: str, value: str) -> Iterator[str]:
    address = _IGNORED_BY_BROWSERS.sub("", value)
    if name.startswith("on") or name in _CARRIERS or (name in _ADDRESSES and not _SAFE_ADDRESS.match(address)):
        yield f"{place} {value[:80]}"
