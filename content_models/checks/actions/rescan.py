"""rescan 重查: read again what is public, a batch at a time, and keep what is found as alarms until it is mended.

Batches are claimed by where the scan stands, so that two workers share one scan and a killed one loses a batch's work,
not its findings.
"""

from collections.abc import Iterable
from datetime import datetime

from content_models.checks import repository as checks
from content_models.checks.documents import Finding
from content_models.checks.issues import Issue, IssueCode
from content_models.checks.surroundings import issues_of
from content_models.kit.ids import derived_id
from content_models.kit.outbox import OutboxRow
from content_models.kit.store import Store
from content_models.releases import repository as releases
from content_models.releases.repository import LiveRelease

BATCH = 50
_ALARMING = frozenset({IssueCode.listed_word, IssueCode.fixed_expression, IssueCode.dead_link})


async def rescan_some(store: Store) -> bool:
    """One batch of the oldest open scan; True while there is more to do."""
    scan = await checks.next_rescan()
    if scan is None:
        return False
    ids = await releases.live_ids_after(scan.after, BATCH)
    live = await releases.live(ids)
    for seen in live.values():
        await reexamine(store, seen)
    done_at = store.now() if len(ids) < BATCH else None
    await checks.advance_rescan(scan, after=ids[-1] if ids else scan.after, examined=len(live), done_at=done_at)
    return True


async def reexamine(store: Store, seen: LiveRelease) -> None:
    """Open alarms for what is wrong with the public text now, and close those that no longer hold."""
    issues = await issues_of(store, seen.release, seen.revision)
    now = store.now()
    found = {finding.id: finding for finding in _findings(seen, issues, now)}
    known = {finding.id for finding in await checks.findings_of([seen.release.id])}
    opened = [finding for key, finding in found.items() if key not in known]
    await checks.save_findings(opened, known - found.keys(), now)


async def recheck_findings(store: Store, row: OutboxRow) -> None:
    """Effect of every topic about releases: a text that was mended or taken back has no alarm any more."""
    if not (known := await checks.findings_of([row.subject_id])):
        return
    live = await releases.live([row.subject_id])
    for seen in live.values():
        await reexamine(store, seen)
    if not live:
        await checks.save_findings([], [finding.id for finding in known], store.now())


def _findings(seen: LiveRelease, issues: Iterable[Issue], now: datetime) -> Iterable[Finding]:
    """One for each release, kind of issue, list and word; a new edition of a list is no new alarm."""
    for issue in issues:
        if issue.blocks or issue.code in _ALARMING:
            of_list = issue.rule.rpartition(" 第 ")[0]
            yield Finding(
                id=derived_id("finding", seen.release.id, issue.code, of_list, issue.found),
                release_id=seen.release.id,
                title=seen.revision.content.title,
                issue=issue,
                opened_at=now,
            )
