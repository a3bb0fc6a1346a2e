"""SearchIndex on Tantivy, in one folder. Reading and writing; who may write is the folder's business."""

import threading
from collections import OrderedDict
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tantivy import DocAddress, Index, IndexWriter, Query, Schema, Searcher

from content_models.search.engine import schema as fields
from content_models.search.engine.checkpoint import Checkpoint, read_checkpoint, write_checkpoint
from content_models.search.engine.filters import by_validity, facets, narrowed, shown
from content_models.search.engine.queries import Queries
from content_models.search.engine.schema import RECIPE, SPACES, analyser, as_document, build_schema
from content_models.search.folding import fold_text
from content_models.search.index import SearchIndexDamaged, SearchIndexHeld
from content_models.search.segmenting import joined
from content_models.search.understanding import Understood, understand
from content_models.search.validity import Validity
from content_models.search.values import Asked, FacetCount, FacetName, Found, Hit, Place, SearchDocument, TitleFound
from content_models.search.vocabulary import Vocabulary, vocabulary

DEEPEST = 1_000  # hits that can be paged through; whoever has not found it by then asks differently
WRITER_BYTES = 50_000_000
KEPT_SNAPSHOTS = 8  # states of the index that pages under way are read from
SPARE = 50  # hits read beyond a keyset position whose snapshot is gone: so many may have moved up since


