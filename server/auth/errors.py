"""What log-in and account keeping refuse."""

from content_models.kit.errors import Conflict, InvalidInput, NotAllowed, NotAuthenticated


class WrongCredentials(NotAuthenticated):
    """Says neither which of the two was wrong nor whether the account exists."""

    code = "WRONG_CREDENTIALS"
    default_message = "用户名或密码不正确，请重新输入。"


class WrongCode(NotAuthenticated):
    """Neither the code of this half minute (nor one beside it), nor an unused recovery code."""

    code = "WRONG_CODE"
    default_message = "动态验证码不正确或已用过。请等手机显示下一个再输入；手机不在身边，可以用一个备用码。"


class SamePassword(InvalidInput):
    code = "SAME_PASSWORD"
    default_message = "新密码不能与现在的相同，请换一个。"


class PasswordsDiffer(InvalidInput):
    code = "PASSWORDS_DIFFER"
    default_message = "两次输入的新密码不一致，请重新输入。"


class TooManyAttempts(NotAuthenticated):
    """`details.retry_after` in seconds."""

    code = "TOO_MANY_ATTEMPTS"
    status = 429
    default_message = "错误次数过多，请五分钟后再试；忘记密码或丢了手机请联系管理员。"


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
