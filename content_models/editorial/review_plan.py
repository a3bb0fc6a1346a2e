"""审校设置: which stages a text goes through, who signs each, and which kinds are read aloud (诵读) before the last.

Local rules differ in names, number of signers and the extra reading, so none of it is fixed here but the default.
"""

from collections.abc import Sequence
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from content_models.editorial.documents import Stage
from content_models.releases.documents import ReleaseKind, Review, ReviewStage
from content_models.staff.documents import Role

READING = ReviewStage(id="reading", name="诵读", role=Role.editor)

DEFAULT_STAGES = (
    ReviewStage(id=Stage.first, name="初审一校", role=Role.editor),
    ReviewStage(id=Stage.second, name="复审二校", role=Role.section_head),
    ReviewStage(id=Stage.final, name="终审三校", role=Role.leader, urgent=True),
)


def _distinct(stages: tuple[ReviewStage, ...]) -> tuple[ReviewStage, ...]:
    ids = [stage.id for stage in stages]
    if len(set(ids)) != len(ids) or READING.id in ids:
        raise ValueError("每一审的 id 须不同，reading 留给诵读")
    if unknown := {stage.role for stage in stages} - set(Role):
        raise ValueError(f"没有这种岗位：{'、'.join(sorted(unknown))}")
    return stages


Stages = Annotated[tuple[ReviewStage, ...], Field(min_length=1, max_length=6), AfterValidator(_distinct)]


class ReviewPlan(BaseModel):
    """What a release is asked for when it is submitted."""

    model_config = ConfigDict(frozen=True)

    stages: Stages = DEFAULT_STAGES
    read_aloud: frozenset[ReleaseKind] = frozenset()  # kinds with the extra reading

    def review_of(self, kind: ReleaseKind, urgent_reason: str = "") -> Review:
        return Review(stages=list(self._stages_of(kind)), urgent_reason=urgent_reason)

    def _stages_of(self, kind: ReleaseKind) -> Sequence[ReviewStage]:
        """The reading comes before the last stage: whoever decides hears its outcome."""
        if kind not in self.read_aloud:
            return self.stages
        return [*self.stages[:-1], READING, self.stages[-1]]


THREE_REVIEWS = ReviewPlan()
