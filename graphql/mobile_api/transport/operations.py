"""A document that may be executed, with everything about it that does not depend on a request worked out."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from graphql import DocumentNode, GraphQLSchema, OperationDefinitionNode, OperationType

from mobile_api.transport.cost import CostPlan, cost_of
from mobile_api.transport.errors import OperationNotFound
from mobile_api.transport.policy import CachePolicy, policy_of
from mobile_api.transport.selections import Selections

LONGEST_KEY = 2_000  # bytes of variables; answers to longer ones are not kept
_OPTIONS = orjson.OPT_SORT_KEYS


@dataclass(frozen=True, slots=True, eq=False)
class Operation:
    document_id: str
    document: DocumentNode
    node: OperationDefinitionNode
    name: str | None
    policy: CachePolicy
    cost: CostPlan
    variables: tuple[str, ...]
    trusted: bool

    @property
    def kind(self) -> OperationType:
        return self.node.operation

    def key(self, given: Mapping[str, Any] | None) -> bytes | None:
        """The declared variables in one canonical form; what else was sent changes nothing. None when too long."""
        if not given or not self.variables:
            return b""
        key = orjson.dumps({name: given[name] for name in self.variables if name in given}, option=_OPTIONS)
        return key if len(key) <= LONGEST_KEY else None


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """`id` is the SHA-256 of the text, in hex."""

    id: str
    operations: Mapping[str | None, Operation]

    def operation(self, name: str | None) -> Operation:
        """Raises OperationNotFound. Without a name there must be one operation only."""
        if name is None and len(self.operations) == 1:
            return next(iter(self.operations.values()))
        found = self.operations.get(name) if name is not None else None
        if found is None:
            raise OperationNotFound
        return found


def prepared(schema: GraphQLSchema, document_id: str, document: DocumentNode, *, trusted: bool) -> Prepared:
    """`document` has been validated against `schema`."""
    selections = Selections(schema, document)
    operations = {}
    for node in document.definitions:
        if isinstance(node, OperationDefinitionNode):
            name = node.name.value if node.name else None
            operations[name] = Operation(
                document_id=document_id,
                document=document,
                node=node,
                name=name,
                policy=policy_of(schema, selections, node),
                cost=cost_of(schema, selections, node),
                variables=tuple(defined.variable.name.value for defined in node.variable_definitions or ()),
                trusted=trusted,
            )
    return Prepared(document_id, operations)
