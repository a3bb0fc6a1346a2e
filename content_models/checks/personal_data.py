"""个人信息: identity numbers, mobile numbers and bank cards in what is about to be public (个人信息保护法 art. 4, 28).

Numbers that only look like them are the rule in official texts: serial numbers, credit codes, amounts, accounts. What
stands directly before a number, and the unit behind it, decide; `allowed` are numbers an administrator has cleared.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from datetime import date

from content_models.checks.card_numbers import NUMBER, is_known_card, may_be_card
from content_models.checks.issues import Hit, Issue, IssueCode, Severity, together
from content_models.checks.subject import Passage
from content_models.official_text.id_numbers import (
    IDENTITY,
    digits_of,
    has_check_digit,
    has_identity_shape,
    is_credit_code,
)
from content_models.official_text.telltales import MOBILE

_OTHER_NUMBER = re.compile(
    r"(?:编号|编码|代码|序号|流水号|单号|文号|字号|证号|证书号|许可证|批号|批次|合同号|案号|备案号|账号|税号|条形码|订单|标识)"
    r"[^0-9A-Za-z]{0,6}$"
)
_OWN_LABEL = re.compile(r"身份证|身份号码|证件号|银行卡|卡号|手机|电话")
_CREDIT_LABEL = re.compile(r"信用代码|税号|纳税人识别号")
_OF_AN_OFFICE = re.compile(
    r"(?:咨询|服务|监督|举报|投诉|值班|报名|受理|联系|办公|热线|应急|救援)\S{0,6}(?:电话|热线|方式|人|手机)|热线"
)
_CARD_LABEL = re.compile(r"银行卡|卡号|借记卡|信用卡")
_LOOKED_BACK = 24  # characters


def personal_data_issues(
    passages: Iterable[Passage], today: date, allowed: Collection[str] = frozenset()
) -> Iterator[Issue]:
    """One issue for each kind of number and severity; numbers are masked in it."""
    found: dict[tuple[IssueCode, Severity], list[Hit]] = {}
    for passage in passages:
        for code, severity, number in _numbers(passage, today):
            if number not in allowed and digits_of(number) not in allowed:
                found.setdefault((code, severity), []).append(Hit(passage.where, masked(number)))
    for (code, severity), hits in found.items():
        where, shown = together(hits)
        message, advice = _WORDS[code, severity]
        yield Issue(
            code=code,
            severity=severity,
            where=where,
            found=shown,
            advice=advice,
            message=f"{message}（{len(hits)} 个）",
        )


def masked(number: str) -> str:
    """「320102********1234」: enough to find it by, too little to use."""
    keep = 3 if len(number) < 15 else 4
    return f"{number[:keep]}{'*' * (len(number) - 2 * keep)}{number[-keep:]}"


_Found = tuple[IssueCode, Severity, int, str]


def _numbers(passage: Passage, today: date) -> Iterator[tuple[IssueCode, Severity, str]]:
    """Each digit belongs to one number: what is an identity number is no card as well."""
    if not any(character.isdigit() for character in passage.text):
        return
    taken: set[int] = set()
    for code, severity, start, number in [*_identities(passage, today), *_cards(passage), *_mobiles(passage)]:
        if start not in taken:
            taken.update(range(start, start + len(number)))
            yield code, severity, number


def _identities(passage: Passage, today: date) -> Iterator[_Found]:
    for match in IDENTITY.finditer(passage.text):
        number, before = digits_of(match[0]), _before(passage.text, match.start())
        if not has_identity_shape(number, today) or (_CREDIT_LABEL.search(before) and is_credit_code(number)):
            continue
        if not has_check_digit(number):
            if _OWN_LABEL.search(before):
                yield IssueCode.identity_number, Severity.yellow, match.start(), number
            continue
        severity = Severity.yellow if _is_other_number(before) else Severity.red
        yield IssueCode.identity_number, severity, match.start(), number


def _mobiles(passage: Passage) -> Iterator[_Found]:
    for match in MOBILE.finditer(passage.text):
        before = _before(passage.text, match.start())
        if _is_other_number(before):
            continue
        of_an_office = not passage.in_file and _OF_AN_OFFICE.search(before)
        severity = Severity.yellow if of_an_office else Severity.red
        yield IssueCode.mobile_number, severity, match.start(), digits_of(match[1])


def _cards(passage: Passage) -> Iterator[_Found]:
    for match in NUMBER.finditer(passage.text):
        number, before = digits_of(match[0]), _before(passage.text, match.start())
        labelled = bool(_CARD_LABEL.search(before))
        if is_known_card(number) or (labelled and may_be_card(number)):
            severity = Severity.yellow if _is_other_number(before) and not labelled else Severity.red
            yield IssueCode.bank_card, severity, match.start(), number
        elif may_be_card(number) and not _is_other_number(before):
            yield IssueCode.bank_card, Severity.yellow, match.start(), number


def _before(text: str, start: int) -> str:
    return text[max(0, start - _LOOKED_BACK) : start]


def _is_other_number(before: str) -> bool:
    return bool(_OTHER_NUMBER.search(before)) and not _OWN_LABEL.search(before[-8:])


_WORDS = {
    (IssueCode.identity_number, Severity.red): (
        "有公民身份号码",
        "请删去，或只留前六位和后四位；附件里的请改好后重新上传。",
    ),
    (IssueCode.identity_number, Severity.yellow): (
        "有像公民身份号码的数字",
        "请核对：确是身份号码就删去中间几位，是编号就不必改。",
    ),
    (IssueCode.mobile_number, Severity.red): (
        "有手机号码",
        "请删去，或改为单位的座机；确需公布的工作手机，请管理员加进「放行」词表。",
    ),
    (IssueCode.mobile_number, Severity.yellow): (
        "以手机号码作联系电话",
        "请核对这是单位公布的工作电话，不是个人号码。",
    ),
    (IssueCode.bank_card, Severity.red): ("有银行卡号", "请删去，或只留后四位；附件里的请改好后重新上传。"),
    (IssueCode.bank_card, Severity.yellow): ("有像银行卡号的数字", "请核对：单位对公账户不必改，个人卡号请删去。"),
}
