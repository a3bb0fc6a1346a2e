"""SearchIndex: what the system asks of a search engine, whichever it is.

The index that ships is `engine.tantivy_index.TantivyIndex`, in a folder of this node. A cluster engine would stand
behind the same verbs; nothing above knows the difference.
"""

from collections.abc import Collection, Sequence
from typing import Protocol

from content_models.kit.errors import ZhengwuError
from content_models.search.values import Asked, Found, SearchDocument, TitleFound


class SearchNotReady(ZhengwuError):
    """The index is being built, at the first start or after damage."""

    code = "SEARCH_NOT_READY"
    status = 503
    default_message = "搜索正在准备中，请一分钟后再试；内容仍可在首页浏览。"


class SearchIndexDamaged(ZhengwuError):
    """The files of an index cannot be read. It is rebuilt from the store; nothing is lost."""

    code = "SEARCH_INDEX_DAMAGED"
    status = 503
    default_message = "搜索索引的文件损坏，正在自动重建，请稍后再试。"


class SearchIndexHeld(Exception):
    """Another process still has the index open for writing: one that was killed lets go of its files one by one."""


class SearchReader(Protocol):
    """Asks. Safe to call from several threads."""

    @property
    def epoch(self) -> int:
        """How far in the log of changes what is searched has come."""
        ...

    @property
    def size(self) -> int:
        """Documents that can be found."""
        ...

    def search(self, asked: Asked) -> Found:
        """Raises SearchIndexDamaged."""
        ...

    def titles(self, prefix: str, limit: int) -> list[TitleFound]:
        """Titles that hold `prefix`, as characters, pinyin or first letters, the weightiest first."""
        ...

    def doc_nos(self, prefix: str, limit: int) -> list[str]:
        """文号 that begin with `prefix`, in normal form."""
        ...

    def texts_of(self, ids: Sequence[str]) -> dict[str, str]:
        """Titles of documents, by id."""
        ...


class SearchWriter(Protocol):
    """Writes. One at a time, whoever holds the folder's lock."""

    def put(self, documents: Sequence[SearchDocument], gone: Collection[str]) -> int:
        """Replace or add `documents`, drop the ids in `gone`; returns how many older versions were ignored."""
        ...

    def commit(self, epoch: int) -> None:
        """Make everything put so far findable, and remember that the index has come to `epoch`."""
        ...


class SearchIndex(SearchReader, SearchWriter, Protocol):
    def refresh(self) -> bool:
        """Take up what another process has committed; whether there was anything."""
        ...

    def close(self) -> None: ...
