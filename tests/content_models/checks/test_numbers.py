"""Personal data: what is somebody's number, and the many numbers of official texts that only look like one.

Identity and card numbers below are computed by their own rules and belong to nobody we know.
"""

import pytest

from content_models.checks.card_numbers import passes_luhn
from content_models.checks.issues import IssueCode, Severity
from content_models.checks.matching import CompiledList, Entry
from content_models.checks.personal_data import masked
from content_models.checks.subject import FileWords
from content_models.official_text.id_numbers import has_check_digit, is_credit_code
from tests.content_models.checks.support import codes, found

ID, ID_X = "11010519491231002X", "440524188001010014"  # the standard's own examples (GB 11643-1999)
CARD = "6222021001116245702"
MOBILE = "13912345678"
PERSONAL = {IssueCode.identity_number, IssueCode.mobile_number, IssueCode.bank_card}


def personal(text: str) -> set[tuple[IssueCode, str]]:
    return {one for one in codes(found(f"<p>{text}</p>")) if one[0] in PERSONAL}


def with_luhn(front: str) -> str:
    return next(front + digit for digit in "0123456789" if passes_luhn(front + digit))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (f"张某，身份证号{ID}。", IssueCode.identity_number),
        (f"{ID_X}", IssueCode.identity_number),
        ("１１０１０５１９４９１２３１００２Ｘ", IssueCode.identity_number),  # full-width
        ("110105 19491231 002x", IssueCode.identity_number),
        (f"李某 {MOBILE}", IssueCode.mobile_number),
        ("手机：139 1234 5678", IssueCode.mobile_number),
        ("+86-13912345678", IssueCode.mobile_number),
        *((number, IssueCode.mobile_number) for number in ("14512345678", "16101234567", "17491234567", "19012345678")),
        ("请汇至 " + with_luhn("621700123456789012"), IssueCode.bank_card),
        ("请汇至 " + with_luhn("62120512345678901"), IssueCode.bank_card),  # 18 digits, as this prefix has
        ("卡号：" + " ".join(["6222", "0210", "0111", "6245", "702"]), IssueCode.bank_card),
    ],
)
def test_a_persons_number_blocks(text: str, code: IssueCode) -> None:
    assert personal(text) == {(code, "red")}


@pytest.mark.parametrize(
    "text",
    [
        "苏政办发〔2017〕42号、国发〔2024〕7号",
        "统一社会信用代码：91350100M000100Y43",  # the standard's own example (GB 32100-2015)
        "统一社会信用代码 11320000014000319F",
        "项目代码：2020-320102-83-03-512345",
        "许可证编号：320102202511250012",  # district, day and count, like an identity number without its check digit
        "咨询电话：025-83305888、0512-68888888转8012",
        "热线 12345、12333，服务电话 4008208820、95588",
        "补助资金13912345678元",
        "总投资 139.12345678 亿元",
        "面积13912345678平方米，完成率 15912345678%",
        "共计 1,391,234,567,800 元",
        "采购编号：ZFCG13912345678",
        "14412345678、14612345678、15412345678、17451234567、17912345678、19412345678",  # ranges of nobody's telephone
        "16111234567",
        "流水号：13912345678",
        "3201021990",
        "20261125123456789012345",  # longer than any of them
        "2026年11月25日 13:45:12 至 2026-12-31",
        "网址 http://www.example.gov.cn/art/2026/11/25/art_46143_13912345678.html",
        "身份证号 3201**********1234，手机 139****5678",
        "GB/T 9704—2012，ISBN 9787010123456",
        "北纬32.0415412345678901，东经118.7674123456789012",
        "110105194912310029",  # identity shape with a wrong check digit and no label
        "11010519491331002X",  # no such month
        "110105209912310020",  # born in the future
    ],
)
def test_what_only_looks_like_one_passes(text: str) -> None:
    assert personal(text) == set()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("身份证号：110105194912310029", IssueCode.identity_number),  # labelled, but mistyped
        (f"证书编号：{ID}", IssueCode.identity_number),  # valid, but said to be something else
        (f"联系电话：{MOBILE}", IssueCode.mobile_number),
        (f"监督举报热线 {MOBILE}", IssueCode.mobile_number),
        ("收款账户 " + with_luhn("623199123456789012"), IssueCode.bank_card),  # 银联, of no bank we know
        ("收款账户 " + with_luhn("621205123456789012"), IssueCode.bank_card),  # a bank's prefix, not its length
    ],
)
def test_what_may_be_one_is_asked_about(text: str, code: IssueCode) -> None:
    assert personal(text) == {(code, "yellow")}


def test_an_identity_number_is_not_also_a_card() -> None:
    """Gansu's numbers begin with 62 as cards do."""
    number = "620102199001010010"
    number = next(number[:17] + last for last in "0123456789X" if has_check_digit(number[:17] + last))
    assert personal(f"王某 {number}") == {(IssueCode.identity_number, "red")}


def test_standards_examples_check() -> None:
    assert has_check_digit(ID)
    assert has_check_digit(ID_X)
    assert is_credit_code("91350100M000100Y43")
    assert passes_luhn("4111111111111111")


def test_attachments_are_read_line_by_line_and_rows_of_a_list_are_people() -> None:
    table = f"姓名\t身份证号\t联系电话\n张某\t{ID}\t{MOBILE}\n李某\t{ID_X}\t13812345678"
    issues = found(around={"files": [FileWords("公示名单.xlsx", table)]})
    assert codes(issues) == {(IssueCode.identity_number, "red"), (IssueCode.mobile_number, "red")}
    first = next(issue for issue in issues if issue.code is IssueCode.identity_number)
    assert first.where == "附件《公示名单.xlsx》第 2 行、附件《公示名单.xlsx》第 3 行"
    assert "2 个" in first.message


def test_no_issue_repeats_the_number_it_is_about() -> None:
    issues = found(f"<p>{ID} {MOBILE} {CARD}</p>")
    said = "".join(issue.model_dump_json() for issue in issues)
    assert not any(number in said for number in (ID, MOBILE, CARD))
    assert masked(ID) == "1101**********002X"


def test_a_number_an_administrator_has_cleared_passes() -> None:
    cleared = CompiledList.of([Entry("139 1234 5678")], rule="放行 第 1 版", severity=Severity.red, is_allowed=True)
    assert codes(found(f"<p>值班手机 {MOBILE}</p>", around={"lists": [cleared]})) == set()


def test_a_spreadsheets_numbers_are_read_as_written() -> None:
    """Numeric cells come as floats: 「13912345678.0」."""
    issues = found(around={"files": [FileWords("名单.xlsx", "张某\t13912345678.0\t男")]})
    assert codes(issues) == {(IssueCode.mobile_number, "red")}
