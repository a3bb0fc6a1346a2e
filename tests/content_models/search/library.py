"""Small indexes for the tests of search: invented releases, and the shortest way to ask for them."""

from datetime import date
from pathlib import Path
from typing import Any

from content_models.releases.documents import ReleaseKind
from content_models.search.engine.tantivy_index import TantivyIndex
from content_models.search.values import Asked, Filters, Found, SearchDocument

TODAY = date(2026, 11, 25)


def release(id: str, title: str, **changes: Any) -> SearchDocument:
    defaults: dict[str, Any] = {
        "version": 1,
        "kind": ReleaseKind.policy,
        "published_ms": 1_760_000_000_000,
        "year": 2025,
    }
    return SearchDocument(id=id, title=title, **(defaults | changes))


LIBRARY = [
    release("sites", "示例市人民政府办公室关于印发政府网站发展指引的通知", doc_nos=("示政办发〔2017〕47号",)),
    release(
        "low", "示例市低空飞行服务保障办法（试行）", body="第一条 为了规范低空飞行，制定本办法。第三条 提供气象服务。"
    ),
    release("fund", "示例市住房公积金提取管理办法", body="职工购买、建造自住住房的，可以提取住房公积金。"),
    release("heat", "关于调整居民供热收费标准的公告", kind=ReleaseKind.notice, attachments="附件 热力站值班电话"),
    release("order", "示例省公共数据管理办法", doc_nos=("示例省人民政府令第148号",), body="公共数据应当依法共享。"),
    release("reads", "一图读懂政府网站发展指引", kind=ReleaseKind.interpretation, cited=("示政办发〔2017〕47号",)),
]


def index_of(folder: Path, *documents: SearchDocument) -> TantivyIndex:
    index = TantivyIndex.create(folder / "index")
    index.put(documents or LIBRARY, ())
    index.commit(1)
    return index


def ask(index: TantivyIndex, text: str, **changes: Any) -> Found:
    filters = Filters(**{name: changes.pop(name) for name in list(changes) if name in Filters.__dataclass_fields__})
    return index.search(Asked(text, TODAY, filters, **changes))


def ids(found: Found) -> list[str]:
    return [hit.id for hit in found.hits]
