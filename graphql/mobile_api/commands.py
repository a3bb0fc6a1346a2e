"""From a GraphQL input to a domain command."""

from typing import Any, TypeVar

from pydantic import ValidationError

from content_models.kit.commands import Command
from content_models.kit.errors import InvalidInput

C = TypeVar("C", bound=Command)


def command(kind: type[C], **fields: Any) -> C:
    """The command, or InvalidInput naming the fields that are wrong. What was in them is not repeated."""
    try:
        return kind(**fields)
    except ValidationError as error:
        wrong = sorted({str(part["loc"][0]) for part in error.errors() if part["loc"]})
        raise InvalidInput(fields=wrong) from None
