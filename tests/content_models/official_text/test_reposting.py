"""What a repost adds is taken off; what belongs to a document stays."""

import pytest

from content_models.official_text.reposting import without_furniture, without_repost_mark


@pytest.mark.parametrize("mark", ["【转发】", "转载：", "（转）", "[扩散]", "提醒｜", "转自: "])
def test_marks_before_a_title_are_taken_off(mark: str) -> None:
    assert without_repost_mark(f"{mark}关于停水的通知") == "关于停水的通知"


@pytest.mark.parametrize(
    "title", ["关于转发《安全用水须知》的通知", "转发省政府关于节水的意见", "【转发】", "提醒市民节水的通告"]
)
def test_a_document_that_forwards_another_keeps_its_title(title: str) -> None:
    assert without_repost_mark(title) == title


@pytest.mark.parametrize(
    "line",
    [
        "来源：示例日报",
        "（信息来源：市门户）",
        "责任编辑：小林",
        "浏览次数：12",
        "【字体：大 中 小】",
        "扫一扫 在手机打开",
        "现将有关通知转发如下：",
        "编者按：与您有关。",
    ],
)
def test_page_furniture_is_left_out(line: str) -> None:
    assert without_furniture(f"{line}\n正文第一句。\n正文第二句。") == "正文第一句。\n正文第二句。"


@pytest.mark.parametrize(
    "line",
    [
        "来源于水库的原水经过处理。",
        "编辑部地址不变。",
        "声明事项由本人签字。",
        "现将示政发〔2024〕1号文转发给你们，请执行。",
    ],
)
def test_sentences_that_begin_alike_stay(line: str) -> None:
    assert without_furniture(line) == line


@pytest.mark.parametrize("cut", ["……", "...", "…【详情】", "……（查看全文）"])
def test_the_mark_of_a_cut_is_left_out(cut: str) -> None:
    assert without_furniture(f"正文到这里{cut}") == "正文到这里"
