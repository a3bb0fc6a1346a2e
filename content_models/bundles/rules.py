"""Pure rules of bundles: which planned form a reading fulfils, what is missing, when a hold is over."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from content_models.bundles.documents import ReadingForm, ReadingPlan
from content_models.releases.documents import Release, ReleaseState, Revision

FORM_NAMES: dict[ReadingForm, str] = {
    ReadingForm.text: "文字",
    ReadingForm.qa: "问答",
    ReadingForm.picture: "图解",
    ReadingForm.video: "视频",
    ReadingForm.briefing: "新闻发布会",
}

# How texts name their form, the telling words first: 「负责人答记者问」 is Q&A, whoever answers.
_CUES: tuple[tuple[ReadingForm, tuple[str, ...]], ...] = (
    (ReadingForm.briefing, ("发布会", "吹风会", "在线访谈")),
    (ReadingForm.qa, ("问答", "答记者问", "百问百答", "热点问题")),
    (ReadingForm.picture, ("图解", "一图", "图说", "长图", "漫画", "动漫", "H5")),
    (ReadingForm.video, ("视频", "音频", "短片")),
)


def form_of(form: str | None, title: str) -> ReadingForm:
    """As the interpretation states it; by its title when it states none; text when nothing says otherwise."""
    said = form or title
    return next((known for known, cues in _CUES if any(cue in said for cue in cues)), ReadingForm.text)


@dataclass(frozen=True, slots=True)
class Reading:
    """An interpretation as the plan looks at it. `ready`: three reviews signed, not yet public."""

    release: Release
    title: str
    form: ReadingForm

    @property
    def live(self) -> bool:
        return self.release.is_live

    @property
    def ready(self) -> bool:
        return self.release.state is ReleaseState.approved


def reading_of(release: Release, revision: Revision) -> Reading:
    facts, title = revision.content.interpretation, revision.content.title
    return Reading(release, title, form_of(facts.form if facts else None, title))


def missing(forms: Collection[ReadingForm], there: Iterable[Reading]) -> list[ReadingForm]:
    """Planned forms that none of these readings has, in the order of the vocabulary."""
    found = {reading.form for reading in there}
    return [form for form in ReadingForm if form in forms and form not in found]


def is_complete(forms: Collection[ReadingForm], there: Sequence[Reading]) -> bool:
    """Whether everything planned is there; without a plan one reading is enough."""
    return bool(there) and not missing(forms, there)


class HoldEnd(StrEnum):
    """How a hold stands: still waiting, or why it is over."""

    waiting = "waiting"
    complete = "complete"  # the readings are there
    expired = "expired"  # the limit has come: the policy goes with what there is
    changed = "changed"  # the policy was edited, sent back or withdrawn meanwhile
    published = "published"  # somebody published it by hand


def hold_end(plan: ReadingPlan, policy: Release, readings: Sequence[Reading], now: datetime) -> HoldEnd:
    """`readings` are all that interpret the policy, public or not."""
    if policy.state is ReleaseState.published:
        return HoldEnd.published
    if policy.state is not ReleaseState.approved or policy.version != plan.held_version:
        return HoldEnd.changed
    if is_complete(plan.forms, [one for one in readings if one.ready or one.live]):
        return HoldEnd.complete
    return HoldEnd.expired if plan.held_until is None or now >= plan.held_until else HoldEnd.waiting


def names_of(forms: Iterable[ReadingForm]) -> str:
    """「图解、问答」."""
    return "、".join(FORM_NAMES[form] for form in forms)


def days_over(due_on: date, today: date) -> int:
    """Natural days past the due day; 0 or less while it is in time."""
    return (today - due_on).days
