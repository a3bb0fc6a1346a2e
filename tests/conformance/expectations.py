"""Evaluating an expectation that came with a downloaded file: only comparisons over the parsed feed are let through."""

import ast
import codecs
import datetime
import re
from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

import feedparser

from aggregators.decode import decode

_NODES = (
    ast.Expression,
    ast.BoolOp,
    ast.And,
    ast.Or,
    ast.UnaryOp,
    ast.Not,
    ast.USub,
    ast.BinOp,
    ast.Add,
    ast.Compare,
    ast.cmpop,
    ast.Subscript,
    ast.Attribute,
    ast.Call,
    ast.Name,
    ast.Load,
    ast.Constant,
    ast.Tuple,
    ast.List,
    ast.Dict,
)
_XML_LABEL = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([^\"']+)")
_CALLABLE = {"len", "ord", "isinstance", "get", "has_key", "timedelta"}
_NAMES = {
    "__builtins__": {},
    "len": len,
    "ord": ord,
    "isinstance": isinstance,
    "datetime": datetime,
    "feedparser": SimpleNamespace(CharacterEncodingOverride=feedparser.CharacterEncodingOverride),
}


class ReadAs(str):
    """A charset that equals every other one by which the same bytes are the same text: what a label is for."""

    body: bytes

    def __new__(cls, charset: str, body: bytes) -> "ReadAs":
        made = super().__new__(cls, charset)
        made.body = body
        return made

    def __eq__(self, other: object) -> bool:
        return self._text(str(self)) == self._text(str(other))

    __hash__ = str.__hash__

    def _text(self, charset: str) -> str | None:
        try:
            codecs.lookup(charset)
        except LookupError:
            return None
        return decode(self.body, override=charset).text


def overruled(body: bytes, http_charset: str | None, text: str) -> bool:
    """Would trusting the label (HTTP, then the declaration, else UTF-8) have given another text than we read?

    feedparser calls such a document bozo; we have put it right before the parser sees it.
    """
    if not body.lstrip().startswith(b"<"):  # a byte order mark or EBCDIC: no label is asked
        return False
    declared = _XML_LABEL.search(body[:200])
    label = http_charset or (declared[1].decode() if declared else "utf-8")
    return decode(body, override=label).text != text


def met(expectation: str, parsed: Mapping[str, Any]) -> bool:
    """False also when the expectation asks for something that is not there, or may not be evaluated."""
    tree = ast.parse(expectation, mode="eval")
    if not all(_is_harmless(node) for node in ast.walk(tree)):
        return False
    try:
        return bool(eval(compile(tree, "<expectation>", "eval"), dict(_NAMES), dict(parsed)))
    except (LookupError, AttributeError, TypeError, NameError, ValueError):
        return False


def _is_harmless(node: ast.AST) -> bool:
    if isinstance(node, ast.Attribute) and node.attr.startswith("_"):
        return False
    if isinstance(node, ast.Call):
        called = node.func
        return (called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")) in _CALLABLE
    return isinstance(node, _NODES)
