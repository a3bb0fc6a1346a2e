"""实时订阅 of a feed as its page shows it: who pushes, until when, and what went wrong."""

from dataclasses import dataclass
from datetime import datetime

from content_models.sources.websub.documents import Subscription, SubscriptionState
from content_models.sources.websub.rules import in_force
from server.pages.moments import age, ahead, minute

_VERDICTS = {
    SubscriptionState.absent: ("idle", "没有中枢"),
    SubscriptionState.pending: ("warn", "等待中枢确认"),
    SubscriptionState.active: ("good", "订阅中"),
    SubscriptionState.denied: ("bad", "被中枢拒绝"),
    SubscriptionState.failed: ("bad", "订阅失败"),
}
_EXPLANATIONS = {
    SubscriptionState.absent: "这个订阅源没有写明中枢，只靠定时抓取；每 7 天再看一次，不用处理。",
    SubscriptionState.pending: "已向中枢申请，正等它核实；一小时内没有回音会自动重试。",
    SubscriptionState.active: "有新内容时中枢会马上通知，定时抓取照常进行。",
    SubscriptionState.denied: "中枢不接受订阅，定时抓取照常；需要实时更新请联系对方网站。",
    SubscriptionState.failed: "中枢联系不上或没有确认，定时抓取照常，系统会自动重试。",
}


@dataclass(frozen=True, slots=True)
class WebSubLine:
    tone: str
    verdict: str
    explanation: str
    hub: str
    topic: str
    lease: str  # 「2026-12-05 09:00（5 天后到期）」
    next_look: str
    last_push: str
    pushes: int
    refused: int
    failures: int
    error: str


def websub_line(subscription: Subscription | None, now: datetime) -> WebSubLine | None:
    """None when nobody has looked for a hub yet: push is not set up, or the feed is new."""
    if subscription is None:
        return None
    tone, verdict = _VERDICTS[subscription.state]
    if subscription.state is SubscriptionState.active and not in_force(subscription, now):
        tone, verdict = "warn", "租期已过"
    last, error = subscription.last_delivery_at, subscription.last_error
    return WebSubLine(
        tone=tone,
        verdict=verdict,
        explanation=_EXPLANATIONS[subscription.state],
        hub=subscription.hub,
        topic=subscription.topic,
        lease=minute(subscription.expires_at) if subscription.expires_at else "",
        next_look=ahead(subscription.next_at, now),
        last_push=age(last, now) if last else "从未",
        pushes=subscription.deliveries,
        refused=subscription.refused,
        failures=subscription.failures,
        error=f"{error.message}（{age(error.at, now)}）" if error else "",
    )
