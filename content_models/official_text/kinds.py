"""What an item seems to be, from its title, column and number. The editor decides; the evidence tells why."""

import re
from functools import lru_cache

from content_models.official_text.cue_words import interpretation_cue
from content_models.official_text.doc_no import DocNo
from content_models.official_text.folding import align
from content_models.official_text.genres import genre_of


def _each(words: str, then: str) -> str:
    """`(?:words)then` with every alternative begun by its own letters, which `re` finds six times as fast."""
    return "|".join(word + then for word in words.split("|"))


_SERVICE_ALERT = re.compile(
    "|".join(
        (
            "停水|停电|停气|停暖|停热|断水|降压供水|水压降低|供水(?:恢复|中断)",
            _each(
                "公交|巴士|线路|站点|地铁|轨道交通|号线|轮渡|班次",
                ".{0,20}(?:调整|改道|绕行|停运|延长|暂停|缩短|增开|恢复)",
            ),
            _each("调整|优化|暂停|恢复", ".{0,12}(?:公交|地铁|班次)"),
            _each("公交|地铁|轨道交通|号线", ".{0,12}运营时间"),
            "交通管制|封闭施工|道路封闭|限行|临时(?:关闭|封闭|停诊|停运)|停诊",
            _each("暴雨|台风|高温|寒潮|大雾|暴雪|雷电|大风|道路结冰", ".{0,4}预警"),
            "暂停(?:办理|服务|营业|使用)",
        )
    )
)
_GUIDE = re.compile(
    r"办事指南|服务指南|(?:办理|申领|申报|申请|操作|使用|缴费|报名)(?:指南|流程|须知)|如何(?:办理|申请|申领|查询)|怎么(?:办|领|申请)"
)
_NOTICE = re.compile(
    r"公告|通告|公示|启事|招聘|招标|采购|中标|成交|征求.{0,80}意见|征集|听证|拍卖|出让|答复|(?:举办|召开|开展|组织).{0,40}的通知$|通知$|通报$"
)
_NOT_POLICY = re.compile(r"征求.{0,80}意见|征集|公示|招聘|招标|采购|中标|成交|启事|答复|拍卖|出让")
_ENACTS = re.compile(
    r"(?:印发|转发|批转|重新公布|重新发布|公布|修改|废止).{2,}(?:通知|决定|公告)$|贯彻落实.{2,}的通知$"
    r"|(?:人民政府|[省市区县]政府|国务院)(?:办公厅|办公室)?关于.{2,}的通知$"
    r"|关于(?:进一步)?(?:规范|加强|完善|推进|深化|明确|调整|促进|支持|优化|改革).{2,}的通知$"
)
_POLICY_GENRES = frozenset(
    ("指导意见", "实施意见", "若干意见", "意见", "决定", "决议", "批复", "命令", "令")
) | frozenset(
    (
        "条例",
        "规定",
        "实施细则",
        "细则",
        "办法",
        "规则",
        "规程",
        "规划",
        "纲要",
        "计划",
        "方案",
        "措施",
        "指南",
        "指引",
        "标准",
        "解释",
    )
)
_POLICY_COLUMN = re.compile(r"政策|规范性文件|政府文件|规章|法规|公文")


def kind_of(title: str, column: str | None, doc_no: DocNo | None) -> tuple[str, str]:
    """The kind (a value of ItemKind) and, in Chinese, the evidence for it. Precision first: what nothing speaks for
    is news."""
    folded = align(title)
    return (
        _interpretation(title, column)
        or (_by_words("service_alert", _SERVICE_ALERT, folded) if doc_no is None and not _enacts(title) else None)
        or _policy(title, column, doc_no)
        or _by_words("guide", _GUIDE, folded)
        or _by_words("notice", _NOTICE, folded)
        or _by_column(column)
        or ("news", "标题没有文种，也没有发文字号，按工作动态处理")
    )


def _interpretation(title: str, column: str | None) -> tuple[str, str] | None:
    if cue := interpretation_cue(title):
        return "interpretation", f"标题含“{cue}”"
    if column and "解读" in column and genre_of(title) is None and not _NOTICE.search(align(title)):
        return "interpretation", f"来自栏目“{column}”"
    return None


def _by_words(kind: str, words: re.Pattern[str], folded: str) -> tuple[str, str] | None:
    match = words.search(folded)
    return (kind, f"标题含“{match[0]}”") if match else None


@lru_cache(16)  # asked twice of every title that is no policy
def _enacts(title: str) -> bool:
    return bool(_ENACTS.search(title)) or genre_of(title) in _POLICY_GENRES


def _policy(title: str, column: str | None, doc_no: DocNo | None) -> tuple[str, str] | None:
    folded = align(title)
    if _NOT_POLICY.search(folded):
        return None
    if doc_no is not None:
        return "policy", f"有发文字号“{doc_no}”"
    genre = genre_of(title)
    if genre is None or _GUIDE.search(folded):
        return None
    if _enacts(folded):
        return "policy", f"标题文种为“{genre}”"
    if column and _POLICY_COLUMN.search(column):
        return "policy", f"栏目“{column}”中的“{genre}”"
    return None


def _by_column(column: str | None) -> tuple[str, str] | None:
    kinds = (("guide", r"办事|服务事项"), ("notice", r"公告|公示|通知"), ("service_alert", r"便民|停水|停电|出行提示"))
    hit = next((kind for kind, words in kinds if column and re.search(words, column)), None)
    return (hit, f"来自栏目“{column}”") if hit else None
