"""Labelled questions for bench/search.py: by hand for the sample policies, from attributes for the invented corpus.

A question has a class, a text and the ids of everything that would be a right answer.
"""

import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from pypinyin import lazy_pinyin

from bench.search_corpus import SUBJECTS, Made


@dataclass(frozen=True, slots=True)
class Question:
    sort: str  # 文号 标题词 同义 老百姓说法 错字 拼音 首字母 条款 留出
    text: str
    right: frozenset[str]


# Written from titles, issuers and numbers alone: the samples have no texts. "P101 P006" = either would do. A subject of
# the invented corpus stands for all its releases: the samples are looked for among them.
_BY_HAND = """
标题词|基层政务公开试点方案|P001
标题词|政府网站发展指引|P002
标题词|简化公共服务流程 方便群众办事|P003
标题词|政务公开意见实施细则|P004
标题词|政务舆情回应|P005
标题词|政务新媒体健康发展|P007 政务新媒体
标题词|信息公开处理费|P009
标题词|政务新媒体检查指标|P010
标题词|政府信息公开平台规范|P011
标题词|政府信息公开年度报告格式|P012
标题词|公共资源配置信息公开|P014
标题词|大规模设备更新|P015
标题词|高效办成一件事|P016
标题词|政务服务效能提升|P017 P016
标题词|人工智能+行动|P018 P110 P111
标题词|网络数据安全条例|P019
标题词|放假办法修改|P020
标题词|2026年节假日|P021
标题词|政务数据共享|P022
标题词|排污许可执法|P025 排污许可执法
标题词|尾矿污染|P026
标题词|新能源汽车 电网|P027
标题词|江苏 被征地农民 社会保障|P103 P104
标题词|征地区片综合地价|P105 P106 P107
标题词|淮安 征地地价|P106 P107
标题词|江苏稳外资|P108 P131
标题词|南京稳外资|P109
标题词|苏州人工智能|P111
标题词|江苏人工智能行动方案|P110
标题词|苏州产业创新活力|P112
标题词|低空经济 江苏|P113
标题词|苏州低空经济条例|P114
标题词|无锡低空经济|P115
标题词|南京低空飞行|P116
标题词|苏州低空经济若干措施|P118
标题词|南京 工业企业增资扩产|P120
标题词|溧水高淳撤县设区|P121
标题词|苏州 金融支持企业自主创新|P122
标题词|创业投资 苏州|P123
标题词|建筑业改革|P124
标题词|江苏公共数据|P129
标题词|江苏行政程序条例|P130
标题词|宁夏非物质文化遗产名录|P201
标题词|体育产业 深圳|P301
标题词|福建 体被系统|P303
标题词|福建美容整形价格|P304
标题词|深圳健康条例|P306
标题词|龙华 软件产业基地|P307
标题词|东莞两岸合作|P308
标题词|碳达峰碳中和考核|P309
标题词|能源数据分类分级|P310
标题词|出版业十五五规划|P311
同义|社保费率降低|P023
同义|12345热线|P024
同义|宁夏非遗|P201
同义|外资保护条例|P131 P108
同义|新能源车充电并网|P027
同义|AI行动|P018 P110 P111
同义|信息公开年报格式|P012
同义|江苏征地农民社保|P103 P104
同义|全国放假安排 2026|P021 P020
老百姓说法|明年放几天假|P021 P020
老百姓说法|旧家电换新有补贴吗 以旧换新|P015 消费品以旧换新
老百姓说法|政府公众号怎么管|P007 P010 政务新媒体
老百姓说法|查政府信息要钱吗|P009
老百姓说法|失地农民有什么保障|P103 P104 被征地农民社会保障
老百姓说法|征地赔多少|P105 P106 P107
老百姓说法|南京飞无人机|P116
老百姓说法|办事跑一次|P016
老百姓说法|打12345没人管|P024
老百姓说法|政府网站抽查|P010
错字|政务新媒题健康发展|P007
错字|低空经纪 苏州|P114 P117 P118
错字|政府网站发展指因|P002
错字|大规模设备跟新|P015
错字|网络数据安全管里条例|P019
错字|政务數据共享条例|P022
错字|节架日安排|P021
错字|排污许可执发监管|P025 排污许可执法
错字|尾况污染环境防治|P026
错字|江苏省行政成序条例|P130
错字|增姿扩产|P120
错字|建筑业改戈发展|P124
拼音|dikongjingji|P113 P114 P115 P117 P118
拼音|zhengfu wangzhan fazhan zhiyin|P002
拼音|weikuang|P026
拼音|jiejiari anpai|P021
拼音|wenwaizi|P108 P109
拼音|zhengwu xinmeiti|P007 P010 政务新媒体
拼音|wangluo shuju anquan|P019
首字母|zfwzfzzy|P002
首字母|dkjj|P113 P114 P115 P117 P118
首字母|zwsjgxtl|P022
首字母|pwxkzfjg|P025
首字母|jjrap|P021
"""

