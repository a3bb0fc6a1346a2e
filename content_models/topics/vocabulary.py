"""The two vocabularies of topics that ship with the system.

LIFE: what residents follow. THEMES: the 22 classes of the 国务院公文主题分类 with their sub-classes, which policies are
filed under. A class name may contain 、 and is never split on it. Slugs are stable: they stand in follows and channels.
"""

import functools
from collections.abc import Iterator

from content_models.topics.documents import Topic
from content_models.topics.rules import Themes, filed_under, themes_by_name

LIFE: dict[str, str] = {
    "water-power": "停水停电",
    "transport": "交通出行",
    "education": "教育",
    "health": "医疗健康",
    "social-security": "社保就业",
    "housing": "住房",
    "environment": "环境",
    "economy": "经济",
    "weather-safety": "天气与安全",
    "elderly-children": "养老托育",
    "culture-sport": "文化体育",
    "government": "政务公开",
}

THEMES: dict[tuple[str, str], dict[str, str]] = {
    ("state-council", "国务院组织机构"): {},
    ("administration", "综合政务"): {
        "openness": "政务公开",
        "supervision": "政务督查",
        "emergency": "应急管理",
        "e-government": "电子政务",
        "secretarial": "文秘工作",
        "secrecy": "保密工作",
        "petitions": "信访",
        "counsellors": "参事文史",
    },
    ("economy", "国民经济管理、国有资产监管"): {
        "macroeconomy": "宏观经济",
        "reform": "经济体制改革",
        "statistics": "统计",
        "prices": "物价",
        "state-assets": "国有资产监管",
        "major-projects": "重大建设项目",
    },
    ("finance", "财政、金融、审计"): {
        "public-finance": "财政",
        "taxation": "税务",
        "banking": "银行",
        "currency": "货币(含外汇)",
        "securities": "证券",
        "insurance": "保险",
        "credit-system": "社会信用体系建设",
        "audit": "审计",
    },
    ("resources", "国土资源、能源"): {
        "land": "土地",
        "minerals": "矿产",
        "water": "水资源",
        "ocean": "海洋",
        "coal": "煤炭",
        "oil-gas": "石油与天然气",
        "power": "电力",
    },
    ("agriculture", "农业、林业、水利"): {},
    ("industry", "工业、交通"): {
        "machinery": "机械",
        "light-industry": "轻纺",
        "chemicals": "化工",
        "defence-industry": "国防工业",
        "aerospace": "航天航空",
        "information": "信息产业",
        "roads": "公路",
        "waterways": "水运",
        "railways": "铁路",
        "aviation": "民航",
        "post": "邮政",
    },
    ("commerce", "商贸、海关、旅游"): {},
    ("market", "市场监管、安全生产监管"): {},
    ("construction", "城乡建设、环境保护"): {
        "planning": "城市规划",
        "building": "城乡建设(含住房)",
        "environment": "环境监测、保护与治理",
        "conservation": "节能与资源综合利用",
        "surveys": "气象、水文、测绘、地震",
    },
    ("science", "科技、教育"): {
        "technology": "科技",
        "education": "教育",
        "intellectual-property": "知识产权",
    },
    ("culture", "文化、广电、新闻出版"): {},
    ("health", "卫生、体育"): {
        "hygiene": "卫生",
        "medicines": "医药管理",
        "sport": "体育",
    },
    ("population", "人口与计划生育、妇女儿童工作"): {},
    ("labour", "劳动、人事、监察"): {
        "employment": "劳动就业",
        "social-security": "社会保障",
        "personnel": "人事工作",
        "veterans": "军转安置",
        "inspection": "监察",
        "conduct": "纠正行业不正之风",
    },
    ("justice", "公安、安全、司法"): {},
    ("civil-affairs", "民政、扶贫、救灾"): {},
    ("ethnic-religious", "民族、宗教"): {},
    ("foreign-affairs", "对外事务"): {},
    ("hong-kong-macao-taiwan", "港澳台侨工作"): {},
    ("defence", "国防"): {},
    ("other", "其他"): {},
}


def every_topic() -> list[Topic]:
    """Both vocabularies as documents, in the order they are shown."""
    topics = [*_life(), *_themes()]
    return [topic.model_copy(update={"position": position}) for position, topic in enumerate(topics)]


def theme_id(theme: str | None) -> str | None:
    """The topic of a printed 主题分类 by the shipped names; an unknown sub-class falls back to its class."""
    return filed_under(theme, _shipped_themes())


@functools.cache
def _shipped_themes() -> Themes:
    return themes_by_name(every_topic())


def _life() -> Iterator[Topic]:
    for slug, name in LIFE.items():
        yield Topic(id=slug, name=name)


def _themes() -> Iterator[Topic]:
    for (slug, name), subclasses in THEMES.items():
        parent = f"theme.{slug}"
        yield Topic(id=parent, name=name, official=True)
        for sub_slug, sub_name in subclasses.items():
            yield Topic(id=f"{parent}.{sub_slug}", name=sub_name, parent_id=parent, official=True)
