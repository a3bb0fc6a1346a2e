"""What a mutation answers when it is refused: a type for each way of being refused, so that apps can tell them apart.

Failures that are nobody's doing (the store is away) stay errors: an app treats them all alike.
"""

from collections.abc import Awaitable
from typing import Annotated, Any, TypeVar

import strawberry

from content_models.kit.errors import ZhengwuError

T = TypeVar("T")


@strawberry.interface(description="没有办成的原因 / Why something was refused")
class Problem:
    code: str = strawberry.field(description="错误码，见 docs/errors.md / Error code, listed in docs/errors.md")
    message: str = strawberry.field(description="给用户看的话，写明下一步 / For people, saying what to do next")


@strawberry.type(description="填写有误 / What was sent is wrong")
class InvalidInputProblem(Problem):
    fields: list[str] = strawberry.field(description="有误的字段 / Fields that are wrong")
    attempts_left: int | None = strawberry.field(description="还可以试几次 / How many more tries there are")


@strawberry.type(description="没有找到 / There is no such thing")
class NotFoundProblem(Problem):
    pass


@strawberry.type(description="不允许 / Not allowed")
class NotAllowedProblem(Problem):
    pass


@strawberry.type(description="未登录或登录已失效 / Not signed in, or no longer")
class NotAuthenticatedProblem(Problem):
    pass


@strawberry.type(description="与现状冲突 / In conflict with what is there")
class ConflictProblem(Problem):
    expected_version: int | None = strawberry.field(description="提交时依据的版本 / Version that was expected")
    actual_version: int | None = strawberry.field(description="现在的版本 / Version that is there")


@strawberry.type(description="太频繁 / Too often")
class TooManyRequestsProblem(Problem):
    retry_after: int | None = strawberry.field(description="多少秒之后再试 / Seconds to wait")


AnyProblem = (
    InvalidInputProblem
    | NotFoundProblem
    | NotAllowedProblem
    | NotAuthenticatedProblem
    | ConflictProblem
    | TooManyRequestsProblem
)


def result(name: str, answer: type, description: str) -> Any:
    """The union that a mutation answers with: `answer`, or one of the problems."""
    return Annotated[answer | AnyProblem, strawberry.union(name, description=description)]


async def settled(verb: Awaitable[T]) -> T | AnyProblem:
    """What `verb` answers, or the problem it was refused for. Raises what has no type of its own here."""
    try:
        return await verb
    except ZhengwuError as error:
        problem = _problem(error)
        if problem is None:
            raise
        return problem


def _problem(error: ZhengwuError) -> AnyProblem | None:
    details, said = error.details, {"code": error.code, "message": error.message}
    match error.status:
        case 401:
            return NotAuthenticatedProblem(**said)
        case 403:
            return NotAllowedProblem(**said)
        case 404:
            return NotFoundProblem(**said)
        case 409:
            expected, actual = details.get("expected"), details.get("actual")
            return ConflictProblem(**said, expected_version=expected, actual_version=actual)
        case 422:
            fields = [*details.get("fields", []), *([details["field"]] if "field" in details else [])]
            return InvalidInputProblem(**said, fields=fields, attempts_left=details.get("attempts_left"))
        case 429:
            return TooManyRequestsProblem(**said, retry_after=details.get("retry_after"))
    return None
