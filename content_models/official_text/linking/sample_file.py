"""Reading a file of policies, interpretations and counter-examples (the format of sample_policies.json)."""

import re
from calendar import monthrange
from datetime import date
from typing import Annotated, Any, Literal, Self

import orjson
from pydantic import BaseModel, BeforeValidator, TypeAdapter, ValidationError

from content_models.kit.errors import InvalidInput
from content_models.official_text.linking.index import PolicyIndex
from content_models.official_text.linking.records import LinkQuery, PolicyEntry

_OUTSIDE = "EXT:"  # a relation's target that is not in the file, by name
_REPLACES_TEXT = {"reissues", "revises"}
_REMARK = re.compile(r"[（(](?:旧|原|\d{4})[)）]$")


class SampleFileInvalid(InvalidInput):
    code = "SAMPLE_FILE_INVALID"
    default_message = "文件不是样本数据：应为 JSON 数组，每条含 record_type、id 和 title，可对照 docs/linking.md。"


def _day(value: Any) -> date | None:
    """A day, or the middle of a month of which no more is known; None for anything else."""
    found = re.fullmatch(r"(\d{4})-(\d{2})(?:-(\d{2}))?(?:T.*)?", value) if isinstance(value, str) else None
    if found is None:
        return None
    year, month, day = int(found[1]), int(found[2]), int(found[3] or 15)
    return date(year, month, day) if year and 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1] else None


Day = Annotated[date | None, BeforeValidator(_day)]


class RelationRecord(BaseModel):
    type: str | None = None
    target: str | None = None


class PolicyRecord(BaseModel):
    record_type: Literal["policy"]
    id: str
    title: str | None = None
    doc_no: str | None = None
    issuer: str | None = None
    region: str | None = None
    published_date: Day = None
    signed_date: Day = None
    relations: list[RelationRecord] | None = None

    def entry(self) -> PolicyEntry:
        earlier = [
            _REMARK.sub("", one.target.removeprefix(_OUTSIDE))
            for one in self.relations or []
            if one.type in _REPLACES_TEXT and one.target and one.target.startswith(_OUTSIDE)
        ]
        return PolicyEntry(
            id=self.id,
            title=self.title,
            doc_no=self.doc_no,
            issuer=self.issuer,
            region=self.region,
            published=self.published_date or self.signed_date,
            earlier_names=tuple(earlier),
        )


class ReadingRecord(BaseModel):
    """An interpretation with the policies it reads, or a negative: a text that reads none."""

    record_type: Literal["interpretation", "negative"]
    id: str
    title: str | None = None
    body: str | None = None
    publisher: str | None = None
    published_date: Day = None
    form: str | None = None  # 解读方式: stated only for what is an interpretation
    interprets: list[str] | None = None

    @property
    def reads(self) -> frozenset[str]:
        return frozenset(self.interprets or ()) if self.record_type == "interpretation" else frozenset()

    def query(self) -> LinkQuery:
        return LinkQuery(
            title=self.title or "",
            body=self.body or "",
            publisher=self.publisher,
            published=self.published_date,
            is_interpretation=bool(self.form),
        )


class SampleFile(BaseModel):
    policies: list[PolicyRecord]
    readings: list[ReadingRecord]

    @classmethod
    def parse(cls, content: bytes) -> Self:
        """Raises SampleFileInvalid, naming the record and what is wrong with it."""
        try:
            records = _RECORDS.validate_python(orjson.loads(content.removeprefix(b"\xef\xbb\xbf")))
        except orjson.JSONDecodeError as error:
            raise SampleFileInvalid(f"文件不是 JSON：第 {error.lineno} 行第 {error.colno} 列有误。") from error
        except ValidationError as error:
            raise SampleFileInvalid(_what_is_wrong(error)) from error
        return cls(
            policies=[record for record in records if isinstance(record, PolicyRecord)],
            readings=[record for record in records if isinstance(record, ReadingRecord)],
        )

    def index(self) -> PolicyIndex:
        return PolicyIndex(record.entry() for record in self.policies)


_RECORDS = TypeAdapter(list[PolicyRecord | ReadingRecord])


def _what_is_wrong(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_input=False)[0]
    place = first["loc"]
    if not place:
        return SampleFileInvalid.default_message
    fields = "、".join(sorted({str(one["loc"][-1]) for one in error.errors() if one["loc"][:1] == place[:1]}))
    needed = "应含 id 和 record_type（policy、interpretation 或 negative），各项按格式填写。"
    return f"第 {int(place[0]) + 1} 条记录有误（{fields}）：{needed}"
