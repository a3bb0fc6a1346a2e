"""The header table of a policy: label and value in neighbouring cells, or 「label：value」 in one place."""

import re
from itertools import pairwise

from selectolax.lexbor import LexborHTMLParser

from aggregators.extract.dom import words

LABELS = {
    "发文字号": "doc_no",
    "文号": "doc_no",
    "发文机关": "issuers",
    "发布机构": "issuers",
    "发文单位": "issuers",
    "成文日期": "signed",
}
_LABELLED = re.compile(rf"(?P<label>{'|'.join(LABELS)})[：:](?P<value>[^\n]{{2,80}})")
_SPACED_LABEL = re.compile(r"[\s：:【】\[\]]")


def facts(tree: LexborHTMLParser) -> dict[str, str]:
    """By the names in LABELS, as printed; the first place that states a fact counts."""
    found: dict[str, str] = {}
    for row in tree.css("tr, dl"):
        for label, value in pairwise(words(cell) for cell in row.css("th, td, dt, dd")):
            name = LABELS.get(_SPACED_LABEL.sub("", label))
            if name and value and _SPACED_LABEL.sub("", value) not in LABELS:
                found.setdefault(name, value)
    for place in tree.css("tr, li, dd, p"):
        match = _LABELLED.match(re.sub(r"\s+", "", place.text()))
        if match is not None:
            found.setdefault(LABELS[match["label"]], match["value"])
    return found
