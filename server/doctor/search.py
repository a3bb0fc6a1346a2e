"""The search index of this node: there, whole, and made by the present recipe. How far it is behind, /metrics says."""

from pathlib import Path

from content_models.search.engine.health import damaged_files
from content_models.search.engine.schema import RECIPE
from content_models.search.engine.tantivy_index import TantivyIndex
from content_models.search.index import SearchIndexDamaged
from content_models.search.vocabulary import vocabulary
from server.doctor.finding import Check, Finding
from server.searching import search_home
from server.settings import Settings

SEARCH = Check("search", "搜索索引")
BY_ITSELF = "运行中的 api 会自动重建；没有在运行时，可用 zhengwu search reindex。"


def examine_search(settings: Settings) -> Finding:
    home = search_home(settings)
    folder = home.current()
    if folder is None:
        return SEARCH.ok("还没有，api 首次启动时建立")
    if damaged := damaged_files(folder):
        return SEARCH.fail(f"{folder} 有 {len(damaged)} 个文件损坏：{'、'.join(damaged[:3])}", BY_ITSELF)
    if home.is_damaged(folder):
        return SEARCH.fail(f"{folder} 读不出内容", BY_ITSELF)
    return _state(folder)


def _state(folder: Path) -> Finding:
    try:
        index = TantivyIndex.open(folder)
    except SearchIndexDamaged as error:
        return SEARCH.fail(f"{folder} 打不开：{error.details.get('reason', '进度记录缺失')}", BY_ITSELF)
    if index.recipe != RECIPE:
        return SEARCH.warn(f"{folder} 是旧版本的索引", BY_ITSELF)
    return SEARCH.ok(f"{index.size} 条可以搜到；词表 {vocabulary().version}")
