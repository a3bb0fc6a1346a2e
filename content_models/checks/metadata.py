"""要素: organ, 发文字号 and dates, as 条例 art. 12 and GB/T 9704-2012 want them and as they fit together."""

from collections.abc import Iterator
from datetime import date, timedelta

from content_models.checks.issues import Issue, IssueCode, Severity
from content_models.checks.subject import Subject
from content_models.official_text.doc_no import InvalidDocNo, parse_doc_no
from content_models.releases.documents import PolicyFacts, ReleaseKind

_RED, _YELLOW = Severity.red, Severity.yellow


def metadata_issues(subject: Subject) -> Iterator[Issue]:
    yield from _organ_issues(subject)
    if subject.content.policy:
        yield from _doc_no_issues(subject, subject.content.policy)
        yield from _date_issues(subject.content.policy, subject.around.today)
    alert = subject.content.alert
    if alert and alert.starts_at and alert.ends_at and alert.ends_at < alert.starts_at:
        yield _date("结束时间早于开始时间", "请核对起止时间。")


def _organ_issues(subject: Subject) -> Iterator[Issue]:
    if not subject.publisher_id or not subject.around.publisher_known:
        yield Issue(
            code=IssueCode.organ_missing,
            severity=_RED,
            where="发布机构",
            message="没有发布机构",
            advice="请选择机构目录里的发布机构。",
        )
    if subject.kind is not ReleaseKind.policy:
        return
    issuers = subject.content.policy.issuers if subject.content.policy else []
    if not issuers:
        yield Issue(
            code=IssueCode.organ_missing,
            severity=_RED,
            where="发文机关",
            message="政策文件没有发文机关",
            advice="请点「修改」填写发文机关全称，牵头的写在最前面。",
        )
    unknown = [one.name for one in issuers if not one.organ_id or not subject.around.issuers_known.get(one.organ_id)]
    if unknown:
        yield Issue(
            code=IssueCode.organ_unknown,
            severity=_YELLOW,
            where="发文机关",
            found="、".join(unknown),
            message="机构目录里没有这个发文机关",
            advice="请核对全称；外地或上级机关可以不改，关注该机关的居民收不到。",
        )


def _doc_no_issues(subject: Subject, policy: PolicyFacts) -> Iterator[Issue]:
    written = (policy.doc_no_raw or "").strip()
    if not written and policy.doc_no is None:
        if subject.kind is ReleaseKind.policy:
            yield _doc_no(IssueCode.doc_no_missing, _YELLOW, "没有发文字号", "有文号的请补上；确实没有的不用填。")
        return
    try:
        doc_no = policy.doc_no or parse_doc_no(written)
    except InvalidDocNo as refusal:
        severity = (
            _RED if any(character.isdigit() for character in written) else _YELLOW
        )  # 「某人大常委会公告」 has none
        yield _doc_no(IssueCode.doc_no_form, severity, "发文字号不规范", refusal.message, written)
        return
    if written and written != str(doc_no):
        advice = f"规范写法是「{doc_no}」：六角括号，序号不加「第」、不编虚位。"
        yield _doc_no(IssueCode.doc_no_form, _YELLOW, "发文字号写法不规范", advice, written)
    if subject.around.same_doc_no:
        titles = "、".join(f"《{title}》" for title in subject.around.same_doc_no)
        yield _doc_no(
            IssueCode.doc_no_clash,
            _RED,
            "同一机关的这个文号已经用在另一件上",
            f"请核对文号；若是同一份文件，请把其中一件合并：{titles}",
            str(doc_no),
        )
    if policy.signed_date and doc_no.year and not 0 <= policy.signed_date.year - doc_no.year <= 1:
        yield _doc_no(
            IssueCode.doc_no_year, _YELLOW, "文号年份与成文日期相差较远", "请核对文号里的年份和成文日期。", str(doc_no)
        )


def _date_issues(policy: PolicyFacts, today: date) -> Iterator[Issue]:
    signed, effective, expiry = policy.signed_date, policy.effective_date, policy.expiry_date
    if signed and signed > today + timedelta(days=1):  # a day for whoever signs across a time zone
        yield _date(f"成文日期 {signed} 还没有到", "请核对成文日期；文件签发后才能发布。")
    if signed and effective and effective < signed:
        yield _date("施行日期早于成文日期", "请核对两个日期；确有追溯规定的不用改。", _YELLOW)
    if expiry and expiry < (begins := effective or signed or expiry):
        yield _date(f"失效日期 {expiry} 早于施行日期 {begins}", "请核对失效日期。")


def _doc_no(code: IssueCode, severity: Severity, message: str, advice: str, found: str = "") -> Issue:
    return Issue(code=code, severity=severity, where="发文字号", message=message, advice=advice, found=found)


def _date(message: str, advice: str, severity: Severity = _RED) -> Issue:
    return Issue(code=IssueCode.date_order, severity=severity, where="日期", message=message, advice=advice)
