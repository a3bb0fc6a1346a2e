"""Body HTML: made safe by an allow-list, and turned into plain text line by line.

Every text that enters the store goes through here last, whoever sends it: a feed, a page, an upload or an editor.
"""

import re

import nh3
from selectolax.lexbor import LexborHTMLParser

_TAGS = """
    a abbr b blockquote br caption code col colgroup dd del div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr i img
    ins li ol p pre s section small span strong sub sup table tbody td tfoot th thead tr u ul
"""
TAGS = frozenset(_TAGS.split())
ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "width", "height"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "col": {"span"},
    "ol": {"start"},
}
SCHEMES = {"http", "https", "mailto", "tel"}
GONE_WITH_CONTENT = {"script", "style", "template", "noscript", "iframe", "object", "svg", "math"}

_BLOCKS = "p,div,li,h1,h2,h3,h4,h5,h6,tr,blockquote,pre,section,dt,dd,caption,figcaption,table"
_SPACES = re.compile(r"[ \t\xa0\u3000]+")


def sanitise(html: str, base_url: str | None = None) -> str:
    """`html` with only what an article needs: no script, style, event handler, form, frame or unsafe address.

    With `base_url`, relative addresses become absolute ones of that page.
    """
    return nh3.clean(
        html,
        tags=set(TAGS),
        attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
        url_schemes=SCHEMES,
        clean_content_tags=GONE_WITH_CONTENT,
        link_rel="noopener noreferrer nofollow",
        strip_comments=True,
        url_relative=("rewrite_with_base", base_url) if base_url else "pass_through",
    )


def plain_text(html: str) -> str:
    """The words of `html`, one line a block, for search, outlines and notices."""
    tree = LexborHTMLParser(html)
    if tree.body is None:
        return ""
    for mark in tree.css("br"):
        mark.replace_with("\n")
    for cell in tree.css("td,th"):
        cell.insert_after(" ")
    for block in tree.css(_BLOCKS):
        block.insert_after("\n")
        block.insert_before("\n")
    lines = (_SPACES.sub(" ", line).strip() for line in tree.body.text().split("\n"))
    return "\n".join(line for line in lines if line)
