"""Whether a selection looks the same to everybody, whatever the variables: then what it makes can be shared."""

from graphql import GraphQLNamedType, SelectionSetNode
from graphql.execution.collect_fields import FieldDetails

from mobile_api.compiled.run import holds_variable
from mobile_api.hints import CacheControl, CacheScope, hint
from mobile_api.transport.selections import Selected, Selections


def may_be_shared(selections: Selections, kind: GraphQLNamedType, details: list[FieldDetails]) -> bool:
    """Conditions (@skip, @include) are no matter: they are fixed when an operation is compiled."""
    return all(
        _is_the_same(selections, kind, detail.node.selection_set)
        for detail in details
        if detail.node.selection_set is not None
    )


def _is_the_same(selections: Selections, parent: GraphQLNamedType, selected: SelectionSetNode) -> bool:
    for found in selections.directly(parent, selected):
        if not isinstance(found, Selected):
            if not _is_the_same(selections, *selections.fragment(found)):
                return False
        elif _depends(found) or (
            found.node.selection_set and not _is_the_same(selections, found.kind, found.node.selection_set)
        ):
            return False
    return True


def _depends(found: Selected) -> bool:
    hints = (hint(found.field, CacheControl), hint(found.kind, CacheControl))
    private = any(given.scope is CacheScope.private for given in hints if given)
    return private or any(holds_variable(argument.value) for argument in found.node.arguments or ())
