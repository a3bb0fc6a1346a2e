"""解读质量: how much of an interpretation is copied from its policy (「文件要点摘抄」 is named as bad practice)."""

from collections.abc import Iterator, Sequence

from content_models.checks.issues import Issue, IssueCode, Severity
from content_models.checks.subject import Subject, Target
from content_models.official_text.folding import fold_title_key
from content_models.releases.documents import ReleaseKind

SHINGLE = 8  # characters: longer than a name, shorter than a sentence
MOST_COPIED = 0.6  # domain table 1.3, `overlap_ratio`
SHORTEST = 200  # characters: of less nothing can be said


def overlap_ratio(reading: str, policies: Sequence[str]) -> float:
    """Share of the reading, by characters, that stands word for word in one of the policies; 0 to 1."""
    text = fold_title_key(reading)
    known = {
        policy[start : start + SHINGLE]
        for policy in map(fold_title_key, policies)
        for start in range(len(policy) - SHINGLE + 1)
    }
    copied = bytearray(len(text))
    for start in range(len(text) - SHINGLE + 1):
        if text[start : start + SHINGLE] in known:
            copied[start : start + SHINGLE] = b"\x01" * SHINGLE
    return sum(copied) / len(text) if text else 0.0


def copying_issues(subject: Subject) -> Iterator[Issue]:
    targets: Sequence[Target] = subject.around.targets
    reading = subject.content.body_text
    if subject.kind is not ReleaseKind.interpretation or not targets or len(reading) < SHORTEST:
        return
    ratio = overlap_ratio(reading, [target.body_text for target in targets])
    if ratio > MOST_COPIED:
        yield Issue(
            code=IssueCode.copied_reading,
            severity=Severity.yellow,
            where="正文",
            found=f"{ratio:.0%}",
            message=f"解读有 {ratio:.0%} 照抄政策原文",
            advice="请用自己的话讲清背景、对象、怎么办和新旧变化；照抄超过 60% 会被检查扣分。",
        )
