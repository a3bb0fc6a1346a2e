"""From query text to a document that may be executed. Good documents are kept: an app sends the same few for ever."""

import hashlib
from functools import lru_cache

from graphql import (
    DocumentNode,
    GraphQLError,
    GraphQLSchema,
    GraphQLSyntaxError,
    NoSchemaIntrospectionCustomRule,
    parse,
    specified_rules,
    validate,
)
from graphql.validation import MaxIntrospectionDepthRule

from mobile_api.transport.errors import (
    ParseFailed,
    QueryRefused,
    QueryTooDeep,
    QueryTooLong,
    ValidationFailed,
)
from mobile_api.transport.limits import Limits, require_within
from mobile_api.transport.operations import Prepared, prepared

KEPT = 128  # the largest document allowed takes 0.6 MB when parsed, the app's feed 40 kB
# graphql-core tells its parser limits from syntax errors by these words only.
_NESTED = "nested too deeply"
_ABORTED = "Parsing aborted"


class InvalidDocument(Exception):
    """A refused document with graphql-core's own words about it, which are for developers and may speak."""

    def __init__(self, refusal: QueryRefused, errors: list[GraphQLError]) -> None:
        self.refusal = refusal
        self.errors = errors
        super().__init__(refusal.message)


class Documents:
    def __init__(self, schema: GraphQLSchema, limits: Limits, *, introspection: bool) -> None:
        self._schema = schema
        self._limits = limits
        self._open = introspection
        closed = MaxIntrospectionDepthRule if introspection else NoSchemaIntrospectionCustomRule
        self._rules = (*specified_rules, closed)
        # What is refused raises, and lru_cache keeps no exceptions: nonsense cannot push out real documents.
        self.prepare = lru_cache(maxsize=KEPT)(self._prepare)

    def _prepare(self, source: str) -> Prepared:
        """Raises QueryTooLong, QueryTooDeep, TooManyAliases, TooManyDirectives, InvalidDocument."""
        return self.prepared(source, trusted=False)

    def trust(self, source: str) -> Prepared:
        """The same for a document that is known beforehand."""
        return _trusted(self._schema, self._limits, self._open, source)

    def prepared(self, source: str, *, trusted: bool) -> Prepared:
        if len(source) > self._limits.characters:
            raise QueryTooLong(largest=self._limits.characters, unit="characters")
        document = self._parse(source)
        require_within(document, self._limits)
        self._validate(document)
        sha256 = hashlib.sha256(source.encode("utf-8", "surrogatepass")).hexdigest()
        return prepared(self._schema, sha256, document, trusted=trusted)

    def _validate(self, document: DocumentNode) -> None:
        errors = validate(
            self._schema,
            document,
            self._rules,
            max_errors=self._limits.errors - 1,  # graphql-core adds one that says it stopped
            hide_suggestions=not self._open,
        )
        if errors:
            raise InvalidDocument(ValidationFailed(), errors)

    def _parse(self, source: str) -> DocumentNode:
        limit = self._limits.tokens
        try:
            return parse(source, max_lexical_tokens=limit, max_comments=limit)
        except GraphQLSyntaxError as error:
            if _NESTED in error.message:
                raise QueryTooDeep(largest=self._limits.depth) from error
            if _ABORTED in error.message:
                raise QueryTooLong(largest=limit, unit="tokens") from error
            raise InvalidDocument(ParseFailed(), [error]) from error


@lru_cache(maxsize=KEPT)  # a list takes 0.2 s to validate, and is the same for every app on the schema
def _trusted(schema: GraphQLSchema, limits: Limits, introspection: bool, source: str) -> Prepared:
    return Documents(schema, limits, introspection=introspection).prepared(source, trusted=True)
