"""A name is resolved to the organ that bore it on the day."""

from datetime import date

import pytest

from content_models.kit.store import Store
from content_models.organs import repository as organs
from content_models.organs.documents import Organ, OrganLevel
from content_models.organs.rules import existed

REFORM = date(2018, 11, 1)


def organ(organ_id: str, full_name: str, **fields: object) -> Organ:
    common = {"short_name": full_name, "level": OrganLevel.municipal, "region_code": "320000"}
    return Organ(id=organ_id, full_name=full_name, **(common | fields))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("on", "expected"),
    [(date(2018, 10, 31), "old"), (date(2018, 11, 1), "new"), (date(2026, 1, 1), "new"), (None, "new")],
)
async def test_a_shared_alias_is_resolved_by_the_day(store: Store, on: date | None, expected: str) -> None:
    await organs.save_organ(organ("old", "示例市质监局", aliases=["市监管部门"], valid_to=date(2018, 10, 31)))
    await organs.save_organ(organ("new", "示例市市场监管局", aliases=["市监管部门"], valid_from=REFORM))
    assert (await organs.named("市监管部门", on))[0].id == expected


def test_both_ends_of_validity_are_included() -> None:
    merged = organ("x", "示例市地税局", valid_from=date(1994, 9, 1), valid_to=REFORM)
    assert [existed(merged, day) for day in (date(1994, 8, 31), date(1994, 9, 1), REFORM, date(2018, 11, 2))] == [
        False,
        True,
        True,
        False,
    ]
