"""What the makers of phones want to be told about a notice that an aggregator passes on to them."""

from dataclasses import dataclass
from typing import Any

from push.channels.channel import Notice

SUBSCRIPTION, MARKETING = "SUBSCRIPTION", "MARKETING"  # Huawei's table of categories, adopted by HarmonyOS and vivo


@dataclass(frozen=True, slots=True)
class Makers:
    """`granted`: the makers have granted the class for subscriptions (自分类权益). Until they have, calling a notice a
    subscription is punished, so everything goes as marketing. Channels are those registered with Xiaomi and OPPO.
    """

    granted: bool = False
    xiaomi_channel: str | None = None
    oppo_channel: str | None = None

    def is_service(self, notice: Notice) -> bool:
        """Whether the notice counts as 服务与通讯, of which any number may be sent."""
        return self.granted and notice.asked_for

    def category(self, notice: Notice) -> str:
        return SUBSCRIPTION if self.is_service(notice) else MARKETING

    def for_jpush(self, notice: Notice) -> dict[str, Any]:
        """`options.third_party_channel`."""
        service = self.is_service(notice)
        importance = "NORMAL" if service else "LOW"
        told: dict[str, Any] = {
            "huawei": {"category": self.category(notice), "importance": importance},
            "honor": {"importance": importance},
            "vivo": {"category": "SUBSCRIPTION" if service else "NEWS"},
        }
        if self.xiaomi_channel:
            told["xiaomi"] = {"channel_id": self.xiaomi_channel}
        if self.oppo_channel:
            told["oppo"] = {"channel_id": self.oppo_channel} | ({"category": "SUBSCRIPTION"} if service else {})
        return told

    def for_getui(self, notice: Notice) -> dict[str, Any]:
        """`push_channel.android.ups.options`: each maker's own fields by their path."""
        service = self.is_service(notice)
        importance = "NORMAL" if service else "LOW"
        told: dict[str, Any] = {
            "HW": {
                "/message/android/category": self.category(notice),
                "/message/android/notification/importance": importance,
            },
            "HO": {"/android/notification/importance": importance},
            "VV": {"/classification": int(service), "/category": "SUBSCRIPTION" if service else "NEWS"},
        }
        if self.xiaomi_channel:
            told["XM"] = {"/extra.channel_id": self.xiaomi_channel}
        if self.oppo_channel:
            told["OP"] = {"/channel_id": self.oppo_channel}
        return told
