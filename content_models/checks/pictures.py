"""图片: alternative text for every picture (GB/T 37668), and readings that say nothing but pictures (GB/T trap 22)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser

from content_models.checks.issues import Hit, Issue, IssueCode, Severity, together
from content_models.checks.subject import Subject
from content_models.releases.documents import ReleaseKind

LEAST_WORDS = 100  # characters of text beside a picture, below which a reading says nothing to who cannot see it
_SAYS_NOTHING = re.compile(
    r"^\s*(?:图片?|照片|配图|插图|image|img|pic(?:ture)?|photo|untitled|未命名|微信图片|截图)?[\s_\-（()）]*[\dA-Za-z_\-]*"
    r"(?:\.(?:jpe?g|png|gif|webp|bmp|svg))?\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Picture:
    number: int
    alt: str | None


def pictures_of(body_html: str) -> list[Picture]:
    """The pictures of a sanitised body, numbered from 1."""
    if "<img" not in body_html:
        return []
    nodes = LexborHTMLParser(body_html).css("img")
    return [Picture(number, node.attributes.get("alt")) for number, node in enumerate(nodes, 1)]


def picture_issues(subject: Subject) -> Iterator[Issue]:
    pictures = pictures_of(subject.content.body_html)
    missing = [Hit(f"正文第 {one.number} 张图", "") for one in pictures if not (one.alt or "").strip()]
    vague = [Hit(f"正文第 {one.number} 张图", one.alt or "") for one in pictures if _says_nothing(one.alt)]
    if missing:
        yield Issue(
            code=IssueCode.image_without_alt,
            severity=Severity.red,
            where=together(missing)[0],
            message=f"{len(missing)} 张图片没有替代文字",
            advice="请点图片填写替代文字，让看不见图的人也读得到同样的内容。",
        )
    if vague:
        where, found = together(vague)
        yield Issue(
            code=IssueCode.image_alt_empty_words,
            severity=Severity.yellow,
            where=where,
            found=found,
            message="替代文字没有说明内容",
            advice="请写图上说了什么，不要写文件名或「图片」。",
        )
    if pictures and subject.kind is ReleaseKind.interpretation and len(subject.content.body_text) < LEAST_WORDS:
        yield Issue(
            code=IssueCode.image_only,
            severity=Severity.red,
            where="正文",
            message="解读只有图片，没有文字",
            advice=f"请在正文里附上图解的文字版（至少 {LEAST_WORDS} 字），读屏软件和搜索才能用。",
        )


def _says_nothing(alt: str | None) -> bool:
    return bool(alt and alt.strip() and _SAYS_NOTHING.match(alt))
