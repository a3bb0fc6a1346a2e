"""示例: an invented city administration's policies, and titles made to be linked to them wrongly.

Three parts that share no template, place or instrument. The rules were written with the first two in view; HELD_OUT
was written afterwards. Every record is constructed; the form is that of the sample file.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

Record = dict[str, Any]


@dataclass(frozen=True)
class Law:
    """A text of one place. `habit` is how the place titles the cover under which it is issued."""

    id: str
    place: str  # 「山东省青岛市」
    name: str  # without its place
    edition: str = ""  # 「（试行）」
    habit: str = "{name}"
    doc_no: str | None = None
    published: str | None = "2025-06-10"

    @property
    def city(self) -> str:
        return self.place.split("省")[-1].split("自治区")[-1] or self.place

    @property
    def full(self) -> str:
        return f"{self.bare}{self.edition}"

    @property
    def bare(self) -> str:
        return self.name if self.city == "全国" else f"{self.city}{self.name}"

    def record(self) -> Record:
        title = self.habit.format(name=self.full, unplaced=self.name, city=self.city, about=self.name)
        issuer = f"{self.city}人民政府" if self.city != "全国" else "住房城乡建设部"
        return _policy(self.id, title, self.place, issuer, self.doc_no, self.published)


def _policy(id: str, title: str, region: str, issuer: str, doc_no: str | None, published: str | None) -> Record:
    return {
        "record_type": "policy", "id": id, "title": title, "doc_no": doc_no, "issuer": issuer, "region": region,
        "published_date": published, "signed_date": None, "relations": None, "title_origin": "constructed",
    }  # fmt: skip


COVER = "市政府办公室关于印发{name}的通知"
QUOTED_COVER = "{city}人民政府关于印发《{name}》的通知"


def _laws(prefix: str, place: str, texts: Sequence[tuple[str, str, str, str | None]]) -> list[Law]:
    return [Law(f"{prefix}{n}", place, name, edition, habit, no) for n, (name, edition, habit, no) in enumerate(texts)]


_TUNING_TEXTS = [
    ("居家养老服务条例", "", "{name}", None),
    ("公共停车场管理办法", "（试行）", COVER, None),
    ("促进数字经济高质量发展的若干措施", "", QUOTED_COVER, None),
    ("城市更新三年行动方案", "（2024～2026年）", COVER, None),
    ("2025年为民办实事项目清单", "", QUOTED_COVER, None),
    ("困难群众临时救助实施细则", "", "{name}", None),
    ("历史建筑保护名录", "（第一批）", COVER, None),
]
TUNING_LAWS = [
    *_laws("青", "山东省青岛市", _TUNING_TEXTS),
    *_laws("成", "四川省成都市", _TUNING_TEXTS),
    *_laws("甬", "浙江省宁波市", _TUNING_TEXTS[:5]),
    Law("滇", "云南省昆明市", "加强物业服务管理的意见", habit="市政府关于{about}"),
    Law("昆", "云南省曲靖市", "加强物业服务管理的意见", habit="市政府关于{about}"),
    Law("省", "云南省", "加强物业服务管理的意见", habit="省政府关于{about}"),
    Law("部", "全国", "住房租赁条例", habit="{unplaced}"),
]
_TUNING_READINGS = [
    "《{full}》政策解读",
    "《{bare}》解读",
    "一图读懂{full}",
    "解读丨{bare}",
    "{city}民政局负责人就《{full}》答记者问",
    "市司法局、市财政局、市住建局有关负责同志就出台《{full}》答记者问",
    "《{full}》问答（第二期）",
    "【图解】{bare}",
    "{city}召开《{full}》新闻发布会",
    "《关于印发〈{full}〉的通知》解读之二",
    "解读《{name}{edition}》",  # the publisher supplies the place
    "关于印发《{full}》的通知政策解读",
]
_TUNING_NEGATIVES = [
    "{city}印发《{full}》",
    "关于贯彻落实《{full}》的通知",
    "关于公开征求《{bare}（征求意见稿）》意见的公告",
    "《{bare}（草案）》起草说明",
    "《{full}》实施情况评估",
    "关于《{full}》有关条款适用问题的解释",
    "《{full}》宣传服务采购公告",
    "市政府常务会议审议通过《{full}》",
    "《{full}》实施细则解读",
    "关于废止《{full}》的决定解读",
    "《厦门市{name}{edition}》政策解读",
    "一图读懂厦门市{name}",
    "市司法局举办《{full}》解读培训班",
    "《{bare}（征求意见稿）》解读",
]

_SECOND_TEXTS = [
    ("生活垃圾分类管理条例", "", "{name}", None),
    ("人才公寓租赁管理办法", "（暂行）", QUOTED_COVER, "示府办〔2025〕31号"),
    ("支持制造业“智改数转”若干政策", "", "市人民政府办公厅关于印发{name}的通知", "示府办〔2025〕32号"),
    ("义务教育课后服务收费目录", "（2025年版）", COVER, None),
    ("既有住宅加装电梯财政补助细则", "", QUOTED_COVER, None),
    ("“十四五”综合交通运输体系规划", "", COVER, None),
    ("零售药店定点管理名单", "（第三批）", "{city}医疗保障局关于公布{name}的通知", None),
]
SECOND_LAWS = [
    *_laws("汉", "湖北省武汉市", _SECOND_TEXTS),
    *_laws("湘", "湖南省长沙市", _SECOND_TEXTS),
    *_laws("皖", "安徽省合肥市", _SECOND_TEXTS[:4]),
    Law("筑", "贵州省贵阳市", "推进城市地下管网改造的实施意见", habit="市政府办公厅关于{about}"),
    Law("遵", "贵州省遵义市", "推进城市地下管网改造的实施意见", habit="市政府办公室关于{about}"),
    Law("黔", "贵州省", "推进城市地下管网改造的实施意见", habit="省政府办公厅关于{about}"),
]
_SECOND_READINGS = [
    "图解：{full}",
    "{full}（政策解读）",
    "一文看懂《{full}》",
    "视频解读｜{full}",
    "漫画｜《{bare}》",
    "{city}举行《{full}》专题新闻发布会文字实录",
    "专家解读：《{full}》的主要亮点",
    "《{full}》百问百答",
    "政策问答｜《{bare}》",
    "〔图文解读〕{bare}",
    "《{full}》来了！一图读懂",
    "{city}发展改革委详解《{full}》",
    "《{full_half}》政策解读③",
    "《{name}》图解",  # the publisher supplies the place
    "重磅！《{city}人民政府关于印发<{full}>的通知》文字解读",
]
_SECOND_NEGATIVES = [
    "{city}出台《{full}》 今日起施行",
    "关于开展《{full}》宣传月活动的通知",
    "市人大常委会听取《{full}》执法检查报告",
    "关于做好《{full}》解读工作的通知",
    "对市政协第3012号提案的答复：关于完善《{full}》的建议",
    "关于《{full}》第八条含义请示的批复",
    "《{full}》知识竞赛获奖名单公布",
    "《兰州市{name}{edition}》答记者问",
    "图解丨西安市{name}{edition}",
    "转发《{full}》的通知",
    "解读《{full}》配套实施方案",
    "《关于修改〈{full}〉的决定》解读",
    "《{bare}（送审稿）》编制说明",
    "专家走进社区宣讲解读《{full}》",
    "招聘《{full}》宣传讲解员的公告",
]


_HELD_OUT_TEXTS = [
    ("养犬管理条例", "", "{name}", None),
    ("专利转化资助办法", "（试行）", "{city}市场监督管理局 {city}财政局关于印发{name}的通知", None),
    ("培育专精特新企业的实施方案", "（2025—2027年）", QUOTED_COVER, None),
    ("2025年度地质灾害防治方案", "", COVER, None),
    ("政府采购招标评审专家考核细则", "", QUOTED_COVER, None),
    ("行政裁量权基准", "（第二批）", "{city}司法局关于公布{name}的公告", None),
    ("地下水污染防治规划", "", "{city}人民政府关于{name}的批复", None),
]
HELD_OUT_LAWS = [
    *_laws("邕", "广西壮族自治区南宁市", _HELD_OUT_TEXTS[:6]),
    *_laws("兰", "甘肃省兰州市", _HELD_OUT_TEXTS[:6]),
    *_laws("石", "河北省石家庄市", _HELD_OUT_TEXTS[:6]),
    *_laws("浑", "辽宁省沈阳市浑南区", _HELD_OUT_TEXTS[:5]),
    Law("琼草", "海南省海口市", "湿地保护规定", "（征求意见稿）"),
    Law("琼", "海南省三亚市", "湿地保护规定"),
]
_HELD_OUT_READINGS = [
    "一张图看懂《{full}》",
    "动画｜《{bare}》",
    "【政策图解】《{full}》",
    "《{full}》（图文解读）",
    "{city}人民政府新闻办公室举行《{full}》新闻发布会（文字实录）",
    "市财政局、市审计局相关负责人就{bare}答记者问",
    "《{full}》解读（三）",
    "权威解读 | 《{full}》",
    "十问十答丨《{bare}》",
    "关于《{full}》的政策解读材料",
    "三分钟读懂《{full}》",
    "《{full}》政策要点解读",
    "处长讲政策：《{full}》",
    "读懂《{full}》，看这一篇",
    "市发展改革委等九部门有关负责同志就印发《{full}》答记者问",
    "划重点！《{full}》",
    "《{name}{edition}》文字解读",  # the publisher supplies the place
]
_HELD_OUT_NEGATIVES = [
    "市人大常委会表决通过《{full}》",
    "《{full}》施行一周年综述",
    "关于举办《{full}》专题培训班的通知",
    "《{full}》立法后评估报告",
    "关于《{full}》公开征求意见情况的反馈",
    "《{full}》政策宣讲会走进企业",
    "关于印发《{full}》任务分工的通知",
    "《太原市{name}{edition}》一图读懂",
    "太原市{name}政策问答",
    "《{full}》听证会公告",
    "关于落实《{full}》有关事项的通知政策解读",
    "《{bare}（修订草案）》解读",
    "图解：《{full}》配套措施",
    "《{full}》解读文章征集启事",
    "关于延长《{full}》有效期的通知解读",
    "《{full}》第三方评估结果解读",
]


def tuning() -> list[Record]:
    return [
        *_part("T", TUNING_LAWS, _TUNING_READINGS, _TUNING_NEGATIVES, _tuning_singles()),
        *_part("S", SECOND_LAWS, _SECOND_READINGS, _SECOND_NEGATIVES, _second_singles()),
    ]


def held_out() -> list[Record]:
    return list(_part("H", HELD_OUT_LAWS, _HELD_OUT_READINGS, _HELD_OUT_NEGATIVES, _held_out_singles()))


def _part(
    prefix: str, laws: Sequence[Law], readings: Sequence[str], negatives: Sequence[str], singles: Sequence[Record]
) -> Iterator[Record]:
    """Each template on three laws in turn, so that every law meets several templates."""
    yield from (law.record() for law in laws)
    plain = [
        law
        for law in laws
        if law.habit not in ("市政府关于{about}", "省政府关于{about}") and "{about}" not in law.habit
    ]
    for kind, templates in (("interpretation", readings), ("negative", negatives)):
        for n, template in enumerate(templates):
            for law in (plain[(3 * n + step * 5) % len(plain)] for step in range(3)):
                yield _reading(f"{prefix}{kind[0]}{n}-{law.id}", kind, template, law)
    yield from singles


def _reading(id: str, kind: str, template: str, law: Law) -> Record:
    half = law.full.replace("（", "(").replace("）", ")")
    title = template.format(
        full=law.full, bare=law.bare, name=law.name, edition=law.edition, city=law.city, full_half=half
    )
    record: Record = {"record_type": kind, "id": id, "title": title, "title_origin": "constructed"}
    if kind == "interpretation":
        record |= {
            "publisher": law.city if law.city != "全国" else "司法部",
            "interprets": [law.id],
            "published_date": "2025-06-12",
        }
    return record


def _single(id: str, title: str, reads: Sequence[str] = (), **fields: Any) -> Record:
    kind = "interpretation" if reads else "negative"
    return {
        "record_type": kind,
        "id": id,
        "title": title,
        "interprets": list(reads),
        "title_origin": "constructed",
    } | fields


def _tuning_singles() -> list[Record]:
    return [
        _single("Ts1", "《关于加强物业服务管理的意见》政策解读", ["滇"], publisher="昆明市住房和城乡建设局"),
        _single("Ts2", "《市政府关于加强物业服务管理的意见》解读", ["昆"], publisher="曲靖市"),
        _single("Ts3", "《省政府关于加强物业服务管理的意见》解读", ["省"], publisher="云南省住房和城乡建设厅"),
        _single("Ts4", "《关于加强物业服务管理的意见》解读", publisher="大理州"),
        _single("Ts5", "《住房租赁条例》解读", ["部"], publisher="司法部"),
        _single("Ts6", "《成都市2024年为民办实事项目清单》解读", publisher="成都市"),
        _single("Ts7", "《成都市历史建筑保护名录（第二批）》解读", publisher="成都市"),
        _single("Ts8", "国常会解读｜住房租赁怎么管"),
        _single("Ts9", "《青岛市公共停车场管理办法（试", ["青1"], publisher="青岛市", form="文字"),
        _single("Ts10", "停车难怎么解？青岛出台公共停车场新办法", ["青1"], publisher="青岛市", form="视频"),
    ]


def _second_singles() -> list[Record]:
    announced = "为便于社会各界理解，现将《武汉市人才公寓租赁管理办法（暂行）》（示府办〔2025〕31号）有关内容解读如下："
    header = "解读对象：《长沙市支持制造业“智改数转”若干政策》（示府办〔2025〕32号）\n一、背景"
    drafted = "省政府印发《湖北省生活垃圾分类管理条例》（以下简称《省条例》）。"
    return [
        _single("Hs1", "《关于推进城市地下管网改造的实施意见》政策解读", ["筑"], publisher="贵阳市住建局"),
        _single("Hs2", "《省政府办公厅关于推进城市地下管网改造的实施意见》解读", ["黔"], publisher="贵州省"),
        _single("Hs3", "一图读懂《关于推进城市地下管网改造的实施意见》", ["遵"], publisher="遵义市人民政府"),
        _single("Hs4", "《关于推进城市地下管网改造的实施意见》政策解读", publisher="安顺市"),
        _single("Hs5", "《武汉市义务教育课后服务收费目录（2024年版）》解读", publisher="武汉市"),
        _single("Hs6", "《长沙市零售药店定点管理名单（第四批）》解读", publisher="长沙市"),
        _single("Hs7", "《武汉市“十五五”综合交通运输体系规划》解读", publisher="武汉市"),
        _single("Hs8", "人才安居，这样申请", ["汉1"], publisher="武汉市", body=announced, form="文字"),
        _single("Hs9", "政策解读", ["湘2"], publisher="长沙市", body=header),
        _single("Hs10", "《襄阳市生活垃圾分类管理条例》解读", publisher="襄阳市", body=drafted),
        _single("Hs11", "《人民日报》评论：垃圾分类要久久为功"),
        _single("Hs12", "惠企政策一图读懂"),
        _single("Hs13", "“住有所居”：武汉人才公寓租赁怎么管", ["汉1"], publisher="武汉市", form="视频"),
        _single("Hs14", "《武汉市既有住宅加装电梯财政补…", ["汉4"], publisher="武汉市", form="图解"),
    ]


def _held_out_singles() -> list[Record]:
    announced = "近日，市司法局公布了《石家庄市行政裁量权基准（第二批）》（以下简称《基准》）。现就有关内容说明如下。"
    return [
        _single("Hs1", "《海口市湿地保护规定（征求意见稿）》的起草说明", ["琼草"], publisher="海口市司法局"),
        _single("Hs2", "《海口市湿地保护规定》解读", publisher="海口市司法局"),
        _single("Hs3", "《湿地保护规定》解读", ["琼"], publisher="三亚市人民政府"),
        _single("Hs4", "《南宁市2026年度地质灾害防治方案》解读", publisher="南宁市"),
        _single("Hs5", "《兰州市行政裁量权基准（第三批）》政策解读", publisher="兰州市司法局"),
        _single("Hs6", "裁量有了新标尺", ["石5"], publisher="石家庄市司法局", body=announced, form="文字"),
        _single("Hs7", "《大连市养犬管理条例》答记者问", publisher="大连市公安局"),
        _single("Hs8", "沈阳市养犬管理条例图解", publisher="沈阳市"),
        _single("Hs9", "养犬管理那些事儿 | 一图读懂", publisher="平凉市"),
        _single("Hs10", "浑南区专利转化怎么资助？最高补五十万", ["浑1"], publisher="沈阳市浑南区", form="图解"),
        _single("Hs11", "《兰州市培育专精特新企业的实施方", ["兰2"], publisher="兰州市", form="文字"),
        _single(
            "Hs12",
            "《南宁市养犬管理条例》《南宁市专利转化资助办法（试行）》政策解读",
            ["邕0", "邕1"],
            publisher="南宁市",
        ),
        _single("Hs13", "国务院常务会议解读｜专精特新企业怎么培育"),
        _single("Hs14", "我市召开《政府工作报告》解读会"),
    ]
