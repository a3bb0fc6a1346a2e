"""`settle_alarms` 预警升降: open what stands, renew what goes on, file what is over. After each poll, by itself."""

from collections.abc import Mapping

from content_models.kit.ids import new_id
from content_models.kit.store import Session, Store
from content_models.sources import repository as sources
from content_models.sources.alarms import Finding, Findings
from content_models.sources.documents import AlarmKind, Source, SourceAlarm


async def settle_alarms(store: Store, source: Source, findings: Findings) -> list[AlarmKind]:
    """Make the source's open alarms those that `findings` say; kinds they do not name stay. Gives what is open then.

    An alarm that goes on keeps the time it was opened; its level and evidence are the latest.
    """
    known = set(source.alarms)
    if not any(finding or kind in known for kind, finding in findings.items()):
        return source.alarms
    if _is_settled(await sources.alarms_standing(source.id, AlarmKind), findings):
        return source.alarms  # a silence may last for a year of polls

    async def work(session: Session) -> list[AlarmKind]:
        standing = await sources.alarms_standing(source.id, AlarmKind, session)
        for kind, finding in findings.items():
            await _settle(store, session, source, kind, finding, standing)
        await sources.name_alarms(source.id, standing, session)
        return list(standing)

    source.alarms = await store.transaction(work)
    return source.alarms


def _is_settled(standing: Mapping[AlarmKind, SourceAlarm], findings: Findings) -> bool:
    said = {kind: (alarm.level, alarm.evidence) for kind, alarm in standing.items()}
    return all(said.get(kind) == finding for kind, finding in findings.items())


async def _settle(
    store: Store,
    session: Session,
    source: Source,
    kind: AlarmKind,
    finding: Finding | None,
    standing: dict[AlarmKind, SourceAlarm],
) -> None:
    """One kind; `standing` is kept up to date."""
    if finding is None:
        if alarm := standing.pop(kind, None):
            await _file(store, session, alarm)
        return
    alarm = standing.get(kind) or SourceAlarm(
        id=sources.open_alarm_id(source.id, kind),
        source_id=source.id,
        kind=kind,
        opened_at=store.now(),
        level=finding.level,
        evidence="",
    )
    if (alarm.level, alarm.evidence) != finding:
        alarm.level, alarm.evidence = finding
        await sources.save_alarm(alarm, session)
    standing[kind] = alarm


async def _file(store: Store, session: Session, alarm: SourceAlarm) -> None:
    closed = alarm.model_copy(update={"id": new_id(), "closed_at": store.now()})
    await sources.file_alarm(alarm, closed, session)
