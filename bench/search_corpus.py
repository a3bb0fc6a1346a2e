"""An invented corpus for bench/search.py: releases of many cities from templates, each with known attributes.

The attributes decide what is relevant to a question; no text is looked at for that. Everything but the names of cities
is made up.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from content_models.official_text.gazetteer import PROVINCE_OF
from content_models.releases.documents import ReleaseKind
from content_models.search.values import SearchDocument

CITIES = sorted(city for city, province in PROVINCE_OF.items() if province)

# 正式说法 → how people say it (as in the shipped vocabulary, which knows it), "" where there is no such saying.
SUBJECTS: dict[str, str] = {
    "住房公积金提取": "公积金提取",
    "老旧小区改造": "老房子改造",
    "既有住宅增设电梯": "装电梯",
    "公共租赁住房保障": "公租房",
    "最低生活保障": "低保",
    "房屋征收与补偿": "拆迁",
    "被征地农民社会保障": "失地农民",
    "养老机构服务": "养老院",
    "老年人优待证": "老人卡",
    "异地就医结算": "异地看病",
    "居民医疗保险": "看病报销",
    "户口迁移登记": "迁户口",
    "失业保险金发放": "失业金",
    "工伤保险待遇": "工伤赔偿",
    "义务教育招生入学": "上学",
    "生育登记服务": "准生证",
    "不动产权证书办理": "房产证",
    "企业开办服务": "开公司",
    "消费品以旧换新": "家电换新",
    "电动自行车管理": "电动车",
    "生活垃圾分类": "垃圾分类",
    "轨道交通运营": "地铁",
    "购房补贴": "买房补贴",
    "住房租赁补贴": "租房补贴",
    "低空飞行服务保障": "飞无人机",
    "政务新媒体": "政府公众号",
    "残疾人证核发": "残疾证",
    "退役军人优抚": "退伍军人",
    "学前教育普惠": "幼儿园",
    "高新技术企业培育": "高新企业",
}
_UNSAID = """
河道采砂管理 粮食生产扶持 农村公路养护 城市更新 海绵城市建设 历史文化名城保护 集体土地入市 职业技能提升
大学生创业孵化 中小企业数字化转型 知识产权质押融资 科技成果转化 重大科技专项 首台套装备认定 工业互联网
绿色工厂评价 碳达峰试点 排污许可执法 扬尘污染防治 饮用水水源地保护 湿地修复 森林防火 防汛抗旱
地质灾害防治 应急避难场所 消防安全整治 燃气安全 特种设备检验 食品小作坊登记 药品零售监管 集贸市场规范
预付卡管理 公共停车设施 共享单车投放 网络预约出租汽车 客运班线 港口岸线 跨境电子商务 外贸稳定增长
会展业发展 乡村旅游 民宿管理 文物保护单位 全民阅读 体育场馆开放 全民健身 基层卫生人才 家庭医生签约
血液管理 传染病防控 殡葬改革 社区矫正 法律援助 公证服务 人民调解 行政复议 信访积案化解 公共数据授权
电子证照 政务服务大厅 招标投标监管 政府采购 地方政府债务 国有资产监管 审计整改 统计调查 招商引资
"""
SUBJECTS |= dict.fromkeys(_UNSAID.split(), "")
ACTS = ("加强", "规范", "推进", "做好", "完善", "深化", "优化", "调整")
OBJECTS = ("工作", "管理", "有关事项", "若干政策", "专项行动", "资金使用")
GENRES = ("通知", "实施意见", "公告", "实施办法", "工作方案", "若干措施")
ORGANS = (("人民政府", "政发"), ("人民政府办公室", "政办发"), ("财政局", "财规"), ("人力资源和社会保障局", "人社规"))
_WHO = """
小微企业 个体工商户 高校毕业生 退役士兵 独居老人 残疾学生 返乡农民工 脱贫家庭 单亲母亲 外来务工人员
青年科技人才 种粮大户 养殖场户 环卫工人 网约配送员 乡村医生 公交驾驶员 失能老人 困境儿童 离岗人员
"""
WHO = tuple(_WHO.split())
_WHAT = """
一次性创业补助 岗位技能补贴 房租减免 贷款贴息 交通补助 护理津贴 取暖补贴 培训券 体检补助 意外保险补贴
安家费 稳岗返还 购置补助 水费减免 托管服务补贴
"""
WHAT = tuple(_WHAT.split())
CLAUSES = (
    "各县（市、区）要高度重视{subject}，明确责任分工，细化工作举措，确保各项任务落到实处。",
    "坚持问题导向，聚焦{subject}中的突出矛盾，建立工作台账，实行销号管理。",
    "市级财政每年安排专项经费{n}万元，用于{subject}，实行专款专用、绩效评价。",
    "对在{subject}中成绩突出的单位，按照有关规定给予通报表扬；对推诿扯皮的，予以约谈。",
    "申请人应当在每年{m}月底前向所在地街道提出申请，受理部门应当在{d}个工作日内作出决定。",
    "材料齐全、符合法定形式的，当场受理；不齐全的，一次性告知需要补正的全部内容。",
    "建立部门联席会议制度，每季度研究{subject}进展情况，协调解决跨部门问题。",
    "充分利用报纸、电视、新媒体等渠道，广泛宣传{subject}政策，提高群众知晓率。",
    "{organ}会同有关部门对{subject}实施情况开展监督检查，检查结果向社会公开。",
    "弄虚作假骗取资金的，追回已拨付资金，三年内不得再次申报，并依法追究责任。",
)
HEADINGS = ("一、总体要求", "二、主要任务", "三、支持政策", "四、办理程序", "五、监督管理", "六、附则")


@dataclass(frozen=True, slots=True)
class Made:
    """What is known of an invented release, beside its text."""

    document: SearchDocument
    city: str
    subject: str
    year: int
    who: str
    what: str
    amount: int
    doc_no: str


def invented(count: int, seed: int = 2026) -> Iterator[Made]:
    """The same releases for the same arguments, one at a time."""
    chance = random.Random(seed)
    subjects = sorted(SUBJECTS)
    for number in range(count):
        yield _made(number, chance, chance.choice(CITIES), chance.choice(subjects))


def _made(number: int, chance: random.Random, city: str, subject: str) -> Made:
    organ_name, code = chance.choice(ORGANS)
    organ, year = f"{city}市{organ_name}", chance.randint(2012, 2026)
    doc_no = f"{city[0]}{code}〔{year}〕{chance.randint(1, 400)}号"
    genre = chance.choice(GENRES)
    title = f"{organ}关于{chance.choice(ACTS)}{subject}{chance.choice(OBJECTS)}的{genre}"
    if chance.random() < 0.3:
        title += f"（{year}年版）"
    who, what, amount = chance.choice(WHO), chance.choice(WHAT), chance.randint(10, 400) * 50
    body = _body(chance, subject, organ, f"对符合条件的{who}给予{what}，标准为每人{amount}元，由{organ}组织实施。")
    published = datetime(year, chance.randint(1, 12), chance.randint(1, 28), tzinfo=UTC)
    document = SearchDocument(
        id=f"x{number:06}",
        version=1,
        kind=ReleaseKind.policy,
        title=title,
        published_ms=int(published.timestamp() * 1000),
        doc_nos=(doc_no,),
        names=(organ,),
        headings=HEADINGS,
        body=body,
        organs=(organ,),
        regions=(city,),
        year=year,
    )
    return Made(document, city, subject, year, who, what, amount, doc_no)


def _body(chance: random.Random, subject: str, organ: str, own: str) -> str:
    clauses = chance.sample(CLAUSES, len(HEADINGS))
    clauses[2] = own + clauses[2]
    lines = []
    for heading, clause in zip(HEADINGS, clauses, strict=True):
        numbers = {"n": chance.randint(50, 9000), "m": chance.randint(1, 12), "d": chance.randint(3, 30)}
        lines += [heading, clause.format(subject=subject, organ=organ, **numbers)]
    return "\n".join(lines)
