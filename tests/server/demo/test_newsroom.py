"""Scripted editors: through the real verbs, by three people, and only once."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from content_models.bundles import repository as bundles
from content_models.editorial import repository as editorial
from content_models.editorial.actions.edit import Edit, edit
from content_models.intake import repository as intake
from content_models.intake.actions.receive import receive
from content_models.intake.documents import NormalisedItem, TriageState
from content_models.intake.rules import Incoming
from content_models.kit.actors import Actor
from content_models.kit.store import Store
from content_models.releases import repository as releases
from content_models.releases.documents import ReleaseState
from content_models.sources import repository as sources
from content_models.staff import repository as staff_records
from server.auth.passwords import matches
from server.demo import plan
from server.demo.city.library import sites, texts
from server.demo.logins import hire, kept_accounts
from server.demo.newsroom import Newsroom
from server.demo.seed import seed
from server.demo.sources import source_id

CITY = "http://127.0.0.1:9"


@pytest.fixture
async def staff(store: Store, tmp_path: Path) -> Mapping[str, Actor]:
    return await hire(store, kept_accounts(tmp_path / "accounts.json"))


@pytest.fixture
async def newsroom(store: Store, staff: Mapping[str, Actor]) -> Newsroom:
    await seed(store, CITY)
    for site in sites():
        source = await sources.load(source_id(site.id))
        await receive(store, source, [_incoming(posting.text) for posting in site.postings])
    return Newsroom(store, staff)


def _incoming(text_id: str) -> Incoming:
    text = texts()[text_id]
    item = NormalisedItem(url=f"{CITY}/{text.id}", title=text.title, body_html=f"<p>{text.lead}</p>")
    return Incoming(item_key=text.id, raw=text.body, item=item)


async def test_policy_and_its_reading_go_out_together(newsroom: Newsroom) -> None:
    policy = await newsroom.bring(plan.LEAD)
    readings = await releases.live_interpretations_of([policy.id])
    assert policy.is_live
    reading = await releases.load(readings[policy.id][0])
    assert reading.published_at == policy.published_at or reading.is_live


async def test_a_policy_waits_for_the_interpretations_planned(newsroom: Newsroom) -> None:
    policy = await newsroom.bring(plan.UNREAD)
    await newsroom.bring(plan.UNREAD)
    planned = await bundles.plan_of(policy.id)
    assert planned is not None
    assert tuple(planned.forms) == plan.UNREAD.planned


async def test_three_different_people_sign(newsroom: Newsroom) -> None:
    release = await newsroom.bring(plan.WATER_CUT)
    signed = await editorial.trail_of(release.id)
    assert len({sign_off.actor.id for sign_off in signed}) == 3


async def test_bringing_it_again_changes_nothing(newsroom: Newsroom) -> None:
    first = await newsroom.bring(plan.LEAD)
    again = await newsroom.bring(plan.LEAD)
    assert again == first


async def test_every_story_is_brought_as_far_as_planned_and_work_is_left(newsroom: Newsroom) -> None:
    expected = {
        plan.Reach.drafted: ReleaseState.draft,
        plan.Reach.submitted: ReleaseState.in_review,
        plan.Reach.first_signed: ReleaseState.in_review,
        plan.Reach.published: ReleaseState.published,
        plan.Reach.withdrawn: ReleaseState.withdrawn,
    }
    for story in plan.STORIES:
        assert (await newsroom.bring(story)).state is expected[story.reach], story
    assert (await intake.counts_by_state())[TriageState.pending] > 10


async def test_what_people_took_over_stays(newsroom: Newsroom, store: Store, staff: Mapping[str, Actor]) -> None:
    release = await newsroom.bring(plan.CORRECTED)
    content = (await releases.load_revision(release.current_revision_id)).content
    changed = content.model_copy(update={"title": "编辑改过的标题"})
    asked = {"release_id": release.id, "expected_version": release.version, "content": changed}
    await edit(store, Edit(actor=staff["wang"], idempotency_key="by-hand-1", **asked))
    again = await newsroom.bring(plan.CORRECTED)
    assert again.state is ReleaseState.draft
    assert again.live_revision_id == release.live_revision_id


async def test_seeding_twice_changes_nothing(store: Store, newsroom: Newsroom) -> None:
    before = await sources.load(source_id("water"))
    await seed(store, CITY)
    assert await sources.load(source_id("water")) == before


async def test_passwords_are_random_and_kept(tmp_path: Path) -> None:
    accounts = kept_accounts(tmp_path / "one/accounts.json")
    assert kept_accounts(tmp_path / "one/accounts.json") == accounts
    assert kept_accounts(tmp_path / "two/accounts.json") != accounts
    assert (tmp_path / "one/accounts.json").stat().st_mode & 0o077 == 0


async def test_log_in_works_after_the_password_file_was_lost(store: Store, tmp_path: Path) -> None:
    await hire(store, kept_accounts(tmp_path / "one.json"))
    accounts = kept_accounts(tmp_path / "two.json")
    await hire(store, accounts)
    for account in accounts:
        kept = await staff_records.by_username(account.username)
        assert kept is not None
        assert await matches(account.password, kept.password_hash)
