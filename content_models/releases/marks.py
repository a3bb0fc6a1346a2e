"""ValidityMark (效力事件登记): what editors have entered about a document's validity (domain table 1.2)."""

from datetime import date, datetime
from enum import StrEnum

from pydantic import BaseModel


class MarkKind(StrEnum):
    """登记的效力事件. The values are those of `validity.ValidityEventKind`."""

    amended = "amended"  # 修改
    revised = "revised"  # 修订
    repealed = "repealed"  # 废止
    lapsed = "lapsed"  # 宣布失效
    expired = "expired"  # 有效期届满


class ValidityMark(BaseModel):
    """From the beginning of `on` the document stands differently, and on what ground. Entered wrongly, it is retracted,
    never changed: both acts are events."""

    id: str
    kind: MarkKind
    on: date
    basis: str  # 依据, as shown: 「示政发〔2026〕3号」
    basis_id: str | None = None  # the release that says so, where we have it
    clauses: list[str] = []  # 涉及条款; empty: all of it
    by: str  # whose word it is; the event has the rest
    at: datetime
