"""A department that sends items itself: its key, and a client that signs as docs/push-in.md says."""

import hashlib
import hmac
import json
from dataclasses import dataclass
from typing import Any

import httpx

from content_models.kit.actors import SYSTEM
from content_models.kit.ids import new_id
from content_models.kit.store import Store
from content_models.sources import repository as sources
from content_models.sources.documents import Source, SourceFamily
from content_models.sources.keys.actions.rotate import RotateKey, rotate_key
from content_models.sources.keys.rules import KEY_PURPOSE, secret_of
from server.deps import Deps
from server.derived_keys import derived_key


@dataclass
class Department:
    source: Source
    key_id: str
    secret: str
    store: Store

    @property
    def path(self) -> str:
        return f"/api/v1/sources/{self.source.id}/items"

    def headers(self, body: bytes, key: str, *, path: str | None = None, at: float | None = None) -> dict[str, str]:
        timestamp = str(int(self.store.now().timestamp() if at is None else at))
        lines = ["POST", path or self.path, timestamp, key, hashlib.sha256(body).hexdigest()]
        digest = hmac.new(self.secret.encode(), "\n".join(lines).encode(), hashlib.sha256).hexdigest()
        return {
            "content-type": "application/json",
            "x-zhengwu-key": self.key_id,
            "x-zhengwu-timestamp": timestamp,
            "idempotency-key": key,
            "x-zhengwu-signature": f"v1={digest}",
        }

    async def push(self, web: httpx.AsyncClient, *items: dict[str, Any], key: str | None = None) -> httpx.Response:
        body = json.dumps({"items": items}, ensure_ascii=False).encode()
        return await web.post(self.path, content=body, headers=self.headers(body, key or new_id()))


async def a_department(deps: Deps, name: str = "water") -> Department:
    source = Source(
        name="示例市自来水公司", organ_id=name, family=SourceFamily.push_in, url=f"https://{name}.example.cn/"
    )
    await sources.add(source)
    return await with_new_key(deps, source, generation=0)


async def with_new_key(deps: Deps, source: Source, generation: int) -> Department:
    issued = await rotate_key(
        deps.store,
        RotateKey(actor=SYSTEM, idempotency_key=new_id(), source_id=source.id, expected_generation=generation),
    )
    secret = secret_of(derived_key(deps.secret, KEY_PURPOSE), source.id, issued.key_id, issued.generation)
    return Department(source, issued.key_id, secret, deps.store)


def a_notice(number: int = 1, **fields: Any) -> dict[str, Any]:
    given = {
        "id": f"停水-{number}",
        "title": f"关于示例路{number}号停水的通知",
        "published_at": "2026年9月1日 10:30",
        "body_text": "因管道检修，示例路停水。\n请提前储水。",
    }
    return given | fields
