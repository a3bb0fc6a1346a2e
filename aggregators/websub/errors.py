"""What goes wrong between a hub and us. Polling goes on in every case."""

from aggregators.errors import SourceFailed
from content_models.kit.errors import NotAllowed, NotFound, ZhengwuError


class HubRefused(SourceFailed):
    """The hub answered our request with another status than 2xx: `details.status`."""

    code = "HUB_REFUSED"
    default_message = "实时订阅的中枢拒绝了订阅请求，系统会再次尝试；抓取不受影响。"


class HubSilent(SourceFailed):
    """The hub accepted the request and never verified it."""

    code = "HUB_SILENT"
    default_message = "实时订阅的中枢一直没有确认，系统会再次尝试；抓取不受影响。"


class HubDenied(SourceFailed):
    """`hub.mode=denied`: `details.reason` in the hub's words."""

    code = "HUB_DENIED"
    default_message = "实时订阅被对方拒绝，系统明天再试；抓取不受影响。"


class SubscriptionUnknown(NotFound):
    """A verification of something we did not ask for."""

    code = "SUBSCRIPTION_UNKNOWN"
    default_message = "没有请求过这个订阅，不予确认。"


class SubscriptionEnded(ZhengwuError):
    """410 makes a hub stop delivering (WebSub §7)."""

    code = "SUBSCRIPTION_ENDED"
    status = 410
    default_message = "这个订阅已经结束，请停止投递。"


class HubNotBelieved(NotAllowed):
    """The delivery is not signed with the secret that the hub was given."""

    code = "HUB_NOT_BELIEVED"
    default_message = "投递的签名不正确，内容未被采用。"
