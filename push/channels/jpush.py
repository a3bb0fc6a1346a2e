"""JPush (极光推送), REST API v3. Source: docs.jiguang.cn/jpush/server/push, read November 2026."""

import base64
from typing import Any

import orjson

from push.channels.batches import BatchChannel, Refused, Verdict, batch_id, part
from push.channels.channel import Action, Notice, Outcome
from push.channels.http import Reply, Unanswered, Unreached
from push.channels.makers import Makers
from push.channels.tickets import Tickets

KEPT_FOR = 86400  # seconds JPush keeps a notice for a device that is off
UNKNOWN = 1011
_HANDED = Outcome(Action.done)

_ACTIONS: dict[int, Action] = {
    1000: Action.doubt,  # 系统内部错误
    1001: Action.halt,  # 只支持 POST
    1002: Action.halt,  # 缺少必须的参数
    1003: Action.halt,  # 参数值不合法
    1004: Action.halt,  # 验证失败
    1005: Action.halt,  # 消息体太大
    1008: Action.halt,  # app_key 不合法
    1009: Action.halt,  # 推送对象中有不支持的 key
    UNKNOWN: Action.fail,  # 没有满足条件的推送目标: none of the batch is known, so perhaps it is the wrong app
    1012: Action.halt,  # 该 app 不支持此类推送
    1016: Action.halt,  # 通知与消息都为空
    1020: Action.halt,  # 只支持 HTTPS
    1030: Action.doubt,  # 内部服务超时
    2002: Action.later,  # 超出调用频率
    2003: Action.halt,  # 该 IP 不在白名单
    2004: Action.halt,  # 无权限
    2008: Action.later,  # 超出每日推送限额
}


class JPushChannel(BatchChannel):
    """`url` is the service's base, up to and without `/push`. A batch is sent under a `cid` fetched for it: the same
    `cid` again within a day gives the first answer and sends nothing.
    """

    name = "JPUSH"
    batch_size = 1000  # registration ids a call

    def __init__(self, *, app_key: str, master_secret: str, url: str, makers: Makers, tickets: Tickets) -> None:
        super().__init__()
        login = base64.b64encode(f"{app_key}:{master_secret}".encode()).decode()
        self._headers = {"Authorization": f"Basic {login}", "Content-Type": "application/json"}
        self._url = url.rstrip("/")
        self._makers = makers
        self._tickets = tickets

    async def hand_over(self, notice: Notice, tokens: list[str]) -> Verdict:
        cid = await self._tickets.of(batch_id(notice, tokens), self._fetch_cid)
        body = orjson.dumps(self._body(notice, tokens, cid))
        reply = await self._client.post(f"{self._url}/push", body, self._headers)
        if reply.status == 200 and part(reply.data, "msg_id"):
            return Verdict(_HANDED)
        outcome = self._outcome(reply)
        if len(tokens) == 1 and outcome == Outcome(Action.fail, self.reason(UNKNOWN)):
            outcome = outcome._replace(action=Action.suspect)
        return Verdict(outcome)

    async def _fetch_cid(self) -> str:
        """Raises Unreached, Refused: whatever happens here, no notice went out."""
        try:
            reply = await self._client.get(f"{self._url}/push/cid?count=1", self._headers)
        except Unanswered as error:
            raise Unreached(str(error)) from error
        given = part(reply.data, "cidlist")
        if reply.status == 200 and isinstance(given, list) and given and isinstance(given[0], str):
            return given[0]
        refused = self._outcome(reply)
        raise Refused(refused._replace(action=Action.later) if refused.action is Action.doubt else refused)

    def _outcome(self, reply: Reply) -> Outcome:
        code = part(reply.data, "error", "code")
        action = _ACTIONS.get(code) if isinstance(code, int) else None
        if action is None:
            return self.by_status(reply)
        return self.noted(Outcome(action, self.reason(code)), reply)

    def _body(self, notice: Notice, tokens: list[str], cid: str) -> dict[str, Any]:
        shown = {"alert": notice.body, "title": notice.title, "extras": {"release": notice.release_id}}
        return {
            "cid": cid,
            "platform": ["android", "hmos"],
            "audience": {"registration_id": tokens},
            "notification": {"android": shown, "hmos": shown | {"category": self._makers.category(notice)}},
            "options": {
                "time_to_live": KEPT_FOR,
                "classification": int(self._makers.is_service(notice)),  # 1: 系统消息, 0: 运营消息
                "third_party_channel": self._makers.for_jpush(notice),
            },
        }
