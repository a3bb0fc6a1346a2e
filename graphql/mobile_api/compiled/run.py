"""What one execution of a compiled operation carries along."""

from functools import cached_property
from typing import Any

from graphql import (
    FieldNode,
    GraphQLObjectType,
    GraphQLResolveInfo,
    GraphQLSchema,
    ListValueNode,
    ObjectValueNode,
    VariableNode,
)
from graphql.execution.values import VariableValues, get_argument_values
from graphql.pyutils import Path, is_awaitable
from strawberry.schema import Schema
from strawberry.types.arguments import convert_arguments
from strawberry.types.field import StrawberryField
from strawberry.types.info import Info

from mobile_api.compiled.cards import Cards
from mobile_api.compiled.remembering import Memory
from mobile_api.compiled.waiting import Hole, all_of


class Irregular(Exception):
    """Something that only graphql-core says properly: a null where there must be none, a value of another kind."""


def holds_variable(value: Any) -> bool:
    """Also deep in a list or an input object."""
    if isinstance(value, ListValueNode):
        return any(holds_variable(item) for item in value.values)
    if isinstance(value, ObjectValueNode):
        return any(holds_variable(entry.value) for entry in value.fields)
    return isinstance(value, VariableNode)


class FieldSpot:
    """A field as it stands in the document: what its resolver is told about where it is, apart from the path."""

    def __init__(
        self, node: FieldNode, nodes: list[FieldNode], parent: GraphQLObjectType, strawberry: StrawberryField
    ) -> None:
        self.definition = parent.fields[node.name.value]
        self.node, self.nodes, self.parent, self.strawberry = node, nodes, parent, strawberry
        self.constant = not any(holds_variable(argument.value) for argument in node.arguments or ())
        self.values: dict[str, Any] | None = None
        self.converted: dict[str, Any] | None = None


class Told(Info[Any, Any]):
    """What a resolver is told. Most look at the context only: the rest is put together when it is asked for."""

    def __init__(self, run: "Run", spot: FieldSpot) -> None:
        self._run, self._spot, self._field = run, spot, spot.strawberry

    @property
    def context(self) -> Any:
        return self._run.context

    @cached_property
    def _raw_info(self) -> GraphQLResolveInfo[Any]:  # type: ignore[override]
        return self._run.core_info(self._spot)


class Run:
    __slots__ = (
        "_arguments",
        "_document",
        "_infos",
        "_schema",
        "_variables",
        "cards",
        "context",
        "fresh",
        "holes",
        "memory",
    )

    def __init__(
        self,
        schema: GraphQLSchema,
        document: Any,
        variables: VariableValues,
        context: Any,
        cards: Cards | None,
        memory: Memory,
    ) -> None:
        self._schema, self._document, self._variables, self.context = schema, document, variables, context
        self._infos: dict[FieldSpot, Info[Any, Any]] = {}
        self._arguments: dict[FieldSpot, dict[str, Any]] = {}
        self.holes: list[Hole] = []
        self.cards = cards
        self.memory = memory
        self.fresh: list[tuple[Any, dict[str, Any], dict[Any, Any] | None]] = []  # to be kept as `Cards.put` says

    def info(self, spot: FieldSpot) -> Info[Any, Any]:
        """One for all objects the field is asked of: its `path` names the field, not the place in a list."""
        found = self._infos.get(spot)
        if found is None:
            found = self._infos[spot] = Told(self, spot)
        return found

    def arguments(self, spot: FieldSpot) -> dict[str, Any]:
        """Coerced once, however many objects the field is asked of. Raises GraphQLError."""
        if spot.constant:
            if spot.values is None:
                spot.values = get_argument_values(spot.definition, spot.node, self._variables)
            return spot.values
        if spot not in self._arguments:
            self._arguments[spot] = get_argument_values(spot.definition, spot.node, self._variables)
        return self._arguments[spot]

    def converted(self, spot: FieldSpot) -> dict[str, Any]:
        """Arguments as Strawberry gives them to a resolver. Constant ones are converted once for all requests."""
        if spot.converted is not None:
            return spot.converted
        strawberry: Schema = self._schema.extensions["strawberry-definition"]
        made = convert_arguments(
            self.arguments(spot),
            spot.strawberry.arguments,
            strawberry.schema_converter.scalar_registry,
            strawberry.config,
            self.info(spot),
        )
        if spot.constant:
            spot.converted = made
        return made

    async def fill(self) -> None:
        """Await what is missing, level by level. Raises whatever a resolver or a completer raises."""
        while self.holes:
            holes, self.holes = self.holes, []
            if len(holes) == 1:
                hole = holes[0]
                hole.target[hole.key] = hole.complete(await hole.coming, self)
                continue
            for hole, value in zip(holes, await all_of([hole.coming for hole in holes]), strict=True):
                hole.target[hole.key] = hole.complete(value, self)

    def abandon(self) -> None:
        """What was begun and will not be awaited any more."""
        for hole in self.holes:
            hole.coming.close()
        self.holes = []

    def core_info(self, spot: FieldSpot) -> GraphQLResolveInfo[Any]:
        name = spot.node.name.value
        fragments, operation = self._document
        return GraphQLResolveInfo(
            field_name=name,
            field_nodes=spot.nodes,
            return_type=spot.definition.type,
            parent_type=spot.parent,
            path=Path(None, name, spot.parent.name),
            schema=self._schema,
            fragments=fragments,
            root_value=None,
            operation=operation,
            variable_values=self._variables,
            context=self.context,
            is_awaitable=is_awaitable,
            abort_signal=None,
            async_helpers=_NO_HELPERS,
        )


_NO_HELPERS: Any = None  # of graphql-core's own; none of our resolvers knows them
