"""Why signing in is refused."""

from content_models.kit.errors import Conflict, InvalidInput, ZhengwuError


class InvalidPhone(InvalidInput):
    """Not a mobile number of the mainland. The error never repeats it."""

    code = "INVALID_PHONE"
    default_message = "手机号不对，请填写 11 位手机号。"


class CodeWrong(InvalidInput):
    """`details` carries `attempts_left`."""

    code = "CODE_WRONG"
    default_message = "验证码不对，请核对短信后再填。"


class CodeExpired(InvalidInput):
    """There is no code for this phone: never asked for, expired, used, or guessed at too often."""

    code = "CODE_EXPIRED"
    default_message = "验证码已失效，请重新获取。"


class TooManyCodes(ZhengwuError):
    """`details` carries `retry_after`, in seconds."""

    code = "TOO_MANY_CODES"
    status = 429
    default_message = "获取验证码太频繁，请稍后再试。"


class AlreadySignedIn(Conflict):
    """The resident has another phone, or another account of the same provider."""

    code = "ALREADY_SIGNED_IN"
    default_message = "您已用另一个账号登录，请先退出登录再换账号。"
