"""What log-in and account keeping refuse."""

from content_models.kit.errors import Conflict, InvalidInput, NotAllowed, NotAuthenticated


class WrongCredentials(NotAuthenticated):
    """Says neither which of the two was wrong nor whether the account exists."""

    code = "WRONG_CREDENTIALS"
    default_message = "用户名或密码不正确，请重新输入。"


class TooManyAttempts(NotAuthenticated):
    """`details.retry_after` in seconds."""

    code = "TOO_MANY_ATTEMPTS"
    status = 429
    default_message = "密码错误次数过多，请五分钟后再试；忘记密码请联系管理员。"


class CrossSiteRefused(NotAllowed):
    """A write that another site's page caused the browser to send."""

    code = "CROSS_SITE_REFUSED"
    default_message = "这个请求来自其他网站，已被拒绝。请回到本系统的页面重新操作。"


class UsernameTaken(Conflict):
    code = "USERNAME_TAKEN"
    default_message = "这个用户名已被使用，请换一个。"


class WeakPassword(InvalidInput):
    code = "WEAK_PASSWORD"
    default_message = "密码太短，请至少用 10 个字符。"
