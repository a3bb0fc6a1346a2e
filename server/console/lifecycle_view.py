"""定时、更正、结束 beside a release: what stands, and which of these acts this person may do now."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from content_models.editorial.schedules import repository as schedules
from content_models.editorial.schedules.documents import ScheduleState
from content_models.kit.clock import in_shanghai
from content_models.releases import repository as releases
from content_models.releases.documents import Release, ReleaseKind, ReleaseState
from content_models.releases.marks import MarkKind
from content_models.releases.rules import PUBLISHABLE, SCHEDULABLE
from content_models.staff.rights import Right, holds
from server.console.visit import Visit
from server.pages.moments import day, minute

MARK_NAMES: dict[str, str] = {
    MarkKind.repealed: "废止",
    MarkKind.lapsed: "宣布失效",
    MarkKind.expired: "有效期届满",
    MarkKind.amended: "被修改",
    MarkKind.revised: "被修订",
}
LEAST_AHEAD = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class SchedulePanel:
    """`failure` is what to do about a schedule that did not run; `proposed` and `earliest` are for the field."""

    waiting: bool
    stale: bool
    due: str
    who: str
    failure: str
    may_schedule: bool
    may_cancel: bool
    proposed: str
    earliest: str


@dataclass(frozen=True, slots=True)
class CorrectPanel:
    openly: bool
    silently: bool
    first_public: str
    note: str  # proposed: what the writer noted


@dataclass(frozen=True, slots=True)
class MarkLine:
    id: str
    words: str
    basis: str


@dataclass(frozen=True, slots=True)
class EndingPanel:
    withdraw: bool
    merge: bool
    remove: bool
    validity: bool
    marks: list[MarkLine]
    marks_named: list[tuple[str, str]]
    today: str
    merged_into: str  # release id
    merged_title: str

    @property
    def any(self) -> bool:
        return self.withdraw or self.merge or self.remove or self.validity


async def schedule_panel(visit: Visit, release: Release) -> SchedulePanel | None:
    newest, now = await schedules.newest_of(release.id), visit.store.now()
    may = holds(visit.actor, Right.schedule)
    waits = newest is not None and newest.state is ScheduleState.waiting
    failed = newest is not None and newest.state is ScheduleState.failed and release.state in SCHEDULABLE
    if not waits and not failed and not (may and release.state in SCHEDULABLE):
        return None
    return SchedulePanel(
        waiting=waits,
        stale=waits and newest is not None and newest.expected_version != release.version,
        due=minute(newest.due_at) if newest else "",
        who=newest.actor.name if newest else "",
        failure=newest.failure if newest and failed else "",
        may_schedule=may and release.state in SCHEDULABLE,
        may_cancel=may and release.state is ReleaseState.scheduled,
        proposed=field_value(_next_morning(now)),
        earliest=field_value(now + LEAST_AHEAD),
    )


async def correct_panel(visit: Visit, release: Release) -> CorrectPanel | None:
    if not release.is_live or release.state not in PUBLISHABLE:
        return None
    actor = visit.actor
    openly, silently = holds(actor, Right.correct), holds(actor, Right.correct_silently)
    first = minute(release.published_at) if release.published_at else ""
    revision = await releases.load_revision(release.current_revision_id)
    return CorrectPanel(openly, silently, first, revision.note[:300]) if openly or silently else None


async def ending_panel(visit: Visit, release: Release) -> EndingPanel:
    actor, live = visit.actor, release.is_live
    marks = [
        MarkLine(mark.id, f"{day(mark.on)} 起{MARK_NAMES[mark.kind]}", mark.basis) for mark in release.validity_marks
    ]
    return EndingPanel(
        withdraw=live and holds(actor, Right.withdraw),
        merge=live and holds(actor, Right.merge),
        remove=live and holds(actor, Right.remove),
        validity=live and release.kind is ReleaseKind.policy and holds(actor, Right.record_validity),
        marks=marks,
        marks_named=list(MARK_NAMES.items()),
        today=day(visit.store.now()),
        merged_into=release.merged_into or "",
        merged_title=await _title_of(release.merged_into) if release.merged_into else "",
    )


def field_value(moment: datetime) -> str:
    """The value of `<input type=datetime-local>`, in Asia/Shanghai."""
    return f"{in_shanghai(moment):%Y-%m-%dT%H:%M}"


def _next_morning(now: datetime) -> datetime:
    """Tomorrow at nine: when most releases go out."""
    tomorrow = in_shanghai(now) + timedelta(days=1)
    return tomorrow.replace(hour=9, minute=0)


async def _title_of(release_id: str) -> str:
    target = await releases.load(release_id)
    return (await releases.load_revision(target.current_revision_id)).content.title
