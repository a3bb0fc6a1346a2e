"""The index itself: versions, filters, facets, validity, pages that hold still, and files that are not whole."""

from datetime import date
from itertools import count
from pathlib import Path

import pytest

from content_models.releases.documents import ReleaseKind
from content_models.search.engine import tantivy_index
from content_models.search.engine.health import damaged_files
from content_models.search.engine.tantivy_index import TantivyIndex
from content_models.search.index import SearchIndexDamaged
from content_models.search.validity import Term
from content_models.search.values import FacetName, Found, Hit, Place
from tests.content_models.search.library import LIBRARY, ask, ids, index_of, release


def test_older_version_is_ignored_and_counted(tmp_path: Path) -> None:
    index = index_of(tmp_path, release("a", "停水通知", version=3))
    assert index.put([release("a", "停电通知", version=2)], ()) == 1
    index.commit(2)
    assert (ids(ask(index, "停水")), ids(ask(index, "停电"))) == (["a"], [])


def test_correction_replaces_and_withdrawal_removes(tmp_path: Path) -> None:
    index = index_of(tmp_path, release("a", "停水通知"), release("b", "停水公告"))
    index.put([release("a", "停电通知", version=2)], ["b"])
    index.commit(2)
    assert (ids(ask(index, "停水")), ids(ask(index, "停电")), index.size, index.epoch) == ([], ["a"], 1, 2)
    index.put([release("a", "停电通知", version=2)], ["b"])
    index.commit(3)
    assert index.size == 1, "the same facts told twice change nothing"


def test_filters_narrow_and_facets_count(tmp_path: Path) -> None:
    index = index_of(
        tmp_path,
        release("a", "停水通知", topics=("water",), organs=("w", "g"), regions=("320102", "320100"), year=2025),
        release("b", "停水公告", topics=("water",), organs=("w",), regions=("320100",), year=2026),
        release("c", "停水动态", kind=ReleaseKind.news, regions=("330100",), year=2026),
    )
    found = ask(index, "停水")
    counts = {name: {one.value: one.count for one in values} for name, values in found.facets.items()}
    assert counts[FacetName.kind] == {"policy": 2, "news": 1}
    assert counts[FacetName.organ] == {"w": 2, "g": 1}
    assert [one.value for one in found.facets[FacetName.year]] == ["2026", "2025"]
    assert set(ids(ask(index, "停水", regions=frozenset({"320100"})))) == {"a", "b"}
    assert ids(ask(index, "停水", kinds=frozenset({"news"}))) == ["c"]
    assert ids(ask(index, "停水", topics=frozenset({"water"}), years=frozenset({2026}))) == ["b"]
    assert ids(ask(index, "停水", organs=frozenset({"nobody"}))) == []
    assert ids(ask(index, "停水", years=frozenset({-(2**40), 9999}))) == []


def test_ended_is_hidden_counted_and_can_be_shown(tmp_path: Path) -> None:
    index = index_of(
        tmp_path,
        release("now", "停车收费办法"),
        release("was", "停车收费办法（旧）", term=Term(date(2010, 1, 1), date(2026, 11, 25))),
        release("will", "停车收费办法（新）", term=Term(date(2027, 1, 1), date.max)),
        release("last", "停车收费办法（末日）", term=Term(date.min, date(2026, 11, 26))),
    )
    found = ask(index, "停车收费")
    assert (set(ids(found)), found.total, found.hidden) == ({"now", "will", "last"}, 3, 1)
    counts = {one.value: one.count for one in found.facets[FacetName.validity]}
    assert counts == {"in_force": 2, "pending": 1, "ended": 1}
    everything = ask(index, "停车收费", any_validity=True)
    assert ("was" in ids(everything), everything.total, everything.hidden) == (True, 4, 0)


def test_of_equal_texts_the_weightier_comes_first(tmp_path: Path) -> None:
    index = index_of(tmp_path, *(release(f"w{n}", "停水通知", weight=w) for n, w in enumerate((1.0, 2.5, 0.5))))
    assert ids(ask(index, "停水")) == ["w1", "w0", "w2"]


def place(found: Found, hit: Hit) -> Place:
    return Place(found.snapshot, hit.rank, hit.score, hit.id)


