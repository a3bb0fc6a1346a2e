"""设备 in the schema."""

import strawberry

from content_models.residents.documents import Platform
from mobile_api.enums import expose
from mobile_api.fields import IDEMPOTENCY_KEY
from mobile_api.people.types import SessionTokens
from mobile_api.problems import result

expose(
    Platform,
    "设备平台：推送标识由谁发给设备 / Platform: the push service that gave the device its token",
    {
        Platform.ios: "苹果 APNs：十六进制 device token / Apple APNs: device token, hexadecimal",
        Platform.web: "浏览器 Web Push：订阅对象的 JSON / Web Push: the subscription as JSON",
        Platform.jpush: "极光推送：registration id / JPush: registration id",
        Platform.getui: "个推：client id / Getui: client id",
        Platform.harmony: "鸿蒙推送：push token / HarmonyOS Push Kit: push token",
    },
)


@strawberry.input(description="登记设备 / A device to register")
class RegisterDeviceInput:
    token: str = strawberry.field(
        description="推送标识，写法因平台而异；网页传 JSON.stringify(subscription) / Push token, in its platform's form"
    )
    platform: Platform = strawberry.field(default=Platform.ios, description="平台 / Platform")
    idempotency_key: str = strawberry.field(description=IDEMPOTENCY_KEY)


@strawberry.type(description="设备已登记 / A registered device")
class RegisteredDevice:
    device_id: strawberry.ID = strawberry.field(description="设备标识 / Device id")
    resident_id: strawberry.ID = strawberry.field(description="匿名居民标识 / Id of the anonymous resident")
    viewer_token: str = strawberry.field(
        description="身份令牌，放入 Authorization: Bearer / Viewer token, to be sent as Authorization: Bearer"
    )
    session: SessionTokens | None = strawberry.field(
        description="新居民的会话，含续期令牌；已有会话时为空 / A newcomer's session; null for whoever has one"
    )


DEVICE_RESULT = result("DeviceResult", RegisteredDevice, "设备已登记，或原因 / Registered, or why not")
