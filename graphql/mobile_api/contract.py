"""The promise to installed apps: what the last release offered goes on working, or was deprecated in that release."""

from graphql import (
    BreakingChange,
    BreakingChangeType,
    GraphQLEnumType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    build_schema,
    find_breaking_changes,
)

_MAY_GO = {BreakingChangeType.FIELD_REMOVED, BreakingChangeType.VALUE_REMOVED_FROM_ENUM}


def broken_promises(released: str, present: str) -> list[str]:
    """What an app built against the SDL `released` would miss in `present`, in graphql-core's words."""
    old = build_schema(released)
    changes = find_breaking_changes(old, build_schema(present))
    return [change.description for change in changes if not _was_announced(change, old)]


def _was_announced(change: BreakingChange, released: GraphQLSchema) -> bool:
    """A deprecated field or value may go: whoever used it has had a release's time."""
    return change.type in _MAY_GO and any(name in change.description for name in _deprecated(released))


def _deprecated(schema: GraphQLSchema) -> list[str]:
    """As graphql-core names them in its descriptions: `Type.field`, and of an enum `'VALUE'` as well."""
    found: list[str] = []
    for name, kind in schema.type_map.items():
        if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType):
            found += [f"{name}.{key} " for key, field in kind.fields.items() if field.deprecation_reason]
        if isinstance(kind, GraphQLEnumType):
            found += [f"{name}.{key} " for key, value in kind.values.items() if value.deprecation_reason]
    return found