def pages(index: TantivyIndex, text: str, size: int, between: object = None) -> list[str]:
    """Every id shown, page by page; `between` is called before each next page."""
    shown: list[str] = []
    after = None
    while True:
        found = ask(index, text, first=size, after=after)
        shown += ids(found)
        if not found.has_next:
            return shown
        after = place(found, found.hits[-1])
        if callable(between):
            between()


def test_pages_neither_repeat_nor_skip_while_releases_arrive_and_go(tmp_path: Path) -> None:
    index = index_of(tmp_path, *(release(f"r{n:02}", f"停水通知 第{n}批", weight=1 + n / 50) for n in range(23)))
    numbers = count()

    def arrive() -> None:
        n = next(numbers)
        index.put([release(f"new{n}", "停水通知", weight=3.0)], [f"r{n:02}"])
        index.commit(n + 2)

    before = pages(index, "停水", 100)
    assert pages(index, "停水", 4, arrive) == before


def test_pages_go_on_by_keyset_when_their_snapshot_is_gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tantivy_index, "KEPT_SNAPSHOTS", 1)
    index = index_of(tmp_path, *(release(f"r{n:02}", "停水通知", weight=1 + n / 20) for n in range(9)))

    def forget() -> None:
        index.put([release(f"other{index.epoch}", "停电公告")], ())
        index.commit(index.epoch + 1)
        ask(index, "停电")

    shown = pages(index, "停水", 2, forget)
    assert shown == [f"r{n:02}" for n in reversed(range(9))]


def test_paging_ends_at_the_deepest_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tantivy_index, "DEEPEST", 10)
    index = index_of(tmp_path, *(release(f"r{n:02}", "停水通知") for n in range(30)))
    assert len(pages(index, "停水", 4)) == 10


def test_titles_and_numbers_are_offered(tmp_path: Path) -> None:
    index = index_of(tmp_path)
    assert [one.id for one in index.titles("低空", 5)] == ["low"]
    assert [one.id for one in index.titles("dikong", 5)] == ["low"]
    assert [one.id for one in index.titles("dkf", 5)] == ["low"]
    assert index.doc_nos("示政办发[2017", 5) == ["示政办发〔2017〕47号"]
    assert index.doc_nos("", 5) == index.titles("！", 5) == []


def test_another_process_takes_up_what_was_committed(tmp_path: Path) -> None:
    writer = index_of(tmp_path)
    reader = TantivyIndex.open(writer.folder)
    assert reader.size == len(LIBRARY)
    writer.put([release("late", "停水通知")], ())
    writer.commit(9)
    assert (ids(ask(reader, "停水")), reader.refresh(), ids(ask(reader, "停水"))) == ([], True, ["late"])
    assert (reader.epoch, reader.refresh()) == (9, False)


@pytest.mark.parametrize("damage", ["flip", "cut", "empty"])
def test_damaged_file_is_noticed(tmp_path: Path, damage: str) -> None:
    index = index_of(tmp_path)
    assert damaged_files(index.folder) == []
    victim = next(index.folder.glob("*.idx"))
    content = bytearray(victim.read_bytes())
    content[len(content) // 3] ^= 0xFF
    victim.unlink()  # in place, the bytes would change under the index that has them mapped
    victim.write_bytes({"flip": bytes(content), "cut": bytes(content[:20]), "empty": b""}[damage])
    assert damaged_files(index.folder) == [victim.name]


def test_unfinished_files_of_a_killed_writer_are_no_damage(tmp_path: Path) -> None:
    index = index_of(tmp_path)
    (index.folder / "00000000000000000000000000000000.idx").write_bytes(b"half a segm")
    assert damaged_files(index.folder) == []


def test_unreadable_list_of_segments_is_damage(tmp_path: Path) -> None:
    index = index_of(tmp_path)
    (index.folder / "meta.json").write_text("{")
    assert damaged_files(index.folder) == ["meta.json"]


@pytest.mark.parametrize("name", ["meta.json", "checkpoint.json"])
def test_index_without_its_records_does_not_open(tmp_path: Path, name: str) -> None:
    index = index_of(tmp_path)
    (index.folder / name).write_text("{")
    with pytest.raises(SearchIndexDamaged):
        TantivyIndex.open(index.folder)
