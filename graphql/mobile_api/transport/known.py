"""From what was asked to a document that may be executed: trusted, registered by its hash, or ad hoc."""

import hashlib
from functools import cached_property

from content_models.kit.errors import ZhengwuError
from mobile_api.transport.documents import Documents, InvalidDocument
from mobile_api.transport.errors import (
    DocumentNotTrusted,
    ManifestInvalid,
    PersistedQueryMismatch,
    PersistedQueryNotFound,
    QueryNotKnown,
)
from mobile_api.transport.operations import Prepared
from mobile_api.transport.registered import RegisteredQueries
from mobile_api.transport.requests import Asked
from mobile_api.transport.trusted import TrustedDocuments


class KnownDocuments:
    """`trusted_only` refuses every text that is not on a list."""

    def __init__(
        self, documents: Documents, trusted: TrustedDocuments, registered: RegisteredQueries, *, trusted_only: bool
    ) -> None:
        self._documents = documents
        self._trusted = trusted
        self._registered = registered
        self._trusted_only = trusted_only

    @cached_property
    def _by_id(self) -> dict[str, Prepared]:
        return {document_id: self._load(document_id, text) for document_id, text in self._trusted.by_id.items()}

    @cached_property
    def _by_text(self) -> dict[str, Prepared]:
        return {text.strip(): self._by_id[document_id] for document_id, text in self._trusted.by_id.items()}

    def load(self) -> None:
        """Prepare the whole list now. Raises ManifestInvalid for a document that this schema cannot answer."""
        _ = self._by_text

    def _load(self, document_id: str, text: str) -> Prepared:
        try:
            return self._documents.trust(text)
        except (InvalidDocument, ZhengwuError) as error:
            raise ManifestInvalid(operation=document_id) from error

    async def find(self, asked: Asked) -> Prepared:
        """Raises PersistedQueryNotFound, PersistedQueryMismatch, DocumentNotTrusted, QueryNotKnown, and whatever
        `Documents.prepare` refuses."""
        if asked.query is None:
            return await self._named(asked.document_id or "")
        trusted = self._by_text.get(asked.query.strip())
        if trusted is None:
            return await self._sent(asked.query, asked)
        if asked.document_id not in {None, trusted.id} and self._by_id.get(asked.document_id or "") is not trusted:
            raise PersistedQueryMismatch
        return trusted

    async def _named(self, document_id: str) -> Prepared:
        trusted = self._by_id.get(document_id)
        if trusted is not None:
            return trusted
        text = None if self._trusted_only else await self._registered.get(document_id.lower())
        if text is None:
            raise DocumentNotTrusted if self._trusted_only else PersistedQueryNotFound
        return self._documents.prepare(text)

    async def _sent(self, text: str, asked: Asked) -> Prepared:
        if self._trusted_only:
            raise DocumentNotTrusted
        if asked.document_id is None and not asked.by_get:
            return self._documents.prepare(text)
        sha256 = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
        if asked.document_id is not None and asked.document_id.lower() != sha256:
            raise PersistedQueryMismatch
        if asked.by_get:
            if await self._registered.get(sha256) is None:
                raise QueryNotKnown
            return self._documents.prepare(text)
        found = self._documents.prepare(text)
        await self._registered.put(sha256, text)
        return found
