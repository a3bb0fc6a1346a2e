"""What an alert and a guide state beside their text. Every part is optional: a source that names none is heard."""

from enum import StrEnum
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, Field

MOST_LISTED = 200
Line = Annotated[str, Field(max_length=1000)]
Lines = Annotated[list[Line], Field(max_length=MOST_LISTED)]


class AlertLevel(StrEnum):
    """预警级别 (国家突发公共事件总体应急预案 §3.2: four levels, shown in four colours)."""

    red = "red"  # Ⅰ级 特别严重
    orange = "orange"  # Ⅱ级 严重
    yellow = "yellow"  # Ⅲ级 较重
    blue = "blue"  # Ⅳ级 一般


class AlertFacts(BaseModel):
    """提示要素 of service alerts and emergencies. Moments in UTC; a missing end means until further notice."""

    starts_at: AwareDatetime | None = None
    ends_at: AwareDatetime | None = None
    places: Lines = []  # as printed
    level: AlertLevel | None = None
    advice: str = Field(default="", max_length=2000)  # 防御指南、应对措施
    hotline: str | None = None


class NewsFacts(BaseModel):
    """动态要素."""

    byline: str | None = Field(default=None, max_length=100)  # 来源署名; None: as the source printed it


class GuidePlace(BaseModel):
    """办理地点."""

    name: str = Field(max_length=200)
    address: str | None = None
    hours: str | None = None
    phone: str | None = None


class GuideMaterial(BaseModel):
    """申请材料."""

    name: str = Field(max_length=300)
    form: str | None = None  # 原件 / 复印件 / 电子件
    copies: int | None = Field(default=None, ge=0)
    required: bool = True
    note: str | None = None  # 来源渠道, 免提交, 常见错误


class GuideFacts(BaseModel):
    """办事要素: the columns of a 公共服务事项 as inspectors look for them."""

    item_code: str | None = None  # 事项编码
    item_type: str | None = None  # 事项类型
    audience: str | None = None  # 服务对象
    basis: Lines = []  # 设定依据
    conditions: Lines = []  # 申请条件
    steps: Lines = []  # 办理流程
    materials: Annotated[list[GuideMaterial], Field(max_length=MOST_LISTED)] = []
    places: Annotated[list[GuidePlace], Field(max_length=MOST_LISTED)] = []
    fees: str | None = None  # 收费依据及标准
    statutory_limit: str | None = None  # 法定办结时限, as stated with its unit
    promised_limit: str | None = None  # 承诺办结时限
    contact: str | None = None  # 咨询方式
    supervision: str | None = None  # 监督投诉
