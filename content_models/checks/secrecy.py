"""保密: marks of classification and of papers not meant to go out (保守国家秘密法实施条例; 条例 art. 17)."""

from collections.abc import Iterable, Iterator

from content_models.checks.issues import Hit, Issue, IssueCode, Severity, together
from content_models.checks.subject import Passage
from content_models.official_text.telltales import INTERNAL, MARK


def secrecy_issues(passages: Iterable[Passage]) -> Iterator[Issue]:
    marks, internal = [], []
    for passage in passages:
        if match := MARK.search(passage.text):
            marks.append(Hit(passage.where, match[0].strip()))
        elif match := INTERNAL.search(passage.text):
            internal.append(Hit(passage.where, match[0].strip()))
    if marks:
        where, found = together(marks)
        yield Issue(
            code=IssueCode.secrecy_mark,
            severity=Severity.red,
            where=where,
            found=found,
            message="有密级标志",
            advice="请立即停止操作并报告保密工作机构；已定密的文件不能在本系统处理。",
        )
    if internal:
        where, found = together(internal)
        yield Issue(
            code=IssueCode.not_for_release,
            severity=Severity.red,
            where=where,
            found=found,
            message="写明是内部资料或不予公开",
            advice="请向发文机关核实公开属性；可以公开的，换成公开版文本再发布。",
        )
