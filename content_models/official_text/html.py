"""Body HTML: made safe by an allow-list, and turned into plain text line by line.

Every text that enters the store goes through here last, whoever sends it: a feed, a page, an upload or an editor.
"""

import re
from functools import lru_cache
from html import unescape

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

MOST_REFERENCES = 100_000  # nh3 takes time that grows with their square: a second for these, minutes for a million

# What follows the name of a tag in serialised HTML, where quotes in attributes are escaped and 「<」 and 「>」 are not.
_REST_OF_TAG = r"""(?=[\s/>])(?:[^=>]++|="[^"]*+"|=)*+>"""
_BREAKS_LINE = re.compile(
    rf"</?(?:p|div|br|li|h[1-6]|tr|blockquote|pre|section|dt|dd|caption|figcaption|table){_REST_OF_TAG}"
)
_USUAL_BREAKS = ("<p>", "</p>", "<br>", "<br/>")
_ENDS_CELL = re.compile(r"</t[dh]>")
_TAG_OR_COMMENT = re.compile(rf"<!--.*?-->|<\?[^>]*+>|</?[a-z][^\s/>]*+{_REST_OF_TAG}", re.DOTALL)
_NEVER_SHOWN = ["script", "style", "template", "iframe", "noembed", "noframes"]
_MAY_HOLD_UNSHOWN = re.compile(f"<(?:{'|'.join(_NEVER_SHOWN)})", re.IGNORECASE)
_SPACES = re.compile("  +")
# Bare words in <p>, one after the other: what a serialiser leaves as it is, too, in a tenth of the time.
_PARAGRAPHS = re.compile("(?:[ \n\t]*+<p>[^<>&\xa0\r\0\ufeff\ud800-\udfff]++</p>)*+[ \n\t]*+")
_NEEDS_CLEANING = re.compile("[<>&\xa0\r\0\ufeff]")  # nothing else does a serialiser of HTML change in bare words


@lru_cache(maxsize=64)  # making one takes as long as cleaning a page of text
def _cleaner(base_url: str | None) -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=set(TAGS),
        attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
        url_schemes=SCHEMES,
        clean_content_tags=GONE_WITH_CONTENT,
        link_rel="noopener noreferrer nofollow",
        strip_comments=True,
        url_relative=("rewrite_with_base", base_url) if base_url else "pass_through",
    )


def sanitise(html: str, base_url: str | None = None) -> str:
    """`html` with only what an article needs: no script, style, event handler, form, frame or unsafe address.

    With `base_url`, relative addresses become absolute ones of that page. A text with more than `MOST_REFERENCES` 「&」
    is none that anybody wrote: it keeps its words, and shows its references as they stand, by 「＆」.
    """
    if html.count("&") > MOST_REFERENCES:
        html = html.replace("&", "＆")
    if not _NEEDS_CLEANING.search(html) or _PARAGRAPHS.fullmatch(html):
        return html
    may_hold_address = "=" in html  # most bodies share one cleaner, and those of one page theirs
    return _cleaner(base_url if may_hold_address else None).clean(html)


def plain_text(html: str) -> str:
    """The words of `html`, one line a block, for search, outlines and notices."""
    if _is_plain(html):
        return words_of_sanitised(html)
    tree = LexborHTMLParser(html)
    if _MAY_HOLD_UNSHOWN.search(html):
        tree.strip_tags(_NEVER_SHOWN)
    return words_of_sanitised(tree.body.html or "") if tree.body else ""


def _is_plain(html: str) -> bool:
    """Nothing but words, <p> and <br>, in whatever order: a parser would find the same lines. Most titles and
    summaries of feeds are such."""
    if "&" in html:
        return False
    marks = html.count("<")
    return not marks or marks == html.count("<p>") + html.count("</p>") + html.count("<br>") + html.count("<br/>")


def words_of_sanitised(html: str) -> str:
    """`plain_text` of what `sanitise` has returned, or any serialiser: well-formed, so no parser is needed, which
    takes five times as long."""
    if "<" in html:
        for mark in _USUAL_BREAKS:  # nearly all there is; the pattern takes ten times as long
            html = html.replace(mark, "\n")
    if "<" in html:
        html = _TAG_OR_COMMENT.sub("", _ENDS_CELL.sub(" ", _BREAKS_LINE.sub("\n", html)))
    return _lines(unescape(html))


def _lines(text: str) -> str:
    spaced = text.replace("\t", " ").replace("\xa0", " ").replace("\u3000", " ")
    if "  " in spaced:
        spaced = _SPACES.sub(" ", spaced)
    return "\n".join(filter(None, map(str.strip, spaced.split("\n"))))
