"""Search as the api process runs it: woken by a publication, measured, checked by doctor, rebuilt by command."""

import json
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from pydantic import SecretStr

from content_models.announcements.limits import DEFAULT_LIMITS
from content_models.kit.relay import Relay
from content_models.kit.store import Store
from content_models.search.follower import SearchFollower
from content_models.search.home import SearchHome
from content_models.search.live import LiveSearch
from content_models.search.values import Asked
from server.app import create_app
from server.doctor.finding import Level
from server.doctor.search import examine_search
from server.observability.search_metrics import search_metrics
from server.opening import open_deps
from server.searching import search_home
from server.settings import Settings
from server.worker.effects import effects_under
from tests.content_models.search.library import TODAY
from tests.desk import Desk
from tests.server.support import eventually, zhengwu


@pytest.fixture
def settings(store: Store, mongodb_uri: str, redis_url: str, tmp_path: Path) -> Settings:
    return Settings(
        mongodb_uri=mongodb_uri,
        redis_url=redis_url,
        mongodb_database=store.database.name,
        data_dir=tmp_path,
        secret_key=SecretStr("s" * 40),
    )


async def test_publication_becomes_searchable_and_the_lag_is_measured(store: Store, settings: Settings) -> None:
    async with open_deps(settings) as deps:
        desk = Desk(deps.store)
        await eventually(lambda: deps.search.index is not None)
        published = await desk.published(await desk.draft("关于停水的示例通知"))

        async def is_found() -> bool:
            answer = await deps.search.search(Asked("停水", TODAY))
            return [hit.id for hit in answer.found.hits] == [published.release_id]

        app = create_app(deps)
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://api") as web:
            before = samples((await web.get("/metrics")).text)
            await Relay(deps.store, effects_under(DEFAULT_LIMITS)).run_due()
            await eventually(is_found)
            after = samples((await web.get("/metrics")).text)
    waits = "zhengwu_search_publish_to_searchable_seconds_count"
    assert after[waits] == before.get(waits, 0) + 1
    assert after["zhengwu_search_documents"] == 1
    assert after["zhengwu_search_epoch"] == after["zhengwu_search_store_epoch"]
    assert (after["zhengwu_search_ready"], after["zhengwu_search_lag_seconds"]) == (1, 0)


def samples(text: str) -> dict[str, float]:
    ours = (line for line in text.splitlines() if line.startswith("zhengwu_search") and "{" not in line)
    lines = (line.rpartition(" ") for line in ours)
    return {name: float(value) for name, _, value in lines}


async def test_lag_grows_while_nobody_takes_up(store: Store, tmp_path: Path) -> None:
    live = LiveSearch()
    follower = SearchFollower(store, SearchHome(tmp_path / "search"), live)
    await follower.step()
    await Desk(store).published(await Desk(store).draft("关于停水的示例通知"))
    await Relay(store, effects_under(DEFAULT_LIMITS)).run_due()
    later = store.now() + timedelta(seconds=90)
    registry = await search_metrics(live, later)
    lag = registry.get_sample_value("zhengwu_search_lag_seconds")
    assert lag == pytest.approx(90, abs=30)
    await follower.step()
    registry = await search_metrics(live, later)
    assert registry.get_sample_value("zhengwu_search_lag_seconds") == 0
    follower.close()


async def test_reindex_and_query_by_command(store: Store, settings: Settings, tmp_path: Path) -> None:
    published = await Desk(store).published(await Desk(store).draft("关于停水的示例通知"))
    environment = settings.as_environment()
    reindexed = zhengwu("search", "reindex", "--json", cwd=tmp_path, environment=environment)
    assert reindexed.returncode == 0, reindexed.stderr
    assert json.loads(reindexed.stdout)["documents"] == 1
    asked = zhengwu("search", "query", "tingshui", "--json", cwd=tmp_path, environment=environment)
    assert [hit["id"] for hit in json.loads(asked.stdout)["hits"]] == [published.release_id]


async def test_query_without_an_index_says_so(settings: Settings, tmp_path: Path) -> None:
    asked = zhengwu("search", "query", "停水", cwd=tmp_path, environment=settings.as_environment())
    assert asked.returncode == 1
    assert "SEARCH_NOT_READY" in asked.stderr


async def test_doctor_tells_whole_from_damaged(store: Store, settings: Settings) -> None:
    assert examine_search(settings).level is Level.ok
    await Desk(store).published(await Desk(store).draft("关于停水的示例通知"))
    async with open_deps(settings) as deps:
        await eventually(lambda: deps.search.index is not None)
    sound = examine_search(settings)
    assert (sound.level, "1 条可以搜到" in sound.found) == (Level.ok, True)
    folder = search_home(settings).current()
    assert folder is not None
    victim = next(folder.glob("*.term"))
    victim.write_bytes(victim.read_bytes()[:-3])
    damaged = examine_search(settings)
    assert (damaged.level, victim.name in damaged.found) == (Level.fail, True)
    assert "重建" in damaged.advice
