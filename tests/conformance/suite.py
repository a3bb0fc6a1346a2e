"""feedparser's test files: bytes, the headers to serve them with, and what they expect of a parser."""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from multidict import CIMultiDict

_HEADER = re.compile(rb"^Header:\s+([^:]+):(.+)$", re.MULTILINE)
_EXPECT = re.compile(r"Expect:\s*(.*?)\s*-->", re.DOTALL)
_ENCODINGS = (  # of the comment that holds the expectation; told by the first bytes (XML 1.0 appendix F)
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (b"\x00\x00\x00<", "utf-32-be"),
    (b"<\x00\x00\x00", "utf-32-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (b"\x00<\x00?", "utf-16-be"),
    (b"<\x00?\x00", "utf-16-le"),
    (b"\x4c\x6f\xa7\x94", "cp037"),
)


@dataclass(frozen=True)
class Case:
    """`name` is the path within the suite, `expectation` a Python expression over the parsed feed."""

    name: str
    body: bytes
    headers: CIMultiDict[str]
    expectation: str

    @property
    def group(self) -> str:
        """`wellformed/sanitize`, `encoding` …"""
        return self.name.rpartition("/")[0]


def cases(suite: Path) -> Iterator[Case]:
    for path in sorted(suite.rglob("*.xml")):
        body = path.read_bytes()
        yield Case(path.relative_to(suite).as_posix(), body, _headers(body), _expectation(body))


def _headers(body: bytes) -> CIMultiDict[str]:
    stated = ((name.decode(), value.decode().strip()) for name, value in _HEADER.findall(body))
    headers = CIMultiDict(stated)
    headers.setdefault("Content-Type", "application/xml")
    return headers


def _expectation(body: bytes) -> str:
    encoding = next((name for mark, name in _ENCODINGS if body.startswith(mark)), "utf-8")
    found = _EXPECT.search(body.decode(encoding, "replace"))
    return found[1] if found else "False"