class TantivyIndex:
    """Opened by `create` or `open`. Raises SearchIndexDamaged wherever its files turn out unreadable."""

    def __init__(self, folder: Path, index: Index, checkpoint: Checkpoint, words: Vocabulary) -> None:
        index.register_tokenizer(SPACES, analyser())
        self.folder = folder
        self.recipe = checkpoint.recipe
        self._index = index
        self._schema: Schema = index.schema
        self._queries = Queries(self._schema)
        self._words = words
        self._writer: IndexWriter | None = None
        self._epoch = checkpoint.epoch
        self._snapshots: OrderedDict[str, Searcher] = OrderedDict()
        self._guard = threading.Lock()
        self._reread()

    @classmethod
    def create(cls, folder: Path, words: Vocabulary | None = None) -> "TantivyIndex":
        folder.mkdir(parents=True)
        checkpoint = Checkpoint(epoch=0, recipe=RECIPE)
        index = Index(build_schema(), path=str(folder))
        write_checkpoint(folder, checkpoint)
        return cls(folder, index, checkpoint, words or vocabulary())

    @classmethod
    def open(cls, folder: Path, words: Vocabulary | None = None) -> "TantivyIndex":
        checkpoint = read_checkpoint(folder)
        with _readable(folder):
            return cls(folder, Index.open(str(folder)), checkpoint, words or vocabulary())

    @property
    def epoch(self) -> int:
        return self._epoch

    @property
    def size(self) -> int:
        return self._newest.num_docs

    def refresh(self) -> bool:
        epoch = read_checkpoint(self.folder).epoch
        if epoch == self._epoch:
            return False
        with _readable(self.folder):
            self._index.reload()
            self._epoch = epoch
            self._reread()
        return True

    def close(self) -> None:
        if self._writer is not None:
            self._writer.rollback()
            self._writer = None

    def put(self, documents: Sequence[SearchDocument], gone: Collection[str]) -> int:
        with _readable(self.folder):
            writer = self._writing()
            stored = self._versions([one.id for one in documents])
            fresh = [one for one in documents if one.version >= stored.get(one.id, 0)]
            for release_id in (*gone, *(one.id for one in fresh if one.id in stored)):
                writer.delete_documents_by_term("id", release_id)
            for one in fresh:
                writer.add_document(as_document(one))
        return len(documents) - len(fresh)

    def commit(self, epoch: int) -> None:
        with _readable(self.folder):
            self._writing().commit()
            write_checkpoint(self.folder, Checkpoint(epoch=epoch, recipe=self.recipe))
            self._index.reload()
            self._epoch = epoch
            self._reread()

    def search(self, asked: Asked) -> Found:
        understood = understand(asked.text, self._words)
        if understood.is_empty:
            return Found()
        snapshot, searcher = self._snapshot(asked.after)
        with _readable(self.folder):
            matching, counts, relaxed = self._matching(searcher, understood, asked)
            listed = shown(self._schema, matching, asked.filters, asked.today)
            hits, total = self._page(
                searcher, listed, asked, same=asked.after is None or snapshot == asked.after.snapshot
            )
            counted = facets(searcher, listed) if asked.with_facets else {}
        if asked.with_facets:
            counted[FacetName.validity] = [FacetCount(one, count) for one, count in counts.items() if count]
        return Found(
            hits=hits[: asked.first],
            total=total,
            hidden=0 if asked.filters.shows_ended else counts[Validity.ended],
            has_next=len(hits) > asked.first,
            relaxed=relaxed,
            snapshot=snapshot,
            facets=counted,
        )

    def titles(self, prefix: str, limit: int) -> list[TitleFound]:
        piece = joined(fold_text(prefix))
        if not piece:
            return []
        query = self._queries.in_title(piece)
        if piece.isascii() and piece.isalpha():
            ways = [query, self._queries.spelled(piece), self._queries.first_letters(piece)]
            query = Query.disjunction_max_query(ways)
        with _readable(self.folder):
            ranked = Query.const_score_query(query, 1.0)
            found = self._newest.search(ranked, limit, count=False, weight_by_field=fields.WEIGHT).hits
            return [self._title(self._newest, address) for _, address in found]

    def doc_nos(self, prefix: str, limit: int) -> list[str]:
        """Only whole numbers: the parts under which they are indexed as well do not end in 号 or begin with 〔."""
        beginning = fold_text(prefix).replace(" ", "")
        with _readable(self.folder):
            found = self._newest.terms_with_prefix(fields.NUMBER, beginning, limit=limit * 8) if beginning else []
        whole = [term for term, _ in found if term.endswith("号") and not term.startswith(("〔", "令"))]
        return whole[:limit]

    def texts_of(self, ids: Sequence[str]) -> dict[str, str]:
        wanted = Query.term_set_query(self._schema, "id", list(ids))
        with _readable(self.folder):
            found = self._newest.search(wanted, max(1, len(ids)), count=False).hits
            titles = [self._title(self._newest, address) for _, address in found]
        return {one.id: one.title for one in titles}

    def _matching(
        self, searcher: Searcher, understood: Understood, asked: Asked
    ) -> tuple[Query, dict[Validity, int], bool]:
        """The query that has anything to show, what it matches by validity, and whether it is the relaxed one."""
        query = narrowed(self._schema, self._queries.strict(understood), asked.filters)
        counts = by_validity(searcher, query, asked.today)
        if any(counts.values()):
            return query, counts, False
        query = narrowed(self._schema, self._queries.relaxed(understood), asked.filters)
        return query, by_validity(searcher, query, asked.today), True

    def _page(self, searcher: Searcher, query: Query, asked: Asked, *, same: bool) -> tuple[list[Hit], int]:
        """Up to one hit more than asked for, from the place asked for."""
        place = asked.after or Place("", 0, 0.0, "")
        limit = min(DEEPEST, place.rank + asked.first + 1 + (0 if same else SPARE))
        result = searcher.search(query, limit, weight_by_field=fields.WEIGHT)
        ranked = [
            Hit(self._title(searcher, address).id, float(score), rank)
            for rank, (score, address) in enumerate(result.hits[place.rank if same else 0 :], 1 + place.rank * same)
        ]
        hits = ranked if same else _after(place, ranked)
        total: int = result.count  # type: ignore[attr-defined]  # missing from Tantivy's stubs
        return hits[: asked.first + 1], total

    def _snapshot(self, after: Place | None) -> tuple[str, Searcher]:
        """The state that earlier pages were read from if it is still kept, else the newest."""
        with self._guard:
            if after is not None and after.snapshot in self._snapshots:
                self._snapshots.move_to_end(after.snapshot)
                return after.snapshot, self._snapshots[after.snapshot]
            name = f"{self.folder.name}:{self._epoch}"
            self._snapshots[name] = self._newest
            self._snapshots.move_to_end(name)
            while len(self._snapshots) > KEPT_SNAPSHOTS:
                self._snapshots.popitem(last=False)
            return name, self._newest

    def _reread(self) -> None:
        with self._guard:
            self._newest: Searcher = self._index.searcher()

    def _writing(self) -> IndexWriter:
        if self._writer is None:
            try:
                self._writer = self._index.writer(WRITER_BYTES, num_threads=1)
            except ValueError as error:
                if "LockBusy" in str(error):
                    raise SearchIndexHeld from error
                raise
        return self._writer

    def _versions(self, ids: Sequence[str]) -> dict[str, int]:
        """The versions that can be found now, of those ids that can."""
        if not ids or not self._newest.num_docs:
            return {}
        wanted = Query.term_set_query(self._schema, "id", list(ids))
        addresses = [address for _, address in self._newest.search(wanted, len(ids), count=False).hits]
        versions = self._newest.fast_field_values("version", addresses)
        names = [self._title(self._newest, address).id for address in addresses]
        return {name: int(version or 0) for name, version in zip(names, versions, strict=True)}

    def _title(self, searcher: Searcher, address: DocAddress) -> TitleFound:
        stored = searcher.doc(address)
        return TitleFound(str(stored.get_first("id")), str(stored.get_first("shown_title")))


def _after(place: Place, ranked: Sequence[Hit]) -> list[Hit]:
    """What follows `place` in another state of the index. Scores there differ as a whole, so the last row shown is
    looked for first; its score decides only when it is gone."""
    for position, hit in enumerate(ranked):
        if hit.id == place.id:
            return list(ranked[position + 1 :])
    return [hit for hit in ranked if (-hit.score, hit.id) > (-place.score, place.id)]


@contextmanager
def _readable(folder: Path) -> Iterator[None]:
    """Tantivy says ValueError for files that it cannot read, OSError for those that it cannot find or write."""
    try:
        yield
    except (ValueError, OSError) as error:
        raise SearchIndexDamaged(folder=folder.name, reason=str(error)[:200]) from error
