"""HarmonyOS Push Kit (鸿蒙推送), REST API v3. Source: Huawei, Push Kit 场景化消息, edition of January 2026."""

from collections.abc import Iterator, Mapping
from typing import Any

import orjson

from push.channels.batches import BatchChannel, Verdict, part, screen_number
from push.channels.channel import Action, Notice, Outcome
from push.channels.harmony_token import ServiceAccount
from push.channels.http import Reply
from push.channels.makers import Makers

KEPT_FOR = 86400  # seconds
LARGEST_BODY = 4096  # bytes, tokens not counted
SENT, PARTLY, ALL_BAD, STALE_TOKEN = "80000000", "80100000", "80300007", "80200005"
_HANDED = Outcome(Action.done)

_ACTIONS: dict[str, Action] = {
    "80100001": Action.halt,  # 请求参数部分错误
    "80100003": Action.halt,  # 消息结构体错误
    "80100004": Action.halt,  # 过期时间小于当前时间
    "80200001": Action.halt,  # 认证错误
    STALE_TOKEN: Action.halt,  # JWT 过期: even the one just signed, so our clock is wrong
    "80200003": Action.halt,  # OAuth token 过期
    "80300002": Action.halt,  # 无权限下发
    ALL_BAD: Action.fail,  # 所有 Token 都是无效的
    "80300008": Action.halt,  # 消息体过大
    "80300010": Action.halt,  # Token 数量超限
    "80300029": Action.later,  # 测试消息流量限制
    "80300036": Action.halt,  # JWT 有效期超过 1 天
    "80300037": Action.halt,  # 因违规处罚无法发送
    "81000001": Action.doubt,  # 系统内部错误
}
_TOKEN_FAULTS = {"tokenFormatError", "tokenPlatformNotSupport", "countryNotSupport"}  # the device's; the rest is ours


class HarmonyChannel(BatchChannel):
    """`url` is the service's base without the project id. There is no idempotency at the service: a notice sent twice
    carries the same `notifyId` and replaces itself on the screen.
    """

    name = "HARMONY"
    batch_size = 1000  # tokens a call

    def __init__(self, *, account: ServiceAccount, url: str, makers: Makers, trial: bool = False) -> None:
        super().__init__()
        self._account = account
        self._url = f"{url.rstrip('/')}/{account.project_id}/messages:send"
        self._makers = makers
        self._trial = trial  # counted as one of the project's 1,000 test messages a day

    async def hand_over(self, notice: Notice, tokens: list[str]) -> Verdict:
        body = self._body(notice)
        if len(orjson.dumps(body)) > LARGEST_BODY:
            return Verdict(Outcome(Action.halt, self.reason("80300008")))
        body["target"] = {"token": tokens}
        reply = await self._post(body)
        if part(reply.data, "code") == STALE_TOKEN and self._account.refused():
            reply = await self._post(body)
        return self._verdict(reply, tokens)

    async def _post(self, body: dict[str, Any]) -> Reply:
        headers = {
            "Authorization": f"Bearer {self._account.token()}",
            "Content-Type": "application/json",
            "push-type": "0",
        }
        return await self._client.post(self._url, orjson.dumps(body), headers)

    def _verdict(self, reply: Reply, tokens: list[str]) -> Verdict:
        code = part(reply.data, "code")
        if code == SENT and reply.status == 200:
            return Verdict(_HANDED)
        faults = dict(_faults(reply.data))
        others = {token: self._fault(faults[token]) for token in tokens if token in faults}
        if code == PARTLY:
            rest = _HANDED if others else Outcome(Action.fail, self.reason("PARTLY_UNLISTED"))
            return Verdict(rest, others)
        if code == ALL_BAD and others and all(other.action is Action.fail for other in others.values()):
            ours = next(iter(others.values()))  # rights, penalties: no device is at fault
            return Verdict(ours._replace(action=Action.halt))
        action = _ACTIONS.get(code) if isinstance(code, str) else None
        if action is None:
            return Verdict(self.by_status(reply))
        return Verdict(self.noted(Outcome(action, self.reason(code)), reply), others)

    def _fault(self, why: str) -> Outcome:
        return Outcome(Action.suspect if why in _TOKEN_FAULTS else Action.fail, self.reason(why))

    def _body(self, notice: Notice) -> dict[str, Any]:
        return {
            "payload": {
                "notification": {
                    "category": self._makers.category(notice),
                    "title": notice.title,
                    "body": notice.body,
                    "clickAction": {"actionType": 0, "data": {"release": notice.release_id}},
                    "notifyId": screen_number(notice.collapse_id),
                }
            },
            "pushOptions": {"testMessage": self._trial, "ttl": KEPT_FOR},
        }


def _faults(data: Mapping[str, Any] | None) -> Iterator[tuple[str, str]]:
    """(token, why) of the illegal tokens. `msg` is JSON, as text or not: {"illegalTokens": {why: [tokens]}}; older
    answers list them without a reason as `illegal_tokens`."""
    told = part(data, "msg")
    if isinstance(told, str):
        try:
            told = orjson.loads(told)
        except orjson.JSONDecodeError:
            return
    illegal = part(told, "illegalTokens") or part(told, "illegal_tokens")
    by_reason = illegal if isinstance(illegal, dict) else {"tokenFormatError": illegal}
    for why, tokens in by_reason.items():
        yield from ((token, why) for token in (tokens if isinstance(tokens, list) else []) if isinstance(token, str))
