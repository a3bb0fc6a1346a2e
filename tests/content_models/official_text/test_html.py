"""Plain text without a tree against the tree, its oracle."""

from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from content_models.official_text.html import _cleaner, plain_text, sanitise, words_of_sanitised

BLOCKS = "p,div,li,h1,h2,h3,h4,h5,h6,tr,blockquote,pre,section,dt,dd,caption,figcaption,table"
TAGS = """
    p div br li ul h2 tr td th table tbody blockquote pre section dd figcaption span b a img form input select option
    textarea svg math noscript script style template iframe title head body center font
"""
ATTRIBUTES = ("", " class=x", ' title="a>b<c"', " title='&quot;x=\"'", ' href="/q?a=1&b"', ' b"', "/")
WORDS = (
    "停水",
    "a b",
    " x\t\u3000y ",
    "&amp;lt;",
    "&nbsp;",
    "&copy;",
    "<",
    "&",
    "1 < 2",
    "\n",
    '"',
    ">",
    "<!-- c > -->",
)

openings = st.builds("<{}{}>".format, st.sampled_from(TAGS.split()), st.sampled_from(ATTRIBUTES))
closings = st.builds("</{}>".format, st.sampled_from(TAGS.split()))
soups = st.lists(openings | closings | st.sampled_from(WORDS), max_size=14).map("".join)
plain_soups = st.lists(st.sampled_from(["<p>", "</p>", "<br>", "<br/>", "停水", " a ", ">", "\n"]), max_size=14).map(
    "".join
)


def by_tree(html: str) -> str:
    tree = LexborHTMLParser(html)
    tree.strip_tags(["script", "style", "template", "iframe"])
    for mark in tree.css("br"):
        mark.replace_with("\n")
    for cell in tree.css("td,th"):
        cell.insert_after(" ")
    for block in tree.css(BLOCKS):
        block.insert_after("\n")
        block.insert_before("\n")
    text = (tree.body.text() if tree.body else "").translate(str.maketrans("\t\xa0\u3000", "   "))
    return "\n".join(" ".join(line.split(" ")).strip() for line in squeezed(text).split("\n") if line.strip())


def squeezed(text: str) -> str:
    while "  " in text:
        text = text.replace("  ", " ")
    return text


@given(soups | plain_soups)
def test_plain_text_has_the_lines_that_the_tree_has(html: str) -> None:
    assert plain_text(html) == by_tree(html)


@given(soups)
def test_what_is_sanitised_needs_no_parser(html: str) -> None:
    """Where the sanitiser leaves a list inside a paragraph, a parser would begin a line more."""
    clean = sanitise(html, "https://www.example.gov/a/")
    assert "".join(words_of_sanitised(clean).split()) == "".join(plain_text(clean).split())


def test_addresses_become_absolute_under_whichever_page_they_stand() -> None:
    first, second = (sanitise('<a href="b.doc">件</a>', f"https://www.example.gov/{page}/") for page in "12")
    assert "https://www.example.gov/1/b.doc" in first
    assert "https://www.example.gov/2/b.doc" in second


def test_scripts_are_no_words() -> None:
    assert plain_text("<p>停水</p><script>if (a<b) alert('<p>')</script><STYLE>p{}</STYLE>") == "停水"


@given(st.text(st.sampled_from("停水ab1 <>&\"'/=;\xa0\r\n\t\0\ufeff\x0b\u2028😀"), max_size=20))
def test_bare_words_are_what_cleaning_would_have_left(text: str) -> None:
    assert sanitise(text) == _cleaner(None).clean(text)


@given(st.lists(st.sampled_from(["<p>", "</p>", "停水", "a>b", " ", "\n", "\t", "\r", "\xa0", "<br>", "\ufeff", "&"])))
def test_bare_paragraphs_are_what_cleaning_would_have_left(pieces: list[str]) -> None:
    text = "".join(pieces)
    for html in (text, f"<p>{text}</p>", f"<p>停水</p>{text}<p>通知</p>"):
        assert sanitise(html) == _cleaner(None).clean(html)


def test_more_references_than_anybody_writes_are_shown_as_they_stand() -> None:
    """The cleaner would take minutes for these, and a hostile source may send as many."""
    assert sanitise("<p>停水" + "&amp;" * 3_000_000) == "<p>停水" + "＆amp;" * 3_000_000 + "</p>"
