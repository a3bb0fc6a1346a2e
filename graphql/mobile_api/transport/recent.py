"""What recent requests asked for, by their bytes: an app sends the same few over and over.

Queries only. What a mutation carries (codes, tokens, phone numbers) is not kept longer than it takes to answer it.
"""

from collections import OrderedDict
from typing import Any

from graphql import OperationType

from mobile_api.transport.operations import Operation

KEPT = 2_000
LONGEST = 4_000  # bytes of a body
Wanted = tuple[Operation, dict[str, Any] | None]  # with its variables, which nobody changes


class RecentBodies:
    def __init__(self) -> None:
        self._wanted: OrderedDict[bytes, Wanted] = OrderedDict()
        self.get = self._wanted.get

    def put(self, body: bytes, wanted: Wanted) -> None:
        if wanted[0].kind is OperationType.QUERY and len(body) <= LONGEST:
            self._wanted[body] = wanted
            if len(self._wanted) > KEPT:
                self._wanted.popitem(last=False)

    def __len__(self) -> int:
        return len(self._wanted)