# Written after the ranking was settled and the vocabulary closed; run once.
_HELD_OUT = """
电动汽车 电网|P027
网站和新媒体考核|P010
信息公开期限解释|P013
降低社保费率方案|P023
政务服务效能 常态化|P017
数据安全条例|P019
放假办法|P020 P021
基层公开标准化指导意见|P006 P001 P101
江苏公共服务清单|P102
征地补偿标准 淮安|P106 P107
低空条例 无锡|P115
撤县设区|P121
江苏外商投资保护|P131 P108
质量提升行动 江苏|P132 P125
宁夏枢纽|P202
救灾物资|P302
美容整形收费 福建|P304
轻工纺织规划|P312
信息公开条例|P008
舆情怎么回应|P005
便民热线怎么优化|P024
国务院 人工智能|P018
国务院以旧换新|P015 消费品以旧换新
更新设备|P015
体育产业扶持|P301
两岸合作|P308
碳中和考核|P309
xinxi gongkai tiaoli|P008
shuju gongxiang|P022
weikuang wuran|P026
wlsjaq|P019
zfxxgk|P008 P009 P011 P012 P013 P014
无锡抵空经济|P115
苏州金溶支持|P122
深圳建康条例|P306
政务公开年度报高|P012 P011
公共服务轻单|P102
被征地农名|P103 P104 被征地农民社会保障
"""

_NUMBER = re.compile(r"(?P<code>.+)〔(?P<year>\d{4})〕(?P<seq>\d+)号")
_VARIANTS: tuple[Callable[[str, str, str], str], ...] = (
    lambda code, year, seq: f"{code}〔{year}〕{seq}号",
    lambda code, year, seq: f"{code}[{year}]{seq}号",
    lambda code, year, seq: f"{code}【{year}】{seq}号",
    lambda code, year, seq: f"{code}（{year}）{seq}号",
    lambda code, year, seq: f"{code} ({year}) 第{seq} 号",
    lambda code, year, seq: f"{code}{year}年{seq}号",
    lambda code, year, seq: f"{code} {year} {seq}",
    lambda code, year, seq: f"{code}〔{_wide(year)}〕{_wide(seq)}号",
    lambda code, year, seq: f"{code}〔{year}〕00{seq}号",
)
_WRONG = str.maketrans("金房养医保障政农工程", "今防阳衣宝章正浓公成")


