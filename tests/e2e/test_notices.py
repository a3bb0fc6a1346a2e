"""A resident's browser as a device: registered through the public API, told by the worker, led to the release.

There is no push service offline, so `subscribe` gives what one would have given; everything behind it is real.
"""

import base64
import json
import os
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from content_models.residents.documents import Device, Follow, Platform
from push.channels.channel import Notice
from push.channels.webpush import payload
from tests.e2e.conftest import WHOLE, installed
from tests.e2e.faces import Faces
from tests.e2e.watching import Watch, findings
from tests.server.desk import GOVERNMENT, Desk, a_policy, adopt_first, public_address, publish, review

pytestmark = pytest.mark.browser

INCOGNITO = "does not support the Push API in incognito mode"  # which is what a test's browser is in
CLICK = """async () => {
  const [notification] = await self.registration.getNotifications();
  return !!notification && self.dispatchEvent(new NotificationEvent('notificationclick', { notification }));
}"""
SHOWN = """async () => (await (await navigator.serviceWorker.ready).getNotifications())
  .map(n => [n.title, n.body, n.tag, n.data.release])"""
TRIES = 20  # a headless Chromium has no screen to show notices on and forgets some: what is pushed again is shown again

SUBSCRIBED = """subscription => {
  const given = { toJSON: () => subscription, unsubscribe: async () => { globalThis.given = null; return true; } };
  PushManager.prototype.subscribe = async function (options) {
    globalThis.key = new Uint8Array(options.applicationServerKey).length;
    return (globalThis.given = given);
  };
  PushManager.prototype.getSubscription = async () => globalThis.given ?? null;
}"""

# As a browser tells its worker; some give the new subscription, others leave it to be asked for.
RENEWED = """async ({ subscription, given }) => {
  const made = { toJSON: () => subscription };
  PushManager.prototype.getSubscription = async () => null;
  PushManager.prototype.subscribe = async () => made;
  const event = new ExtendableEvent("pushsubscriptionchange");
  if (given) Object.defineProperty(event, "newSubscription", { value: made });
  const waited = [];
  event.waitUntil = (work) => waited.push(work);
  self.dispatchEvent(event);
  await Promise.all(waited);
}"""


def _encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def subscription() -> dict[str, object]:
    """As a browser that reached its push service would have it."""
    point = ec.generate_private_key(ec.SECP256R1()).public_key()
    keys = {"p256dh": _encoded(point.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))}
    keys["auth"] = _encoded(os.urandom(16))
    return {"endpoint": f"https://updates.push.services.mozilla.com/wpush/v2/{uuid.uuid4().hex}", "keys": keys}


