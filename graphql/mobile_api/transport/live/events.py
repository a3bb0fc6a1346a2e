"""The answers of one operation, as many as there are: one for a query, one for each event of a subscription."""

from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import aclosing
from typing import Any

from graphql import ExecutionResult, Executor, GraphQLSchema, OperationType, create_source_event_stream, execute

from content_models.kit.errors import ZhengwuError
from mobile_api.context import Context
from mobile_api.transport import answers
from mobile_api.transport.operations import Operation

MakeContext = Callable[[], Context]


class Live:
    """Every event is answered in a context of its own: what an earlier one has loaded may have changed since."""

    def __init__(self, schema: GraphQLSchema, *, most_errors: int) -> None:
        self._schema, self._most = schema, most_errors

    async def answers(
        self, operation: Operation, variables: Mapping[str, Any] | None, make_context: MakeContext
    ) -> AsyncGenerator[dict[str, Any], None]:
        """Raises InvalidDocument before the first answer when the variables are wrong."""
        if operation.kind is not OperationType.SUBSCRIPTION:
            yield self._told(operation, await self._executed(operation, variables, make_context(), None))
            return
        source = await self._source(operation, variables, make_context())
        if isinstance(source, ExecutionResult):
            yield self._told(operation, source)
            return
        async with aclosing(_masked(source, operation.name)) as events:
            async for event in events:
                yield self._told(operation, await self._executed(operation, variables, make_context(), event))

    async def _source(self, operation: Operation, variables: Mapping[str, Any] | None, context: Context) -> Any:
        executor = Executor.build(
            self._schema, operation.document, None, context, dict(variables or {}), operation.name
        )
        if isinstance(executor, list):
            return ExecutionResult(None, executor)
        found = create_source_event_stream(executor)
        return await found if isinstance(found, Awaitable) else found

    async def _executed(
        self, operation: Operation, variables: Mapping[str, Any] | None, context: Context, event: Any
    ) -> ExecutionResult:
        result = execute(
            self._schema,
            operation.document,
            root_value=event,
            context_value=context,
            variable_values=dict(variables or {}),
            operation_name=operation.name,
        )
        return result if isinstance(result, ExecutionResult) else await result

    def _told(self, operation: Operation, result: ExecutionResult) -> dict[str, Any]:
        answers.require_variables(result)
        return answers.payload(result, operation.name, most=self._most)


async def _masked(source: AsyncGenerator[Any, None], operation_name: str | None) -> AsyncGenerator[Any, None]:
    """The events of `source`. Raises its ZhengwuError; for anything else what a client may know of it."""
    try:
        async with aclosing(source) as events:
            async for event in events:
                yield event
    except ZhengwuError:
        raise
    except Exception as failure:  # noqa: BLE001 - the edge between a resolver of any kind and a client; it is logged
        told = answers.masked(failure, operation_name)
    else:
        return
    raise told
