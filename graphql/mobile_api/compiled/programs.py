"""Running operations by compiled code where that is possible, and saying so where it is not.

Compiled code knows one way only: everything is as it should be. Whatever else happens (an error in a resolver, a null
where there must be none, an unknown class) ends it, and the caller executes the operation again by graphql-core, which
then says what went wrong and where. Queries change nothing, so they may run twice; mutations are never compiled.
"""

from collections import OrderedDict
from collections.abc import Mapping
from typing import Any

import structlog
from graphql import (
    DirectiveNode,
    ExecutionResult,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLSchema,
    OperationType,
    VariableNode,
    Visitor,
    visit,
)
from graphql.execution.values import VariableValues, get_variable_values

from mobile_api.compiled.cards import Cards
from mobile_api.compiled.compiler import Compiler, NotCovered
from mobile_api.compiled.completers import Complete, Identity
from mobile_api.compiled.remembering import NO_MEMORY, Memory
from mobile_api.compiled.run import Run
from mobile_api.transport.operations import Operation

KEPT = 128  # as many as prepared documents are kept
MOST_VARIANTS = 16  # of one operation, by the variables that its conditions look at
_NO_VALUES = VariableValues({}, {})

log = structlog.get_logger()


class Programs:
    """`identities` names the types whose objects can be shared, with what tells one object from another: those of
    classes that remember. None are named where no pieces are kept."""

    def __init__(self, schema: GraphQLSchema, identities: Mapping[str, Identity]) -> None:
        self._schema, self._identities = schema, identities
        self._trusted: dict[Operation, _Program] = {}
        self._seen: OrderedDict[Operation, _Program | None] = OrderedDict()

    async def run(
        self,
        operation: Operation,
        variables: Mapping[str, Any] | None,
        context: Any,
        cards: Cards | None,
        memory: Memory = NO_MEMORY,
    ) -> ExecutionResult | None:
        """None: to be executed by graphql-core."""
        program = self._program(operation)
        if program is None:
            return None
        values = self._values(operation, variables)
        complete = program.variant(values) if isinstance(values, VariableValues) else None
        if complete is None or not isinstance(values, VariableValues):
            return None
        run = Run(self._schema, program.document, values, context, cards, memory)
        try:
            data = complete(None, run)
            await run.fill()
        except Exception:  # noqa: BLE001 - whatever it is, graphql-core runs into it again and says it properly
            log.debug("compiled_gave_up", operation=operation.name)
            return None
        finally:
            run.abandon()
        if cards is not None:
            for key, piece, bearer in run.fresh:
                cards.put(key, piece, bearer)
        return ExecutionResult(data, None)

    def _values(self, operation: Operation, given: Mapping[str, Any] | None) -> VariableValues | list[GraphQLError]:
        if not operation.variables:
            return _NO_VALUES
        return get_variable_values(self._schema, operation.node.variable_definitions or (), dict(given or {}))

    def _program(self, operation: Operation) -> "_Program | None":
        """Trusted documents at once and for good; others when they come a second time, the least used forgotten."""
        if operation.kind is not OperationType.QUERY:
            return None
        if operation.trusted:
            found = self._trusted.get(operation)
            if found is None:
                found = self._trusted[operation] = _Program(self._schema, operation, self._identities)
            return found
        return self._repeated(operation)

    def _repeated(self, operation: Operation) -> "_Program | None":
        if operation not in self._seen:
            self._seen[operation] = None
            if len(self._seen) > KEPT:
                self._seen.popitem(last=False)
            return None
        self._seen.move_to_end(operation)
        program = self._seen[operation]
        if program is None:
            program = self._seen[operation] = _Program(self._schema, operation, self._identities)
        return program


class _Program:
    def __init__(self, schema: GraphQLSchema, operation: Operation, identities: Mapping[str, Identity]) -> None:
        self._schema, self._operation, self._identities = schema, operation, identities
        self._fragments = {
            part.name.value: part for part in operation.document.definitions if isinstance(part, FragmentDefinitionNode)
        }
        self._conditions = sorted(_condition_variables(operation))
        self._variants: dict[tuple[Any, ...], Complete | None] = {}
        self.document = (self._fragments, operation.node)

    def variant(self, values: VariableValues) -> Complete | None:
        """Raises nothing: what cannot be compiled is None, now and later."""
        key = tuple(values.coerced.get(name) for name in self._conditions) if self._conditions else ()
        if key not in self._variants and len(self._variants) < MOST_VARIANTS:
            self._variants[key] = self._compiled(values)
        return self._variants.get(key)

    def _compiled(self, values: VariableValues) -> Complete | None:
        conditions = VariableValues(
            {name: values.sources[name] for name in self._conditions if name in values.sources},
            {name: values.coerced[name] for name in self._conditions if name in values.coerced},
        )
        compiler = Compiler(
            self._schema, self._operation.document, self._fragments, self._operation.node, conditions, self._identities
        )
        try:
            return compiler.root()
        except NotCovered:
            log.info("document_not_compiled", operation=self._operation.name)
            return None


class _Conditions(Visitor):
    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def enter_directive(self, node: DirectiveNode, *_: object) -> None:
        self.names |= {
            argument.value.name.value for argument in node.arguments or () if isinstance(argument.value, VariableNode)
        }


def _condition_variables(operation: Operation) -> set[str]:
    found = _Conditions()
    visit(operation.document, found)
    return found.names & set(operation.variables)
