"""One tree of errors. Each carries a stable code, an HTTP status and a Chinese message that says what to do next.

GraphQL renders `extensions.code`, REST renders problem+json (RFC 9457), HTML renders a page: one handler each.
`docs/errors.md` lists every code; a test compares it with `registered_codes()`.
"""

from typing import Any, ClassVar


class ZhengwuError(Exception):
    """Base of everything this system refuses or fails at, on purpose.

    `details` is for programs (versions, field names, limits); it never holds personal data.
    """

    code: ClassVar[str] = "INTERNAL"
    status: ClassVar[int] = 500
    default_message: ClassVar[str] = "系统出了点问题，请稍后再试。"

    _registry: ClassVar[dict[str, type["ZhengwuError"]]] = {}

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        ZhengwuError._registry.setdefault(cls.code, cls)

    def __init__(self, message: str | None = None, **details: Any) -> None:
        self.message = message or self.default_message
        self.details = details
        super().__init__(self.message)


def registered_codes() -> dict[str, type[ZhengwuError]]:
    """Every error code defined by the modules imported so far, with the class that bears it."""
    return {ZhengwuError.code: ZhengwuError, **ZhengwuError._registry}


class NotFound(ZhengwuError):
    code = "NOT_FOUND"
    status = 404
    default_message = "没有找到您要的内容，它可能已被移除。"


class InvalidInput(ZhengwuError):
    code = "INVALID_INPUT"
    status = 422
    default_message = "提交的内容有误，请检查后重试。"


class NotAuthenticated(ZhengwuError):
    code = "NOT_AUTHENTICATED"
    status = 401
    default_message = "请先登录。"


class SessionExpired(NotAuthenticated):
    code = "SESSION_EXPIRED"
    default_message = "登录已过期，请重新登录；未保存的内容会保留在本页。"


class NotAllowed(ZhengwuError):
    code = "NOT_ALLOWED"
    status = 403
    default_message = "您没有执行此操作的权限，请联系管理员。"


class Conflict(ZhengwuError):
    code = "CONFLICT"
    status = 409
    default_message = "内容已被他人更改，请刷新后重试。"


class VersionConflict(Conflict):
    """The optimistic lock did not match: `details` carries `expected` and `actual` versions."""

    code = "VERSION_CONFLICT"
    default_message = "他人已先保存了新版本，请对照两个版本后再提交。"


class WrongState(Conflict):
    """The verb is not allowed in the present state: `details` carries `state` and `allowed`."""

    code = "WRONG_STATE"
    default_message = "当前状态下不能执行此操作。"


class IdempotencyKeyReused(Conflict):
    code = "IDEMPOTENCY_KEY_REUSED"
    default_message = "同一个幂等键被用于内容不同的请求，请换一个新的幂等键。"


class StoreUnavailable(ZhengwuError):
    code = "STORE_UNAVAILABLE"
    status = 503
    default_message = "数据服务暂时不可用，请稍后再试。"
