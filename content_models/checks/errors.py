"""What the checks refuse."""

from collections.abc import Mapping, Sequence

from content_models.checks.issues import Issue
from content_models.kit.errors import Conflict, InvalidInput


class ChecksFailed(Conflict):
    """`details.issues` lists what blocks, each with code, severity, where, message and advice; `details.releases` maps
    each release of the bundle to how many of them are its own."""

    code = "CHECKS_FAILED"
    default_message = "发布检查有未解决的严重问题，不能发布；请按「发布检查」逐条改好。"

    @classmethod
    def of(cls, found: Mapping[str, Sequence[Issue]]) -> "ChecksFailed":
        issues = [issue for some in found.values() for issue in some]
        first = issues[0]
        more = f"，另有 {len(issues) - 1} 条" if len(issues) > 1 else ""
        return cls(
            f"还不能发布。{first.where}：{first.message}{more}。请按「发布检查」逐条改好。",
            issues=[issue.model_dump(mode="json") for issue in issues],
            releases={release_id: len(some) for release_id, some in found.items()},
        )


class WordListInvalid(InvalidInput):
    """`details.problems` names the rows that cannot be used."""

    code = "WORD_LIST_INVALID"
    default_message = "词表里有不能用的词条，请改正后再保存。"