@pytest.fixture(scope="module")
def faces(mongodb_uri: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Faces]:
    key: Path = tmp_path_factory.mktemp("vapid") / "vapid.pem"
    made = ec.generate_private_key(ec.SECP256R1())
    key.write_bytes(made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    settings = {"webpush_key_file": key, "webpush_subject": "mailto:desk@example.cn"}
    faces = Faces(mongodb_uri, f"test_{uuid.uuid4().hex[:12]}", **settings)
    yield faces
    faces.close()


@pytest.fixture(scope="module")
def policy(faces: Faces) -> tuple[str, str]:
    """Its id and its public address."""

    async def publish_one(desk: Desk) -> tuple[str, str]:
        [item_id] = await desk.arrive(GOVERNMENT, a_policy())
        async with desk.logged_in("wang") as wang:
            draft = await adopt_first(wang, item_id)
        await review(desk, draft)
        await publish(desk, draft)
        return draft.rsplit("/", 1)[1], await public_address(desk, draft)

    return faces.run(publish_one)


@pytest.fixture(scope="module")
def whole_browser(launch_browser: Callable[..., Any]) -> Iterator[Any]:
    """The headless shell knows no notices."""
    browser = launch_browser(executable_path=installed(*WHOLE))
    yield browser
    browser.close()


@pytest.fixture
def page(whole_browser: Any, faces: Faces) -> Iterator[Any]:
    context = whole_browser.new_context(locale="zh-CN", viewport={"width": 390, "height": 844})
    context.grant_permissions(["notifications"], origin=faces.address)
    page = context.new_page()
    watch = Watch(faces.address).over(page)
    page.goto(f"{faces.address}/notices")
    yield page
    context.close()
    assert [one for one in watch.problems if INCOGNITO not in one] == []


def test_a_browser_is_registered_with_its_topics_and_stops_again(page: Any, faces: Faces) -> None:
    given = subscription()
    page.evaluate(SUBSCRIBED, given)
    page.get_by_role("checkbox").first.check()
    page.get_by_role("button", name="在这台设备上接收通知").click()
    page.get_by_text("已开启").wait_for()
    assert page.evaluate("globalThis.key") == 65  # the server's public key, uncompressed

    async def registered(_: Desk) -> tuple[list[Device], list[Follow]]:
        devices = [one for one in await Device.find_all().to_list() if str(given["endpoint"]) in one.token]
        return devices, await Follow.find(Follow.resident_id == devices[0].resident_id).to_list()

    [device], [follow] = faces.run(registered)
    assert device.platform is Platform.web
    assert (follow.resident_id, follow.target) == (device.resident_id, "topic")
    page.get_by_role("button", name="停止接收").click()
    page.get_by_text("已停止").wait_for()
    assert page.evaluate("globalThis.given") is None


@pytest.mark.parametrize("given", [True, False], ids=["with the new one", "without"])
def test_a_browser_that_renews_its_subscription_keeps_its_topics(page: Any, faces: Faces, given: bool) -> None:
    page.evaluate(SUBSCRIBED, subscription())
    topic = page.get_by_role("checkbox").nth(1)
    topic.check()
    page.get_by_role("button", name="在这台设备上接收通知").click()
    page.get_by_text("已开启").wait_for()

    [worker] = page.context.service_workers
    renewed = subscription()
    worker.evaluate(RENEWED, {"subscription": renewed, "given": given})

    async def follows_of_the_new_device(_: Desk) -> list[str]:
        [device] = [one for one in await Device.find_all().to_list() if str(renewed["endpoint"]) in one.token]
        return [one.target_id for one in await Follow.find(Follow.resident_id == device.resident_id).to_list()]

    assert faces.run(follows_of_the_new_device) == [topic.get_attribute("value")]
    page.get_by_role("button", name="停止接收").click()
    page.get_by_text("已停止").wait_for()
    fresh = subscription()
    worker.evaluate(RENEWED, {"subscription": fresh, "given": given})

    async def addresses(_: Desk) -> str:
        return " ".join(one.token for one in await Device.find_all().to_list())

    assert str(fresh["endpoint"]) not in faces.run(addresses), "who has stopped is not registered again"


def test_a_browser_without_its_push_service_is_told_in_words(page: Any) -> None:
    page.get_by_role("button", name="在这台设备上接收通知").click()
    page.get_by_text("没有连上它的推送服务").wait_for()
    assert page.get_by_role("button", name="在这台设备上接收通知").is_enabled()


def test_a_push_is_shown_replaced_and_leads_to_the_release(page: Any, faces: Faces, policy: tuple[str, str]) -> None:
    release, address = policy
    push, title = _pusher(page, faces), "市政府发布您订阅的新政策"
    for body in ("便民服务提升行动方案", "便民服务提升行动方案（附解读）"):
        sent = payload(Notice("c", release, title, body, release, Platform.web))
        assert _show(page, push, sent, [title, body, release, release])
    _click(page, push, sent)
    page.wait_for_url(faces.address + address)


@pytest.mark.parametrize(
    "sent", [b"", b"{", b"null", b"[]", json.dumps({"title": 7, "release": "//evil.example"}).encode()]
)
def test_what_cannot_be_read_is_still_a_notice_and_leads_home(page: Any, faces: Faces, sent: bytes) -> None:
    push = _pusher(page, faces)
    assert _show(page, push, sent)[0] == "有新的消息"
    _click(page, push, sent)
    page.wait_for_url(faces.address + "/")


def _show(page: Any, push: Callable[[bytes], None], sent: bytes, notice: list[str] | None = None) -> list[str]:
    """Until it is the only one shown; any one will do where none is named."""
    for _ in range(TRIES):
        push(sent)
        page.wait_for_timeout(200)
        shown: list[list[str]] = page.evaluate(SHOWN)
        if len(shown) == 1 and notice in (None, shown[0]):
            return shown[0]
    pytest.fail(f"shown: {shown}")


def _click(page: Any, push: Callable[[bytes], None], sent: bytes) -> None:
    for _ in range(TRIES):
        [worker] = page.context.service_workers
        if worker.evaluate(CLICK):
            return
        push(sent)
        page.wait_for_timeout(200)
    pytest.fail("nothing is shown that could be clicked")


def test_the_page_is_readable_for_everyone(page: Any) -> None:
    page.get_by_role("button", name="在这台设备上接收通知").wait_for()
    assert findings(page) == []
    for width in (320, 820):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def _pusher(page: Any, faces: Faces) -> Any:
    """Registers the worker; what is called with bytes then reaches it as a push would."""
    page.evaluate("navigator.serviceWorker.register('/service-worker.js').then(() => navigator.serviceWorker.ready)")
    cdp = page.context.new_cdp_session(page)
    known: list[str] = []
    cdp.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda told: known.extend(one["registrationId"] for one in told["registrations"] if not one["isDeleted"]),
    )
    cdp.send("ServiceWorker.enable")
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    assert known

    def push(data: bytes) -> None:
        sent = {"origin": faces.address, "registrationId": known[-1], "data": data.decode()}
        cdp.send("ServiceWorker.deliverPushMessage", sent)

    return push
