"""The section tree of an official text."""

from pydantic import BaseModel


class Section(BaseModel):
    """A heading with an address. `node_id` is the kind-number path (`s2.1` = 二、（一）; `art-33` = 第三十三条)."""

    node_id: str
    level: int
    label: str  # 「（一）」
    heading: str  # without the label
    offset: int  # of the heading's first character in the plain text
    quote_hash: str  # of the heading's first characters: re-anchors after a re-parse
