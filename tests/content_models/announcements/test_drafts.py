"""通知稿: an editor's words go out, as long as they belong to the text; whoever wrote them does not let them go."""

import pytest

from content_models.announcements import repository as campaigns
from content_models.announcements.actions.approve import ApproveCampaign, approve
from content_models.announcements.drafts.actions.compose_notice import ComposeNotice, compose_notice
from content_models.announcements.drafts.documents import CorrectionWay
from content_models.announcements.effects import Announcer
from content_models.announcements.errors import NoticeTooLong, OwnCampaign
from content_models.announcements.limits import DEFAULT_LIMITS, PushLimits
from content_models.announcements.rules import BODY_BYTES
from content_models.kit.errors import InvalidInput, NotAllowed, VersionConflict, WrongState
from content_models.kit.ids import new_id
from content_models.kit.store import Store
from content_models.releases.documents import Release, ReleaseKind, Revision
from content_models.residents.inbox import repository as inboxes
from push.channels.apns import payload
from tests.content_models.announcements.support import published, resident, row, withdrawn
from tests.desk import EDITOR, HEAD, LEADER, person
from tests.push.phones import Phones, push_all

WORDS = "办事少跑腿：三年行动"
WAITING = PushLimits(approval_above=0)


def composing(release: Release, body: str = WORDS, version: int = 0, **changes: object) -> ComposeNotice:
    asked = {
        "actor": HEAD,
        "idempotency_key": new_id(),
        "release_id": release.id,
        "revision": release.current_revision_id,
        "expected_version": version,
        "body": body,
    }
    return ComposeNotice.model_validate(asked | changes)


async def told(store: Store, release: Release, limits: PushLimits = DEFAULT_LIMITS):
    await Announcer(limits).announce_publication(store, row("release.published", release.id))
    return (await campaigns.of_release(release.id))[-1]


async def corrected(release: Release) -> None:
    """A new live revision, as `publish` leaves it."""
    before = await Revision.get(release.live_revision_id)
    assert before
    release.live_revision_id = release.current_revision_id = f"{before.id}+"
    content = before.content.model_copy(update={"body_text": "改过的正文。"})
    await Revision(**before.model_dump() | {"id": release.live_revision_id, "number": 2, "content": content}).insert()
    await release.save()


async def test_the_words_go_out_and_their_composer_does_not_approve_them(store: Store) -> None:
    await resident(store, "reader", "housing")
    release = await published()
    await compose_notice(store, composing(release, title="市住建局：新政策"))
    campaign = await told(store, release, WAITING)
    assert (campaign.title, campaign.body) == ("市住建局：新政策", WORDS)
    asked = {"idempotency_key": new_id(), "campaign_id": campaign.id, "expected_version": 1}
    with pytest.raises(OwnCampaign):
        await approve(store, ApproveCampaign(actor=HEAD, **asked))
    await approve(store, ApproveCampaign(actor=LEADER, **asked))


async def test_words_for_an_earlier_text_are_not_sent(store: Store) -> None:
    release = await published()
    await compose_notice(store, composing(release))
    await corrected(release)
    assert (await told(store, release)).body == "关于示例住房保障的通知"
    with pytest.raises(VersionConflict):
        await compose_notice(store, composing(release, version=1, revision="some-other-text"))


@pytest.mark.parametrize("way", list(CorrectionWay))
async def test_a_correction_is_told_loudly_or_quietly_in_the_place_of_the_first(
    store: Store, way: CorrectionWay
) -> None:
    quiet = way is CorrectionWay.quiet
    reader = await resident(store, "reader", "housing")
    release = await published()
    first, phones = await told(store, release), Phones()
    await push_all(store, phones)
    (entry,) = await inboxes.inbox_page(reader, 10)
    await inboxes.mark_read(reader, [entry.id], store.now())
    await corrected(release)
    await compose_notice(store, composing(release, way=way))
    await Announcer().announce_correction(store, row("release.corrected", release.id))
    await push_all(store, phones)

    later = (await campaigns.of_release(release.id))[-1]
    assert (later.body, later.collapse_id, later.quiet) == (WORDS, first.collapse_id, quiet)
    (shown,) = await inboxes.inbox_page(reader, 10)
    assert (shown.title, shown.read_at is not None) == (WORDS, quiet)
    ((_, notice),) = phones.shown.values()
    assert (b'"sound"' in payload(notice), b'"passive"' in payload(notice)) == (not quiet, quiet)


async def test_a_reading_is_told_in_its_composers_words(store: Store) -> None:
    policy = await published()
    await told(store, policy)
    reading = await published(ReleaseKind.interpretation, title="一图读懂", interprets=policy.id)
    await compose_notice(store, composing(reading, "一张图看懂住房保障"))
    await Announcer().announce_publication(store, row("release.published", reading.id))
    later = (await campaigns.of_release(policy.id))[-1]
    assert (later.body, HEAD.id in later.author_ids) == ("一张图看懂住房保障", True)


@pytest.mark.parametrize(
    ("body", "fits"),
    [("字" * (BODY_BYTES // 3), True), ("字" * (BODY_BYTES // 3) + "a", False), ("a" * BODY_BYTES, True)],
)
async def test_bytes_are_counted_not_characters(store: Store, body: str, fits: bool) -> None:
    release = await published()
    if fits:
        assert (await compose_notice(store, composing(release, body))).version == 1
    else:
        with pytest.raises(NoticeTooLong):
            await compose_notice(store, composing(release, body))


async def test_what_is_not_pushed_needs_no_words_and_strangers_write_none(store: Store) -> None:
    with pytest.raises(InvalidInput):
        await compose_notice(store, composing(await published(ReleaseKind.news)))
    release = await published()
    with pytest.raises(NotAllowed):
        await compose_notice(store, composing(release, actor=person("监督员")))
    await compose_notice(store, composing(release, actor=EDITOR))
    with pytest.raises(VersionConflict):
        await compose_notice(store, composing(release))
    await withdrawn(release)
    with pytest.raises(WrongState):
        await compose_notice(store, composing(release, version=1))
