"""UploadRecord (上传记录) and RowProblem (行错误)."""

from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel
from pymongo import ASCENDING, DESCENDING, IndexModel

from content_models.kit.actors import Actor
from content_models.kit.records import Record


class UploadFormat(StrEnum):
    """What the bytes are, whatever the file is called."""

    xlsx = "xlsx"
    csv = "csv"
    xml = "xml"


class RowProblem(BaseModel):
    """行错误: which row and column, what is wrong there, and how to mend it."""

    row: int  # as the spreadsheet numbers it; for XML the how-many-eth item
    column: str
    code: str
    found: str  # the beginning of what stands there
    message: str  # what is wrong and how to mend it


class UploadRecord(Record):
    """上传记录: one file and what became of each row. `_id` is derived from the form that sent it."""

    source_id: str
    file_name: str
    sha256: str
    format: UploadFormat
    at: datetime
    by: Actor
    rows: int = 0
    new: int = 0
    changed: int = 0
    same: int = 0
    refused: int = 0  # may exceed the problems kept
    problems: list[RowProblem] = []
    notes: list[str] = []

    class Settings:
        name = "uploads"
        indexes = [IndexModel([("source_id", ASCENDING), ("at", DESCENDING)], name="of_source")]
