"""How much one request may ask for, checked on the parsed document before the costly validation rules see it.

These are functions over the document, not validation rules: rules run together with the standard ones, and a document
that is too deep or too wide must be refused before the quadratic ones look at it. Fragments count as often as they are
spread; each is measured once.
"""

from dataclasses import dataclass

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    OperationDefinitionNode,
    SelectionNode,
    SelectionSetNode,
)

from mobile_api.transport.errors import QueryTooDeep, TooManyAliases, TooManyDirectives


@dataclass(frozen=True, slots=True)
class Limits:
    body_bytes: int = 100_000
    characters: int = 15_000  # of the document
    tokens: int = 1_000  # bounds the recursion of `measure` as well: a level of nesting costs three
    depth: int = 7  # of fields; the app's deepest document needs 6. Introspection has graphql-core's own rule
    aliases: int = 15
    directives: int = 20
    errors: int = 10  # in one answer
    seconds: float = 10.0  # to send the body, and to be answered
    nodes: int = 20_000  # that one operation may touch (`transport/cost.py`)
    viewer_points: int = 3_000  # a minute; a point is a hundred nodes, an answer that was kept costs one
    address_points: int = 30_000  # a minute, for all without a token behind one address: a mobile network shares few


@dataclass(frozen=True, slots=True)
class Measure:
    """What a selection asks for: nesting of fields, aliases and directives, fragments written out."""

    depth: int = 0
    aliases: int = 0
    directives: int = 0

    def beside(self, other: "Measure") -> "Measure":
        return Measure(max(self.depth, other.depth), self.aliases + other.aliases, self.directives + other.directives)

    def under(self, field: "Measure") -> "Measure":
        return Measure(self.depth + field.depth, self.aliases + field.aliases, self.directives + field.directives)


class _Ruler:
    """Measures the fragments of one document, each once. A cycle counts nothing here; validation reports it."""

    def __init__(self, document: DocumentNode) -> None:
        self._fragments = {
            part.name.value: part.selection_set
            for part in document.definitions
            if isinstance(part, FragmentDefinitionNode)
        }
        self._measured: dict[str, Measure] = {}

    def selections(self, selection_set: SelectionSetNode | None) -> Measure:
        total = Measure()
        for selection in selection_set.selections if selection_set else ():
            total = total.beside(self._selection(selection))
        return total

    def _selection(self, selection: SelectionNode) -> Measure:
        own = Measure(directives=len(selection.directives or ()))
        if isinstance(selection, FragmentSpreadNode):
            return self._fragment(selection.name.value).under(own)
        if isinstance(selection, FieldNode):
            if selection.name.value.startswith("__"):
                return own
            own = Measure(1, int(selection.alias is not None), own.directives)
        return self.selections(selection.selection_set).under(own)  # type: ignore[attr-defined]

    def _fragment(self, name: str) -> Measure:
        if name not in self._measured:
            self._measured[name] = Measure()
            self._measured[name] = self.selections(self._fragments.get(name))
        return self._measured[name]


def measure(document: DocumentNode) -> Measure:
    """Of all operations of the document together."""
    ruler = _Ruler(document)
    total = Measure()
    for part in document.definitions:
        if isinstance(part, OperationDefinitionNode):
            own = Measure(directives=len(part.directives or ()))
            total = total.beside(ruler.selections(part.selection_set).under(own))
    return total


def require_within(document: DocumentNode, limits: Limits) -> None:
    """Raises QueryTooDeep, TooManyAliases, TooManyDirectives."""
    measured = measure(document)
    if measured.depth > limits.depth:
        raise QueryTooDeep(depth=measured.depth, largest=limits.depth)
    if measured.aliases > limits.aliases:
        raise TooManyAliases(aliases=measured.aliases, largest=limits.aliases)
    if measured.directives > limits.directives:
        raise TooManyDirectives(directives=measured.directives, largest=limits.directives)
