"""A due source is polled once, by one worker; a lost job is found again in the store."""

from datetime import timedelta

from content_models.kit.store import Store
from content_models.sources import repository as sources
from content_models.sources.documents import FetchOutcome, FetchRecord, Source, SourceFamily
from server.worker.polling import enqueue_due, poll_claimed

LIMIT = timedelta(seconds=30)


class Queue:
    """What was enqueued, in order."""

    def __init__(self) -> None:
        self.jobs: list[tuple[str, str]] = []

    async def __call__(self, source_id: str, claim: str) -> None:
        self.jobs.append((source_id, claim))


class Polls:
    """A poll that answers at once and remembers whom it asked."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.asked: list[str] = []

    async def __call__(self, source: Source) -> FetchRecord:
        self.asked.append(source.id)
        return FetchRecord(source_id=source.id, at=self._store.now(), outcome=FetchOutcome.nothing_new)


async def due_source(store: Store, name: str = "水务") -> Source:
    source = Source(name=name, organ_id="o", family=SourceFamily.feed, url=f"http://{name}.example/feed")
    source.next_due_at = store.now() - timedelta(minutes=1)
    await sources.add(source)
    return source


async def test_due_source_is_enqueued_once_however_often_the_clock_looks(store: Store) -> None:
    queue = Queue()
    source = await due_source(store)
    assert await enqueue_due(store, queue, LIMIT) == 1
    assert await enqueue_due(store, queue, LIMIT) == 0
    assert [job[0] for job in queue.jobs] == [source.id]


async def test_job_handed_out_twice_polls_once(store: Store) -> None:
    queue, polls = Queue(), Polls(store)
    await due_source(store)
    await enqueue_due(store, queue, LIMIT)
    [(source_id, claim)] = queue.jobs
    assert await poll_claimed(store, polls, source_id, claim, LIMIT)
    assert await poll_claimed(store, polls, source_id, claim, LIMIT) is None
    assert polls.asked == [source_id]


async def test_lost_job_is_enqueued_again_when_its_claim_runs_out(store: Store) -> None:
    queue, polls = Queue(), Polls(store)
    source = await due_source(store)
    await enqueue_due(store, queue, timedelta(milliseconds=-1))
    assert await enqueue_due(store, queue, LIMIT) == 1
    lost, found = queue.jobs
    assert await poll_claimed(store, polls, *lost, LIMIT) is None
    assert await poll_claimed(store, polls, *found, LIMIT)
    assert polls.asked == [source.id]
