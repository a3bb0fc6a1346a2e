"""Reading the console as a person does: by the words of a row."""

import pytest

from server.demo.check.desk import Page
from server.demo.check.step import NotYet

TABLE = """<table><tr><th>来源</th><th>状况</th></tr>
<tr><th><a href="/1">示例市气象台</a><span>JSON 列表</span></th><td>正常</td><td>12 ms</td></tr>
<tr><th><a href="/2">示例市气象台分台</a></th><td>连续失败 2 次</td><td>3010 ms</td></tr></table>"""


def test_row_is_found_by_its_whole_name() -> None:
    assert Page(TABLE).row("示例市气象台") == "示例市气象台 JSON 列表 正常 12 ms"
    assert "连续失败" in Page(TABLE).row("示例市气象台分台")


def test_absent_row_is_said_in_words() -> None:
    with pytest.raises(NotYet, match="还没有示例市档案馆"):
        Page(TABLE).row("示例市档案馆")


def test_cells_are_found_by_their_unit() -> None:
    assert Page(TABLE).cells(" ms") == ["12 ms", "3010 ms"]
