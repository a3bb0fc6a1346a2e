"""Why a delivery is not believed. One class a cause, since each is mended differently by the sender."""

from content_models.kit.errors import Conflict, NotAuthenticated


class SignatureMissing(NotAuthenticated):
    """`details.headers` names the request headers that are absent or malformed."""

    code = "SIGNATURE_MISSING"
    default_message = "请求没有签名或签名头不完整，请按接口文档补齐后重新签名发送。"


class SignatureExpired(NotAuthenticated):
    """The timestamp is more than five minutes off: `details.server_time` is ours, in Unix seconds."""

    code = "SIGNATURE_EXPIRED"
    default_message = "签名时间与服务器相差超过 5 分钟，请校准本机时钟后重新签名发送。"


class SignatureInvalid(NotAuthenticated):
    """Unknown or revoked key, wrong secret, or something signed that was changed on the way: not told apart."""

    code = "SIGNATURE_INVALID"
    default_message = "签名不正确或密钥已停用，请核对密钥与签名串；如密钥已更换，请向编辑部索取新的密钥。"


class SourceNotAccepting(Conflict):
    code = "SOURCE_NOT_ACCEPTING"
    default_message = "这个来源已暂停或关闭，暂不接收报送，请联系编辑部。"
