"""examine 检查: every check over one text. Pure: the same text in the same surroundings always gets the same."""

from collections.abc import Sequence

from content_models.checks.copying import copying_issues
from content_models.checks.issues import Issue, Severity
from content_models.checks.metadata import metadata_issues
from content_models.checks.personal_data import personal_data_issues
from content_models.checks.pictures import picture_issues
from content_models.checks.reach import reach_issues
from content_models.checks.readings import reading_issues
from content_models.checks.secrecy import secrecy_issues
from content_models.checks.subject import Subject, passages_of
from content_models.checks.wording import cleared_numbers, wording_issues

_ORDER = (Severity.red, Severity.yellow)


def examine(subject: Subject) -> list[Issue]:
    """Red ones first; none when nothing is held against the text."""
    passages, lists = list(passages_of(subject)), subject.around.lists
    issues = [
        *metadata_issues(subject),
        *secrecy_issues(passages),
        *personal_data_issues(passages, subject.around.today, cleared_numbers(lists)),
        *wording_issues(subject.kind, passages, lists),
        *picture_issues(subject),
        *copying_issues(subject),
        *reading_issues(subject),
        *reach_issues(subject),
    ]
    return sorted(issues, key=lambda issue: _ORDER.index(issue.severity))


def blocking(issues: Sequence[Issue]) -> list[Issue]:
    return [issue for issue in issues if issue.blocks]
