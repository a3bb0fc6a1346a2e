"""From bytes to text: the charset cascade. Labels on Chinese sites are often wrong, so they come second.

Order: the source's override, byte order mark, valid UTF-8, what HTTP, XML or HTML declares, GB18030, Big5, a
detector. Every label of the GB family is read as GB18030, its superset (rare names: 㐂, 𬱖).
"""

import codecs
import re
from collections.abc import Iterable
from dataclasses import dataclass

from charset_normalizer import from_bytes

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"<\x00?\x00", "utf-16-le"),  # XML 1.0 appendix F: no mark, yet a declaration
    (b"\x00<\x00?", "utf-16-be"),
)
_EBCDIC_MARK = b"\x4c\x6f\xa7\x94"  # `<?xm`; its pages agree in all letters a declaration needs
_XML_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")
_XML_LABEL = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{2,40})")
_HTML_LABEL = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_HEAD = 4096  # bytes in which a declaration is looked for
_SAMPLE = 64 * 1024  # bytes shown to the detector

_GB = re.compile(r"gb|cp936|hz", re.IGNORECASE)
_ONE_BYTE = re.compile(r"iso8859|cp(?!9[345])|latin|ascii|mac|koi8|tis|hp|kz|ptcp")
_READABLE = re.compile(r"utf-(8|16|32)|gb|big5|euc|shift|johab|iso8859|iso2022|cp\d|koi8|ascii|hz|tis|mac|hp|kz|ptcp")
_HAN_IN_BYTES = re.compile(rb"[\x80-\xff]{4}")
_UNWANTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff\ufffe\uffff]")
_CONTROL_BYTES = bytes(code for code in range(128) if _UNWANTED.match(chr(code)))  # in every charset we read
_STRAY_BYTES = 50  # one broken character in so many is damage, not another charset


@dataclass(frozen=True)
class Decoded:
    """`text` without byte order mark and control characters; `charset` is what it was read as."""

    text: str
    charset: str


def decode(body: bytes, *, http_charset: str | None = None, override: str | None = None) -> Decoded:
    """Never fails: at worst unreadable bytes become U+FFFD."""
    text, charset = _decode(body, http_charset, override)
    return Decoded(text=_UNWANTED.sub("", text) if _may_hold_unwanted(body, text) else text, charset=charset)


def _may_hold_unwanted(body: bytes, text: str) -> bool:
    """Control bytes and marks are looked for in C; the pattern takes ten times as long to find none."""
    return len(body.translate(None, _CONTROL_BYTES)) < len(body) or any(mark in text for mark in "\ufeff\ufffe\uffff")


def as_utf8_xml(text: str) -> bytes:
    """`text` as UTF-8 that says so, however it was declared before: the parser must not decode again."""
    declared = _XML_DECLARATION.match(text)  # not `sub`, which goes on looking at every character
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + text[declared.end() if declared else 0 :].strip().encode()


def _decode(body: bytes, http_charset: str | None, override: str | None) -> tuple[str, str]:
    if override and (forced := _canonical(override)):
        return body.decode(forced, "replace"), forced
    if marked := next((name for mark, name in _BYTE_ORDER_MARKS if body.startswith(mark)), None):
        return body.decode(marked, "replace"), marked
    if body.startswith(_EBCDIC_MARK):
        charset = next(iter(_declared(body[:_HEAD].decode("cp037").encode(), None)), "cp037")
        return body.decode(charset, "replace"), charset
    if (text := _as_utf8(body)) is not None:
        return text, "utf-8"
    declared = _declared(body, http_charset)
    for charset in (*declared, "gb18030", "big5"):
        if (text := _strictly(body, charset)) is not None:
            return text, charset
    return _detected(body, declared)


def _as_utf8(body: bytes) -> str | None:
    """UTF-8, also when cut off inside a character or damaged in a few places."""
    text = body.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    if broken == 0:
        return text
    beyond_ascii = len(text) - len(text.encode("ascii", "ignore"))
    is_cut = broken == 1 and text.endswith("\ufffd") and beyond_ascii > 1
    return text if is_cut or broken * _STRAY_BYTES < beyond_ascii else None


def _declared(body: bytes, http_charset: str | None) -> list[str]:
    """Usable labels in the order HTTP, XML, HTML. The label of a one-byte charset (they read anything) on bytes
    that come in runs is a server's default and not a statement."""
    head = body[:_HEAD]
    found = [match[1].decode() for pattern in (_XML_LABEL, _HTML_LABEL) if (match := pattern.search(head))]
    names = [name for label in (http_charset, *found) if label and (name := _canonical(label))]
    if _HAN_IN_BYTES.search(body):
        names = [name for name in names if not _ONE_BYTE.match(name)]
    return names


def _canonical(label: str) -> str | None:
    """Python's name for a label, None for an unknown one and for codecs that are no charset (idna, utf-7 …)."""
    if _GB.match(label.removeprefix("x-")):
        return "gb18030"
    try:
        name = codecs.lookup(label).name
    except LookupError:
        return None
    return name if _READABLE.match(name) else None


def _strictly(body: bytes, charset: str) -> str | None:
    """Decoded without an error, except that the last character may be cut off."""
    decoder = codecs.getincrementaldecoder(charset)("strict")
    try:
        return decoder.decode(body, final=False)
    except UnicodeDecodeError:
        return None


def _detected(body: bytes, declared: Iterable[str]) -> tuple[str, str]:
    best = from_bytes(body[:_SAMPLE]).best()
    charset = (_canonical(best.encoding) if best else None) or next(iter(declared), "gb18030")
    return body.decode(charset, "replace"), charset
