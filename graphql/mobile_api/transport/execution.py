"""Running one operation, within its time."""

import asyncio
from typing import Any

from graphql import ExecutionResult, GraphQLSchema, execute

from mobile_api.context import Context
from mobile_api.transport.errors import OperationTimedOut
from mobile_api.transport.operations import Operation


class Executor:
    def __init__(self, schema: GraphQLSchema, *, seconds: float, suggestions: bool) -> None:
        self._schema = schema
        self._seconds = seconds
        self._suggestions = suggestions

    async def run(self, operation: Operation, variables: dict[str, Any] | None, context: Context) -> ExecutionResult:
        """Raises OperationTimedOut."""
        result = execute(
            self._schema,
            operation.document,
            context_value=context,
            variable_values=variables,
            operation_name=operation.name,
            hide_suggestions=not self._suggestions,
        )
        if isinstance(result, ExecutionResult):
            return result
        try:
            async with asyncio.timeout(self._seconds):
                return await result
        except TimeoutError as slow:
            raise OperationTimedOut from slow
