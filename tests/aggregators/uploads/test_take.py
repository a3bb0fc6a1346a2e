"""An upload arrives like anything else, once, and leaves a report."""

import pytest

from aggregators.uploads.errors import UploadHeadingsMissing
from aggregators.uploads.take import UploadedFile, error_report, group_arrivals, take_upload
from content_models.intake import repository as intake
from content_models.kit.actors import SYSTEM
from content_models.kit.store import Store
from content_models.sources import repository as sources
from content_models.sources.documents import FetchOutcome, Source, SourceFamily, SourceState
from content_models.sources.keys.errors import SourceNotAccepting
from content_models.sources.uploads import repository as uploads

CSV = "编号,标题,发布时间\n1,关于停水的通知,2026-09-01\n2,关于停电的通知,=明天\n3,关于停气的通知,2026-09-03\n"


@pytest.fixture
async def source(store: Store) -> Source:
    source = Source(name="水务", organ_id="o", family=SourceFamily.push_in, url="https://water.example.cn/")
    await sources.add(source)
    return source


async def test_good_rows_arrive_and_the_report_names_the_bad_one(store: Store, source: Source) -> None:
    seen: list[tuple[int, int]] = []
    file = UploadedFile("来稿.csv", CSV.encode())
    taken = await take_upload(
        store, source, file, upload_id="u1", by=SYSTEM, progress=lambda done, total: seen.append((done, total))
    )
    record = taken.record
    assert len(taken.item_ids) == 2
    assert (record.rows, record.new, record.refused) == (3, 2, 1)
    assert seen == [(2, 2)]
    assert {item.item_key for item in await intake.newest_of(source.id, 10)} == {"1", "3"}
    report = error_report(await uploads.load("u1")).decode("utf-8-sig").splitlines()
    assert len(report) == 2
    assert report[1].startswith("3,发布时间,'=明天,")
    [fetch] = await sources.history(source.id)
    assert (fetch.outcome, fetch.new) == (FetchOutcome.news, 2)
    assert "第 3 行" in fetch.item_errors[0].message


async def test_the_same_form_counts_once_and_the_same_file_changes_nothing(store: Store, source: Source) -> None:
    file = UploadedFile("来稿.csv", CSV.encode())
    first = await take_upload(store, source, file, upload_id="u1", by=SYSTEM)
    assert (await take_upload(store, source, file, upload_id="u1", by=SYSTEM)).record.new == first.record.new
    again = (await take_upload(store, source, file, upload_id="u2", by=SYSTEM)).record
    assert (again.new, again.changed, again.same) == (0, 0, 2)


async def test_what_two_sources_upload_alike_is_grouped(store: Store, source: Source) -> None:
    other = Source(name="政府网", organ_id="g", family=SourceFamily.push_in, url="https://gov.example.cn/")
    await sources.add(other)
    title, text = "示例市人民政府办公室关于印发节水方案的通知", "各单位应当节约用水，安装节水器具，定期检查管网。"
    body = f"标题,发布时间,发文字号,正文\n{title},2026-09-01,示政办发〔2026〕12号,{text}\n".encode()
    for number, one in enumerate((source, other)):
        taken = await take_upload(store, one, UploadedFile("a.csv", body), upload_id=f"u{number}", by=SYSTEM)
        await group_arrivals(store, taken.item_ids)
    clusters = {item.cluster_id for one in (source, other) for item in await intake.newest_of(one.id, 10)}
    assert len(clusters) == 1
    assert None not in clusters


async def test_a_file_refused_whole_is_shown_at_the_source(store: Store, source: Source) -> None:
    with pytest.raises(UploadHeadingsMissing):
        await take_upload(store, source, UploadedFile("x.csv", b"a,b\n1,2"), upload_id="u1", by=SYSTEM)
    [fetch] = await sources.history(source.id)
    assert fetch.error is not None
    assert (fetch.outcome, fetch.error.code) == (FetchOutcome.failed, "UPLOAD_HEADINGS_MISSING")


async def test_a_paused_source_takes_no_upload(store: Store, source: Source) -> None:
    source.state = SourceState.paused
    with pytest.raises(SourceNotAccepting):
        await take_upload(store, source, UploadedFile("x.csv", CSV.encode()), upload_id="u1", by=SYSTEM)
