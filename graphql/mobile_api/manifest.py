"""Our app's documents as Apollo's manifest: `uv run python -m mobile_api.manifest`."""

import hashlib
from pathlib import Path

import orjson
from graphql import OperationDefinitionNode, parse

from mobile_api.transport.trusted import OURS

OPERATIONS = Path(__file__).parents[1] / "operations"


def manifest(operations: Path = OPERATIONS) -> bytes:
    """What the app sends now and, from `earlier/`, what installed versions still send; each sorted by name.

    An id is the SHA-256 of the body in hex, which is also what APQ clients compute.
    """
    paths = [*sorted(operations.glob("*.graphql")), *sorted(operations.glob("earlier/*.graphql"))]
    entries = [_entry(path.read_text("utf-8").strip()) for path in paths]
    content = {"format": "apollo-persisted-query-manifest", "version": 1, "operations": entries}
    return orjson.dumps(content, option=orjson.OPT_INDENT_2) + b"\n"


def _entry(body: str) -> dict[str, str]:
    (operation,) = (part for part in parse(body).definitions if isinstance(part, OperationDefinitionNode))
    return {
        "id": hashlib.sha256(body.encode()).hexdigest(),
        "name": operation.name.value if operation.name else "",
        "type": operation.operation.value,
        "body": body,
    }


if __name__ == "__main__":
    OURS.write_bytes(manifest())
