"""`settle_alarms` 预警升降: open what stands, renew what goes on, file what is over. After each poll, by itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from content_models.kit.gathering import Gathering
from content_models.kit.ids import new_id
from content_models.kit.store import Session, Store
from content_models.sources import repository as sources
from content_models.sources.alarms import Finding, Findings
from content_models.sources.documents import AlarmKind, Source, SourceAlarm

Standing = dict[AlarmKind, SourceAlarm]


@dataclass(slots=True)
class AlarmChanges:
    """What is to be written for many sources: open alarms, closed ones (their open rows go), and by source what is
    open then."""

    opened: list[SourceAlarm] = field(default_factory=list)
    closed: list[SourceAlarm] = field(default_factory=list)
    named: dict[str, list[AlarmKind]] = field(default_factory=dict)


@dataclass(eq=False, slots=True)
class _Asked:
    store: Store
    source_id: str
    findings: Findings
    open: list[AlarmKind] = field(default_factory=list)


async def settle_alarms(store: Store, source: Source, findings: Findings) -> list[AlarmKind]:
    """Make the source's open alarms those that `findings` say; kinds they do not name stay. Gives what is open then.

    An alarm that goes on keeps the time it was opened; its level and evidence are the latest. Sources whose polls end
    together are settled together.
    """
    known = set(source.alarms)
    if not any(finding or kind in known for kind, finding in findings.items()):
        return source.alarms
    if known and _is_settled(await _standing_of(store, source.id), findings):
        return source.alarms  # a silence may last for a year of polls
    asked = _Asked(store, source.id, findings)
    await _gathering.add(asked)
    source.alarms = asked.open
    return source.alarms


@dataclass(eq=False, slots=True)
class _Question:
    store: Store
    source_id: str
    standing: list[SourceAlarm] = field(default_factory=list)


async def _standing_of(store: Store, source_id: str) -> list[SourceAlarm]:
    question = _Question(store, source_id)
    await _questions.add(question)
    return question.standing


async def _answer(gathered: Sequence[_Question]) -> None:
    """Sources polled side by side ask in one round trip."""
    for _, asking in groupby(gathered, key=lambda question: question.store):
        questions = list(asking)
        found = await sources.alarms_standing({question.source_id for question in questions})
        for question in questions:
            question.standing += [alarm for alarm in found if alarm.source_id == question.source_id]


_questions = Gathering(_answer)


async def _write(gathered: Sequence[_Asked]) -> None:
    for store, waiting in groupby(gathered, key=lambda asked: asked.store):
        await _settle_together(store, list(waiting))


_gathering = Gathering(_write)


async def _settle_together(store: Store, together: Sequence[_Asked]) -> None:
    async def work(session: Session) -> None:
        found = await sources.alarms_standing([asked.source_id for asked in together], session)
        of_source: dict[str, Standing] = {asked.source_id: {} for asked in together}
        for alarm in found:
            of_source[alarm.source_id][alarm.kind] = alarm
        changes = AlarmChanges()
        for asked in together:
            standing = of_source[asked.source_id]
            for kind, finding in asked.findings.items():
                _settle(store, asked.source_id, kind, finding, standing, changes)
            changes.named[asked.source_id] = asked.open = list(standing)
        await sources.write_alarms(changes.opened, changes.closed, changes.named, session)

    await store.transaction(work)


def _is_settled(standing: Sequence[SourceAlarm], findings: Findings) -> bool:
    said: Mapping[AlarmKind, Finding] = {alarm.kind: Finding(alarm.level, alarm.evidence) for alarm in standing}
    return all(said.get(kind) == finding for kind, finding in findings.items())


def _settle(
    store: Store, source_id: str, kind: AlarmKind, finding: Finding | None, standing: Standing, changes: AlarmChanges
) -> None:
    """One kind of one source; `standing` is kept up to date."""
    if finding is None:
        if alarm := standing.pop(kind, None):
            changes.closed.append(alarm.model_copy(update={"id": new_id(), "closed_at": store.now()}))
        return
    alarm = standing.get(kind) or SourceAlarm(
        id=sources.open_alarm_id(source_id, kind),
        source_id=source_id,
        kind=kind,
        opened_at=store.now(),
        level=finding.level,
        evidence="",
    )
    if (alarm.level, alarm.evidence) != finding:
        alarm.level, alarm.evidence = finding
        changes.opened.append(alarm)
    standing[kind] = alarm
