"""送达: whether the title survives a lock screen, and whether links lead anywhere."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

from content_models.checks.issues import Hit, Issue, IssueCode, Severity, together
from content_models.checks.subject import Subject
from content_models.releases.documents import Content, ReleaseKind

PUSH_TITLE_BYTES = 120  # of UTF-8: 40 Chinese characters, two lines on the narrowest phone
_PUSHED = frozenset({ReleaseKind.policy, ReleaseKind.service_alert, ReleaseKind.emergency})
MOST_LINKS = 300


def links_of(content: Content) -> list[str]:
    """The http(s) addresses a text and its attachments lead to, each once."""
    found = []
    if "<a" in content.body_html:
        found = [node.attributes.get("href") or "" for node in LexborHTMLParser(content.body_html).css("a[href]")]
    found += [str(one.get("url", "")) for one in content.attachments]
    return [link for link in dict.fromkeys(found) if _is_web(link)][:MOST_LINKS]


def reach_issues(subject: Subject) -> Iterator[Issue]:
    length = len(subject.content.title.encode())
    if subject.kind in _PUSHED and length > PUSH_TITLE_BYTES:
        yield Issue(
            code=IssueCode.title_too_long,
            severity=Severity.yellow,
            where="标题",
            message=f"标题 {length} 字节，锁屏上只看得到前 {PUSH_TITLE_BYTES} 字节",
            advice="推送时会从后面截短：请确认前 40 个字说清了是什么事。",
        )
    dead = [(link, trouble) for link in links_of(subject.content) if (trouble := subject.around.dead_links.get(link))]
    if dead:
        where, found = together([Hit("正文链接", link) for link, _ in dead])
        yield Issue(
            code=IssueCode.dead_link,
            severity=Severity.yellow,
            where=f"{where}（{len(dead)} 个）",
            found=found,
            message=f"链接打不开：{dead[0][1].reason}（{dead[0][1].seen} 检查）",
            advice="请更换或删去链接；对方已修好的，系统会再检查，不必改。",
        )
    for file in subject.around.files:
        if file.text is None and file.problem:
            yield Issue(
                code=IssueCode.attachment_unread,
                severity=Severity.yellow,
                where=f"附件《{file.name}》",
                message="附件没有检查个人信息和密级",
                advice=file.problem,
            )


def _is_web(link: str) -> bool:
    try:
        return urlsplit(link).scheme in ("http", "https") and bool(urlsplit(link).hostname)
    except ValueError:
        return False
