"""要素卡: each kind's own facts are typed, checked and kept; what has no field stays as it was."""

from datetime import UTC, datetime

import pytest

from content_models.intake.documents import ItemKind
from content_models.releases import repository as releases
from content_models.releases.documents import Content, ReleaseKind
from content_models.releases.facts import AlertFacts, AlertLevel, GuideFacts, GuidePlace
from server.console.kind_facts import PREFIX, facts_as_typed, facts_from
from tests.server.desk import GOVERNMENT, Desk, a_policy, adopt_first, form_of, press, shown_text


async def test_an_alert_is_given_its_window_level_and_places(desk: Desk) -> None:
    [item_id] = await desk.arrive(GOVERNMENT, a_policy(kind=ItemKind.service_alert, doc_no=None))
    async with desk.logged_in("wang") as wang:
        draft = await adopt_first(wang, item_id)
        typed = {
            "fact.starts_at": "2026-12-01T08:00",
            "fact.level": "orange",
            "fact.places": "示例路\n\n 示例街 ",
            "fact.hotline": "12345",
        }
        saved = await press(wang, draft, draft, **typed)
        assert saved.status_code == 200
        wrong = await press(wang, draft, draft, **{"fact.starts_at": "明天早上"})
        assert wrong.status_code == 422
        assert "时间请按" in shown_text(wrong)
        assert form_of(wrong, draft)["fact.starts_at"] == "明天早上"
    release = await releases.load(draft.rsplit("/", 1)[1])
    alert = (await releases.load_revision(release.current_revision_id)).content.alert
    assert alert is not None
    assert alert.starts_at == datetime(2026, 12, 1, tzinfo=UTC)
    assert (alert.level, alert.places, alert.hotline) == (AlertLevel.orange, ["示例路", "示例街"], "12345")


@pytest.mark.parametrize("kind", list(ReleaseKind))
def test_showing_and_reading_back_changes_nothing(kind: ReleaseKind) -> None:
    guide = GuideFacts(item_code="A1", steps=["甲", "乙"], places=[GuidePlace(name="大厅")])
    alert = AlertFacts(ends_at=datetime(2026, 12, 1, 3, 4, tzinfo=UTC), places=["示例路"], advice="少出门")
    before = Content(title="示例标题", guide=guide, alert=alert)
    changes: dict[str, object] = {}
    problems: dict[str, str] = {}
    facts_from(kind, facts_as_typed(before), before, changes, problems)
    assert problems == {}
    for place, facts in changes.items():
        if place != "policy":
            assert facts == getattr(before, place)


def test_what_is_too_long_is_named() -> None:
    problems: dict[str, str] = {}
    facts_from(ReleaseKind.emergency, {"advice": "长" * 2001}, Content(title="示例标题"), {}, problems)
    assert list(problems) == [f"{PREFIX}advice"]
