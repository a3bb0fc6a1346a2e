"""From a validated operation to Python functions, one for each object type at each selection.

The functions are written as text and given to `exec`: straight-line code runs three times as fast as closures over
lists of fields. The text holds names of the GraphQL grammar (letters, digits and _) as literals, numbered parameters,
and nothing else of the document. Field collection, with its merging, is graphql-core's own.
"""

from collections.abc import Callable, Mapping
from typing import Any

from graphql import (
    DocumentNode,
    FragmentDefinitionNode,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLSchema,
    OperationDefinitionNode,
    is_leaf_type,
)
from graphql.execution.collect_fields import FieldDetails, FragmentDetails, collect_fields, collect_subfields
from graphql.execution.values import VariableValues

from mobile_api.compiled import completers
from mobile_api.compiled.completers import Complete, Identity, Kinds, OneOf
from mobile_api.compiled.getters import getter_of, strawberry_field
from mobile_api.compiled.kinds import (
    COMPOSITE,
    Composite,
    has_leaves,
    is_lasting,
    one_composite,
    plain_name,
    python_class,
    remembers,
    shape_of,
)
from mobile_api.compiled.leaves import leaf_writer
from mobile_api.compiled.recalling import DEEPEST, MOST, Recalled, size_of
from mobile_api.compiled.run import FieldSpot
from mobile_api.compiled.sharing import may_be_shared
from mobile_api.compiled.writing import Piece, function
from mobile_api.transport.selections import Selections

Fields = Mapping[str, list[FieldDetails]]


class NotCovered(Exception):
    """The compiler does not know this; graphql-core does."""


