"""The department that sends its items itself, signed as docs/push-in.md asks of it."""

import hashlib
import json
import time

from content_models.kit.actors import SYSTEM
from content_models.kit.ids import derived_id
from content_models.kit.store import Store
from content_models.sources.keys import repository as keys
from content_models.sources.keys.actions.rotate import RotateKey, rotate_key
from content_models.sources.keys.rules import (
    IDEMPOTENCY_HEADER,
    KEY_HEADER,
    KEY_PURPOSE,
    SIGNATURE_HEADER,
    TIMESTAMP_HEADER,
    SignedRequest,
    secret_of,
    signature,
)
from server.demo.city.library import sites, texts
from server.demo.city.records import Site, Wire
from server.demo.patience import DemoStuck
from server.demo.sources import source_id
from server.demo.web import Web
from server.demo.world import World
from server.deps import SecretKeyMissing
from server.derived_keys import derived_key
from server.engines.secret_key import with_secret_key
from server.settings import Settings

OK = 200


async def send_in(world: World, store: Store, web: Web) -> int:
    """Send everything that the department has; gives how many items. Sent again it changes nothing.

    Raises DemoStuck when it is refused.
    """
    (site,) = (site for site in sites() if site.wire is Wire.push_in)
    key_id, secret = await _key(world, store, site)
    body = json.dumps({"items": _items(site)}, ensure_ascii=False).encode()
    path = f"/api/v1/sources/{source_id(site.id)}/items"
    answer = await web.send(path, body, _signed(path, body, key_id, secret))
    if answer.status != OK:
        raise DemoStuck(f"部门报送未被接受：{answer.text[:200]}", waiting_for="部门报送")
    return len(site.postings)


async def _key(world: World, store: Store, site: Site) -> tuple[str, str]:
    """Id and secret of the department's key, issued on first use as an administrator would."""
    source = source_id(site.id)
    key = await keys.of_source(source)
    if key is None:
        first = RotateKey(
            actor=SYSTEM, idempotency_key=derived_id("demo", "key", source), source_id=source, expected_generation=0
        )
        issued = await rotate_key(store, first)
        key_id, generation = issued.key_id, issued.generation
    else:
        key_id, generation = key.key_id, key.generation
    return key_id, secret_of(_server_key(world.settings), source, key_id, generation)


def _server_key(settings: Settings) -> bytes:
    secret = with_secret_key(settings).secret_key
    if secret is None:
        raise SecretKeyMissing
    return derived_key(secret.get_secret_value().encode(), KEY_PURPOSE)


def _items(site: Site) -> list[dict[str, str]]:
    return [
        {
            "id": str(posting.number),
            "title": texts()[posting.text].title,
            "published_at": f"{posting.at:%Y-%m-%d %H:%M}",
            "column": site.column,
            "body_text": "【示例】正文为演示编写，请以发布机关公布的文本为准。\n" + texts()[posting.text].body,
        }
        for posting in site.postings
    ]


def _signed(path: str, body: bytes, key_id: str, secret: str) -> dict[str, str]:
    request = SignedRequest(
        method="POST",
        path=path,
        body=body,
        key_id=key_id,
        timestamp=int(time.time()),
        idempotency_key=derived_id("demo", "push", hashlib.sha256(body).hexdigest()),
        signature="",
    )
    return {
        "Content-Type": "application/json",
        KEY_HEADER: key_id,
        TIMESTAMP_HEADER: str(request.timestamp),
        IDEMPOTENCY_HEADER: request.idempotency_key,
        SIGNATURE_HEADER: signature(secret, request),
    }