def of_samples(known: set[str], numbers: dict[str, str], made: Sequence[Made]) -> Iterator[Question]:
    """`known` = ids in the file, `numbers` = 文号 by id."""
    by_subject: defaultdict[str, set[str]] = defaultdict(set)
    for one in made:
        by_subject[one.subject].add(one.document.id)
    held_out = (f"留出|{line}" for line in _HELD_OUT.strip().splitlines())
    for line in (*_BY_HAND.strip().splitlines(), *held_out):
        sort, text, names = line.split("|")
        if known.intersection(names.split()):
            yield Question(sort, text, frozenset(id_ for name in names.split() for id_ in {name, *by_subject[name]}))
    for at, (_, number) in enumerate(sorted(numbers.items())):
        if match := _NUMBER.fullmatch(number):
            right = frozenset(one for one, other in numbers.items() if other == number)
            yield Question("文号", _VARIANTS[at % len(_VARIANTS)](*match.groups()), right)


def of_invented(made: Sequence[Made], each: int, seed: int) -> Iterator[Question]:
    """`each` questions of every class about releases drawn at random; right is what has the attributes asked for."""
    chance = random.Random(seed)
    alike = _Attributes(made)
    for at in range(each):
        yield _number(chance.choice(made), at, alike)
        yield _title(chance.choice(made), at, alike)
        yield _saying(chance.choice(alike.sayable), alike)
        yield _slip(chance.choice(alike.misspelt), alike)
        yield _spelled(chance.choice(made), alike)
        yield _initials(chance.choice(made), alike)
        yield _clause(chance.choice(made), alike)


class _Attributes:
    """Ids by what is known of them."""

    def __init__(self, made: Sequence[Made]) -> None:
        self.sayable = [one for one in made if SUBJECTS[one.subject]]
        self.misspelt = [one for one in made if one.subject.translate(_WRONG) != one.subject]
        self._by: defaultdict[tuple[object, ...], set[str]] = defaultdict(set)
        for one in made:
            for key in (
                ("number", one.doc_no),
                ("topic", one.city, one.subject),
                ("year", one.city, one.subject, one.year),
                ("subject", one.subject),
                ("grant", one.city, one.who, one.what),
            ):
                self._by[key].add(one.document.id)

    def right(self, *key: object) -> frozenset[str]:
        return frozenset(self._by[key])


def _number(one: Made, at: int, alike: _Attributes) -> Question:
    match = _NUMBER.fullmatch(one.doc_no)
    assert match
    return Question("文号", _VARIANTS[at % len(_VARIANTS)](*match.groups()), alike.right("number", one.doc_no))


def _title(one: Made, at: int, alike: _Attributes) -> Question:
    texts = (f"{one.city}{one.subject}", f"{one.subject} {one.city}", f"请问{one.city}市的{one.subject}怎么办理")
    return Question("标题词", texts[at % len(texts)], alike.right("topic", one.city, one.subject))


def _saying(one: Made, alike: _Attributes) -> Question:
    text = f"{one.city}{SUBJECTS[one.subject]}"
    return Question("老百姓说法", text, alike.right("topic", one.city, one.subject))


def _slip(one: Made, alike: _Attributes) -> Question:
    """One character that sounds alike in place of the right one."""
    at = next(at for at, character in enumerate(one.subject) if character.translate(_WRONG) != character)
    wrong = one.subject[:at] + one.subject[at].translate(_WRONG) + one.subject[at + 1 :]
    return Question("错字", f"{one.city}{wrong}", alike.right("topic", one.city, one.subject))


def _spelled(one: Made, alike: _Attributes) -> Question:
    text = f"{''.join(lazy_pinyin(one.city))} {''.join(lazy_pinyin(one.subject))}"
    return Question("拼音", text, alike.right("topic", one.city, one.subject))


def _initials(one: Made, alike: _Attributes) -> Question:
    """Only the subject: in titles other words stand between a city and its subject."""
    letters = "".join(syllable[0] for syllable in lazy_pinyin(one.subject))
    return Question("首字母", letters, alike.right("subject", one.subject))


def _clause(one: Made, alike: _Attributes) -> Question:
    return Question("条款", f"{one.city} {one.who} {one.what}", alike.right("grant", one.city, one.who, one.what))


def _wide(digits: str) -> str:
    return "".join(chr(ord(digit) + 0xFEE0) for digit in digits)
