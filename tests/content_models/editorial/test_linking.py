"""Readings find the policies of the store, whenever those were released here."""

from datetime import date

from content_models.editorial.linking import linking_of
from content_models.kit.store import Store
from content_models.official_text.linking.records import LinkQuery
from content_models.releases import repository as releases
from content_models.releases.documents import PolicyFacts
from tests.desk import ISSUED, Desk

TITLE = "示例市机动车停放服务收费管理办法"


async def a_policy(desk: Desk, signed: date | None) -> str:
    draft = await desk.draft(TITLE)
    release = await releases.load(draft.release_id)
    content = (await releases.load_revision(draft.revision)).content
    facts = PolicyFacts(**ISSUED.model_dump() | {"signed_date": signed})
    edited = await desk.edited(release, content.model_copy(update={"policy": facts}))
    return (await desk.published(edited)).release_id


def a_reading(published: date) -> LinkQuery:
    return LinkQuery(
        title=f"《{TITLE}》政策解读",
        body=f"近日，我市印发《{TITLE}》，现解读如下。",
        publisher="示例市交通运输局",
        published=published,
        is_interpretation=True,
    )


async def test_a_reading_of_its_time_is_linked_to_a_policy_released_here_months_later(store: Store) -> None:
    policy = await a_policy(Desk(store), signed=date(2025, 1, 1))
    found = await linking_of(a_reading(date(2025, 1, 5)))
    assert [link.policy_id for link in found.auto] == [policy]


async def test_a_reading_older_than_the_policy_is_a_question_for_an_editor(store: Store) -> None:
    policy = await a_policy(Desk(store), signed=date(2025, 6, 1))
    found = await linking_of(a_reading(date(2025, 1, 5)))
    assert (found.auto, [link.policy_id for link in found.suggested]) == ((), [policy])
