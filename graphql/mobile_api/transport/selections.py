"""Walking what an operation selects, with the schema's definition of each field at hand."""

from collections.abc import Iterator
from typing import NamedTuple

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLUnionType,
    InlineFragmentNode,
    SelectionSetNode,
    get_named_type,
)


class Selected(NamedTuple):
    """A field as selected; `kind` is its named type."""

    node: FieldNode
    field: GraphQLField
    kind: GraphQLNamedType


class Selections:
    """Of one valid document: every field and every fragment in it exists."""

    def __init__(self, schema: GraphQLSchema, document: DocumentNode) -> None:
        self._schema = schema
        self._fragments = {
            part.name.value: part for part in document.definitions if isinstance(part, FragmentDefinitionNode)
        }

    def directly(self, parent: GraphQLNamedType, selected: SelectionSetNode) -> Iterator[Selected | str]:
        """Fields of a selection set, inline fragments opened; a spread fragment is told by its name."""
        for selection in selected.selections:
            if isinstance(selection, FragmentSpreadNode):
                yield selection.name.value
            elif isinstance(selection, InlineFragmentNode):
                condition = selection.type_condition
                inner = self._schema.type_map[condition.name.value] if condition else parent
                yield from self.directly(inner, selection.selection_set)
            elif isinstance(selection, FieldNode):
                field = self._field(parent, selection.name.value)
                if field is not None:
                    yield Selected(selection, field, get_named_type(field.type))

    def fragment(self, name: str) -> tuple[GraphQLNamedType, SelectionSetNode]:
        definition = self._fragments[name]
        return self._schema.type_map[definition.type_condition.name.value], definition.selection_set

    def _field(self, parent: GraphQLNamedType, name: str) -> GraphQLField | None:
        """None for `__typename`, `__schema` and `__type`, which cost nothing and are kept as long as what is around."""
        if name.startswith("__") or isinstance(parent, GraphQLUnionType):
            return None
        assert isinstance(parent, GraphQLObjectType | GraphQLInterfaceType)  # noqa: S101 - a valid document
        found: GraphQLField = parent.fields[name]
        return found
