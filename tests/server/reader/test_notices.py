"""The page that turns a browser into a device: offered only where something would be sent to it."""

from pathlib import Path

import pytest
from starlette import status

from content_models.kit.ids import new_id
from push.channels.errors import InvalidPushKey
from push.channels.webpush_keys import VapidKey
from server.channels import web_push_key
from server.demo.apns_stand_in.certificate import make_signing_key
from server.settings import PushMode
from tests.content_models.announcements.support import published
from tests.server.desk import Desk, open_desk, settings, shown_text


def with_key(key: Path) -> dict[str, object]:
    return {"webpush_key_file": key, "webpush_subject": "mailto:desk@example.cn"}


async def test_without_a_key_the_page_says_so_and_runs_no_script(desk: Desk) -> None:
    async with desk.visitor() as resident:
        page = await resident.get("/notices")
    assert "还没有开通浏览器通知" in shown_text(page)
    assert "<script" not in page.text


async def test_the_public_key_is_on_the_page_and_in_the_api(store, tmp_path: Path) -> None:
    key = make_signing_key(tmp_path / "vapid.pem")
    desk = await open_desk(store, **with_key(key))
    public = VapidKey(key, "mailto:desk@example.cn").public
    async with desk.visitor() as resident:
        page = await resident.get("/notices")
        told = {"accept": "application/json"}
        answer = await resident.post("/graphql", json={"query": "{ webPushKey }"}, headers=told)
    assert f'data-key="{public}"' in page.text
    assert answer.json()["data"] == {"webPushKey": public}


async def test_the_worker_is_served_at_the_root_and_asked_for_anew(desk: Desk) -> None:
    async with desk.visitor() as browser:
        worker = await browser.get("/service-worker.js")
    assert worker.headers["content-type"].startswith("text/javascript")
    assert worker.headers["cache-control"] == "no-cache"


async def test_a_notice_leads_to_the_address_for_people(desk: Desk) -> None:
    release = await published()
    async with desk.visitor() as resident:
        there = await resident.get(f"/open/{release.id}", follow_redirects=False)
        nowhere = await resident.get(f"/open/{new_id()}")
    assert there.headers["location"] == f"/a/{release.slug}"
    assert nowhere.status_code == status.HTTP_404_NOT_FOUND


def test_nothing_is_offered_that_would_not_be_sent(tmp_path: Path) -> None:
    key = with_key(make_signing_key(tmp_path / "vapid.pem"))
    assert web_push_key(settings(**key))
    assert web_push_key(settings(push=PushMode.apns, **key)) is None
    assert web_push_key(settings()) is None


def test_a_key_that_is_none_is_refused_at_start(tmp_path: Path) -> None:
    (tmp_path / "vapid.pem").write_text("no key")
    with pytest.raises(InvalidPushKey):
        web_push_key(settings(**with_key(tmp_path / "vapid.pem")))
