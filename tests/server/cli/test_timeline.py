"""`zhengwu timeline rebuild`: from nothing to the feed as it was."""

import asyncio
from pathlib import Path

import pytest
from typer.testing import CliRunner

from content_models.kit.store import Store
from content_models.timeline.documents import TimelineEntry
from server.cli.main import app
from tests.mobile_api.city import City
from tests.server.support import zhengwu


async def test_what_was_lost_is_there_again(
    store: Store, mongodb_uri: str, redis_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZHENGWU_MONGODB_URI", mongodb_uri)
    monkeypatch.setenv("ZHENGWU_MONGODB_DATABASE", store.database.name)
    monkeypatch.setenv("ZHENGWU_REDIS_URL", redis_url)
    city = City(store)
    for number in range(3):
        await city.release(f"第{number}条")
    await city.project()
    await TimelineEntry.delete_all()
    rebuilt = await asyncio.to_thread(zhengwu, "timeline", "rebuild", "--keywords", cwd=tmp_path)
    assert rebuilt.returncode == 0, rebuilt.stderr
    assert "核对 3 条，改正 3 条，关注词命中 0 处。" in rebuilt.stdout
    assert await TimelineEntry.count() == 3
    again = await asyncio.to_thread(zhengwu, "timeline", "rebuild", cwd=tmp_path)
    assert "核对 3 条，改正 0 条。" in again.stdout


def test_help_says_what_it_is_for() -> None:
    output = CliRunner().invoke(app, ["timeline", "rebuild", "--help"], env={"COLUMNS": "120"}).output
    assert "重新推算" in output
