"""保密: marks of classification and of papers that were never meant to go out (保守国家秘密法实施条例; 条例 art. 17).

The words alone are no mark: 「国家秘密」 and 「商业秘密」 stand in many public texts. A mark has a star, a label, or a
line of its own.
"""

import re
from collections.abc import Iterable, Iterator

from content_models.checks.issues import Hit, Issue, IssueCode, Severity, together
from content_models.checks.subject import Passage

_MARK = re.compile(
    r"(?:绝\s?密|机\s?密|秘\s?密)\s*[★☆⭐✭＊]"  # 「机密★1年」
    r"|密\s*级\s*(?:和保密期限)?\s*[::]\s*(?:绝\s?密|机\s?密|秘\s?密|内部)"
    r"|^[\s()【】\[\]]*(?:绝\s?密|机\s?密|秘\s?密)(?:\s*(?:\d{1,2}年|长期))?(?:文件|件|级)?[\s()【】\[\]]*$"
)
_INTERNAL = re.compile(
    r"内部(?:资料|文件|材料|情况|参考|刊物)?[\s,;、·()]{0,3}(?:(?:注意保存|妥善保[管存]|请勿|不得|严禁|禁止|切勿)\S{0,4}(?:外传|外泄|转发|上网|公开)?)"
    r"|^[\s()【】\[\]★]*内部(?:资料|文件|材料|参考|使用)[\s()【】\[\]★]*$"
    r"|(?:仅供|限于?)\S{0,4}内部(?:使用|参考|掌握|阅读|传阅)"
    r"|(?:不得|严禁|请勿|禁止)(?:外传|外泄|上网|转发至?外网)"
    r"|此件(?:不予?公开|依申请公开|不予?公布|内部掌握|请勿公开)|(?:^|\()不予公开(?:\)|$)|公开(?:属性|方式|选项)\s*[::]\s*(?:不予公开|依申请公开)"
)


def secrecy_issues(passages: Iterable[Passage]) -> Iterator[Issue]:
    marks, internal = [], []
    for passage in passages:
        if match := _MARK.search(passage.text):
            marks.append(Hit(passage.where, match[0].strip()))
        elif match := _INTERNAL.search(passage.text):
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
