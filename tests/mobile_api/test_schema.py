"""The contract: committed, documented in two languages, and valid for what the app sends."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLUnionType,
    OperationDefinitionNode,
    get_named_type,
    parse,
    specified_rules,
    validate,
)

from mobile_api.export import sdl
from mobile_api.schema import core_schema
from mobile_api.transport.limits import Limits, require_within
from tests.mobile_api.client import OPERATIONS

BOTH_LANGUAGES = re.compile(r"[\u4e00-\u9fff].* / .*[A-Za-z]")
BUILT_IN = {"Boolean", "Float", "ID", "Int", "String"}


def test_committed_schema_is_the_one_served() -> None:
    committed = Path(OPERATIONS.parent, "schema.graphql").read_text("utf-8")
    assert committed == sdl(), "run: uv run python -m mobile_api.export graphql/schema.graphql"


def descriptions() -> Iterator[tuple[str, str | None]]:
    for name, kind in core_schema().type_map.items():
        if name.startswith("__") or name in BUILT_IN:
            continue
        yield name, kind.description
        if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType):
            for field_name, field in kind.fields.items():
                yield f"{name}.{field_name}", field.description
                for argument_name, argument in field.args.items():
                    yield f"{name}.{field_name}({argument_name})", argument.description
        if isinstance(kind, GraphQLInputObjectType):
            for field_name, given in kind.fields.items():
                yield f"{name}.{field_name}", given.description
        if isinstance(kind, GraphQLEnumType):
            for value_name, value in kind.values.items():
                yield f"{name}.{value_name}", value.description


def test_everything_is_described_in_chinese_and_english() -> None:
    assert [name for name, text in descriptions() if not BOTH_LANGUAGES.search(text or "")] == []


def test_what_is_deprecated_says_in_both_languages_what_to_use() -> None:
    fields = [
        (f"{name}.{field_name}", field.deprecation_reason)
        for name, kind in core_schema().type_map.items()
        if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType)
        for field_name, field in kind.fields.items()
        if field.deprecation_reason is not None
    ]
    assert fields
    assert [name for name, reason in fields if not BOTH_LANGUAGES.search(reason)] == []


def test_every_mutation_is_safe_to_repeat_and_says_by_type_why_it_was_refused() -> None:
    """Those of before are deprecated; a refresh token is its own key."""
    mutation = core_schema().mutation_type
    assert mutation
    for name, field in mutation.fields.items():
        answer = get_named_type(field.type)
        typed = isinstance(answer, GraphQLUnionType) and {"NotAuthenticatedProblem", "InvalidInputProblem"} <= {
            kind.name for kind in answer.types
        }
        assert typed or field.deprecation_reason, name
        inputs = [get_named_type(argument.type) for argument in field.args.values()]
        keys = {key for one in inputs if isinstance(one, GraphQLInputObjectType) for key in one.fields} | {*field.args}
        assert keys & {"idempotencyKey", "refreshToken"}, name


@pytest.mark.parametrize("path", sorted(OPERATIONS.rglob("*.graphql")), ids=lambda path: path.stem)
def test_what_the_app_sends_is_valid_and_within_limits(path: Path) -> None:
    document = parse(path.read_text("utf-8"))
    assert validate(core_schema(), document, specified_rules) == []
    require_within(document, Limits())
    operations = [part for part in document.definitions if isinstance(part, OperationDefinitionNode)]
    assert [operation.name.value for operation in operations if operation.name] == [path.stem]
