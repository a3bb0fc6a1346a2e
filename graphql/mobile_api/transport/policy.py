"""How long an answer may be kept, and by whom: worked out once for each operation, from the schema's hints.

A root field without a hint is not kept at all, and with it the whole answer; a field below inherits. What is strictest
anywhere in the operation holds for all of it (Apollo's `@cacheControl`, except that objects inherit).
"""

from dataclasses import dataclass
from functools import cached_property

from graphql import GraphQLNamedType, GraphQLSchema, OperationDefinitionNode, OperationType, SelectionSetNode

from mobile_api.hints import CacheControl, CacheScope, hint
from mobile_api.transport.selections import Selected, Selections


@dataclass(frozen=True)
class CachePolicy:
    """`seconds` None: an answer is not kept outside this process; 0: kept, but asked about each time."""

    seconds: int | None
    private: bool

    @property
    def is_public(self) -> bool:
        return self.seconds is not None and not self.private

    @cached_property
    def header(self) -> str:
        if self.seconds is None:
            return "no-store"
        scope = "private" if self.private else "public"
        return f"{scope}, max-age={self.seconds}" if self.seconds else f"{scope}, no-cache"


NO_STORE = CachePolicy(None, private=True)


class _Collector:
    """The hints of every field that an operation selects. Each fragment is looked at once at the root, once below."""

    def __init__(self, selections: Selections) -> None:
        self._selections = selections
        self._seen: set[tuple[str, bool]] = set()
        self.ages: list[int] = []
        self.private = False
        self.unsaid = False

    def collect(self, parent: GraphQLNamedType, selected: SelectionSetNode, *, root: bool) -> None:
        for found in self._selections.directly(parent, selected):
            if isinstance(found, Selected):
                self._take(found, root=root)
                if found.node.selection_set:
                    self.collect(found.kind, found.node.selection_set, root=False)
            elif (found, root) not in self._seen:
                self._seen.add((found, root))
                self.collect(*self._selections.fragment(found), root=root)

    def _take(self, found: Selected, *, root: bool) -> None:
        hints = [given for given in (hint(found.field, CacheControl), hint(found.kind, CacheControl)) if given]
        self.private = self.private or any(given.scope is CacheScope.private for given in hints)
        self.ages += [given.max_age for given in hints]
        self.unsaid = self.unsaid or (root and not hints)


def policy_of(schema: GraphQLSchema, selections: Selections, operation: OperationDefinitionNode) -> CachePolicy:
    root = schema.get_root_type(operation.operation)
    if operation.operation is not OperationType.QUERY or root is None:
        return NO_STORE
    found = _Collector(selections)
    found.collect(root, operation.selection_set, root=True)
    if found.unsaid:
        return NO_STORE
    return CachePolicy(min(found.ages, default=0), found.private)
