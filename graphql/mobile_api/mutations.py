"""Every mutation in one place. Each takes an idempotency key and answers a refusal by type (`mobile_api.problems`)."""

from typing import Any

import strawberry

from mobile_api.devices.resolvers import add_device, register_device
from mobile_api.devices.types import DEVICE_RESULT, RegisteredDevice
from mobile_api.follows.resolvers import add_follow, follow, remove_follow, unfollow
from mobile_api.follows.types import FOLLOW_RESULT, FollowState
from mobile_api.inbox.resolvers import mark_inbox_read, mark_read
from mobile_api.inbox.types import INBOX_READ_RESULT, ReadState
from mobile_api.library.resolvers import bookmark, note_read, unbookmark
from mobile_api.library.types import BOOKMARK_RESULT, READING_RESULT
from mobile_api.people.own_data import delete_my_data
from mobile_api.people.sessions import begin_viewer, end_viewer, refresh_viewer
from mobile_api.people.signing_in import request_sign_in_code, sign_in_with_account, sign_in_with_phone
from mobile_api.people.types import (
    CODE_RESULT,
    FORGET_RESULT,
    SESSION_RESULT,
    SIGN_IN_RESULT,
    SIGN_OUT_RESULT,
)
from mobile_api.preferences.resolvers import save_consent, save_preferences
from mobile_api.preferences.types import CONSENT_RESULT, PREFERENCES_RESULT


def _instead(field: str) -> str:
    return f"改用 {field}，被拒绝时以类型说明原因 / Use {field}, which says by type why something was refused"


@strawberry.type(description="变更 / Mutations")
class Mutation:
    add_device: Any = strawberry.field(
        resolver=add_device,
        graphql_type=DEVICE_RESULT,
        description="登记设备，取得身份令牌 / Register a device and obtain a viewer token",
    )
    add_follow: Any = strawberry.field(resolver=add_follow, graphql_type=FOLLOW_RESULT, description="关注 / Follow")
    remove_follow: Any = strawberry.field(
        resolver=remove_follow, graphql_type=FOLLOW_RESULT, description="取消关注 / Unfollow"
    )
    mark_inbox_read: Any = strawberry.field(
        resolver=mark_inbox_read,
        graphql_type=INBOX_READ_RESULT,
        description="标为已读 / Mark inbox entries as read",
    )
    begin_viewer: Any = strawberry.field(
        resolver=begin_viewer,
        graphql_type=SESSION_RESULT,
        description="开始使用，成为匿名居民 / Begin as an anonymous resident",
    )
    refresh_viewer: Any = strawberry.field(
        resolver=refresh_viewer,
        graphql_type=SESSION_RESULT,
        description="续期；令牌本身就是幂等键 / Go on with a session; the token is its own idempotency key",
    )
    end_viewer: Any = strawberry.field(
        resolver=end_viewer,
        graphql_type=SIGN_OUT_RESULT,
        description="退出登录，只结束本次安装的会话 / Sign this installation out",
    )
    request_sign_in_code: Any = strawberry.field(
        resolver=request_sign_in_code,
        graphql_type=CODE_RESULT,
        description="获取短信验证码 / Be sent a code by short message",
    )
    sign_in_with_phone: Any = strawberry.field(
        resolver=sign_in_with_phone,
        graphql_type=SIGN_IN_RESULT,
        description="用手机号登录 / Sign in with a phone number",
    )
    sign_in_with_account: Any = strawberry.field(
        resolver=sign_in_with_account,
        graphql_type=SIGN_IN_RESULT,
        description="用统一身份认证账号登录 / Sign in with an account of a provider",
    )
    save_preferences: Any = strawberry.field(
        resolver=save_preferences, graphql_type=PREFERENCES_RESULT, description="保存偏好 / Save preferences"
    )
    save_consent: Any = strawberry.field(
        resolver=save_consent, graphql_type=CONSENT_RESULT, description="同意或撤回 / Give or withdraw a consent"
    )
    bookmark: Any = strawberry.field(
        resolver=bookmark, graphql_type=BOOKMARK_RESULT, description="收藏 / Keep a release"
    )
    unbookmark: Any = strawberry.field(
        resolver=unbookmark, graphql_type=BOOKMARK_RESULT, description="取消收藏 / No longer keep a release"
    )
    note_read: Any = strawberry.field(
        resolver=note_read, graphql_type=READING_RESULT, description="记录阅读 / Note what was read"
    )
    delete_my_data: Any = strawberry.field(
        resolver=delete_my_data,
        graphql_type=FORGET_RESULT,
        description="注销并删除全部数据 / Delete everything known of the viewer",
    )
    register_device: RegisteredDevice = strawberry.field(
        resolver=register_device,
        description="登记设备，取得身份令牌 / Register a device and obtain a viewer token",
        deprecation_reason=_instead("addDevice"),
    )
    follow: FollowState = strawberry.field(
        resolver=follow, description="关注 / Follow", deprecation_reason=_instead("addFollow")
    )
    unfollow: FollowState = strawberry.field(
        resolver=unfollow, description="取消关注 / Unfollow", deprecation_reason=_instead("removeFollow")
    )
    mark_read: ReadState = strawberry.field(
        resolver=mark_read,
        description="标为已读 / Mark inbox entries as read",
        deprecation_reason=_instead("markInboxRead"),
    )
