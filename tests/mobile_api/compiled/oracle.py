"""One document through both executors."""

from typing import Any

import orjson
from graphql import ExecutionResult, GraphQLSchema, execute

from mobile_api.compiled.cards import Cards
from mobile_api.compiled.completers import Identity
from mobile_api.compiled.programs import Programs
from mobile_api.transport import answers
from mobile_api.transport.documents import Documents
from mobile_api.transport.limits import Limits
from mobile_api.transport.operations import Operation

WIDE = Limits(characters=100_000, tokens=20_000, depth=40, aliases=1_000, directives=1_000)


def trusted(schema: GraphQLSchema, source: str) -> Operation:
    return Documents(schema, WIDE, introspection=False).trust(source).operation(None)


def written(result: ExecutionResult) -> bytes:
    return answers.dumps(answers.payload(result, None, most=100))


async def interpreted(schema: GraphQLSchema, operation: Operation, variables: dict[str, Any], context: Any) -> bytes:
    result = execute(schema, operation.document, context_value=context, variable_values=variables)
    return written(result if isinstance(result, ExecutionResult) else await result)


async def compiled(
    schema: GraphQLSchema,
    operation: Operation,
    variables: dict[str, Any],
    context: Any,
    identities: dict[str, Identity] | None = None,
    cards: Cards | None = None,
) -> bytes | None:
    result = await Programs(schema, identities or {}).run(operation, variables, context, cards)
    return None if result is None else orjson.dumps({"data": result.data}, default=str)
