"""The text of an article: where the source says, where its publishing system keeps it, else where running text is
densest. Navigation is never part of it."""

from collections.abc import Mapping

from lxml.etree import LxmlError
from readability import Document  # type: ignore[import-untyped]
from readability.readability import Unparseable  # type: ignore[import-untyped]
from selectolax.lexbor import LexborHTMLParser, LexborNode

from aggregators.extract.density import densest_box, running_lines
from aggregators.extract.dom import link_share, mass, page_tree, words
from aggregators.extract.fences import fenced_body
from aggregators.extract.furniture import without_furniture

# Each names its system's text and nothing else; the more specific first.
_SYSTEMS = (
    "#zoom, #Zoom, #zoomcon",  # Hanweb
    ".TRS_Editor, .TRS_UEDITOR, .trs_editor_view, .Custom_UnionStyle",  # TRS
    "#UCAP-CONTENT, ucapcontent, .pages_content",  # UCAP, gov.cn
    ".v_news_content, [id^=vsb_content]",  # VSB
    ".wp_articlecontent, .Article_Content",  # WebPlus
    ".ewb-article-info, .mian-cont, .gkmlpt .article-content",  # Epoint, Xuzhou, Guangdong
    ".rm_txt_con, #rwb_zw, #p_content, .show_text",  # people.com.cn
    "#p-detail, #detail, #detailContent, .main-article #content",  # xinhuanet
    "#articleBox .u-mainText, .u-mainText, #contentMain, #ArticleContent",  # gmw
    "#content_area, .cnt_bd, #text_area",  # CCTV
    ".left_zw, #chan_newsDetail, #articleBody, #artbody",  # chinanews, china.com.cn
    "#endText, .post_text, .post_body, #artibody, #mp-editor, #Cnt-Main-Article-QQ, .content-article, #js_content",
    "#main_content, [class^=main_content], #artical_real, .la_con, #ContentBody, .art_contextBox, .all-txt, .news_txt",
)
# What sites without such a system call it. Wide: the smallest that holds the running text is taken.
_USUAL = (
    "[itemprop=articleBody], [class*=article-content], [class*=article_content], [class*=articleContent], "
    "[class*=article-body], [class*=article_body], [class*=articleBody], [class*=article-text], [class*=articleText], "
    "[class*=art_con], [class*=art-con], [class*=artCon], [class*=art-main], [class*=news-content], "
    "[class*=news_content], [class*=newsContent], [class*=newscontent], [class*=news-text], [class*=detail-content], "
    "[class*=detail_content], [class*=detailContent], [class*=content-detail], [class*=content_detail], "
    "[class*=detail-con], [class*=con_txt], [class*=contxt], [class*=conTxt], [class*=text_content], "
    "[class*=main-text], [class*=maintext], [class*=page_text], [class*=xl_con], [class*=xlcon], [class*=view_con], "
    "[class*=zhengwen], #content, .content, #Content, .Content, #article, .article, article, #text, .text, .con, "
    ".cont, #con, #contentText, #news_content, #newsContent, #newscontent, #articleContent, "
    "#article_content, #ArticleCnt"
)
_SHORTEST = 30  # characters of running text without which a place is no article
_SYSTEM_SHARE, _USUAL_SHARE = 0.3, 0.55  # of the page's running text
_SURELY_TEXT = 150  # characters
_MOST_LINKED = 0.5
_FEW_WORDS = 300  # characters: a site's foot


def body_html(tree: LexborHTMLParser, text: str, selectors: Mapping[str, str], title: str | None) -> str:
    """The body without page furniture, "" when the page has none. `tree` is `page_tree(text)`."""
    if "body" in selectors:
        return _of_source(tree, selectors["body"], title)
    lines = running_lines(tree)
    running = sum(size for _, size in lines)
    found = (
        _of_system(tree, running)
        or fenced_body(text)
        or _usual(tree, running)
        or (_pictures(tree) if running < _FEW_WORDS else None)
        or _densest(lines, running)
        or _by_readability(tree)
    )
    return without_furniture(found, title) if found else ""


def _of_source(tree: LexborHTMLParser, selector: str, title: str | None) -> str:
    found = [node for node in tree.css(selector) if _says_something(node)]
    return without_furniture(max(found, key=mass).html or "", title) if found else ""


def _of_system(tree: LexborHTMLParser, running: int) -> str | None:
    """The first system whose place holds enough text, or a fair share of a page with little."""
    enough = max(min(running * _SYSTEM_SHARE, _SURELY_TEXT), 1)
    for selector in _SYSTEMS:
        node = max(tree.css(selector), key=mass, default=None)
        if node is not None and mass(node) >= enough and link_share(node) < _MOST_LINKED:
            return node.html
    return None


def _usual(tree: LexborHTMLParser, running: int) -> str | None:
    """The tightest place by a usual name: of those that hold the text, the one with the least around it."""
    enough = max(running * _USUAL_SHARE, _SHORTEST)
    holding = [node for node in tree.css(_USUAL) if mass(node) >= enough and link_share(node) < _MOST_LINKED]
    best = min(holding, key=lambda node: (len(words(node)), -_depth(node)), default=None)
    return best.html if best is not None else None


def _densest(lines: list[tuple[LexborNode, int]], running: int) -> str | None:
    """The densest box, when it holds most of the page's running text."""
    box = densest_box(lines)
    enough = max(running * _USUAL_SHARE, _SHORTEST)
    return box.html if box is not None and mass(box) >= enough and link_share(box) < _MOST_LINKED else None


def _by_readability(tree: LexborHTMLParser) -> str | None:
    """The last resort: it knows no system and takes neighbours in, but finds texts that lie in several boxes."""
    try:
        html: str = Document(tree.html or "").summary(html_partial=True)
    except (Unparseable, LxmlError, ValueError, TypeError, AttributeError, RecursionError):
        return None  # readability raises its parser's errors on damaged pages
    found = page_tree(html).body
    is_text = found is not None and mass(found) >= _SHORTEST and link_share(found) < _MOST_LINKED
    return html if is_text else None


def _pictures(tree: LexborHTMLParser) -> str | None:
    """A system's place with pictures only, for a page without running text: scanned documents and 一图读懂."""
    places = (node for selector in _SYSTEMS for node in tree.css(selector) if _says_something(node))
    return next((node.html for node in places), None)


def _depth(node: LexborNode) -> int:
    depth = 0
    while (parent := node.parent) is not None:
        node, depth = parent, depth + 1
    return depth


def _says_something(node: LexborNode) -> bool:
    return bool(node.text(strip=True)) or node.css_first("img") is not None
