"""The jobs of the queue and when they come round."""

from datetime import timedelta

from taskiq_redis import RedisStreamBroker

from content_models.bundles.actions.release_held import release_held
from content_models.bundles.actions.watch_readings import watch_readings
from content_models.intake.actions.group import group_waiting
from content_models.intake.actions.sign_again import sign_again
from content_models.intake.actions.snooze import wake_snoozed
from content_models.kit import outbox
from content_models.kit.store import Store
from content_models.overview.actions.tally import tally
from content_models.proof.actions.seal import seal
from content_models.residents.actions.forget_keywords import forget_keywords
from content_models.sources import repository as sources
from content_models.sources.actions.watch_senders import watch_senders
from content_models.timeline.actions.forget_gone import forget_gone
from server.settings import Settings
from server.worker.polling import Poll, enqueue_due, poll_claimed

CLEAN_EVERY = timedelta(minutes=10)
GROUP_EVERY = timedelta(minutes=1)
SIGN_EVERY = timedelta(hours=6)
SNOOZES_EVERY = timedelta(seconds=15)
RELEASE_HELD_EVERY = timedelta(seconds=5)
WATCH_READINGS_EVERY = timedelta(minutes=5)
TALLY_EVERY = timedelta(minutes=1)
SEAL_EVERY = timedelta(minutes=30)
TIDY_EVERY = timedelta(hours=6)
OUTBOX_KEPT = timedelta(days=7)
FETCHES_KEPT = timedelta(days=90)


def register_jobs(broker: RedisStreamBroker, store: Store, settings: Settings, poll: Poll) -> None:
    limit = settings.poll_limit

    async def poll_source(source_id: str, claim: str) -> None:
        await poll_claimed(store, poll, source_id, claim, limit)

    poll_job = broker.register_task(poll_source, "poll_source", timeout=limit.total_seconds())

    async def enqueue_polls() -> None:
        await enqueue_due(store, poll_job.kiq, limit)

    async def clean_up() -> None:
        await outbox.forget_done(store.now() - OUTBOX_KEPT)
        await sources.forget_fetches(store.now() - FETCHES_KEPT)
        await watch_senders(store)

    async def group_left_over() -> None:
        await group_waiting(store)

    async def sign_old_texts() -> None:
        await sign_again(store)

    async def end_snoozes() -> None:
        await wake_snoozed(store)

    async def release_held_policies() -> None:
        await release_held(store)

    async def watch_planned_readings() -> None:
        await watch_readings(store)

    async def tally_days() -> None:
        await tally(store)

    async def tidy_feeds() -> None:
        await forget_keywords(store)
        await forget_gone(store)

    broker.register_task(release_held_policies, "release_held", schedule=[{"interval": RELEASE_HELD_EVERY}])
    broker.register_task(watch_planned_readings, "watch_readings", schedule=[{"interval": WATCH_READINGS_EVERY}])
    broker.register_task(tally_days, "tally", schedule=[{"interval": TALLY_EVERY}])

    async def seal_days() -> None:
        await seal(store)

    broker.register_task(seal_days, "seal_days", schedule=[{"interval": SEAL_EVERY}])
    broker.register_task(tidy_feeds, "tidy_feeds", schedule=[{"interval": TIDY_EVERY}])
    broker.register_task(enqueue_polls, "enqueue_polls", schedule=[{"interval": settings.poll_tick}])
    broker.register_task(group_left_over, "group_left_over", schedule=[{"interval": GROUP_EVERY}])
    broker.register_task(sign_old_texts, "sign_again", schedule=[{"interval": SIGN_EVERY}])
    broker.register_task(end_snoozes, "end_snoozes", schedule=[{"interval": SNOOZES_EVERY}])
    broker.register_task(clean_up, "clean_up", schedule=[{"interval": CLEAN_EVERY}])
