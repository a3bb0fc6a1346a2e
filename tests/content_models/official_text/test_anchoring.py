"""Sections found again in the HTML, so that a link to a clause jumps to it."""

import re

import pytest

from content_models.official_text.anchoring import with_anchors
from content_models.official_text.html import plain_text
from content_models.official_text.outline import outline

RULES = "<p>第一条　为规范示例，制定本办法。</p><p>第二条　期限为三十日。</p><p>（一）第一种；</p><p>（二）第二种。</p>"


def ids(html: str) -> list[str]:
    return re.findall(r'id="([^"]+)"', html)


def anchored(html: str) -> str:
    return with_anchors(html, outline(plain_text(html)))[0]


def test_every_section_has_its_address_and_the_words_stay() -> None:
    sections = outline(plain_text(RULES))
    html, found = with_anchors(RULES, sections)
    assert ids(html) == [section.node_id for section in sections] == [section.node_id for section in found]
    assert plain_text(html) == plain_text(RULES)


def test_a_block_that_is_its_heading_says_so() -> None:
    html = anchored("<h2>一、总体要求</h2><p>示例。</p><h2>二、主要任务</h2>")
    assert (
        html
        == '<h2 id="s1" class="heading">一、总体要求</h2><p>示例。</p><h2 id="s2" class="heading">二、主要任务</h2>'
    )


def test_a_section_that_the_html_lost_does_not_lose_the_others() -> None:
    sections = outline(plain_text(RULES))
    html = with_anchors(RULES.replace("<p>第二条　期限为三十日。</p>", ""), sections)[0]
    assert ids(html) == [section.node_id for section in sections if section.label != "第二条"]


@pytest.mark.parametrize(
    "html", ["", "没有标记的文字", "<p>示例</p>", "<p><b>未闭合", "<table><tr><td>一、表中</td></tr></table>"]
)
def test_what_has_no_sections_is_left_alone(html: str) -> None:
    assert with_anchors(html, [])[0] == html
