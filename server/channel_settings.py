"""Which settings each push channel needs, and whether they are there."""

from content_models.kit.errors import ZhengwuError
from content_models.residents.documents import Platform
from server.settings import PushMode, Settings

REQUIRED: dict[Platform, tuple[str, ...]] = {
    Platform.ios: ("apns_team_id", "apns_key_id", "apns_key_file"),
    Platform.web: ("webpush_key_file", "webpush_subject"),
    Platform.jpush: ("jpush_app_key", "jpush_master_secret"),
    Platform.getui: ("getui_app_id", "getui_app_key", "getui_master_secret"),
    Platform.harmony: ("harmony_key_file",),
}
NAMES = {
    Platform.ios: "苹果推送",
    Platform.web: "浏览器推送",
    Platform.jpush: "极光推送",
    Platform.getui: "个推",
    Platform.harmony: "鸿蒙推送",
}
VENDORS = (Platform.jpush, Platform.getui, Platform.harmony)  # those that limit what they class as marketing


class PushNotConfigured(ZhengwuError):
    """Sending for real was asked for, and no channel has its credentials."""

    code = "PUSH_NOT_CONFIGURED"
    default_message = "没有设置好任何推送通道。请按 docs/operations.md 的「推送通道」设置至少一个，或改用 --push log。"


class ChannelIncomplete(ZhengwuError):
    """Some of a channel's settings are there and some are not. `details` carries `missing`, their names."""

    code = "PUSH_CHANNEL_INCOMPLETE"
    default_message = "推送通道没有设置完整，请补齐设置。"

    @classmethod
    def of(cls, platform: Platform, missing: list[str]) -> "ChannelIncomplete":
        return cls(f"{NAMES[platform]}没有设置完整，还缺 {'、'.join(missing)}。", missing=missing)


def missing(settings: Settings, platform: Platform) -> list[str]:
    """The variables that this platform's channel still needs."""
    return [f"ZHENGWU_{name.upper()}" for name in REQUIRED[platform] if not getattr(settings, name)]


def is_begun(settings: Settings, platform: Platform) -> bool:
    """Whether at least one of the channel's settings is there."""
    return len(missing(settings, platform)) < len(REQUIRED[platform])


def live_platforms(settings: Settings) -> list[Platform]:
    """Those to be sent to for real. Raises ApnsNotConfigured, PushNotConfigured, ChannelIncomplete."""
    if settings.push is PushMode.log:
        return []
    if settings.push is PushMode.apns:
        settings.apns_key()
        return [Platform.ios]
    begun = [platform for platform in Platform if is_begun(settings, platform)]
    for platform in begun:
        require_complete(settings, platform)
    if not begun:
        raise PushNotConfigured
    return begun


def require_complete(settings: Settings, platform: Platform) -> None:
    """Raises ChannelIncomplete."""
    if lacking := missing(settings, platform):
        raise ChannelIncomplete.of(platform, lacking)


def require_channels(settings: Settings) -> None:
    """Before anything is started. Raises ApnsNotConfigured, PushNotConfigured, ChannelIncomplete."""
    live_platforms(settings)
