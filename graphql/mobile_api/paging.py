"""Pages by keyset (GraphQL Cursor Connections): a cursor names the last row shown, so arriving rows shift nothing."""

from functools import lru_cache
from typing import Annotated, Any

import strawberry

from content_models.kit.cursor import InvalidCursor, decode_cursor, encode_cursor
from content_models.kit.errors import InvalidInput
from mobile_api.compiled.remembering import Remembering

LARGEST_PAGE = 100

First = Annotated[int, strawberry.argument(description="每页条数，1 到 100 / Page size, 1 to 100")]
After = Annotated[str | None, strawberry.argument(description="上一页的 endCursor / The endCursor of the page before")]


@strawberry.type(description="分页信息 / About the page")
class PageInfo(Remembering):
    has_next_page: bool = strawberry.field(description="后面还有没有 / Whether more follows")
    end_cursor: str | None = strawberry.field(description="本页末尾的位置 / Where this page ends")


def page_size(first: int) -> int:
    """Raises InvalidInput outside 1 to 100."""
    if not 1 <= first <= LARGEST_PAGE:
        raise InvalidInput(f"每页条数应在 1 到 {LARGEST_PAGE} 之间。", field="first", smallest=1, largest=LARGEST_PAGE)
    return first


@lru_cache(maxsize=20_000)  # the same cards stand on many pages, and a signature is dearer than a card
def _encoded(position: tuple[Any, ...], secret: bytes) -> str:
    return encode_cursor(list(position), secret)


class Cursors:
    """Cursors of one kind of list. The list's name is signed too: a cursor of another list is refused."""

    def __init__(self, name: str, types: tuple[type, ...]) -> None:
        self._name = name
        self._types = types

    def encode(self, position: tuple[Any, ...], secret: bytes) -> str:
        return _encoded((self._name, *position), secret)

    def decode(self, cursor: str, secret: bytes) -> tuple[Any, ...]:
        """Raises InvalidCursor for anything that `encode` did not make."""
        name, *position = decode_cursor(cursor, secret) or [None]
        if name != self._name or tuple(map(type, position)) != self._types:
            raise InvalidCursor
        return tuple(position)
