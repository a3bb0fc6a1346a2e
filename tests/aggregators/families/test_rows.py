"""Addresses of rows: the usual ones are taken as they are, and that is what joining them would give."""

from urllib.parse import urljoin

from hypothesis import given
from hypothesis import strategies as st

from aggregators.families.rows import _PLAIN_PAGE, page_url

BASE = "http://www.example.gov/col/1/index.html"
PARTS = [
    "http://",
    "https://",
    "www.example.gov",
    "a",
    ":80",
    ":0",
    "/",
    "..",
    ".",
    "art",
    "_1.html",
    "?a=1",
    "#top",
    ";p",
    " ",
]


@given(st.lists(st.sampled_from(PARTS), max_size=8).map("".join))
def test_a_plain_address_is_the_one_that_joining_gives(href: str) -> None:
    if _PLAIN_PAGE.fullmatch(href):
        assert page_url(BASE, href) == urljoin(BASE, href)


def test_usual_addresses_are_plain() -> None:
    for href in ("https://www.example.gov/art/2024/5/6/art_1_2.html", "http://a.example:8080/1/", "http://127.0.0.1/"):
        assert _PLAIN_PAGE.fullmatch(href)