class Compiler:
    """For one operation under fixed values of the variables that @skip and @include look at."""

    def __init__(
        self,
        schema: GraphQLSchema,
        document: DocumentNode,
        fragments: Mapping[str, FragmentDefinitionNode],
        operation: OperationDefinitionNode,
        conditions: VariableValues,
        identities: Mapping[str, Identity],
    ) -> None:
        self._schema, self._operation, self._conditions = schema, operation, conditions
        self._fragments = {name: FragmentDetails(found) for name, found in fragments.items()}
        self._identities = identities
        self._selections = Selections(schema, document)
        self._inside_shared = False
        self._selected: dict[tuple[Any, ...], object] = {}

    def root(self) -> Complete:
        """Raises NotCovered."""
        kind = self._schema.query_type
        if kind is None:
            raise NotCovered
        found = collect_fields(self._schema, self._fragments, self._conditions, kind, self._operation)
        return self._object(kind, found.grouped_field_set)

    def _object(self, kind: GraphQLObjectType, fields: Fields) -> Complete:
        given: dict[str, Any] = {}
        pieces = [
            self._piece(kind, key, details, str(number), given) for number, (key, details) in enumerate(fields.items())
        ]
        text, names = function(pieces, remembers=remembers(kind))
        names |= given
        exec(compile(text, f"<compiled {kind.name}>", "exec"), names)  # noqa: S102 - see the module's docstring
        complete: Complete = names["complete"]
        return complete

    def _piece(
        self, kind: GraphQLObjectType, key: str, details: list[FieldDetails], number: str, given: dict[str, Any]
    ) -> Piece:
        node = details[0].node
        if node.name.value == "__typename":
            return Piece(key, constant=kind.name)
        definition = kind.fields.get(node.name.value)
        field = strawberry_field(definition) if definition else None
        if definition is None or field is None:
            raise NotCovered
        getter = getter_of(definition, field)
        given[f"call{number}"] = getter.call
        given[f"spot{number}"] = FieldSpot(node, [detail.node for detail in details], kind, field)
        complete = given[f"c{number}"] = self._complete(definition.type, details)
        if isinstance(complete, OneOf):
            given[f"k{number}"] = complete.kinds
        return Piece(
            key,
            value=getter.text.format(call=f"call{number}", spot=f"spot{number}"),
            timing=getter.timing,
            complete=f"c{number}",
            kinds=f"k{number}" if isinstance(complete, OneOf) else None,
            plain=plain_name(definition.type),
            leaf=has_leaves(definition),
            recalled=self._recalled(kind, key, details, given),
        )

    def _recalled(
        self, kind: GraphQLObjectType, key: str, details: list[FieldDetails], given: dict[str, Any], depth: int = 0
    ) -> Recalled | None:
        """How an object of this type that remembers has the value; None if it may not remember it."""
        node = details[0].node
        if node.name.value == "__typename":
            return Recalled(key, constant=kind.name)
        definition = kind.fields[node.name.value]
        if node.arguments or not is_lasting(definition):
            return None
        one = one_composite(definition.type)
        if one is not None and self._shared_by(one, details):
            piece = f"piece{len(given)}"
            given[piece] = self._selection(one, details)
            return Recalled(key, name=node.name.value, piece=piece)
        of, many = shape_of(definition.type)
        below = self._below(of, details, given, depth) if of is not None else None
        return Recalled(key, name=node.name.value, below=below, many=many)

    def _selection(self, kind: Composite, details: list[FieldDetails]) -> object:
        """What the pieces made of this selection are kept by."""
        nodes = (kind.name, *(id(detail.node) for detail in details))
        return self._selected.setdefault(nodes, object())

    def _below(
        self, kind: GraphQLObjectType, details: list[FieldDetails], given: dict[str, Any], depth: int
    ) -> tuple[Recalled, ...] | None:
        """None if something below is not remembered, or if that would be too much to write out in one place."""
        if depth == DEEPEST or not remembers(kind):
            return None
        found = collect_subfields(self._schema, self._fragments, self._conditions, self._operation, kind, details)
        below = []
        for key, inner in found.grouped_field_set.items():
            one = self._recalled(kind, key, inner, given, depth + 1)
            if one is None or not (one.is_written_out or has_leaves(kind.fields[one.name])):
                return None
            below.append(one)
        return tuple(below) if size_of(below) <= MOST else None

    def _complete(self, kind: GraphQLOutputType, details: list[FieldDetails]) -> Complete:
        """Of values that may be null; where they may not, Irregular is raised."""
        if isinstance(kind, GraphQLNonNull):
            return self._complete_present(kind.of_type, details, nullable=False)
        return self._complete_present(kind, details, nullable=True)

    def _complete_present(self, kind: Any, details: list[FieldDetails], *, nullable: bool) -> Complete:
        if is_leaf_type(kind):
            return leaf_writer(kind, nullable=nullable)
        complete = self._list(kind.of_type, details) if isinstance(kind, GraphQLList) else self._one(kind, details)
        return completers.nullable(complete) if nullable else complete

    def _list(self, kind: GraphQLOutputType, details: list[FieldDetails]) -> Complete:
        inner = kind.of_type if isinstance(kind, GraphQLNonNull) else None
        if isinstance(inner, COMPOSITE) and not self._shared_by(inner, details):
            return completers.objects_of(self._kinds(inner, details, inside_shared=self._inside_shared))
        return completers.list_of(self._complete(kind, details))

    def _one(self, kind: Any, details: list[FieldDetails]) -> Complete:
        if not isinstance(kind, COMPOSITE):
            raise NotCovered
        identity = self._shared_by(kind, details)
        inside = self._inside_shared or identity is not None
        complete = completers.OneOf(self._kinds(kind, details, inside_shared=inside))
        return completers.shared(complete, self._selection(kind, details), identity) if identity else complete

    def _shared_by(self, kind: Composite, details: list[FieldDetails]) -> Identity | None:
        identity = self._identities.get(kind.name)
        if identity is None or self._inside_shared or not may_be_shared(self._selections, kind, details):
            return None
        return identity

    def _kinds(self, kind: Composite, details: list[FieldDetails], *, inside_shared: bool) -> Kinds:
        possible = [kind] if isinstance(kind, GraphQLObjectType) else self._schema.get_possible_types(kind)
        makers = {python_class(one): self._later(one, details, inside_shared=inside_shared) for one in possible}
        if None in makers:
            raise NotCovered
        return Kinds({kind: make for kind, make in makers.items() if kind is not None})

    def _later(
        self, kind: GraphQLObjectType, details: list[FieldDetails], *, inside_shared: bool
    ) -> Callable[[], Complete]:
        def compile_now() -> Complete:
            before, self._inside_shared = self._inside_shared, inside_shared
            found = collect_subfields(self._schema, self._fragments, self._conditions, self._operation, kind, details)
            complete = self._object(kind, found.grouped_field_set)
            self._inside_shared = before
            return complete

        return compile_now
