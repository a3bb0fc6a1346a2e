"""A text to examine, with only what a test is about."""

from datetime import date
from typing import Any

from content_models.checks.examine import examine
from content_models.checks.issues import Issue, IssueCode
from content_models.checks.subject import Subject, Surroundings
from content_models.releases.documents import Content, Issuer, PolicyFacts, ReleaseKind
from content_models.releases.rules import with_derived_text

TODAY = date(2026, 11, 25)
ISSUED = PolicyFacts(issuers=[Issuer(name="示例市人民政府", organ_id="gov")])


def found(
    body: str = "<p>示例正文。</p>",
    *,
    kind: ReleaseKind = ReleaseKind.notice,
    around: dict[str, Any] | None = None,
    **content: Any,
) -> list[Issue]:
    given = {"title": "示例通知", "body_html": body} | content
    surroundings = Surroundings(**({"today": TODAY, "issuers_known": {"gov": True}} | (around or {})))
    return examine(Subject(kind, "gov", with_derived_text(Content(**given)), surroundings))


def policy(policy: PolicyFacts = ISSUED, **rest: Any) -> list[Issue]:
    return found(kind=ReleaseKind.policy, policy=policy, **rest)


def codes(issues: list[Issue]) -> set[tuple[IssueCode, str]]:
    return {(issue.code, issue.severity.value) for issue in issues}
