"""居民 in the schema: sessions, signing in, leaving."""

from datetime import datetime

import strawberry

from content_models.residents.identities import documents
from mobile_api.fields import IDEMPOTENCY_KEY, field
from mobile_api.people.ports import ProviderOffer
from mobile_api.problems import result


@strawberry.input(description="开始使用 / To begin with")
class BeginInput:
    installation: str = strawberry.field(
        description="本次安装的随机值，32 到 128 个字符，由应用生成并保密 / A secret random value of the app"
    )
    idempotency_key: str = strawberry.field(description=IDEMPOTENCY_KEY)


@strawberry.type(description="会话令牌 / Tokens of a session")
class SessionTokens:
    resident_id: strawberry.ID = strawberry.field(description="居民标识 / Id of the resident")
    viewer_token: str = strawberry.field(
        description="身份令牌，一小时有效，放入 Authorization: Bearer / Viewer token, good for an hour"
    )
    expires_at: datetime = strawberry.field(description="身份令牌何时失效 / When the viewer token expires")
    refresh_token: str = strawberry.field(
        description="续期令牌，只能用一次，妥善保存 / Refresh token, to be used once and kept safe"
    )


@strawberry.input(description="获取验证码 / To be sent a code")
class RequestCodeInput:
    phone: str = strawberry.field(description="手机号 / Mobile number")
    idempotency_key: str = strawberry.field(description=IDEMPOTENCY_KEY)


@strawberry.type(description="验证码已发送 / A code was sent")
class CodeSent:
    masked_phone: str = strawberry.field(description="发往哪里 / Where to")
    expires_at: datetime = strawberry.field(description="验证码何时失效 / When the code expires")
    resend_at: datetime = strawberry.field(description="何时可以再要一个 / When another one may be asked for")


@strawberry.input(description="用验证码登录 / To sign in with a code")
class SignInWithPhoneInput:
    phone: str = strawberry.field(description="手机号 / Mobile number")
    code: str = strawberry.field(description="短信里的验证码 / The code from the message")
    idempotency_key: str = strawberry.field(description=IDEMPOTENCY_KEY)


@strawberry.input(description="用统一身份认证账号登录 / To sign in with an account elsewhere")
class SignInWithAccountInput:
    provider: str = strawberry.field(description="登录方式的标识 / Name of the provider")
    code: str = strawberry.field(description="授权码 / Authorization code")
    code_verifier: str = strawberry.field(description="PKCE 校验值 / PKCE code verifier (RFC 7636)")
    redirect_uri: str = strawberry.field(description="应用的回跳地址 / Redirect URI of the app")
    nonce: str = strawberry.field(description="发起登录时的随机值 / Nonce the app started with")
    idempotency_key: str = strawberry.field(description=IDEMPOTENCY_KEY)


@strawberry.type(description="已登录 / Signed in")
class SignedIn:
    session: SessionTokens = strawberry.field(description="新的会话 / The new session")
    merged: bool = strawberry.field(
        description="匿名时的关注、收藏和消息是否并入此人 / Whether what was collected anonymously was joined"
    )


@strawberry.type(description="已退出 / Signed out")
class SignedOut:
    ended: bool = strawberry.field(description="会话是否结束 / Whether the session has ended")


@strawberry.type(description="已注销 / Everything deleted")
class Forgotten:
    forgotten: bool = strawberry.field(description="是否已全部删除 / Whether everything was deleted")


@strawberry.type(description="一种账号登录方式 / A provider of accounts")
class SignInProvider:
    offer: strawberry.Private[ProviderOffer]

    @field("标识 / Name")
    def name(self) -> str:
        return self.offer.name

    @field("显示名称 / What it is called")
    def title(self) -> str:
        return self.offer.title

    @field("授权地址 / Authorization endpoint")
    def authorization_endpoint(self) -> str:
        return self.offer.authorization_endpoint

    @field("客户端标识 / Client id")
    def client_id(self) -> str:
        return self.offer.client_id

    @field("申请的范围 / Scopes to ask for")
    def scopes(self) -> list[str]:
        return list(self.offer.scopes)


@strawberry.type(description="一个登录身份 / One way a resident signs in")
class Identity:
    identity: strawberry.Private[documents.Identity]

    @field("方式：phone 或账号登录方式的标识 / phone, or the name of a provider")
    def provider(self) -> str:
        return self.identity.provider

    @field("打码后的号码或名称 / Masked number or name")
    def masked(self) -> str:
        return self.identity.masked

    @field("何时绑定 / Since when")
    def at(self) -> datetime:
        return self.identity.at


SESSION_RESULT = result("SessionResult", SessionTokens, "会话，或没有办成的原因 / A session, or why there is none")
CODE_RESULT = result("CodeResult", CodeSent, "验证码已发送，或原因 / A code was sent, or why not")
SIGN_IN_RESULT = result("SignInResult", SignedIn, "已登录，或原因 / Signed in, or why not")
SIGN_OUT_RESULT = result("SignOutResult", SignedOut, "已退出，或原因 / Signed out, or why not")
FORGET_RESULT = result("ForgetResult", Forgotten, "已注销，或原因 / Everything deleted, or why not")
