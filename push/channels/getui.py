"""Getui (个推), REST API v2: one message a campaign, then lists of client ids.

Source: docs.getui.com/getui/server/rest_v2, read November 2026.
"""

from collections import Counter
from typing import Any

import orjson

from content_models.kit.ids import derived_id
from push.channels.batches import BatchChannel, Refused, Verdict, part, screen_number
from push.channels.channel import Action, Notice, Outcome
from push.channels.getui_token import GetuiToken
from push.channels.http import Reply, Unanswered, Unreached
from push.channels.makers import Makers
from push.channels.tickets import Tickets

KEPT_FOR = 24 * 3600 * 1000  # milliseconds Getui keeps a notice for a device that is off; three days at most
STALE_TOKEN = 10001
_HANDED = Outcome(Action.done)
_DELIVERED = {"successed_online", "successed_offline"}

_ACTIONS: dict[int, Action] = {
    STALE_TOKEN: Action.halt,  # token 错误或失效: even the one just fetched
    10002: Action.halt,  # 黑名单
    10003: Action.later,  # 每分钟鉴权频率超限
    10004: Action.halt,  # 没有权限
    10010: Action.later,  # 每分钟调用频率超限
    10011: Action.later,  # 每天推送量超限
    20001: Action.halt,  # 参数不合法
    30001: Action.fail,  # 没有有效的推送目标
}


class GetuiChannel(BatchChannel):
    """`url` is the service's base without the app id. A campaign's message is made once, under a `request_id` of its
    own; the `taskid` it gets is kept, and every list and every repetition goes out under it.
    """

    name = "GETUI"
    batch_size = 200  # client ids a call: what the documents have always allowed

    def __init__(
        self, *, app_id: str, app_key: str, master_secret: str, url: str, makers: Makers, tickets: Tickets
    ) -> None:
        super().__init__()
        self._url = f"{url.rstrip('/')}/{app_id}"
        self._makers = makers
        self._tickets = tickets
        self._token = GetuiToken(app_key, master_secret)
        self._lost: Counter[str] = Counter()  # by campaign: messages whose taskid never came

    async def hand_over(self, notice: Notice, tokens: list[str]) -> Verdict:
        taskid = await self._tickets.of(derived_id("getui", notice.campaign_id), lambda: self._make_message(notice))
        body = {"audience": {"cid": tokens}, "taskid": taskid, "is_async": False}
        reply = await self._call("/push/list/cid", body)
        told = part(reply.data, "data", taskid)
        if part(reply.data, "code") == 0 and isinstance(told, dict):
            return Verdict(_HANDED, {token: self._fate(told.get(token)) for token in tokens})
        return Verdict(self._outcome(reply))

    def _fate(self, status: object) -> Outcome:
        """One device's. A device unused for 90 days (successed_ignore) is failed and stays: it may come back."""
        return _HANDED if status in _DELIVERED else Outcome(Action.fail, self.reason(status or "UNLISTED"))

    async def _make_message(self, notice: Notice) -> str:
        """Raises Unreached, Refused: a message that was made is sent to nobody yet.

        A `request_id` that was used is discarded, so one whose answer was lost is not used again.
        """
        request_id = derived_id("getui", notice.campaign_id, self._lost[notice.campaign_id]).replace("-", "")
        self._lost[notice.campaign_id] += 1
        try:
            reply = await self._call("/push/list/message", self._message(notice, request_id))
        except Unanswered as error:
            raise Unreached(str(error)) from error
        taskid = part(reply.data, "data", "taskid")
        if part(reply.data, "code") == 0 and isinstance(taskid, str) and taskid:
            del self._lost[notice.campaign_id]
            return taskid
        refused = self._outcome(reply)
        raise Refused(refused._replace(action=Action.later) if refused.action is Action.doubt else refused)

    async def _call(self, path: str, body: dict[str, Any]) -> Reply:
        """With a fresh token once more when the service calls ours stale. Raises Unreached, Unanswered, Refused."""
        reply = await self._post(path, body)
        if part(reply.data, "code") == STALE_TOKEN:
            self._token.forget()
            reply = await self._post(path, body)
        return reply

    async def _post(self, path: str, body: dict[str, Any]) -> Reply:
        if self._token.is_due and (refusal := await self._token.renew(self._client, self._url)) is not None:
            outcome = self._outcome(refusal)
            raise Refused(outcome._replace(action=Action.later) if outcome.action is Action.doubt else outcome)
        headers = {"token": self._token.value, "Content-Type": "application/json;charset=utf-8"}
        return await self._client.post(self._url + path, orjson.dumps(body), headers)

    def _outcome(self, reply: Reply) -> Outcome:
        code = part(reply.data, "code")
        action = _ACTIONS.get(code) if isinstance(code, int) else None
        if action is None:
            return self.by_status(reply)
        return self.noted(Outcome(action, self.reason(code)), reply)

    def _message(self, notice: Notice, request_id: str) -> dict[str, Any]:
        number = screen_number(notice.collapse_id)
        shown = {"title": notice.title, "body": notice.body, "notify_id": number}
        opened = {"click_type": "payload", "payload": orjson.dumps({"release": notice.release_id}).decode()}
        vendors = {"notification": shown | {"click_type": "startapp"}, "options": self._makers.for_getui(notice)}
        category = self._makers.category(notice)
        return {
            "request_id": request_id,
            "settings": {"ttl": KEPT_FOR, "strategy": {"default": 1}},
            "push_message": {"notification": shown | opened},
            "push_channel": {
                "android": {"ups": vendors},
                "harmony": {"notification": shown | {"category": category, "click_type": "startapp"}},
            },
        }
