"""The loopback site of bench/ingest.py, a process of its own: any number of feeds, an ETag each, 304 when it is known.

    python bench/ingest_site.py PORT

`/full/7` carries 50 whole texts (about 200 KB, Chinese RSS 2.0), `/notice/7` as many with what official notices have
(文号, 一、二、, a phone number, 施行 and 成文 dates), `/summary/7` only summaries (about 40 KB).
`/honour-etags/no` makes it a site that answers 200 every time, `/honour-etags/yes` undoes that. `/prepare/full/100`
renders the first hundred, so that nobody is measured while the site does.
"""

import random
import sys
from collections.abc import Awaitable, Callable, Sequence
from functools import cache
from typing import Any

import uvicorn

ENTRIES = 50
PARAGRAPHS = {"full": 15, "notice": 15, "summary": 0}
LABELS = ("一、", "二、", "三、", "四、", "五、")
_WORDS = """
    供水 管网 改造 街道 居民 储水 施工 路段 通行 交通 标志 指挥 单位 组织 领导 细化 措施 落实 责任 任务
    完成 主管 部门 反映 条件 申请 政务 服务 在线 提交 材料 中心 现场 办理 时限 费用 社区 医院 学校 教育
    招生 报名 公示 名单 项目 资金 审计 环境 监测 空气 质量 绿化 公园 养护 道路 照明 燃气 安全 检查 企业
    信用 评价 市场 监管 食品 抽检 结果 农业 种植 补贴 水利 河道 防汛 值班 应急 演练 消防 宣传 志愿 文化
    场馆 开放 预约 旅游 景区 体育 赛事 养老 护理 机构 残疾 救助 就业 培训 创业 担保 贷款 住房 租赁 公积金
    缴存 医保 报销 门诊 药品 目录 疫苗 接种 人口 普查 统计 数据 共享 网络 通信 邮政 快递 铁路 公交 线路
    调整 停车 泊位 充电 设施 垃圾 分类 回收 节能 降碳 林业 海洋 渔业 气象 预警 地质 灾害 测绘 规划 用地
    征收 补偿 拆迁
"""
WORDS = _WORDS.split()
ITEM = """<item><title>示例市关于{subject}的通知</title>
<link>http://127.0.0.1/{feed}/{number}.html</link><guid isPermaLink="false">urn:example:{feed}:{number}</guid>
<pubDate>Mon, 06 May 2024 09:{number:02}:00 +0800</pubDate><category>通知</category>
<description><![CDATA[<p>{summary}</p>]]></description>{content}</item>
"""
FRAME = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>示例市 {feed}</title>
<link>http://127.0.0.1/{feed}/</link><description>示例</description>{items}</channel></rss>"""

Send = Callable[[dict[str, Any]], Awaitable[None]]


@cache
def feed(kind: str, number: str) -> bytes:
    """Always the same for its number, and no entry like another's: they are not one notice from many sources."""
    chance = random.Random(f"{kind}{number}")
    items = "".join(item(chance, kind, number, entry) for entry in range(ENTRIES))
    return FRAME.format(feed=number, items=items).encode()


def item(chance: random.Random, kind: str, feed: str, number: int) -> str:
    paragraphs = PARAGRAPHS[kind]
    said = [paragraph(chance, at + 1) for at in range(max(paragraphs, 3))]
    if kind == "notice":
        said = as_notice(chance, said)
    whole = "".join(f"<p>{text}</p>" for text in said)
    return ITEM.format(
        feed=feed,
        number=number,
        subject="".join(chance.choices(WORDS, k=7)),
        summary="".join(said[:3]),
        content=f"<content:encoded><![CDATA[{whole}]]></content:encoded>" if paragraphs else "",
    )


def as_notice(chance: random.Random, said: Sequence[str]) -> list[str]:
    """`said` under five headings, between what opens and what ends a notice."""
    headed = [f"{LABELS[at // 3]}{text}" if at % 3 == 0 else text for at, text in enumerate(said)]
    cited = f"根据《示例市供水条例》和示政发〔{chance.randint(2015, 2023)}〕{chance.randint(1, 99)}号文件，通知如下："
    contact = f"联系电话：0512-{chance.randint(60_000_000, 69_999_999)}，地址：示例路{chance.randint(1, 300)}号。"
    opening = [f"示水发〔2024〕{chance.randint(1, 300)}号", "各有关单位：", cited]
    return [*opening, *headed, contact, "本通知自2024年6月1日起施行。", "示例市水务局", "2024年5月6日"]


def paragraph(chance: random.Random, number: int) -> str:
    words = chance.choices(WORDS, k=32)
    return f"{''.join(words[:12])}，将于{number}日前{''.join(words[12:22])}；{''.join(words[22:])}。"


def prepare(kind: str, count: str) -> None:
    for number in range(int(count)):
        feed(kind, str(number))


HONOURS_ETAGS = [True]
ETAG = b'"1"'


async def site(scope: dict[str, Any], receive: object, send: Send) -> None:
    """ASGI by hand, so that the server is never what is measured."""
    kind, _, number = scope["path"].strip("/").partition("/")
    if kind == "honour-etags":
        HONOURS_ETAGS[0] = number == "yes"
    if kind == "prepare":
        prepare(*number.split("/"))
    known = HONOURS_ETAGS[0] and (b"if-none-match", ETAG) in scope["headers"]
    body = b"" if known or kind not in PARAGRAPHS else feed(kind, number)
    headers = [(b"etag", ETAG), (b"content-type", b"application/rss+xml; charset=utf-8")]
    headers += [] if known else [(b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 304 if known else 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


if __name__ == "__main__":
    uvicorn.run(site, host="127.0.0.1", port=int(sys.argv[1]), log_level="error", access_log=False, lifespan="off")
