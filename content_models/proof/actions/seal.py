"""`seal` 封存: one Merkle root for each day that is over, chained to the root of the day before.

Chains are per release and per person, so that nobody's act waits for another's; the root of the day ties them together.
"""

from datetime import date, datetime, time, timedelta
from typing import Any

from pymongo.errors import DuplicateKeyError

from content_models.audit import repository as audit
from content_models.audit.documents import DailyRoot, LogSeal
from content_models.kit.clock import SHANGHAI, in_shanghai
from content_models.kit.hash_chain import GENESIS, chained_digest, merkle_root
from content_models.kit.store import Store
from content_models.proof.links import digests_between
from content_models.proof.logs import LOGS, seal_of
from content_models.releases import repository as releases

GRACE = timedelta(minutes=10)  # after midnight, for acts that began before it and for clocks that are a little behind
MOST_AT_ONCE = 60  # days; after a longer rest the next call goes on

_DAY = timedelta(days=1)


async def seal(store: Store) -> list[DailyRoot]:
    """Seal every day that is over and not sealed yet; a day without events too, so that none can be left out later."""
    sealed = await audit.every_root()
    day = sealed[-1].day + _DAY if sealed else await _first_day()
    last = in_shanghai(store.now() - GRACE).date() - _DAY
    previous = sealed[-1].digest if sealed else GENESIS
    made: list[DailyRoot] = []
    while day is not None and day <= last and len(made) < MOST_AT_ONCE:
        root = await _seal_day(store, day, previous)
        if root is None:
            break
        made.append(root)
        day, previous = day + _DAY, root.digest
    return made


def bounds_of(day: date) -> tuple[datetime, datetime]:
    """The day's first moment and the next day's, in Asia/Shanghai."""
    return _midnight(day), _midnight(day + _DAY)


def root_digest(root: DailyRoot) -> str:
    said = {"day", "events", "root", "algorithm"} | ({"logs"} if root.logs else set())
    body: dict[str, Any] = root.model_dump(mode="json", include=said)
    return chained_digest(root.previous_digest, body, root.algorithm)


async def _seal_day(store: Store, day: date, previous: str) -> DailyRoot | None:
    """None when another process was faster: it goes on from there."""
    digests = await digests_between(*bounds_of(day))
    logs = {name: await seal_of(log, *bounds_of(day), store.digest_algorithm) for name, log in LOGS.items()}
    root = DailyRoot(
        id=day.isoformat(),
        day=day,
        events=len(digests),
        root=merkle_root(digests, store.digest_algorithm),
        logs=[LogSeal(log=name, records=records, root=sealed) for name, (records, sealed) in logs.items()],
        algorithm=store.digest_algorithm,
        previous_digest=previous,
        digest="",
        sealed_at=store.now(),
    )
    root.digest = root_digest(root)
    try:
        await audit.save_root(root)
    except DuplicateKeyError:
        return None
    return root


async def _first_day() -> date | None:
    """The day of the first event there is."""
    moments = [moment for moment in (await releases.first_event_at(), await audit.first_entry_at()) if moment]
    return in_shanghai(min(moments)).date() if moments else None


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, SHANGHAI)
