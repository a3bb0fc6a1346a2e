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
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLSchema,
    GraphQLUnionType,
    OperationDefinitionNode,
    is_leaf_type,
)
from graphql.execution.collect_fields import FieldDetails, FragmentDetails, collect_fields, collect_subfields
from graphql.execution.values import VariableValues

from mobile_api.compiled import completers
from mobile_api.compiled.completers import Complete, Identity
from mobile_api.compiled.getters import Getter, Timing, getter_of, strawberry_field
from mobile_api.compiled.leaves import leaf_writer, plain_type
from mobile_api.compiled.run import FieldSpot
from mobile_api.compiled.sharing import may_be_shared
from mobile_api.compiled.waiting import Hole, Started, start
from mobile_api.transport.selections import Selections

Fields = Mapping[str, list[FieldDetails]]
_DEFINITION = "strawberry-definition"


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

    def root(self) -> Complete:
        """Raises NotCovered."""
        kind = self._schema.query_type
        if kind is None:
            raise NotCovered
        found = collect_fields(self._schema, self._fragments, self._conditions, kind, self._operation)
        return self._object(kind, found.grouped_field_set)

    def _object(self, kind: GraphQLObjectType, fields: Fields) -> Complete:
        body = ["def complete(s, run):", "    d = {}"]
        names: dict[str, Any] = {"Hole": Hole, "Started": Started, "start": start}
        for number, (key, details) in enumerate(fields.items()):
            body += [f"    {line}" for line in self._field(kind, key, details, number, names)]
        body.append("    return d")
        exec(compile("\n".join(body), f"<compiled {kind.name}>", "exec"), names)  # noqa: S102 - see the module's docstring
        complete: Complete = names["complete"]
        return complete

    def _field(
        self, kind: GraphQLObjectType, key: str, details: list[FieldDetails], number: int, names: dict[str, Any]
    ) -> list[str]:
        node = details[0].node
        if node.name.value == "__typename":
            return [f"d[{key!r}] = {kind.name!r}"]
        definition = kind.fields.get(node.name.value)
        field = strawberry_field(definition) if definition else None
        if definition is None or field is None:
            raise NotCovered
        getter = getter_of(definition, field)
        names[f"call{number}"] = getter.call
        names[f"spot{number}"] = FieldSpot(node, [detail.node for detail in details], kind, field)
        names[f"c{number}"] = self._complete(definition.type, details)
        value = getter.text.format(call=f"call{number}", spot=f"spot{number}")
        return _assign(getter, repr(key), value, f"c{number}", _plain(definition.type))

    def _complete(self, kind: GraphQLOutputType, details: list[FieldDetails]) -> Complete:
        if isinstance(kind, GraphQLNonNull):
            return self._complete_present(kind.of_type, details, nullable=False)
        return self._complete_present(kind, details, nullable=True)

    def _complete_present(self, kind: Any, details: list[FieldDetails], *, nullable: bool) -> Complete:
        if is_leaf_type(kind):
            return leaf_writer(kind, nullable=nullable)
        if isinstance(kind, GraphQLList):
            complete = completers.list_of(self._complete(kind.of_type, details))
        elif isinstance(kind, GraphQLObjectType | GraphQLInterfaceType | GraphQLUnionType):
            complete = self._composite(kind, details)
        else:
            raise NotCovered
        return completers.nullable(complete) if nullable else complete

    def _composite(
        self, kind: GraphQLObjectType | GraphQLInterfaceType | GraphQLUnionType, details: list[FieldDetails]
    ) -> Complete:
        identity = self._identities.get(kind.name)
        share = identity is not None and not self._inside_shared and may_be_shared(self._selections, kind, details)
        possible = [kind] if isinstance(kind, GraphQLObjectType) else self._schema.get_possible_types(kind)
        before, self._inside_shared = self._inside_shared, self._inside_shared or share
        complete = completers.object_of(
            {_python_class(one): self._later(one, details, inside_shared=self._inside_shared) for one in possible}
        )
        self._inside_shared = before
        return completers.shared(complete, object(), identity) if share and identity else complete

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


def _plain(kind: GraphQLOutputType) -> str | None:
    """The name of the Python type that is written as it is, for a leaf that has one."""
    leaf = kind.of_type if isinstance(kind, GraphQLNonNull) else kind
    found = plain_type(leaf) if is_leaf_type(leaf) else None
    return found.__name__ if found else None


def _assign(getter: Getter, key: str, value: str, complete: str, plain: str | None) -> list[str]:
    """The statements that put one field into `d`. What is awaited leaves a hole, so that keys keep their order."""
    hole = f"d[{key}] = run.holes.append(Hole({{}}, d, {key}, {complete}))"
    match getter.timing:
        case Timing.now if plain:
            return [f"v = {value}", f"d[{key}] = v if v.__class__ is {plain} else {complete}(v, run)"]
        case Timing.now:
            return [f"d[{key}] = {complete}({value}, run)"]
        case Timing.later:
            return [hole.format(value)]
        case Timing.batched:
            waiting, there = hole.format("v.finish()"), f"d[{key}] = {complete}(v, run)"
            return [f"v = start({value})", f"if v.__class__ is Started: {waiting}", f"else: {there}"]
        case Timing.unknown:
            waiting, there = hole.format("v"), f"d[{key}] = {complete}(v, run)"
            return [f"v = {value}", f"if hasattr(v, '__await__'): {waiting}", f"else: {there}"]


def _python_class(kind: GraphQLObjectType) -> type:
    """Raises NotCovered for a type that Strawberry did not make."""
    definition: Any = (kind.extensions or {}).get(_DEFINITION)
    origin = getattr(definition, "origin", None)
    if not isinstance(origin, type):
        raise NotCovered
    return origin
