"""Which clauses of which document a text cites."""

import pytest

from content_models.official_text.clauses import NamedText, clauses_cited
from content_models.official_text.folding import fold_title_key
from content_models.official_text.outline import outline

BODY = """第一条 为规范示例事项，制定本办法。
第二条 示例办法适用于下列情形：
（一）第一种情形；
（二）第二种情形。
第三条 申请人应当提交材料。
补充材料的，期限为五日。
第三十三条之一 附则条款。"""
ARTICLES = BODY.replace("第三十三条之一", "第四条")


def document(key: str = "policy", title: str = "示例市物业管理办法", body: str = ARTICLES) -> NamedText:
    return NamedText(key, frozenset({fold_title_key(title)}), outline(body), body)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("第三条明确了材料要求。", ["art-3"]),
        ("根据本办法第三条，应当提交。", ["art-3"]),
        ("《示例市物业管理办法》第二条第（二）项规定", ["art-2.p1.i2"]),
        ("《物业管理办法》第3条", ["art-3"]),
        ("依据《中华人民共和国行政许可法》第三条制定", []),
        ("依据行政许可法第三条制定", []),
        ("依据《行政许可法》制定。第三条明确了材料要求。", ["art-3"]),
        ("第九十九条不存在。", []),
        ("第一条、第四条", ["art-1", "art-4"]),
        ("第三批名单第三件", []),
    ],
)
def test_citations(text: str, expected: list[str]) -> None:
    assert [found.node_id for found in clauses_cited(text, [document()])] == expected


def test_a_citation_says_where_it_stands_and_how_the_clause_begins() -> None:
    (found,) = clauses_cited("解读：第三条明确了材料要求。", [document()])
    assert (found.start, found.end, found.label) == (3, 6, "第三条")
    assert found.quote.startswith("申请人应当提交材料")


def test_of_two_documents_only_a_named_one_is_cited() -> None:
    both = [document("a", "示例市甲办法"), document("b", "示例市乙办法")]
    assert clauses_cited("第三条明确了材料要求。", both) == []
    (found,) = clauses_cited("《示例市乙办法》第三条明确了材料要求。", both)
    assert found.document_id == "b"


def test_a_carried_text_has_its_clauses_under_its_own_address() -> None:
    notice = "各区：\n现将办法印发给你们。\n附件\n示例市物业管理办法\n" + ARTICLES
    (found,) = clauses_cited("第三条明确了材料要求。", [document(body=notice)])
    assert found.node_id.endswith("art-3")
