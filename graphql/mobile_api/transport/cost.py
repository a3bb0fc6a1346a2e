"""What an operation costs, known before it runs: GitHub's node arithmetic times a weight for each field.

A list counts as many nodes as its `first` asks for (or as its `@cost` assumes), and whatever is selected below counts
once for each of them. Alternatives (`... on Policy`, `... on Notice`) are all counted: an upper bound, never less than
what is done. Scalars are free unless they are weighted.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from graphql import (
    FieldNode,
    GraphQLField,
    GraphQLList,
    GraphQLNamedType,
    GraphQLSchema,
    IntValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    VariableNode,
    get_nullable_type,
    is_composite_type,
)

from mobile_api.hints import ASSUMED, Cost, hint
from mobile_api.paging import LARGEST_PAGE
from mobile_api.transport.selections import Selected, Selections

NODES_PER_POINT = 100
_SLICING = "first"
_MOST_KNOWN = 256  # page sizes of one operation whose sum is remembered


@dataclass(slots=True)
class _Counted:
    """One field: `weight` for each, `times` as many (a variable's name, or a number), and what is below."""

    weight: int = 0
    times: int | str = 1
    fallback: int = 1  # when the variable was left out
    below: list["_Counted"] = field(default_factory=list)


@dataclass(slots=True)
class CostPlan:
    """Nodes that an operation may touch, as a function of the variables that slice its lists."""

    root: _Counted
    slicing: tuple[str, ...]
    _known: dict[tuple[Any, ...], int] = field(default_factory=dict)

    def nodes(self, variables: Mapping[str, Any] | None) -> int:
        given = variables or {}
        sizes = tuple(_size(given.get(name)) for name in self.slicing) if self.slicing else ()
        found = self._known.get(sizes)
        if found is None:
            found = _nodes(self.root, dict(zip(self.slicing, sizes, strict=True)), {})
            if len(self._known) < _MOST_KNOWN:
                self._known[sizes] = found
        return found


def _size(given: Any) -> int | None:
    return min(given, LARGEST_PAGE) if isinstance(given, int) else None


def points(nodes: int) -> int:
    """What a viewer's budget is charged, one at least."""
    return -(-nodes // NODES_PER_POINT) or 1


def _nodes(counted: _Counted, variables: Mapping[str, Any], done: dict[int, int]) -> int:
    """Fragments are shared between the places that spread them, and summed up once."""
    if id(counted) not in done:
        each = counted.weight + sum(_nodes(below, variables, done) for below in counted.below)
        done[id(counted)] = _times(counted, variables) * each
    return done[id(counted)]


def _times(counted: _Counted, variables: Mapping[str, Any]) -> int:
    times = counted.times
    if isinstance(times, str):
        given = variables.get(times)
        times = given if isinstance(given, int) else counted.fallback
    return min(max(times, 1), LARGEST_PAGE)  # its resolver refuses more


class _Planner:
    def __init__(self, selections: Selections, defaults: Mapping[str, int]) -> None:
        self._selections = selections
        self._defaults = defaults
        self._fragments: dict[str, _Counted] = {}
        self.slicing: set[str] = set()

    def below(self, parent: GraphQLNamedType, selected: SelectionSetNode | None) -> list[_Counted]:
        found = self._selections.directly(parent, selected) if selected else ()
        return [self._field(one) if isinstance(one, Selected) else self._fragment(one) for one in found]

    def _fragment(self, name: str) -> _Counted:
        if name not in self._fragments:
            self._fragments[name] = _Counted(below=self.below(*self._selections.fragment(name)))
        return self._fragments[name]

    def _field(self, found: Selected) -> _Counted:
        said = hint(found.field, Cost)
        weight = said.weight if said else int(is_composite_type(found.kind))
        counted = _Counted(weight, below=self.below(found.kind, found.node.selection_set))
        if _SLICING in found.field.args:
            counted.times, counted.fallback = self._slice(found.node, found.field)
        elif _is_list(found.field) and not _is_edge_list(found):
            counted.times = said.assumed_size if said else ASSUMED
        return counted

    def _slice(self, node: FieldNode, definition: GraphQLField) -> tuple[int | str, int]:
        default = definition.args[_SLICING].default_value
        fallback = default if isinstance(default, int) else ASSUMED
        for argument in node.arguments or ():
            if argument.name.value == _SLICING and isinstance(argument.value, VariableNode):
                name = argument.value.name.value
                self.slicing.add(name)
                return name, self._defaults.get(name, fallback)
            if argument.name.value == _SLICING and isinstance(argument.value, IntValueNode):
                return int(argument.value.value), fallback
        return fallback, fallback


def _is_list(definition: GraphQLField) -> bool:
    return isinstance(get_nullable_type(definition.type), GraphQLList)


def _is_edge_list(found: Selected) -> bool:
    """A connection's `edges` hold what its `first` has already counted."""
    return found.node.name.value in {"edges", "nodes"}


def cost_of(schema: GraphQLSchema, selections: Selections, operation: OperationDefinitionNode) -> CostPlan:
    root = schema.get_root_type(operation.operation)
    defaults = {
        defined.variable.name.value: int(defined.default_value.value)
        for defined in operation.variable_definitions or ()
        if isinstance(defined.default_value, IntValueNode)
    }
    planner = _Planner(selections, defaults)
    whole = _Counted(below=planner.below(root, operation.selection_set) if root else [])
    return CostPlan(whole, tuple(sorted(planner.slicing)))
