"""Running one operation within its time: by compiled code if it is trusted and all goes well, else by graphql-core."""

from typing import Any

from graphql import ExecutionResult, GraphQLSchema, execute

from mobile_api.compiled.programs import Programs
from mobile_api.context import Context
from mobile_api.identities import IDENTITIES
from mobile_api.patience import within
from mobile_api.transport.errors import OperationTimedOut
from mobile_api.transport.operations import Operation


class Executor:
    def __init__(self, schema: GraphQLSchema, *, seconds: float, suggestions: bool, keeps_cards: bool) -> None:
        self._schema = schema
        self._programs = Programs(schema, IDENTITIES if keeps_cards else {})
        self._seconds = seconds
        self._suggestions = suggestions

    async def run(self, operation: Operation, variables: dict[str, Any] | None, context: Context) -> ExecutionResult:
        """Raises OperationTimedOut."""
        try:
            return await within(self._seconds, self._run(operation, variables, context))
        except TimeoutError as slow:
            raise OperationTimedOut from slow

    async def _run(self, operation: Operation, variables: dict[str, Any] | None, context: Context) -> ExecutionResult:
        compiled = await self._programs.run(operation, variables, context, context.cards, context.memory)
        return compiled or await self._interpreted(operation, variables, context)

    async def _interpreted(
        self, operation: Operation, variables: dict[str, Any] | None, context: Context
    ) -> ExecutionResult:
        result = execute(
            self._schema,
            operation.document,
            context_value=context,
            variable_values=variables,
            operation_name=operation.name,
            hide_suggestions=not self._suggestions,
        )
        return result if isinstance(result, ExecutionResult) else await result
