"""报送条目: one item as a department states it, checked field by field. Templates and the push-in API share it."""

import re
from typing import Annotated, Any

from pydantic import AnyHttpUrl, BaseModel, BeforeValidator, ConfigDict, Field, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from aggregators.uploads import errors
from aggregators.uploads.errors import ItemRefused
from content_models.intake.documents import Attachment, ItemKind
from content_models.kit.clock import SHANGHAI
from content_models.official_text.dates import parse_date, parse_moment

KINDS = {
    "政策文件": ItemKind.policy,
    "政策解读": ItemKind.interpretation,
    "通知公告": ItemKind.notice,
    "工作动态": ItemKind.news,
    "便民提示": ItemKind.service_alert,
    "办事指南": ItemKind.guide,
}
LONGEST_BODY = 200_000  # characters; the longest official texts stay below
_URL = TypeAdapter(AnyHttpUrl)
_SEPARATORS = re.compile(r"[、,，;；\n]+")
_ATTACHMENT = re.compile(r"(?P<name>.+?)[\s：:]+(?P<url>https?://\S+)")


def _refused(kind: type[ItemRefused]) -> PydanticCustomError:
    return PydanticCustomError(kind.code, "{message}", {"message": kind.default_message})


def _none_if_blank(value: Any) -> Any:
    if isinstance(value, str):
        value = value.strip()
    return value or None


def _a_moment(value: Any) -> Any:
    if isinstance(value, str) and parse_moment(value, SHANGHAI) is None:
        raise _refused(errors.ItemDateInvalid)
    return value


def _a_day(value: Any) -> Any:
    if isinstance(value, str) and parse_date(value) is None:
        raise _refused(errors.ItemDateInvalid)
    return value


def _an_address(value: Any) -> Any:
    if isinstance(value, str):
        try:
            _URL.validate_python(value)
        except ValidationError as error:
            raise _refused(errors.ItemUrlInvalid) from error
    return value


def _a_kind(value: Any) -> Any:
    if value is None:
        return None
    kind = KINDS.get(value, value) if isinstance(value, str) else ""
    if kind not in set(ItemKind):
        raise _refused(errors.ItemKindUnknown)
    return kind


def _several(value: Any) -> Any:
    """Names in one cell, or a list as JSON has it."""
    if isinstance(value, str):
        return [part.strip() for part in _SEPARATORS.split(value) if part.strip()]
    return value or []


def _attachments(value: Any) -> Any:
    """One a line in a cell: 名称 网址; objects in JSON."""
    if not isinstance(value, str):
        return value or []
    found = [(_ATTACHMENT.fullmatch(line.strip()), line) for line in value.splitlines() if line.strip()]
    if any(match is None for match, _ in found):
        raise _refused(errors.ItemAttachmentInvalid)
    return [match.groupdict() for match, _ in found if match]


class SubmittedAttachment(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: Annotated[str, Field(min_length=1, max_length=200)]
    url: Annotated[str, Field(max_length=2000), BeforeValidator(_an_address)]

    def as_attachment(self) -> Attachment:
        return Attachment(name=self.name, url=self.url)


class SubmittedItem(BaseModel):
    """报送条目. Dates stand in any form that `official_text.dates` reads; text without HTML is one paragraph a line."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    id: Annotated[str | None, Field(max_length=200), BeforeValidator(_none_if_blank)] = None
    title: Annotated[str, Field(min_length=2, max_length=500)]
    published_at: Annotated[
        str | None, Field(max_length=60), BeforeValidator(_a_moment), BeforeValidator(_none_if_blank)
    ] = None
    url: Annotated[
        str | None, Field(max_length=2000), BeforeValidator(_an_address), BeforeValidator(_none_if_blank)
    ] = None
    kind: Annotated[ItemKind | None, BeforeValidator(_a_kind), BeforeValidator(_none_if_blank)] = None
    doc_no: Annotated[str | None, Field(max_length=80), BeforeValidator(_none_if_blank)] = None
    issuers: Annotated[list[str], Field(max_length=20), BeforeValidator(_several)] = []
    signed_date: Annotated[
        str | None, Field(max_length=60), BeforeValidator(_a_day), BeforeValidator(_none_if_blank)
    ] = None
    source_name: Annotated[str | None, Field(max_length=200), BeforeValidator(_none_if_blank)] = None
    column: Annotated[str | None, Field(max_length=200), BeforeValidator(_none_if_blank)] = None
    summary: Annotated[str | None, Field(max_length=2000), BeforeValidator(_none_if_blank)] = None
    body_text: Annotated[str | None, Field(max_length=LONGEST_BODY), BeforeValidator(_none_if_blank)] = None
    body_html: Annotated[str | None, Field(max_length=LONGEST_BODY), BeforeValidator(_none_if_blank)] = None
    attachments: Annotated[list[SubmittedAttachment], Field(max_length=50), BeforeValidator(_attachments)] = []
    keywords: Annotated[list[str], Field(max_length=50), BeforeValidator(_several)] = []
    interprets: Annotated[list[str], Field(max_length=20), BeforeValidator(_several)] = []


class Fault(BaseModel):
    """What is wrong with one field of one item, in words that say how to mend it."""

    field: str  # dotted from the item's top, "" for the item as a whole
    code: str
    found: str
    message: str

    @classmethod
    def of(cls, kind: type[ItemRefused], field: str = "", found: object = "", message: str | None = None) -> "Fault":
        return cls(field=field, code=kind.code, found=str(found)[:80], message=message or kind.default_message)


_OF_TYPE: dict[str, type[ItemRefused]] = {
    "missing": errors.ItemFieldMissing,
    "string_too_short": errors.ItemFieldMissing,
    "string_too_long": errors.ItemFieldTooLong,
    "too_long": errors.ItemFieldTooLong,
    "extra_forbidden": errors.ItemFieldUnknown,
    **{
        kind.code: kind
        for kind in (
            errors.ItemDateInvalid,
            errors.ItemUrlInvalid,
            errors.ItemKindUnknown,
            errors.ItemAttachmentInvalid,
        )
    },
}


def faults_of(error: ValidationError) -> list[Fault]:
    """Every fault of an item at once: whoever mends a file wants to do it in one go."""
    return [_fault(detail) for detail in error.errors(include_url=False)]


def _fault(detail: ErrorDetails) -> Fault:
    kind = _OF_TYPE.get(detail["type"], ItemRefused)
    field = ".".join(map(str, detail["loc"]))
    longest = detail.get("ctx", {}).get("max_length")
    message = f"内容过长，最多 {longest} 个（字或项），请缩短后重新提交。" if longest else None
    return Fault.of(kind, field, "" if kind is errors.ItemFieldMissing else detail["input"], message)
